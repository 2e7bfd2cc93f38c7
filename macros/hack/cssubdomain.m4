dnl # Its rules are in templates/hack/cssubdomain.cf.
