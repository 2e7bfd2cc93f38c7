"""mc2cf route: says of addresses what the real sendmail says, and what the examples' expectations say of sessions."""
import importlib.machinery
import importlib.util
import json
import os
import re
import signal
import subprocess
import time

import sitelab

OURS = ["build/mc2cf", "route"]
WRITTEN = {"header_from": "header_sender", "header_to": "header_recipient", "envelope_from": "envelope_sender", "envelope_to": "envelope_recipient"}
EXAMPLES = ["gateway", "hub", "virtual-domains", "masquerading", "smart-host", "roaming-users"]
TOY = ("V10/Berkeley\nMlocal, P=/bin/mail, F=lsDFMAw5:/|@q, S=Own, A=mail -d $u\nMprog, P=/bin/sh, F=lq, A=sh -c $u\nMnet, P=[IPC], F=mDFMuX, S=Out/HdrOut, R=0, A=TCP $h\n"
       "SOwn\nR$+ $@ $1 . own\n".replace("R$+ $@", "R$+\t$@")
       + "SOut\nR$+\t$@ env . $1\nSHdrOut\nR$+\t$@ hdr . $1\nS3\nR$*\t$: $1\nS0\nR$+ @ bad\t$#error $@ 5.1.2 $: \"550 no such host\"\nR$+ @ $+\t$#net $@ $2 $: $1 @ $2\nR$+\t$#local $: $1\n"
       "Scheck_mail\nR<bad$*>\t$#error $@ 4.7.1 $: \"451 later\"\nR<spam$*>\t$#discard\nR<odd$*>\t$#error $@ quarantine $: odd sender\nR<no$*>\t$#error $: plain words\n"
       "Scheck_relay\nR$* $| 192.0.2.66\t$#error $@ 5.7.1 $: \"550 go away\"\n"
       "Scheck_rcpt\nR$*\t$: <$&{auth_authen}> <$&{verify}> <$&{client_name}> <$&{client_resolve}> <$&s> <$&f> <$&{rcpt_mailer}> <$&{nrcpts}> <$&{daemon_name}>\nR$*\t$#error $@ 5.9.9 $: \"550 5.9.9 told\" $1\n")


def expectations():
    loader = importlib.machinery.SourceFileLoader("expect", "tests/expect")
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("expect", loader))
    loader.exec_module(module)
    return module.Expectations


def ask(*words, **kw):
    return subprocess.run([*OURS, *words], capture_output=True, text=True, timeout=60, check=False, **kw)


def answer(*words):
    p = ask("--json", *words)
    try:
        return json.loads(p.stdout)
    except ValueError as e:
        raise sitelab.Failed(f"{' '.join(words)}: {p.stdout[:300]}{p.stderr}") from e


def verdict(v):
    """As expectations are written."""
    if v["verdict"] == "quarantine":
        return f"quarantine {v['text']}"
    return f"error {v['dsn']} {v['code']} {v['text']}" if "code" in v else {"accept": "ok"}.get(v["verdict"], v["verdict"])


def plain(s):
    return re.sub(r'[\s"]', "", s)


def agrees(expected, found):
    """A text may be left off an error."""
    expected, found = plain(expected), plain(found)
    return found == expected or (expected.startswith("error") and found.startswith(expected))


def session_words(given):
    """Options for what an expectation is given."""
    values, words = dict(given), []
    name, address = values.pop("client_name", ""), values.pop("client_addr", "")
    resolve = values.pop("client_resolve", "")
    for key in ("client_ptr", "mail_addr"):
        values.pop(key, None)
    if address:
        words += ["--client", f"{address},{'' if name.startswith('[') else name}"]
    for key, option in (("f", "--from="), ("auth_authen", "--auth="), ("verify", "--tls="), ("s", "--helo=")):
        if key in values:
            words.append(option + values.pop(key))
    if words and resolve:
        words += ["--resolve", resolve]
    return words + [f"--macro={k}={v}" for k, v in values.items()]


