dnl # The local mailer speaks LMTP, so it answers for each recipient and its errors are SMTP codes.
define(`LOCAL_MAILER_PATH', ifelse(defn(`_ARG_'), `', `ifdef(`confEBINDIR', confEBINDIR, `/usr/libexec')`/mail.local'', `_ARG_'))
define(`LOCAL_MAILER_ARGS', ifelse(len(X`'_ARG2_), `1', ``mail.local -l'', `_ARG2_'))
define(`LOCAL_MAILER_FLAGS', `PSXmnz9')
define(`LOCAL_MAILER_DSN_DIAGNOSTIC_CODE', `SMTP')
