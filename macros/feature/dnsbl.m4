dnl # The map that all lists share, as these names stand at the first of them.
_mc_snapshots
_mc_snapshot(`DNSBL_MAP')
_mc_snapshot(`DNSBL_MAP_OPT')
_mc_snapshots_end
