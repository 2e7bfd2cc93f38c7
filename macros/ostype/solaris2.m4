# Solaris 2.5 to 7: mail.local delivers.
define(`confEBINDIR', `/usr/lib')
_mc_default(`LOCAL_MAILER_PATH', `/usr/lib/mail.local')
_mc_default(`LOCAL_MAILER_FLAGS', `fSmn9')
_mc_default(`LOCAL_MAILER_ARGS', `mail.local -d $u')
_mc_default(`UUCP_MAILER_ARGS', `uux - -r -a$g $h!rmail ($u)')
