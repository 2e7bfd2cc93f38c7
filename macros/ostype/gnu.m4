# GNU/Hurd: programs below /libexec.
_mc_default(`STATUS_FILE', `/var/log/sendmail.st')
define(`confEBINDIR', `/libexec')
_mc_default(`LOCAL_MAILER_PATH', `/libexec/mail.local')
_mc_default(`LOCAL_MAILER_ARGS', `mail $u')
