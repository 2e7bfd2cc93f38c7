dnl # Solaris 11: mail.local speaks LMTP, process files lie on the volatile file system, IPv6 is there.
_mc_default(`UUCP_MAILER_ARGS', `uux - -r -a$g $h!rmail ($u)')
define(`confEBINDIR', `/usr/lib')
define(`confPID_FILE', `/system/volatile/sendmail.pid')
define(`_NETINET6_')
FEATURE(`local_lmtp')
