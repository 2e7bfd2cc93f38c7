dnl # Mail to fax.  Values that the site has not set, and all of them as they stand here.
_mc_default(`FAX_MAILER_ARGS', `faxmail -d $u@$h $f')
_mc_default(`FAX_MAILER_PATH', `/usr/bin/faxmail')
_mc_default(`FAX_MAILER_MAX', `100000')
_mc_snapshots
_mc_snapshot(`FAX_MAILER_ARGS')
_mc_snapshot(`FAX_MAILER_PATH')
_mc_snapshot(`FAX_MAILER_MAX')
_mc_snapshot(`FAX_MAILER_QGRP')
_mc_snapshots_end
