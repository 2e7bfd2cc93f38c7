dnl # A host that knows no local users: everything goes to the hub, under the hub's name.
define(`_NULL_CLIENT_', _ARG_)
undefine(`ALIAS_FILE')
define(`MAIL_HUB', _NULL_CLIENT_)
define(`SMART_HOST', _NULL_CLIENT_)
define(`confFORWARD_PATH', `')
_DEFIFNOT(`confFROM_HEADER', `<$g>')
dnl # no aliases, no files and programs as recipients
define(`_DEF_LOCAL_MAILER_FLAGS', `lsDFM5q')
MASQUERADE_AS(_NULL_CLIENT_)
FEATURE(`allmasquerade')
FEATURE(`masquerade_envelope')
MAILER(`local')
MAILER(`smtp')
