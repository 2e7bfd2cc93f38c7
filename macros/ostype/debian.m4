dnl # Debian: the package's own paths, its local delivery agent, and no mail to the outside world's eyes that need not be.
ifdef(`sm_version', `', `include(_mc_lib`'debian.m4)')
define(`confCF_VERSION', `Debian-2+deb12u2')
ifdef(`MAIL_SETTINGS_DIR', `', `define(`MAIL_SETTINGS_DIR', `/etc/mail/')')
ifdef(`_USE_ETC_MAIL_', `', `define(`_USE_ETC_MAIL_')')

dnl # The greeting tells the client that it is known, and who it is.
define(`confSMTP_LOGIN_MSG', `$j Sendmail $v/$Z; $b; (No UCE/UBE) $?{client_addr}logging access from: ${client_name}(${client_resolve})-$_$.')

dnl # Whatever changes lies below /var, so that /etc may be read-only.
define(`confDEAD_LETTER_DROP', `/var/lib/sendmail/dead.letter')
define(`STATUS_FILE', `/var/lib/sendmail/sendmail.st')
define(`confHOST_STATUS_DIRECTORY', `/var/lib/sendmail/host_status')

dnl # Class files may have comments.
define(`confCR_FILE', `-o 'MAIL_SETTINGS_DIR`relay-domains %[^\#]')
define(`confCT_FILE', MAIL_SETTINGS_DIR`trusted-users %[^\#]')
define(`confCW_FILE', MAIL_SETTINGS_DIR`local-host-names %[^\#]')

define(`confEBINDIR', `/usr/libexec/sendmail')
changequote([, ])
define([confMUST_QUOTE_CHARS], [.'])
changequote(`, ')
define(`confME_TOO', `True')
define(`confDEF_USER_ID', `mail:mail')
define(`confREJECT_NUL', `true')
define(`confBIND_OPTS', `+WorkAroundBrokenAAAA')

dnl # sensible-mda finds the delivery agent that is installed: it keeps root (S), takes its arguments as they are (no r),
dnl # and one recipient at a time (no m).
define(`LOCAL_MAILER_PATH', `/usr/sbin/sensible-mda')
define(`LOCAL_MAILER_ARGS', `sensible-mda $g $u $h ${client_addr}')
MODIFY_MAILER_FLAGS(`LOCAL', `+S')
MODIFY_MAILER_FLAGS(`LOCAL', `-r')
MODIFY_MAILER_FLAGS(`LOCAL', `-m')
define(`PROCMAIL_MAILER_PATH', `/usr/bin/procmail')
define(`PROCMAIL_MAILER_ARGS', `procmail -m $h $f $u')
define(`USENET_MAILER_PATH', `/usr/bin/inews')
define(`UUCP_MAILER_ARGS', `uux - -r -z -a$g -gC $h!rmail ($u)')

define(`_FFR_MILTER')
define(`_FFR_MAIL_MACRO')
