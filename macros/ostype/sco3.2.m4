# SCO UNIX 3.2: lmail delivers.
_mc_default(`QUEUE_DIR', `/usr/spool/mqueue')
define(`confEBINDIR', `/usr/lib')
_mc_default(`UUCP_MAILER_PATH', `/usr/bin/uux')
_mc_default(`LOCAL_MAILER_PATH', `/usr/bin/lmail')
_mc_default(`LOCAL_MAILER_FLAGS', `PuhCE9')
_mc_default(`LOCAL_MAILER_ARGS', `lmail $u')
_mc_default(`LOCAL_SHELL_FLAGS', `Peu')
