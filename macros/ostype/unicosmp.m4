# UNICOS/mp: as IRIX.
_mc_default(`QUEUE_DIR', `/var/spool/mqueue')
_mc_default(`STATUS_FILE', `/var/log/sendmail.st')
define(`confEBINDIR', `/usr/lib')
define(`confTIME_ZONE', `USE_TZ')
_mc_default(`LOCAL_MAILER_FLAGS', `Ehm9')
_mc_default(`LOCAL_MAILER_ARGS', `mail -s -d $u')
define(`LOCAL_MAILER_PATH', `/usr/bin/mail')