def example(t, lab, name, maker):
    folder = f"examples/{name}"
    e = maker(f"{folder}/expect.txt")
    lab.lay(folder, e.hosts)
    answers = lab.path("answers")
    with open(answers, "w", encoding="utf-8") as f:
        for line in e.dns:
            host, value = line.split()
            f.write(f"{host} A {value}\n")
    cf, asked = lab.compile(f"{folder}/site.mc", "route.cf"), 0
    for block in e.blocks:
        words = session_words(block.given)
        if block.config != "site.mc":
            continue
        for x in block.expect:
            kind, address, wanted, what = x.verb, x.subject, x.answer, f"{x.verb} {x.subject}"
            if kind == "parse":
                found = answer("-C", cf, "--dns", answers, address)["addresses"][0]["destination"]
                found = f"error {found['dsn']} {found['error']}" if "error" in found else f"{found['mailer']} {found.get('host', '-')} {found['user']}"
                wanted = re.sub(r"^(error \S+) \d\d\d ", r"\1 ", wanted)
            elif kind in WRITTEN:
                mailer, address = address.split(None, 1)
                found = next(w[WRITTEN[kind]] for w in answer("-C", cf, "--dns", answers, "--mailer", mailer, address)["addresses"][0]["written"] if w["mailer"] == mailer)
            elif kind == "check_rcpt" and words:
                found = verdict(answer("-C", cf, "--dns", answers, *words, address)["addresses"][0]["check_rcpt"])
            else:
                continue
            asked += 1
            t.check(agrees(wanted, found), f"{name}: {what} {' '.join(words)}", f"expected {wanted}\nfound    {found}")
    t.check(asked > 3, f"{name}: expectations were asked", asked)


TABLES = """OSTYPE(`linux')dnl
define(`MAIL_SETTINGS_DIR', `MACHINE/')dnl
FEATURE(`use_cw_file')dnl
FEATURE(`mailertable')dnl
FEATURE(`virtusertable', `text -o MACHINE/virtusers')dnl
MAILER(`local')dnl
MAILER(`smtp')dnl
"""


def tables(t, lab):
    """Texts beside a .mc, or in a folder that is named, come before the machine's tables."""
    machine, beside, other = (lab.path(n) for n in ("machine", "beside", "other"))
    for folder, name in ((machine, "machine"), (beside, "beside"), (other, "other")):
        os.mkdir(folder)
        for table, text in (("mailertable", f"there.example smtp:[{name}.example]\n"), ("local-host-names", f"# ours\n{name}.example\n"), ("virtusers", f"joe@v.example {name}\n")):
            with open(f"{folder}/{table}", "w", encoding="utf-8") as f:
                f.write(text)
    with open(f"{beside}/site.mc", "w", encoding="utf-8") as f:
        f.write(TABLES.replace("MACHINE", machine))
    with open(f"{beside}/expect.txt", "w", encoding="utf-8") as f:
        f.write("parse x@there.example -> smtp [beside.example] x@there.example\nparse x@beside.example -> local - x\n")
    p = subprocess.run(["build/mc2cf", "makemap", "hash", f"{machine}/mailertable.db", f"{machine}/mailertable"], capture_output=True, check=False)
    t.check(p.returncode == 0, "a table of the machine", p.stderr)
    cf = lab.path("tables.cf")
    p = subprocess.run(["build/mc2cf", f"{beside}/site.mc", "-o", cf], capture_output=True, check=False)

    def whose(*words):
        found = answer("--dns", "none", *words, "x@there.example", "x@machine.example", "x@beside.example", "x@other.example")["addresses"]
        mailers = [a["destination"].get("mailer") for a in found[1:]]
        return re.sub(r"[][]|\.example", "", found[0]["destination"].get("host", "-")), [n for n, m in zip(("machine", "beside", "other"), mailers) if m == "local"]

    for name, wanted, words in (("of a .mc are beside it", "beside", [f"{beside}/site.mc"]), ("of a .cf are the machine's", "machine", ["-C", cf]), ("are where --tables says", "other", ["--tables", other, f"{beside}/site.mc"]),
                                ("of a .cf too", "other", ["--tables", other, "-C", cf])):
        found = whose(*words)
        t.check(found == (wanted, [wanted]), f"tables {name}", found)
    for table in ("mailertable", "local-host-names"):
        os.rename(f"{beside}/{table}", f"{beside}/{table}.off")
    found = whose(f"{beside}/site.mc")
    t.check(found == ("machine", ["machine"]), "what is not beside the .mc is the machine's", found)
    for table in ("mailertable", "local-host-names"):
        os.rename(f"{beside}/{table}.off", f"{beside}/{table}")
    p = subprocess.run(["build/mc2cf", "test", f"{beside}/expect.txt"], capture_output=True, text=True, check=False)
    q = subprocess.run(["build/mc2cf", "test", f"--tables={other}", f"{beside}/expect.txt"], capture_output=True, text=True, check=False)
    t.check(p.returncode == 0 and q.returncode == 1 and "smtp [other.example]" in q.stdout, "mc2cf test finds the same, and takes --tables", p.stdout + p.stderr + q.stdout + q.stderr)
    p = ask("--dns", "none", "--tables", "/nonexistent", "-C", lab.path("none.cf"), "x")
    t.check(p.returncode == 2 and "none.cf" in p.stderr, "a sendmail.cf that is not there", p.stderr)


