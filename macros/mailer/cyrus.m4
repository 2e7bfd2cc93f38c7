dnl # Delivery to a Cyrus store by its program.  Values that the site has not set, and all of them as they stand here.
_mc_default(`CYRUS_MAILER_FLAGS', `Ah5@/:|')
_mc_default(`CYRUS_MAILER_PATH', `/usr/sbin/cyrdeliver')
_mc_default(`CYRUS_MAILER_ARGS', `cyrdeliver -e -m $h -- $u')
_mc_default(`CYRUS_MAILER_USER', `cyrus:mail')
_mc_default(`CYRUS_BB_MAILER_FLAGS', `u')
_mc_default(`CYRUS_BB_MAILER_ARGS', `cyrdeliver -e -m $u')
_mc_snapshots
_mc_snapshot(`CYRUS_MAILER_FLAGS')
_mc_snapshot(`CYRUS_MAILER_PATH')
_mc_snapshot(`CYRUS_MAILER_ARGS')
_mc_snapshot(`CYRUS_MAILER_USER')
_mc_snapshot(`CYRUS_BB_MAILER_FLAGS')
_mc_snapshot(`CYRUS_BB_MAILER_ARGS')
_mc_snapshot(`CYRUS_MAILER_MAX')
_mc_snapshot(`CYRUS_MAILER_QGRP')
_mc_snapshots_end
