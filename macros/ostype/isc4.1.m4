# Interactive UNIX 4.1: lmail delivers.
_mc_default(`QUEUE_DIR', `/usr/spool/mqueue')
define(`confEBINDIR', `/usr/lib')
define(`confTIME_ZONE', `USE_TZ')
_mc_default(`LOCAL_MAILER_ARGS', `lmail -s $u')
_mc_default(`LOCAL_MAILER_FLAGS', `humS9')
_mc_default(`LOCAL_MAILER_PATH', `/bin/lmail')
_mc_default(`UUCP_MAILER_ARGS', `uux - -r -gC $h!rmail ($u)')
_mc_default(`UUCP_MAILER_PATH', `/usr/bin/uux')
