# PowerUX: rmail delivers.
define(`confEBINDIR', `/usr/local/lib')
define(`LOCAL_MAILER_PATH', `/usr/bin/rmail')
_mc_default(`LOCAL_MAILER_FLAGS', `mn9')
define(`LOCAL_MAILER_ARGS', `rmail $u')
define(`LOCAL_SHELL_FLAGS', `ehuP')
define(`UUCP_MAILER_ARGS', `uux - -r -a$g -gmedium $h!rmail ($u)')
