# UnixWare 7: slocal delivers.
_mc_default(`QUEUE_DIR', `/var/spool/mqueue')
define(`confEBINDIR', `/usr/lib')
define(`confTIME_ZONE', `USE_TZ')
_mc_default(`LOCAL_MAILER_PATH', `/etc/mail/slocal')
_mc_default(`LOCAL_MAILER_FLAGS', `Puho9')
_mc_default(`LOCAL_MAILER_ARGS', `slocal -user $u')
_mc_default(`LOCAL_SHELL_FLAGS', `Peu')
