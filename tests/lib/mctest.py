"""mc2cf test beside the real sendmail: the same files of expectations give the same answers, a failure says why, coverage
can be rendered, and the open-relay suite finds what is open, which sendmail confirms.
"""
import glob
import os
import re
import resource
import shutil
import signal
import subprocess
import xml.etree.ElementTree as ET

import headexamples
import mc
import sitelab

OURS = ["build/mc2cf", "test"]
ASAN = ["build/asan/mc2cf", "test"]
REAL = ["tests/expect", "--compiler", "build/mc2cf"]
HEAD = "OSTYPE(`linux')dnl\ndefine(`confDOMAIN_NAME', `%s')dnl\n"
TAIL = "MAILER(`local')dnl\nMAILER(`smtp')dnl\n"
# What opens a relay: the .mc's lines, the access table, the name of the machine, and whether sendmail -bt can confirm it
# (it cannot be told of an MX, nor what the machine is called).
MAKERS = [
    ("promiscuous_relay", "FEATURE(`promiscuous_relay')dnl\n", "", "mail.example.com", True),
    ("relay_local_from", "FEATURE(`relay_local_from')dnl\n", "", "mail.example.com", True),
    ("relay_entire_domain under a top-level domain", "FEATURE(`relay_entire_domain')dnl\n", "", "example.com", False),
    ("relay_based_on_MX", "FEATURE(`relay_based_on_MX')dnl\n", "", "mail.example.com", False),
    ("loose_relay_check", "FEATURE(`loose_relay_check')dnl\nRELAY_DOMAIN(`partner.example')dnl\n", "", "mail.example.com", True),
    ("relay_mail_from", "FEATURE(`access_db')dnl\nFEATURE(`relay_mail_from')dnl\n", "From:joe@partner.example RELAY\n", "mail.example.com", True),
    ("relay_mail_from by domain", "FEATURE(`access_db')dnl\nFEATURE(`relay_mail_from', `domain')dnl\n", "From:partner.example RELAY\n", "mail.example.com", True),
    ("a net of a whole continent", "FEATURE(`access_db')dnl\n", "Connect:45 RELAY\n", "mail.example.com", True),
    ("a top-level domain of recipients", "FEATURE(`access_db')dnl\n", "To:org RELAY\n", "mail.example.com", True),
    ("a top-level domain of clients", "FEATURE(`access_db')dnl\n", "Connect:org RELAY\n", "mail.example.com", True),
    ("a top-level domain in class R", "RELAY_DOMAIN(`com')dnl\n", "", "mail.example.com", True),
]
# Near them, and closed.
CLOSED = [
    ("nothing", "dnl\n", "", "mail.example.com"),
    ("relay_entire_domain of one's own domain", "FEATURE(`relay_entire_domain')dnl\n", "", "mail.example.com"),
    ("a domain of one's own in class R", "RELAY_DOMAIN(`partner.example')dnl\n", "", "mail.example.com"),
    ("From: without relay_mail_from", "FEATURE(`access_db')dnl\n", "From:partner.example RELAY\n", "mail.example.com"),
    ("a net of one's own", "FEATURE(`access_db')dnl\n", "Connect:10 RELAY\nConnect:45.77.88 RELAY\n", "mail.example.com"),
    ("uucp", "FEATURE(`access_db')dnl\nMAILER(`uucp')dnl\n", "", "mail.example.com"),
]
BAD = """given client=1.2.3.4
check_rcpt <a@b>
check_rcpt -> ok
parse a@b -> x
given from=x
host nowhere name
listed 1.2.3 list 127.0.0.2
nonsense
parse a@b ->

given x=1 what
table access only-a-key
ruleset 3 -> x
dns name
"""


def do(words, **kw):
    p = subprocess.run(words, capture_output=True, timeout=10 * sitelab.SECONDS, check=False, **kw)
    return p.returncode, p.stdout.decode("utf-8", "replace"), p.stderr.decode("utf-8", "replace")


def answers(out):
    """What was answered in the place of nonsense, by line."""
    found = re.findall(r"^\S*?:(\d+): .*\n    expected: .*\n    answered: (.*)$", out, re.M)
    return {int(line): re.sub(r'[\s"]', "", text) for line, text in found}


def examples(t):
    for path in sorted(glob.glob("examples/*/expect.txt")):
        status, out, err = do([*OURS, path])
        t.check(status == 0 and not err, f"{path} holds in the engine", out[-2000:] + err)


