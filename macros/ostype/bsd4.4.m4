dnl # 4.4BSD and its nearer kin: mail.local delivers, statistics lie with the logs.
_mc_default(`STATUS_FILE', `/var/log/sendmail.st')
_mc_default(`LOCAL_MAILER_PATH', `/usr/libexec/mail.local')
_mc_default(`UUCP_MAILER_ARGS', `uux - -r -z -a$g $h!rmail ($u)')
