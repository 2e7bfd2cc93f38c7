dnl # How long to wait for an answer, as it stands at the first list.
_mc_snapshot(`EDNSBL_TO')
