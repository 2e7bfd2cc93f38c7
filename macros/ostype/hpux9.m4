# HP-UX 9: rmail delivers, from /bin.
_mc_default(`QUEUE_DIR', `/usr/spool/mqueue')
define(`confEBINDIR', `/usr/lib')
define(`confTIME_ZONE', `USE_TZ')
_mc_default(`LOCAL_MAILER_PATH', `/bin/rmail')
_mc_default(`LOCAL_MAILER_FLAGS', `m9')
_mc_default(`LOCAL_MAILER_ARGS', `rmail -d $u')
_mc_default(`UUCP_MAILER_ARGS', `uux - -r -a$g -gC $h!rmail ($u)')
