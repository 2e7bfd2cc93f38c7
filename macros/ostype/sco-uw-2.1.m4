# UnixWare 2.1.
define(`confEBINDIR', `/usr/lib')
define(`confTIME_ZONE', `USE_TZ')
define(`LOCAL_MAILER_PATH', `/usr/bin/rmail')
_mc_default(`LOCAL_MAILER_FLAGS', `fhCEn9')
define(`LOCAL_SHELL_FLAGS', `ehuP')
define(`UUCP_MAILER_ARGS', `uux - -r -a$g -gmedium $h!rmail ($u)')
define(`LOCAL_MAILER_ARGS', `rmail $u')
