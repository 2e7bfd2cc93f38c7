# AIX 3: bellmail delivers, the time zone comes from the environment.
define(`confEBINDIR', `/usr/lib')
define(`confTIME_ZONE', `USE_TZ')
_mc_default(`LOCAL_MAILER_PATH', `/bin/bellmail')
_mc_default(`LOCAL_MAILER_ARGS', `mail $u')
_mc_default(`LOCAL_MAILER_FLAGS', `mn9')
