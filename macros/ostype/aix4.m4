# AIX 4: as AIX 3, and bellmail is told the sender.
define(`confEBINDIR', `/usr/lib')
define(`confTIME_ZONE', `USE_TZ')
_mc_default(`LOCAL_MAILER_PATH', `/bin/bellmail')
_mc_default(`LOCAL_MAILER_ARGS', `mail -F $g $u')
_mc_default(`LOCAL_MAILER_FLAGS', `mn9')
