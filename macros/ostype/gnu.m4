# GNU/Hurd: programs below /libexec.
_DEFIFNOT(`STATUS_FILE', `/var/log/sendmail.st')
define(`confEBINDIR', `/libexec')
_DEFIFNOT(`LOCAL_MAILER_PATH', `/libexec/mail.local')
_DEFIFNOT(`LOCAL_MAILER_ARGS', `mail $u')
