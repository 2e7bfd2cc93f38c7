dnl # How long to wait for an answer.
_mc_snapshots
_mc_snapshot(`MTAMARK_TO')
_mc_snapshots_end
