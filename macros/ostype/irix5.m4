# IRIX 5: mailers run as an ordinary user of the system's own.
_mc_default(`QUEUE_DIR', `/var/spool/mqueue')
_mc_default(`STATUS_FILE', `/var/sendmail.st')
define(`confEBINDIR', `/usr/lib')
define(`confDEF_USER_ID', `998:998')
define(`confTIME_ZONE', `USE_TZ')
define(`LOCAL_MAILER_CHARSET', `iso-8859-1')
_mc_default(`LOCAL_MAILER_FLAGS', `Ehmu9')
_mc_default(`LOCAL_MAILER_ARGS', `mail -s -d $u')
