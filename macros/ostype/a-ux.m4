# A/UX, Apple's System V of 1988.
_mc_default(`QUEUE_DIR', `/usr/spool/mqueue')
define(`confEBINDIR', `/usr/lib')
_mc_default(`UUCP_MAILER_PATH', `/usr/bin/uux')
_mc_default(`LOCAL_MAILER_FLAGS', `mn9')
_mc_default(`LOCAL_MAILER_ARGS', `mail -d -r $f $u')
