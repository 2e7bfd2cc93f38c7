dnl # Posts to news groups.  Values that the site has not set, and all of them as they stand here.
_mc_default(`USENET_MAILER_PATH', `/usr/lib/news/inews')
_mc_default(`USENET_MAILER_FLAGS', `rsDFMmn')
_mc_default(`USENET_MAILER_ARGS', `inews -m -h -n')
_mc_snapshots
_mc_snapshot(`USENET_MAILER_PATH')
_mc_snapshot(`USENET_MAILER_FLAGS')
_mc_snapshot(`USENET_MAILER_ARGS')
_mc_snapshot(`USENET_MAILER_MAX')
_mc_snapshot(`USENET_MAILER_QGRP')
_mc_snapshots_end
