# RISC/os 4.5.
_mc_default(`QUEUE_DIR', `/usr/spool/mqueue')
define(`confEBINDIR', `/usr/lib')
_mc_default(`LOCAL_MAILER_ARGS', `rmail -d $u')
