# NEXTSTEP.
_mc_default(`QUEUE_DIR', `/usr/spool/mqueue')
define(`confEBINDIR', `/usr/lib')
_mc_default(`UUCP_MAILER_PATH', `/usr/bin/uux')
_mc_default(`LOCAL_SHELL_FLAGS', `euP')
