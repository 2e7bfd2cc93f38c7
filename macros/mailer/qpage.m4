dnl # Mail to pagers.  Values that the site has not set, and all of them as they stand here.
_mc_default(`QPAGE_MAILER_PATH', `/usr/local/bin/qpage')
_mc_default(`QPAGE_MAILER_FLAGS', `mDFMs')
_mc_default(`QPAGE_MAILER_ARGS', `qpage -l0 -m -P$u')
_mc_default(`QPAGE_MAILER_MAX', `4096')
_mc_snapshots
_mc_snapshot(`QPAGE_MAILER_PATH')
_mc_snapshot(`QPAGE_MAILER_FLAGS')
_mc_snapshot(`QPAGE_MAILER_ARGS')
_mc_snapshot(`QPAGE_MAILER_MAX')
_mc_snapshot(`QPAGE_MAILER_QGRP')
_mc_snapshots_end