def toy(t, lab):
    cf = lab.path("toy.cf")
    with open(cf, "w", encoding="utf-8") as f:
        f.write(TOY)

    def one(name, wanted, *words):
        p = answer("-C", cf, "--dns", "none", *words)
        found = wanted(p)
        t.check(found is True, name, lambda: f"{found}\n{json.dumps(p)[:800]}")

    def eq(a, b):
        return True if a == b else f"{a!r}, not {b!r}"

    one("a mailer, host and user", lambda d: eq(d["addresses"][0]["destination"], {"mailer": "net", "host": "y", "user": "x@y", "deferred": False}), "x@y")
    one("an error", lambda d: eq(d["addresses"][0]["destination"], {"error": "no such host", "dsn": "5.1.2", "code": 550, "deferred": False}), "x@bad")
    one("how mailers write it", lambda d: eq([(w["mailer"], w["envelope_sender"], w["header_sender"]) for w in d["addresses"][0]["written"]],
                                             [("net", "env.x@y", "hdr.x@y"), ("local", "x@y.own", "x@y.own")]), "--mailer", "local", "x@y")
    mails = (("a", "ok"), ("bad", "error 4.7.1 451 later"), ("spam", "discard"), ("odd", "quarantine odd sender"), ("no", "error 5.3.0 553 plain words"))
    for sender, wanted in mails:
        one(f"check_mail: {wanted}", lambda d, w=wanted: eq(verdict(d["check_mail"]), w), "--from", sender, "x@y")
    one("check_relay", lambda d: eq(verdict(d["check_relay"]), "error 5.7.1 550 go away"), "--client", "192.0.2.66,h.example", "x@y")
    one("what rules see of a client", lambda d: eq(d["addresses"][1]["check_rcpt"]["text"], "told<joe><OK><h.example><OK><me><a@b><net><0><MTA>"),
        "--client", "192.0.2.1,h.example", "--from", "a@b", "--auth", "joe", "--tls", "--helo", "me", "x@y", "x@y")
    one("a client without a name", lambda d: eq(d["addresses"][0]["check_rcpt"]["text"], "told<><><[192.0.2.1]><FAIL><[192.0.2.1]><><net><0><MTA>"),
        "--client", "192.0.2.1,", "--from", "<>", "x@y")
    for words, code in ((["x@y"], 0), (["x@bad"], 1), (["--from", "no", "x@y"], 1), ([], 2), (["--mailer", "none", "x"], 2), (["--nonsense", "x"], 2)):
        p = ask("-q", "-C", cf, "--dns", "none", *words)
        t.check(p.returncode == code and bool(p.stderr) == (code == 2), f"exit status {code}: {' '.join(words)}", p)
    for words, said in (([], "which address?"), (["--client", "192.0.2", "x"], "IP address"), (["--client", "x.example", "x"], "IP address"), (["--macro", "x", "x"], "NAME=VALUE"), (["--nonsense", "x"], "mc2cf route: ")):
        p = ask("-C", cf, *words)
        t.check(p.returncode == 2 and said in p.stderr and p.stderr.count("\n") == 1, f"what is wrong is said: {' '.join(words)}", p)
    for client in ("2001:db8::1", "IPv6:2001:db8::1", "192.0.2.1,x.example"):
        t.check(ask("-C", cf, "--dns", "none", "--client", client, "x@y").returncode == 1, f"a client: {client}")
    p = ask("-q", cf, "--dns", "none", "x@y")
    t.check(p.returncode == 0 and "mailer net, host y" in p.stdout and "toy.cf" not in p.stdout, "a .cf may be named as a .mc is", p)
    p = ask("-C", "/nonexistent", "x")
    t.check(p.returncode == 2 and "/nonexistent" in p.stderr, "a file that is not there", p)


