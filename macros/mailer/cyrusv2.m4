dnl # Delivery to a Cyrus store by LMTP.  Values that the site has not set, and all of them as they stand here.
_mc_default(`_DEF_CYRUSV2_MAILER_FLAGS', `lsDFMnqXz')
_mc_default(`CYRUSV2_MAILER_FLAGS', `A@/:|m')
_mc_default(`CYRUSV2_MAILER_ARGS', `FILE /var/run/cyrus/socket/lmtp')
_mc_snapshots
_mc_snapshot(`_DEF_CYRUSV2_MAILER_FLAGS')
_mc_snapshot(`CYRUSV2_MAILER_FLAGS')
_mc_snapshot(`CYRUSV2_MAILER_ARGS')
_mc_snapshot(`CYRUSV2_MAILER_MAXMSGS')
_mc_snapshot(`CYRUSV2_MAILER_MAXRCPTS')
_mc_snapshot(`CYRUSV2_MAILER_CHARSET')
_mc_snapshot(`CYRUSV2_MAILER_QGRP')
_mc_snapshots_end
