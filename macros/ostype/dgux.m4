# DG/UX: mail(1) delivers by itself only if it is told so in its environment.
define(`confEBINDIR', `/usr/lib')
define(`confTIME_ZONE', `USE_TZ')
_mc_default(`LOCAL_MAILER_FLAGS', `m9')
LOCAL_CONFIG
E_FORCE_MAIL_LOCAL_=yes
