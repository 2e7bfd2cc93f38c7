dnl # UUCP to neighbours.  Values that the site has not set, and all of them as they stand here.
_mc_default(`UUCP_MAILER_PATH', `/usr/bin/uux')
_mc_default(`UUCP_MAILER_ARGS', `uux - -r -a$g -gC $h!rmail ($u)')
_mc_default(`UUCP_MAILER_FLAGS', `')
_mc_default(`UUCP_MAILER_MAX', ifdef(`UUCP_MAX_SIZE', `UUCP_MAX_SIZE', `100000'))
_mc_snapshots
_mc_snapshot(`UUCP_MAILER_PATH')
_mc_snapshot(`UUCP_MAILER_ARGS')
_mc_snapshot(`UUCP_MAILER_FLAGS')
_mc_snapshot(`UUCP_MAILER_MAX')
_mc_snapshot(`UUCP_MAILER_CHARSET')
_mc_snapshot(`UUCP_MAILER_QGRP')
_mc_snapshots_end