def same_answers(t, lab):
    """Every answer, whatever it is: expectations that nothing fulfils are answered by both."""
    for name in ("gateway", "hub", "virtual-domains", "tls-partners", "smart-host"):
        folder = lab.path(name)
        shutil.copytree(f"examples/{name}", folder)
        path = f"{folder}/expect.txt"
        with open(path, encoding="utf-8") as f:
            text = re.sub(r"(?m) -> .*$", " -> nonsense", f.read())
        with open(path, "w", encoding="utf-8") as f:
            f.write(text)
        ours, real = answers(do([*OURS, path])[1]), answers(do([*REAL, path])[1])
        differ = [f"{path}:{n}: sendmail: {real.get(n)}, engine: {ours.get(n)}" for n in sorted(set(ours) | set(real)) if ours.get(n) != real.get(n)]
        t.check(ours and not differ, f"{name}: {len(real)} answers are those of sendmail", "\n".join(differ))


FORMAT = """# What can be given.
host 192.0.2.9 mx.friend.example
dns sender.example A 192.0.2.10
table access To:open.example RELAY
table access Connect:192.0.2.77 REJECT

given client=mx.friend.example/192.0.2.9 from=a@sender.example helo=friend
check_rcpt <x@open.example> -> ok
check_rcpt <x@other.example> -> error 5.7.1
check_rcpt <hold@mail.example.com> -> quarantine held back

given client=192.0.2.77 from=a@sender.example
check_rcpt <root@mail.example.com> -> error 5.7.1

given client=192.0.2.78 from=a@sender.example auth=joe auth_type=PLAIN
check_rcpt <x@other.example> -> ok

given client=192.0.2.78 from=a@nowhere.example tls=OK
check_rcpt <root@mail.example.com> -> error 5.1.8
ruleset Hello_words x -> OK friend
"""
SITE = """FEATURE(`access_db')dnl
FEATURE(`blocklist_recipients')dnl
FEATURE(`delay_checks')dnl
TRUST_AUTH_MECH(`PLAIN')dnl
"""
RULES = "LOCAL_RULESETS\nSHello_words\nR$*\t$@ $&{verify} friend\n"


def the_format(t, lab):
    folder = lab.path("format")
    os.mkdir(folder)
    write(f"{folder}/site.mc", HEAD % "mail.example.com" + SITE + TAIL + RULES)
    write(f"{folder}/access", "To:hold@mail.example.com QUARANTINE:held back\nConnect:192.0.2.77 OK\n")
    write(f"{folder}/expect.txt", FORMAT)
    for who, words in (("engine", OURS), ("engine, sanitized", ASAN), ("sendmail", REAL)):
        status, out, err = do([*words, f"{folder}/expect.txt"])
        t.check(status == 0, f"what can be given holds under the {who}", out + err)


def write(path, text):
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)


def failures(t, lab):
    folder = lab.path("failing")
    shutil.copytree("examples/gateway", folder)
    path = f"{folder}/wrong.txt"
    write(path, "parse joe@example.com -> smtp - joe\n\ngiven client=mx.example.org/192.0.2.2 from=a@friend.example.org\n"
                "check_rcpt <x@other.org> -> ok\ncheck_rcpt <joe@example.com> -> error 5.7.1\nparse root -> local - root\n")
    status, out, err = do([*OURS, path])
    t.check(status == 1 and out.endswith("1 passed, 3 failed\n"), "three of four expectations fail", out + err)
    out = do([*OURS, "-v", path])[1]
    t.check("    expected: smtp - joe\n    answered: esmtp [hub.example.com] joe@example.com\n" in out, "expected and answered are said", out)
    t.check(re.search(r"rules that matched:\n(      .*\n)*      RouteForHost: R.*\n          site\.cf:\d+, templates/feature/mailertable\.cf:\d+, FEATURE\(`mailertable'\) in \S+site\.mc:\d+\n", out)
            is not None, "rules are told with their origin", out)
    t.check(len(re.findall(r"    the nearest rule that .*:\n      \S+: R", out)) == 3, "the nearest rule is told", out)
    p = do([*ASAN, "--format=tap", path])
    lines = p[1].splitlines()
    t.check(lines[:2] == ["TAP version 13", "1..4"] and [x.split(" - ")[0] for x in lines if re.match("(not )?ok", x)] ==
            ["not ok 1", "not ok 2", "not ok 3", "ok 4"] and not p[2], "TAP", p)
    p = do([*OURS, "--format=junit", path, "examples/hub/expect.txt"])
    tree = ET.fromstring(p[1])
    t.check(p[0] == 1 and len(tree) == 2 and tree[0].get("failures") == "3" and len(tree.findall(".//failure")) == 3 and
            int(tree.get("tests")) == len(tree.findall(".//testcase")), "JUnit", p[1][:1000])


