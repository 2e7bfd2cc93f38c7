# Darwin and macOS: mail.local needs root (S), and folders are writable by their group.
_mc_default(`STATUS_FILE', `/var/log/sendmail.st')
define(`confDONT_BLAME_SENDMAIL', `AssumeSafeChown,GroupWritableDirPathSafe')
MODIFY_MAILER_FLAGS(`LOCAL', `+S')
_mc_default(`LOCAL_MAILER_PATH', `/usr/libexec/mail.local')
_mc_default(`UUCP_MAILER_ARGS', `uux - -r -z -a$g $h!rmail ($u)')
