dnl # Its rules are in templates/hack/spamtrap.cf.
