# SINIX.
_mc_default(`QUEUE_DIR', `/var/spool/mqueue')
_mc_default(`STATUS_FILE', `/var/sendmail.st')
define(`confEBINDIR', `/usr/ucblib')
define(`LOCAL_MAILER_PATH', `/bin/mail.local')