def bad_files(t, lab):
    path = lab.path("bad.txt")
    write(path, BAD)
    status, out, err = do([*ASAN, path])
    lines = [int(n) for n in re.findall(r"bad\.txt:(\d+):1: error: .*\[MC0701\]", err)]
    t.check(status == 1 and lines == [2, 3, 5, 6, 7, 8, 9, 11, 12, 13, 14] and not out, "bad lines are told with their places", err)
    for words, wanted in (([], 2), ([lab.path("none.txt")], 2), (["--format=xml", path], 2), (["--jobs=0", path], 2), (["--nonsense"], 2), (["--relay"], 2),
                          (["--min-coverage=x", path], 2), (["--help"], 0)):
        status, out, err = do([*ASAN, *words])
        t.check(status == wanted and bool(err) == (wanted != 0), f"mc2cf test {' '.join(words[:1])} is {wanted}", out + err)
    out = do([*ASAN, "-f", "tap", path])[1]
    t.check(out.startswith("TAP version 13\nBail out!"), "bad lines, as TAP", out)
    nothing = lab.path("nothing.txt")
    write(nothing, "# given nothing\n")
    for file, what in ((path, "bad lines"), (nothing, "no expectation")):
        status, out, err = do([*ASAN, "-f", "junit", file])
        t.check(status == 1 and ET.fromstring(out).get("errors") == "1" and err, f"{what}, as JUnit", out + err)
    folder = lab.path("broken")
    os.mkdir(folder)
    write(f"{folder}/site.mc", "FEATURE(`nonsense')dnl\n")
    write(f"{folder}/expect.txt", "parse a -> local - a\n")
    status, out, err = do([*ASAN, f"{folder}/expect.txt"])
    t.check(status == 1 and "MC0201" in err and "does not compile" in err, "a .mc that does not compile", out + err)
    status, out, err = do([*OURS, "examples/hub/site.mc"])
    t.check(status == 2 and "is a configuration" in err and err.count("\n") == 1, "a configuration in the place of expectations", out + err)
    with open("/dev/full", "w", encoding="ascii") as full:
        p = subprocess.run([*OURS, "examples/hub/expect.txt"], stdout=full, stderr=subprocess.PIPE, check=False, timeout=sitelab.SECONDS)
    t.check(p.returncode == 2, "output that cannot be written", p.stderr)


def small_files():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (512, 512))


def coverage(t, lab):
    info, cf = lab.path("cover.info"), lab.path("site.cf")
    for name, option in ((info, "--lcov"), (cf, "--keep-cf")):
        with open(name, "w", encoding="ascii") as f:
            f.write("old\n")
        status, out, err = do([*OURS, f"{option}={name}", "examples/gateway/expect.txt"], preexec_fn=small_files)
        with open(name, encoding="ascii") as f:
            t.check(status == 2 and f"cannot write {name}" in err and f.read() == "old\n", f"{option}: a file that cannot be written whole stays as it was", out + err)
    status, out, err = do([*ASAN, "--coverage=all", f"--lcov={info}", f"--keep-cf={cf}", "examples/gateway/expect.txt"])
    m = re.search(r"coverage: (\d+) of (\d+) rules matched \(([\d.]+) %\)", out)
    t.check(status == 0 and m and 0 < int(m[1]) < int(m[2]), "coverage is told", out[-500:] + err)
    t.check(re.search(r"templates/\S+:\d+.*: never matched: ", out) and re.search(r"examples/gateway/\w+:\d+: never found: ", out) and ": never used: mailer " in out,
            "what was not met is told", out[-3000:])
    with open(info, encoding="utf-8") as f:
        records = f.read().split("end_of_record\n")
    files = {re.search(r"^SF:(.*)$", r, re.M)[1]: r for r in records if r.strip()}
    t.check(all(os.path.exists(f) for f in files) and cf in files and "examples/gateway/site.mc" in files and "examples/gateway/access" in files and
            any(f.endswith("templates/rules/parse.cf") for f in files), "lcov names the .cf, templates, the .mc and tables", "\n".join(files))
    faults = []
    for name, r in files.items():
        with open(name, encoding="utf-8", errors="replace") as f:
            lines = f.read().split("\n")
        counted = dict(tuple(map(int, x)) for x in re.findall(r"^DA:(\d+),(\d+)$", r, re.M))
        faults += [f"{name}:{n} is beyond the end" for n in counted if n > len(lines)]
        if name == cf:
            faults += [f"{name}:{n} is no rule: {lines[n - 1]}" for n in counted if not lines[n - 1].startswith("R")]
        if f"LF:{len(counted)}\n" not in r or f"LH:{sum(map(bool, counted.values()))}\n" not in r:
            faults.append(f"{name}: sums")
    t.check(not faults, "lines and sums", "\n".join(faults[:10]))
    if shutil.which("genhtml"):
        p = do(["genhtml", "-q", "--branch-coverage", "-o", lab.path("html"), info])
        if p[0] != 0 and "branch-coverage" in p[2]:
            p = do(["genhtml", "-q", "-o", lab.path("html"), info])
        t.check(p[0] == 0 and os.path.exists(lab.path("html/index.html")), "genhtml renders it", p[2][-1500:])
    else:
        t.skips("genhtml renders it", "genhtml (package lcov) is not installed")
    for percent, wanted in ((5, 0), (99, 1)):
        status, out, err = do([*OURS, f"--min-coverage={percent}", "examples/gateway/expect.txt"])
        t.check(status == wanted, f"--min-coverage={percent} is {wanted}", out[-300:] + err)


