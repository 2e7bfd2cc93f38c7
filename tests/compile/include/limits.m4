dnl Limits that several hosts share.
define(`confMAX_MESSAGE_SIZE', `20000000')dnl
define(`confMAX_DAEMON_CHILDREN', `50')dnl
