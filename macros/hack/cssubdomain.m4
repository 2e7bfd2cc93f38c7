dnl # Our own names with .Berkeley.EDU or .CS.Berkeley.EDU behind them are this host, for the time of a move.  Its rules are in templates/hack/cssubdomain.cf.