def site(lab, name, lines, access, host):
    folder = lab.path(re.sub(r"\W+", "-", name))
    os.makedirs(folder)
    write(f"{folder}/site.mc", HEAD % host + lines + TAIL)
    if access:
        write(f"{folder}/access", access)
    return f"{folder}/site.mc"


def relay(t, lab):
    for path in sorted(glob.glob("examples/*/*.mc")):
        status, out, _ = do([*OURS, "--relay", path])
        m = re.search(r": (\d+) cases, 0 get through$", out)
        t.check(status == 0 and m and int(m[1]) > 1000, f"{path} is no open relay", out[-1500:])
    status, out, _ = do([*ASAN, "--relay", "examples/gateway/site.mc"])
    t.check(status == 0, "the open-relay suite, sanitized", out[-1500:])
    for name, lines, access, host in CLOSED:
        status, out, err = do([*OURS, "--relay", site(lab, "closed " + name, lines, access, host)])
        t.check(status == 0, f"closed: {name}", out[-1500:] + err)
    for name, lines, access, host, real in MAKERS:
        path = site(lab, name, lines, access, host)
        status, out, err = do([*OURS, "--relay", f"--host={host}", path])
        shown = re.findall(r"^check_rcpt <.*> -> error 5\.7\.1$", out, re.M)
        if not t.check(status == 1 and shown, f"found: {name}", out[-1500:] + err) or not real:
            continue
        confirmed = os.path.join(os.path.dirname(path), "expect.txt")
        write(confirmed, "\n".join(x.replace("-> error 5.7.1", "-> ok") for x in out.splitlines() if " MX " not in x))
        status, out, err = do([*REAL, "--compiler", "build/mc2cf -Wno-open-relay", confirmed])
        t.check(status == 0 and f"{len(shown)} passed" in out, f"sendmail confirms: {name}", out[-1500:] + err)


def heads(t, lab):
    """The examples in the heads of templates, in the engine: those whose .mc names a file of hosts, and the others."""
    folder = lab.path("templates")
    shutil.copytree("tests/templates", folder)
    with_hosts = set()
    for path in glob.glob(f"{folder}/*.mc"):
        with open(path, encoding="utf-8") as f:
            text = f.read().replace("@DIR@", folder)
        write(path, text)
        if "routing-hosts" in text:
            with_hosts.add(os.path.basename(path))
    with open(f"{folder}/routing-hosts", encoding="utf-8") as f:
        hosts = [f"host {line.strip()}" for line in f if line[:1].isdigit() and "localhost" not in line]
    groups = [g for path in sorted(glob.glob("templates/*/*.cf")) for g in headexamples.read(path)]
    for name, lines, some in (("with hosts", hosts, [g for g in groups if g.config in with_hosts]), ("without", [], [g for g in groups if g.config not in with_hosts])):
        heads_of(t, f"{folder}/heads.txt", name, lines, some)


def heads_of(t, file, what, out, groups):
    places = [""] * len(out)
    for group in groups:
        given = [f'given {name}="{value.strip(chr(34))}"' for name, value in group.given]
        out += ["", f"config {group.config}", *given]
        places += ["", "", *given]
        for place, text in group.examples:
            call, _, wanted = text.partition("→")
            name, _, subject = call.strip().partition(" ")
            out.append(f"ruleset {name} {subject.strip()} -> {wanted.strip()}")
            places.append(place)
    write(file, "\n".join(out) + "\n")
    status, text, err = do([*OURS, file])
    wrong = [f"{places[int(n) - 1]}: {rest}" for n, rest in re.findall(r"heads\.txt:(\d+): (.*\n.*\n.*)", text)]
    n = sum(len(g.examples) for g in groups)
    t.check(status == 0 and n > 100 and text.endswith(f"{n} passed, 0 failed\n"), f"the examples in the heads of templates hold in the engine, {what}",
            "\n".join(wrong) + text[-200:] + err[-2000:])


def run_all(t, lab):
    examples(t)
    the_format(t, lab)
    failures(t, lab)
    bad_files(t, lab)
    coverage(t, lab)
    heads(t, lab)
    relay(t, lab)
    same_answers(t, lab)


def run(t):
    mc.compiler(), mc.compiler(mc.ASAN)
    with sitelab.Lab(mc.compiler()) as lab:
        run_all(t, lab)
