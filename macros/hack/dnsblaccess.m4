dnl # How long to wait for an answer, as it stands at the first list.
_mc_snapshots
_mc_snapshot(`EDNSBL_TO')
_mc_snapshots_end
