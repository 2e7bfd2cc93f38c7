# MPE/iX: one account does everything.
_mc_default(`confDEF_USER_ID', `SERVER.SENDMAIL')
_mc_default(`confTRUSTED_USER', `SERVER.SENDMAIL')
define(`confDONT_BLAME_SENDMAIL', `ForwardFileInGroupWritableDirPath')
define(`confTIME_ZONE', `USE_TZ')
_mc_default(`LOCAL_MAILER_PATH', `/bin/tsmail')
_mc_default(`LOCAL_MAILER_FLAGS', `mu9')
_mc_default(`LOCAL_MAILER_ARGS', `tsmail $u')
_mc_default(`LOCAL_SHELL_PATH', `/bin/sh')
