# IRIX 4.
_mc_default(`QUEUE_DIR', `/usr/spool/mqueue')
define(`confEBINDIR', `/usr/lib')
_mc_default(`LOCAL_MAILER_FLAGS', `Ehm9')
