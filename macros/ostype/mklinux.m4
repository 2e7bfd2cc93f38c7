# MkLinux: as Linux, with its statistics among the logs.
_DEFIFNOT(`STATUS_FILE', `/var/log/sendmail.st')
define(`confEBINDIR', `/usr/sbin')
_DEFIFNOT(`PROCMAIL_MAILER_PATH', `/usr/bin/procmail')
FEATURE(`local_procmail')