def compiled(t, lab):
    """A .mc is compiled first, and its rules know where they come from."""
    words = [w for d in lab.defines() for w in ("-D", d)]
    before = set(os.listdir(lab.dir))
    env = {**os.environ, "TMPDIR": lab.dir}
    p = ask(*words, "examples/gateway/site.mc", "joe@example.com", env=env)
    t.check("[templates/feature/mailertable.cf:" in p.stdout and "at examples/gateway/site.mc:" in p.stdout, "rules have their origins", p.stdout + p.stderr)
    t.check(set(os.listdir(lab.dir)) == before, "nothing is left behind", os.listdir(lab.dir))
    for wait in (0, 0.005, 0.01, 0.02, 0.05, 0.1):
        for sent in (signal.SIGINT, signal.SIGTERM):
            p = subprocess.Popen([*OURS, *words, "--dns", "none", "examples/gateway/site.mc", "joe@example.com"], env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(wait)
            p.send_signal(sent)
            t.check(p.wait(timeout=60) in (0, -sent) and set(os.listdir(lab.dir)) == before, f"nothing is left behind by who is ended after {wait} s with {sent.name}", f"{p.returncode} {os.listdir(lab.dir)}")
    p = ask(*words, "--explain", "--client", "192.0.2.9,x.example.net", "examples/gateway/site.mc", "joe@other.example", env=env)
    t.check("Relaying denied" in p.stdout and re.search(r"^ +canonify  joe @ other . example$", p.stdout, re.M), "--explain draws the tree", p.stdout[:600] + p.stderr)
    p = ask(*words, "-q", "--dns", "none", "--client", "192.0.2.9,x.example.net", "--from", "a@b.example", "examples/gateway/site.mc", "joe@example.com", env=env)
    t.check('Domain of sender address " $&f' in p.stdout and "$# $2" not in p.stdout, "the rule that decided is the one that made the answer, not one that handed it on", p.stdout[:900] + p.stderr)
    q = ask("reject.mc", "x", cwd=None)
    t.check(q.returncode == 2, "a .mc that is not there", q)


TELLS = ("SLocal_check_mail\nR$*\t$: f $&f m $&{mail_mailer} h $&{mail_host} a $&{mail_addr} s $&s r $&r t $&{addr_type} v $&{verify} y $&{auth_type} o $&{mail_from} "
         "n $&{nrcpts} d $&{deliveryMode} u $&u g $&g X $1\nR$* refuse $*\t$#error $@ 5.5.5 $: \"550 5.5.5 told\" $1 refuse $2\n"
         "SLocal_check_rcpt\nR$*\t$: m $&{rcpt_mailer} h $&{rcpt_host} a $&{rcpt_addr} o $&{rcpt_to} t $&{addr_type} u $&u X $1\n"
         "R$*\t$#error $@ 5.5.5 $: \"550 5.5.5 told\" $1\n")


def replies(cf, sender, recipients):
    """What sendmail -bs answers to MAIL and RCPT, without the address in front."""
    p = subprocess.Popen([sitelab.tool("sendmail"), "-bs", "-C", cf], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    out = []
    try:
        p.stdout.readline()
        for line in ("EHLO client.example", f"MAIL FROM:{sender}", *[f"RCPT TO:{r}" for r in recipients], "QUIT"):
            p.stdin.write(line + "\n")
            p.stdin.flush()
            answer_line = p.stdout.readline()
            while answer_line[3:4] == "-":
                answer_line = p.stdout.readline()
            out.append(re.sub(r"^(\d\d\d \S+ )<.*?>\.\.\. ", r"\1", answer_line.strip()))
    finally:
        p.kill()
        p.communicate()
    return out[1:-1]


def daemon(t, lab):
    """The macros that rules see are those that sendmail sets when it is spoken to."""
    mc = lab.path("generic.mc")
    with open(mc, "w", encoding="utf-8") as f:
        f.write("OSTYPE(`linux')dnl\nMAILER(`local')dnl\nMAILER(`smtp')dnl\nLOCAL_CONFIG\nO DeliveryMode=q\nO QueueDirectory=" + lab.dir + "\n")
    cf = lab.compile(mc, "tells.cf")
    with open(cf, "a", encoding="utf-8") as f:
        f.write(TELLS)
    for sender in ("<refuse@[192.0.2.1]>", "<refuse>", "<>"):
        recipients = ["<joe@[192.0.2.5]>", "<root>"] if sender == "<>" else []
        theirs = replies(cf, sender, recipients)
        d = answer("-C", cf, "--dns", "none", "--client", "127.0.0.1,localhost", "--helo", "client.example", "--from", sender, *([r[1:-1] for r in recipients] or ["x"]))
        found = [d["check_mail"]] + [a["check_rcpt"] for a in d["addresses"]][:len(recipients)]
        for a, b in zip(theirs, found):
            ours = f"{b['code']} {b['dsn']} {b['text']}" if "code" in b else "accept"
            t.check(a == ours or (a.startswith("250") and ours == "accept"), f"sendmail -bs after MAIL FROM:{sender}", f"sendmail {a}\nmc2cf    {ours}")


def run(t):
    maker = expectations()
    with sitelab.Lab("build/mc2cf") as lab:
        toy(t, lab)
        tables(t, lab)
        for name in EXAMPLES:
            if os.path.exists(f"examples/{name}/expect.txt"):
                example(t, lab, name, maker)
        lab.lay("examples/gateway")
        compiled(t, lab)
        if os.geteuid() == 0:
            daemon(t, lab)
        else:
            t.skips("sendmail -bs", "only root starts it with another file")
