# HP-UX 10: rmail delivers.
_mc_default(`QUEUE_DIR', `/var/spool/mqueue')
define(`confTIME_ZONE', `USE_TZ')
_mc_default(`LOCAL_MAILER_PATH', `/usr/bin/rmail')
_mc_default(`LOCAL_MAILER_FLAGS', `m9')
_mc_default(`LOCAL_MAILER_ARGS', `rmail -d $u')
_mc_default(`LOCAL_SHELL_PATH', `/usr/bin/sh')
_mc_default(`UUCP_MAILER_ARGS', `uux - -r -a$g -gC $h!rmail ($u)')
