dnl # OpenBSD: mail.local needs root (S) and takes no return-path line (no P).
_mc_default(`STATUS_FILE', `/var/log/sendmail.st')
_mc_default(`LOCAL_MAILER_PATH', `/usr/libexec/mail.local')
_mc_default(`LOCAL_MAILER_FLAGS', `rmn9S')
_mc_default(`UUCP_MAILER_ARGS', `uux - -r -z -a$g $h!rmail ($u)')
