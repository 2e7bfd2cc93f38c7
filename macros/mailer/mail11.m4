dnl # DECnet.  Values that the site has not set, and all of them as they stand here.
_mc_default(`MAIL11_MAILER_PATH', `/usr/etc/mail11')
_mc_default(`MAIL11_MAILER_FLAGS', `nsFx')
_mc_default(`MAIL11_MAILER_ARGS', `mail11 $g $x $h $u')
_mc_snapshots
_mc_snapshot(`MAIL11_MAILER_PATH')
_mc_snapshot(`MAIL11_MAILER_FLAGS')
_mc_snapshot(`MAIL11_MAILER_ARGS')
_mc_snapshot(`MAIL11_MAILER_QGRP')
_mc_snapshots_end
