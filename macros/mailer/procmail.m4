dnl # procmail as a mailer for hosts.  Values that the site has not set, and all of them as they stand here.
_mc_default(`PROCMAIL_MAILER_PATH', ifdef(`PROCMAIL_PATH', `PROCMAIL_PATH', `/usr/local/bin/procmail'))
_mc_default(`PROCMAIL_MAILER_FLAGS', `SPhnu9')
_mc_default(`PROCMAIL_MAILER_ARGS', `procmail -Y -m $h $f $u')
_mc_snapshots
_mc_snapshot(`PROCMAIL_MAILER_PATH')
_mc_snapshot(`PROCMAIL_MAILER_FLAGS')
_mc_snapshot(`PROCMAIL_MAILER_ARGS')
_mc_snapshot(`PROCMAIL_MAILER_MAX')
_mc_snapshot(`PROCMAIL_MAILER_QGRP')
_mc_snapshots_end
