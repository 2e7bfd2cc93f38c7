# RISC/os 4.5.
_DEFIFNOT(`QUEUE_DIR', `/usr/spool/mqueue')
define(`confEBINDIR', `/usr/lib')
_DEFIFNOT(`LOCAL_MAILER_ARGS', `rmail -d $u')
