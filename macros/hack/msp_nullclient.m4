dnl # Debian's submission program on a host without a daemon: everything goes to the hub of the argument, under its name.
ifelse(defn(`_ARG_'), `', `errprint(`*** ERROR: HACK(`msp_nullclient') needs the name of a hub')', `define(`_NULL_CLIENT_', _ARG_)')
ifdef(`DEBIAN_MSP', `', `DOMAIN(`debian-msp')')
ifelse(defn(`_DPO_'), `', `DAEMON_OPTIONS(`Name=NoMTA, Addr=127.0.0.1, M=E')')
undefine(`ALIAS_FILE')
define(`MAIL_HUB', _NULL_CLIENT_)
define(`SMART_HOST', _NULL_CLIENT_)
define(`confFORWARD_PATH', `')
_DEFIFNOT(`confFROM_HEADER', `<$g>')
define(`confUSE_MSP', `True')
define(`confPRIVACY_FLAGS', `goaway,noetrn')
dnl # the queue and the files that lie in it are those of the submission program
define(`QUEUE_DIR', ifdef(`MSP_QUEUE_DIR', ``MSP_QUEUE_DIR'', ``/var/spool/clientmqueue''))
define(`STATUS_FILE', ifdef(`STATUS_FILE',
	`ifelse(index(STATUS_FILE, `sendmail.st'), -1, `STATUS_FILE', `substr(STATUS_FILE, 0, index(STATUS_FILE, `sendmail.st'))sm-client.st')',
	``/var/run/sm-client.st''))
ifdef(`confPID_FILE', `', `define(`confPID_FILE', QUEUE_DIR`/sm-client.pid')')
define(`confQUEUE_FILE_MODE', `0660')
FEATURE(`no_default_msa')
define(`confRUN_AS_USER', `mail')
define(`confTRUSTED_USER', `confRUN_AS_USER')
dnl # no aliases, no files and programs as recipients
define(`_DEF_LOCAL_MAILER_FLAGS', `lsDFM5q')
MASQUERADE_AS(_NULL_CLIENT_)
FEATURE(`allmasquerade')
FEATURE(`masquerade_envelope')
MAILER(`local')
MAILER(`smtp')
