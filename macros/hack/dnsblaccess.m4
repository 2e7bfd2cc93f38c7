dnl # What a DNS list answers is looked up in the access table.  How long to wait for an answer, as it stands at the first list.
_mc_snapshots
_mc_snapshot(`EDNSBL_TO')
_mc_snapshots_end
