"""What to ask sendmail -bt, so that two configurations show where they differ.

Two kinds of questions: addresses of all shapes through the rulesets that sendmail itself calls, and, for
each rule of stock's .cf, an input of the shape of the rule's left side, handed to its ruleset.
"""
import random
import re

import sitelab

# Who may be handed two arguments: rulesets that sendmail or a site calls so.  Elsewhere `$|` is a ruleset's own business.
TAKES_TWO = re.compile(r"((Basic_|Local_)?check_(relay|compat)|(Local_)?tls_client|TLS_connection|(Local_)?trust_auth)$")

ADDRESSES = """joe joe@example.com joe@other.test joe+detail@example.com <joe@other.test> <> @ a@b@c.test joe%other.test@example.com
host!joe a!b!joe joe@host.UUCP joe@[192.0.2.1] joe@[IPv6:2001:db8::1] "john\\ doe"@other.test @relay.test:joe@other.test <@a.test,@b.test:joe@c.test>
joe@.example.com joe@example.com. joe@ joe.smith@sub.example.com joe@LOCALHOST postmaster root@localhost user::joe list:;
joe@host.DECNET joe@host.BITNET joe@host.FAX joe@x.REDIRECT "quoted" joe@other.test(comment) joe@spam.example |prog /file :include:/x
! <!>""".split()
ROUTES = ["canonify", "canonify,parse", "canonify,final", "canonify,1", "canonify,2", "localaddr", "canonify,MasqHdr", "canonify,MasqEnv", "canonify,EnvToL"]
CLIENTS = ["mx.other.test $| 192.0.2.2", "localhost $| 127.0.0.1", "mx.spam.example $| 10.1.2.3", "[192.0.2.9] $| IPv6:2001:db8::1"]
WORDS = ["a", "joe", "other.test", "example.com", "10.1.2.3", "host", "OK", "REJECT", "x"]



def left_as_input(left, state, rng):
    """A text of the shape of a left-hand side: its operators replaced by words, its literals kept."""
    def stand_in(m):
        op = m[0]
        if op[1] in "=~":
            words = state.get(("class", m[1] or op[2]), ())
            return rng.choice(sorted(words)) if words and op[1] == "=" else rng.choice(WORDS)
        if op[1] == "&" or op[1] in "{?.":
            return ""
        return {"*": rng.choice(["", rng.choice(WORDS)]), "+": rng.choice(WORDS), "-": rng.choice(["a", "joe", "x"]), "@": ""}.get(op[1], op)
    return re.sub(r"\$(?:[=~](?:\{(\w+)\}|.)|&(?:\{\w+\}|.)|\{\w+\}|.)", stand_in, left).strip()


def from_rules(rulesets, state, rng):
    for name, rules in rulesets.items():
        for left, _ in rules:
            text = left_as_input(left, state, rng)
            if text and "\n" not in text and ("$|" not in text or TAKES_TWO.match(name)):
                yield f"{sitelab.TWO + ',' if '$|' in text else ''}{name} {text}"


def questions(rulesets, state, seed):
    """The input lines for one configuration; the same for the same seed."""
    rng = random.Random(seed)
    for address in ADDRESSES:
        yield from (f"{route} {address}" for route in ROUTES if route.split(",")[-1] in rulesets or route[-1] in "12")
        yield from (f"{name} {address}" for name in ("check_mail", "check_rcpt", "tls_rcpt"))
    for client in CLIENTS:
        yield from (f"{sitelab.TWO},{name} {client}" for name in ("check_relay", "Basic_check_relay") if name in rulesets)
    yield from from_rules(rulesets, state, rng)
