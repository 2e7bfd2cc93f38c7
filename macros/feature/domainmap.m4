dnl # Names of maps without a regex map: asked for as it stands at the first domain.
_mc_snapshots
_mc_snapshot(`DOMAINMAP_NO_REGEX')
_mc_snapshots_end
