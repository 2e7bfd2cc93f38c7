# FreeBSD 5: as FreeBSD 4, with UUCP from ports.
_mc_default(`STATUS_FILE', `/var/log/sendmail.st')
MODIFY_MAILER_FLAGS(`LOCAL', `+S')
_mc_default(`LOCAL_MAILER_PATH', `/usr/libexec/mail.local')
_mc_default(`LOCAL_MAILER_ARGS', `mail $u')
_mc_default(`UUCP_MAILER_PATH', `/usr/local/bin/uux')
_mc_default(`UUCP_MAILER_ARGS', `uux - -r -z -a$g $h!rmail ($u)')
