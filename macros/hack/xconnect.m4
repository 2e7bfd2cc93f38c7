dnl # Which clients may use the SMTP command XCONNECT, by entries of the access table.  Its rules are in templates/hack/xconnect.cf.
