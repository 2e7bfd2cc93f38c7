"""Does our .cf do what stock's does?  Asks the real sendmail under both."""
import cfstate
import questions
import sitelab

# What a connection has; without them the check rulesets have nothing to judge.
SESSION = [".D{client_addr}192.0.2.2", ".D{client_name}mx.other.test", ".D{client_ptr}mx.other.test", ".D{client_resolve}OK",
           ".D{mail_addr}a@other.test", ".Dfa@other.test", ".Dsmx.other.test", ".D{server_name}mx.other.test", ".D{rcpt_addr}joe@other.test", ".D{server_addr}192.0.2.2",
           ".D{addr_type}e s"]
# Others, beside it: one who has logged in over TLS, one of this host, one with flags of a submission port, one who may not be known.
SESSIONS = [
    [],
    [".D{auth_type}PLAIN", ".D{auth_authen}joe", ".D{verify}OK", ".D{cipher_bits}256", ".D{tls_version}TLSv1.3", ".D{cn_subject}trusted.example",
     ".D{cert_subject}/CN=trusted.example", ".D{cert_issuer}/CN=CA", ".D{daemon_flags}a"],
    [".D{client_addr}127.0.0.1", ".D{client_name}localhost", ".D{client_ptr}localhost", ".D{daemon_flags}c c u", ".D{mail_from}<joe@example.com>",
     ".Dfjoe@example.com", ".D{mail_addr}joe@example.com"],
    [".D{daemon_flags}f r h CC", ".D{addr_type}h r", ".D{verify}FAIL", ".D{client_resolve}FORGED", ".D{mail_from}<bad@sender.example>", ".Dfbad@sender.example"],
    [".D{client_addr}10.1.2.3", ".D{client_name}[10.1.2.3]", ".D{client_ptr}", ".D{client_resolve}FAIL", ".D{verify}NOT", ".D{client_rate}30", ".D{client_connections}9",
     ".D{quarantine}", ".D{mail_from}<>", ".Df", ".D{daemon_flags}u"],
]


# Maps that would ask the name service or another server, whose answer may differ from one run to the next.
REMOTE = sitelab.re.compile(r"^K\s*(\S+) (dns|ldap|socket) .*$", sitelab.re.M)
STAND_IN = {"dns": "regex 192", "ldap": "regex -aRELAY 192", "socket": "regex -aRELAY 192"}


def read(path):
    with open(path, encoding="latin-1") as f:
        return f.read()


def offline(text, services):
    """What makes sendmail answer without a network: names come from the file services alone, and in such maps whatever holds 192
    is there, the rest is not. The last O and K lines count."""
    return f"O ServiceSwitchFile={services}\n" + "".join(f"K{name} {STAND_IN[kind]}\n" for name, kind in REMOTE.findall(text))


def asked(cf, lines, session=()):
    """The answers to lines in a session under a copy of cf that can be given two arguments, and the complaints of sendmail when it loads cf."""
    copy, services = cf + ".ask", cf + ".services"
    with open(services, "w", encoding="ascii") as f:
        f.write(sitelab.SERVICES)
    with open(copy, "w", encoding="latin-1") as f:
        text = read(cf)
        f.write(text + sitelab.TWO_RULES + offline(text, services))
    session = [*SESSION, *session]
    outs, complaints = sitelab.bt(copy, session + lines)
    answers = [sitelab.re.findall(r"^\S+\s+returns: *(.*)$", o, sitelab.re.M) for o in outs[len(session):]]
    return [a[-1] if a else "(no answer)" for a in answers], complaints.replace(copy, "CF")


TRIES = 3  # of a name service under load: it may answer "not now" to one run, and to another question in the next


def compare(stock, ours, seed=0, session=()):
    """Lines that say how they differ, and how many questions were asked. sendmail may tell "no such name" from "not now" in one run
    and not in the next: what differs, differs in each try."""
    found, n = once(stock, ours, seed, session)
    for _ in range(1, TRIES):
        if not found:
            break
        again = {about(line) for line in once(stock, ours, seed, session)[0]}
        found = [line for line in found if about(line) in again]
    return found, n


def about(line):
    """What a difference is about, whatever the two answers are."""
    return line.partition("\n")[0]


def once(stock, ours, seed, session):
    a, b = read(stock), read(ours)
    found = list(cfstate.differences(a, b))
    lines = list(dict.fromkeys(questions.questions(cfstate.rulesets(a), cfstate.state(a), seed)))
    (x, ex), (y, ey) = asked(stock, lines, session), asked(ours, lines, session)
    squeeze = lambda s: "".join(s.split())  # noqa: E731
    found += [f"{q}\n    stock: {p}\n    ours:  {r}" for q, p, r in zip(lines, x, y) if squeeze(p) != squeeze(r)]
    known = set(ex.splitlines())
    found += [f"sendmail says of ours: {line}" for line in ey.splitlines() if line.strip() and line not in known]
    return found, len(lines)
