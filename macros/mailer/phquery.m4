dnl # Recipients by a ph directory.  Values that the site has not set, and all of them as they stand here.
_mc_default(`PH_MAILER_PATH', `/usr/local/etc/phquery')
_mc_default(`PH_MAILER_FLAGS', `ehmu')
_mc_default(`PH_MAILER_ARGS', `phquery -- $u')
_mc_snapshots
_mc_snapshot(`PH_MAILER_PATH')
_mc_snapshot(`PH_MAILER_FLAGS')
_mc_snapshot(`PH_MAILER_ARGS')
_mc_snapshot(`PH_MAILER_QGRP')
_mc_snapshots_end
