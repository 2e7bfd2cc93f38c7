# Solaris 8 to 10: mail.local speaks LMTP, IPv6 is there.
define(`confEBINDIR', `/usr/lib')
define(`confPID_FILE', `/var/run/sendmail.pid')
define(`_NETINET6_')
_mc_default(`UUCP_MAILER_ARGS', `uux - -r -a$g $h!rmail ($u)')
FEATURE(`local_lmtp')
