dnl # Its rules are in templates/hack/xconnect.cf.
