dnl # How long to wait for an answer.
_mc_snapshot(`MTAMARK_TO')
