dnl # procmail delivers to mailboxes, and is told the user and what stands behind +.
define(`LOCAL_MAILER_PATH', ifelse(defn(`_ARG_'), `', `ifdef(`PROCMAIL_MAILER_PATH', PROCMAIL_MAILER_PATH, `/usr/local/bin/procmail')', `_ARG_'))
define(`LOCAL_MAILER_ARGS', ifelse(len(X`'_ARG2_), `1', ``procmail -a $h -d $u'', `_ARG2_'))
define(`LOCAL_MAILER_FLAGS', ifelse(len(X`'_ARG3_), `1', ``SPfhn9'', `_ARG3_'))
dnl # procmail speaks no LMTP, whatever the OSTYPE has said
undefine(`_LOCAL_LMTP_')
undefine(`LOCAL_MAILER_DSN_DIAGNOSTIC_CODE')
