dnl # The program that users' programs call: it has a user and a queue of its own, no privileges, and hands every message
dnl # to the daemon of a host, which does the rest.
dnl # to the submission port of that host (asked before other FEATUREs set _ARG2_ anew)
ifelse(_ARG2_, `MSA', `define(`RELAY_MAILER_ARGS', `TCP $h 587')')
undefine(`ALIAS_FILE')
define(`confFORWARD_PATH', `')
define(`confUSE_MSP', `True')
define(`confDELIVERY_MODE', `i')
define(`confDONT_PROBE_INTERFACES', `True')
define(`confPRIVACY_FLAGS', `goaway,noetrn,restrictqrun')

dnl # the user, without the group that may stand behind it
_DEFIFNOT(`confRUN_AS_USER', `smmsp')
_DEFIFNOT(`confTRUSTED_USER', `ifelse(index(confRUN_AS_USER, `:'), -1, `confRUN_AS_USER',
	`substr(confRUN_AS_USER, 0, index(confRUN_AS_USER, `:'))')')

dnl # the queue, and files that lie in it where the site does not say otherwise
define(`QUEUE_DIR', ifdef(`MSP_QUEUE_DIR', ``MSP_QUEUE_DIR'', ``/var/spool/clientmqueue''))
define(`confQUEUE_FILE_MODE', `0660')
ifdef(`confPID_FILE', `', `define(`confPID_FILE', QUEUE_DIR`/sm-client.pid')')
define(`STATUS_FILE', ifdef(`STATUS_FILE',
	`ifelse(index(STATUS_FILE, `sendmail.st'), -1, `STATUS_FILE', `substr(STATUS_FILE, 0, index(STATUS_FILE, `sendmail.st'))sm-client.st')',
	`QUEUE_DIR`/sm-client.st''))

dnl # no listening daemon: a port that only -bs could use
FEATURE(`no_default_msa')
ifelse(defn(`_DPO_'), `', `DAEMON_OPTIONS(`Name=NoMTA, Addr=127.0.0.1, M=E')')

dnl # even local mail goes by SMTP, and what every mailer hands on is tried once more before it waits (k, 5: through Local_localaddr)
define(`_DEF_LOCAL_MAILER_FLAGS', `')
define(`_DEF_LOCAL_SHELL_FLAGS', `')
define(`LOCAL_MAILER_PATH', `[IPC]')
define(`LOCAL_MAILER_FLAGS', `lmDFMuXkw5')
define(`LOCAL_MAILER_ARGS', `TCP $h')
define(`LOCAL_MAILER_DSN_DIAGNOSTIC_CODE', `SMTP')
define(`LOCAL_SHELL_PATH', `[IPC]')
define(`LOCAL_SHELL_FLAGS', `lmDFMuXk5')
define(`LOCAL_SHELL_ARGS', `TCP $h')
MODIFY_MAILER_FLAGS(`SMTP', `+k5')
MODIFY_MAILER_FLAGS(`ESMTP', `+k5')
MODIFY_MAILER_FLAGS(`SMTP8', `+k5')
MODIFY_MAILER_FLAGS(`DSMTP', `+k5')
MODIFY_MAILER_FLAGS(`RELAY', `+k')
MAILER(`local')
MAILER(`smtp')
