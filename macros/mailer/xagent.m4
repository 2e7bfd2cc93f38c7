dnl # Hands mail to xagent.  Values that the site has not set, and all of them as they stand here.
_mc_default(`XAGENT_MAILER_PATH', `/usr/lib/xagent')
_mc_default(`XAGENT_MAILER_FLAGS', `DFMueXLn')
_mc_default(`XAGENT_MAILER_ARGS', `xagent $h $u')
_mc_snapshots
_mc_snapshot(`XAGENT_MAILER_PATH')
_mc_snapshot(`XAGENT_MAILER_FLAGS')
_mc_snapshot(`XAGENT_MAILER_ARGS')
_mc_snapshot(`XAGENT_MAILER_MAX')
_mc_snapshots_end
