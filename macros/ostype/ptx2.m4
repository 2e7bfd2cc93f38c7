# DYNIX/ptx 2.
_mc_default(`QUEUE_DIR', `/usr/spool/mqueue')
define(`confEBINDIR', `/usr/lib')
define(`LOCAL_MAILER_PATH', `/bin/mail')
_mc_default(`LOCAL_MAILER_FLAGS', `fmn9')
define(`LOCAL_SHELL_FLAGS', `eu')
