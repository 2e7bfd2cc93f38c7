dnl # Not a system: the value that a .mc for copying carries until somebody chooses.  mc2cf reports it.
