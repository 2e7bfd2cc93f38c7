# MkLinux: as Linux, with its statistics among the logs.
_mc_default(`STATUS_FILE', `/var/log/sendmail.st')
define(`confEBINDIR', `/usr/sbin')
_mc_default(`PROCMAIL_MAILER_PATH', `/usr/bin/procmail')
FEATURE(`local_procmail')
