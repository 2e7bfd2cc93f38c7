# Amdahl UTS.
define(`confEBINDIR', `/usr/lib')
_mc_default(`LOCAL_MAILER_FLAGS', `fSn9')
