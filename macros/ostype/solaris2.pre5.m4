# Solaris 2 before 2.5: mail(1) delivers.
define(`confEBINDIR', `/usr/lib')
_mc_default(`LOCAL_MAILER_FLAGS', `SnE9')
_mc_default(`LOCAL_MAILER_ARGS', `mail -f $g -d $u')
_mc_default(`UUCP_MAILER_ARGS', `uux - -r -a$g $h!rmail ($u)')
