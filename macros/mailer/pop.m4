dnl # Delivery to a POP server's store.  Values that the site has not set, and all of them as they stand here.
_mc_default(`POP_MAILER_PATH', `/usr/lib/mh/spop')
_mc_default(`POP_MAILER_FLAGS', `Penu')
_mc_default(`POP_MAILER_ARGS', `pop $u')
_mc_snapshots
_mc_snapshot(`POP_MAILER_PATH')
_mc_snapshot(`POP_MAILER_FLAGS')
_mc_snapshot(`POP_MAILER_ARGS')
_mc_snapshot(`POP_MAILER_QGRP')
_mc_snapshots_end
