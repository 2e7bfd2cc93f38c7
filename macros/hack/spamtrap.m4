dnl # Addresses that only spammers know: who writes to one is refused for all recipients.  Its rules are in templates/hack/spamtrap.cf.
