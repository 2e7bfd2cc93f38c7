"""mc2cf lint as a command: inputs, formats, exit statuses, waivers, baselines, --since, --fix, -j; what no single check is about."""
import glob
import json
import os
import pty
import resource
import shutil
import signal
import subprocess
import xml.etree.ElementTree as ElementTree

import lint
import mc
import sarif
import sitelab

HEAD, TAIL = "OSTYPE(`linux')dnl\n", "MAILER(`local')dnl\nMAILER(`smtp')dnl\n"
LIMIT = "define(`confMAX_MESSAGE_SIZE', `26214400')dnl\n"
GREETING = "define(`confSMTP_LOGIN_MSG', `$j')dnl\n"
BAD = HEAD + "define(`confSMTP_LOGIN_MSG', `$j Sendmail $v/$Z; $b')dnl\n" + TAIL
# What these tests look at, whatever other checks come and go.
ONLY = "MC0102,MC0115,MC0119,MC0201,MC0215,MC0224,MC0301,MC0411,MC1201,MC1202,MC1302,MC1303,MC1501,MC1701,MC1901,MC1902,MC1903"


class Place:
    """A scratch folder of its own."""

    def __init__(self, name):
        self.dir = os.path.abspath(os.path.join(lint.SCRATCH, name))
        shutil.rmtree(self.dir, ignore_errors=True)
        os.makedirs(self.dir)

    def write(self, name, text):
        os.makedirs(os.path.dirname(os.path.join(self.dir, name)), exist_ok=True)
        with open(os.path.join(self.dir, name), "w", encoding="utf-8", errors="surrogateescape", newline="") as f:
            f.write(text)

    def read(self, name):
        with open(os.path.join(self.dir, name), encoding="utf-8", errors="surrogateescape", newline="") as f:
            return f.read()

    def lint(self, *words, verb="lint", **kw):
        program = os.path.abspath(mc.compiler())
        more = ["--color=never", "--today", lint.TODAY, "--only", ONLY] if verb == "lint" else []
        return sitelab.run([program, verb, *more, *words], cwd=self.dir, **kw)

    def codes(self, *words):
        """(code, file:line) of each finding."""
        p = self.lint("--format", "json", *words)
        if p.returncode == 2:
            raise sitelab.Failed(p.stderr)
        return [(f["code"], f["file"] + (":" + str(f["line"]) if "line" in f else "")) for f in json.loads(p.stdout)["findings"]]


def statuses(t, place):
    place.write("bad.mc", BAD)
    place.write("site.mc", HEAD + GREETING + LIMIT + TAIL)
    place.write("broken.mc", HEAD + "FEATURE(`no_such')dnl\n" + TAIL)
    place.write("what.ever", "x\n")
    for words, status, said in (
            (["bad.mc"], 1, "[MC1302]"), (["--fail-on", "error", "bad.mc"], 0, "[MC1302]"), (["-Wno-greeting-version", "-Wno-MC1303", "--fail-on", "note", "bad.mc"], 0, ""),
            (["broken.mc"], 1, "[MC0201]"), (["--fail-on", "error", "broken.mc"], 1, "[MC0201]"), ([], 2, "which files?"), (["--files", "none", "broken.mc"], 2, "needs a folder"), (["none.mc"], 2, "none.mc"), (["what.ever"], 2, "does not say what it is"),
            (["--as", "nothing", "what.ever"], 2, "kinds are"), (["--format", "word", "bad.mc"], 2, "formats are"), (["--dry-run", "bad.mc"], 2, "goes with --fix"),
            (["--fail-on", "x", "bad.mc"], 2, "choices are"), (["-Wno-nothing", "bad.mc"], 2, "no check has"), (["--only", "nothing", "bad.mc"], 2, "no such code"), (["-j", "0", "bad.mc"], 2, "number of processes"),
            (["--severity", "error", "bad.mc"], 0, ""), (["--severity", "bad", "bad.mc"], 2, "choices are"), (["--explain", "MC1302"], 0, "greeting-version"), (["--explain", "unknown-feature"], 0, "MC0201"), (["--explain", "greting-version"], 1, "did you mean `greeting-version'?"),
            (["--baseline", "none", "bad.mc"], 2, "none"), (["--list"], 0, "MC1302 warning greeting-version"), (["--help"], 0, "--fail-on"), (["--lib", "/nowhere", "site.mc"], 2, "/nowhere"),
            (["--since", "x", "bad.mc"], 2, "--since x"), (["-o", "out", "bad.mc"], 1, "")):
        p = place.lint(*words)
        t.check(p.returncode == status and said in p.stdout + p.stderr, "lint " + " ".join(words), f"exit status {p.returncode}: {p.stdout}{p.stderr}")
    p = place.lint("bad.mc")
    t.check("bad.mc:2:9: warning: " in p.stdout and "    2 | define" in p.stdout and not p.stderr, "findings go to standard output, with their line", p.stdout + p.stderr)
    t.check(place.read("out") == p.stdout, "-o FILE holds what standard output would")
    t.check("\033[" in sitelab.run([mc.compiler(), "lint", "--color", os.path.join(place.dir, "bad.mc")]).stdout, "--color")
    os.mkdir(os.path.join(place.dir, "nothing"))
    p = place.lint("nothing")
    t.check(p.returncode == 0 and "there is no configuration" in p.stderr, "a folder with nothing to look at is said to be one", p.stdout + p.stderr)
    p = place.lint("--as", "mc", "-", input=BAD)
    t.check("<stdin>:2:9: warning" in p.stdout and p.returncode == 1, "- is standard input", p.stdout + p.stderr)


def folders(t, place):
    """A folder is walked; tables go with the configuration that names them, and are looked at once."""
    place.write("a/site.mc", HEAD + GREETING + LIMIT + "FEATURE(`access_db')dnl\n" + TAIL)
    place.write("a/submit.mc", HEAD + "FEATURE(`access_db')dnl\nFEATURE(`msp')dnl\n")
    place.write("a/access", "From:x@a.example\tREJECT\nFrom:x@a.example\tOK\n")
    place.write("a/deep/aliases", "root: joe\nroot: ann\n")
    place.write("a/.hidden/site.mc", BAD)
    place.write("a/README", "x\n")
    p = place.lint("--format", "json", "a")
    files = json.loads(p.stdout)["files"]
    t.check(sorted(files) == ["a/access", "a/deep/aliases", "a/site.mc", "a/submit.mc"], "a folder's configurations and tables are looked at", files)
    found = place.codes("a")
    t.check(found == [("MC1501", "a/access:2"), ("MC1501", "a/deep/aliases:2")], "each once", found)
    t.check(place.codes("a/submit.mc", "a/site.mc") == [("MC1501", "a/access:2")], "a table that two name is told of once")
    for i in range(30):
        place.write(f"many/{i:02}.mc", BAD)
        place.write(f"many/{i:02}/access", "a.example\tOK\nb.example\tOK\na.example\tOK\n" if i % 3 == 0 else "")
    one, several = place.lint("-j1", "many"), place.lint("-j7", "many")
    t.check(one.stdout == several.stdout and one.stdout.count("[MC1302]") == 30 and one.stdout.count("[MC1501]") == 10, "-j changes nothing but the time", several.stderr)
    place.write("many/10.mc", "")
    os.unlink(os.path.join(place.dir, "many/10.mc"))
    os.symlink("nowhere.mc", os.path.join(place.dir, "many/10.mc"))
    t.check(place.lint("-j3", "many").stdout.count("[MC1302]") == 29, "a link that leads nowhere is none of the files")
    os.mkdir(os.path.join(place.dir, "many/folder.mc"))
    p = place.lint("many/folder.mc", "many/10.mc")
    t.check(p.returncode == 2 and "10.mc" in p.stderr, "a link that leads nowhere, by name", p.stderr)


def sandbox(t, place):
    place.write("sub/evil.mc", HEAD + "include(`/etc/hostname')dnl\nsyscmd(`echo x > made')dnl\n" + TAIL)
    p = place.lint("sub/evil.mc")
    t.check("[MC0119]" in p.stdout and "[MC0115]" in p.stdout and not os.path.exists(os.path.join(place.dir, "made")), "a .mc is looked at in the sandbox", p.stdout + p.stderr)


def links(t, place):
    """A link is not followed out of what was given: findings show lines, and it may come from a stranger."""
    place.write("linked/out/secret", "root:x:0:0\n")
    place.write("linked/in/common/access", "From:x@a.example\tREJECT\nFrom:x@a.example\tOK\n")
    place.write("linked/in/mail/site.mc", HEAD + GREETING + LIMIT + "FEATURE(`access_db')dnl\n" + TAIL)
    os.symlink("../out/secret", os.path.join(place.dir, "linked/in/aliases"))
    os.symlink("../out/secret", os.path.join(place.dir, "linked/in/secret.cf"))
    os.symlink("../common/access", os.path.join(place.dir, "linked/in/mail/access"))
    p = place.lint("--format", "gcc", "linked/in")
    t.check("root:x" not in p.stdout and p.stderr.count("is not followed") == 2, "links out of a folder are not followed, and that is said", p.stdout + p.stderr)
    t.check("linked/in/mail/access:2" in p.stdout, "a link within a folder is", p.stdout)
    p = place.lint("--format", "gcc", "linked/in/mail/site.mc")
    t.check("access:2" not in p.stdout and "is not followed" in p.stderr, "a table beside a .mc that is a link to elsewhere", p.stdout + p.stderr)
    for words in (["--here", "linked/in"], ["--trust", "linked/in"], ["linked/in/mail", "linked/in/common"]):
        p = place.lint("--format", "gcc", *words)
        t.check("access:2" in p.stdout and not p.stderr, f"{' '.join(words)}: links are followed", p.stdout + p.stderr)


def cf_files(t, place):
    place.write("site.mc", HEAD + GREETING + LIMIT + "FEATURE(`access_db')dnl\n" + TAIL)
    place.write("cf/access", "From:x@a.example\tREJECT\nFrom:x@a.example\tOK\n")
    place.write("cf/sendmail.cf", sitelab.run([mc.compiler(), os.path.join(place.dir, "site.mc")]).stdout)
    found = place.codes("cf/sendmail.cf")
    t.check(found == [("MC1501", "cf/access:2")], "a sendmail.cf of ours, and the tables beside it", found)
    place.write("ldap.mc", HEAD + GREETING + LIMIT + "LDAPROUTE_DOMAIN(`a.example')dnl\nFEATURE(`ldap_routing')dnl\n" + TAIL)
    place.write("ldap.cf", sitelab.run([mc.compiler(), os.path.join(place.dir, "ldap.mc")]).stdout)
    t.check("SMTPOpModes" in place.read("ldap.cf") and not place.codes("ldap.cf"), "a class of stock's that a configuration does not use", place.codes("ldap.cf"))
    place.write("cf/sendmail.cf", place.read("cf/sendmail.cf").replace("O SmtpGreetingMessage=$j", "O SmtpGreetingMessage=$j $v"))
    line = 1 + place.read("cf/sendmail.cf").split("O SmtpGreetingMessage")[0].count("\n")
    found = place.codes("cf/sendmail.cf")
    t.check(("MC1302", f"cf/sendmail.cf:{line}") in found, "settings of a sendmail.cf, at their line", found)


def formats(t, place):
    """Each format of the same findings; names and texts with everything that a format might trip over."""
    place.write("a b/<&\"'\xe9.mc", HEAD + "define(`confSMTP_LOGIN_MSG', `$v <&\"\xe9\x01')dnl\n" + TAIL.rstrip("\n"))
    path = next(glob.iglob(os.path.join(glob.escape(place.dir), "a b", "*.mc")))
    by = {f: place.lint("--format", f, os.path.relpath(path, place.dir), "bad.mc") for f in ("text", "gcc", "json", "sarif", "checkstyle", "junit", "github")}
    t.check(all(p.returncode == 1 and not p.stderr for p in by.values()), "every format", [p.stderr for p in by.values()])
    n = len(json.loads(by["json"].stdout)["findings"])
    t.check(by["gcc"].stdout.count("\n") == n == len([x for x in by["gcc"].stdout.splitlines() if sitelab.re.match(r"^.*\.mc:\d+:\d+: (error|warning|note): .* \[MC\d{4}\]$", x)]), "gcc: a line each", by["gcc"].stdout)
    t.check(by["github"].stdout.count("\n") == n and all(x.startswith(("::error file=", "::warning file=", "::notice file=")) for x in by["github"].stdout.splitlines()), "github", by["github"].stdout)
    root = ElementTree.fromstring(by["checkstyle"].stdout)
    t.check(len(root.findall("file")) == 2 and len(root.findall("file/error")) == n, "checkstyle", by["checkstyle"].stdout)
    root = ElementTree.fromstring(by["junit"].stdout)
    t.check(len(root.findall("testsuite/testcase/failure")) == sum(int(s.get("failures")) for s in root.findall("testsuite")) > 0, "junit", by["junit"].stdout)
    wrong = sarif.faults(json.loads(by["sarif"].stdout))
    t.check(not wrong, "sarif holds to the schema", "\n".join(wrong))
    results = json.loads(by["sarif"].stdout)["runs"][0]["results"]
    t.check(len(results) == n and any("fixes" in r for r in results), "sarif has all findings, and fixes")
    place.write("clean.mc", HEAD + GREETING + LIMIT + TAIL)
    clean = {f: place.lint("--format", f, "clean.mc") for f in by}
    t.check(all(p.returncode == 0 and not p.stderr for p in clean.values()) and not clean["text"].stdout, "nothing found, in every format")
    t.check(not sarif.faults(json.loads(clean["sarif"].stdout)) and ElementTree.fromstring(clean["junit"].stdout).find("testsuite/testcase") is not None, "nothing found is said in sarif and junit too")


def waivers(t, place):
    def codes(text):
        place.write("w.mc", text)
        return [c for c, _ in place.codes("w.mc")]
    allow = "dnl mc2cf: allow MC1302,no-message-limit reason=\"it is a test\"\n"
    for text, expected, what in (
            (BAD, ["MC1302", "MC1303"], "without a waiver"),
            (BAD.replace("define", allow + "define"), [], "a waiver alone in a line is about the next one, and about the file"),
            (BAD.replace(")dnl\nMAILER", ")dnl mc2cf: allow MC1302\nMAILER", 1), ["MC1303"], "a waiver behind a line is about that line"),
            (allow + BAD, ["MC1902", "MC1302"], "a waiver is not about a line that is further away"),
            (BAD.replace("define", "dnl mc2cf: allow MC1302 MC1303 until=2026-11-26\ndefine"), [], "until a day is with that day"),
            (BAD.replace("define", "dnl mc2cf: allow MC1302 MC1303 until=2026-11-25\ndefine"), ["MC1901", "MC1901", "MC1302", "MC1303"], "what has ended allows nothing"),
            (BAD.replace("define", "dnl mc2cf: allow MC1302 until=soon\ndefine"), ["MC1903", "MC1303"], "a day that is none"),
            (HEAD + "dnl mc2cf: allow MC0201\nFEATURE(`no_such')dnl\n" + TAIL, ["MC0201", "MC1903"], "what the compiler calls an error is not allowed"),
            (HEAD + "dnl mc2cf: allow MC0301 MC1303\ndefine(`confNO_SUCH_NAME', `x')dnl\n" + GREETING + TAIL, [], "a warning of the compiler may be"),
            (HEAD + LIMIT + GREETING + "dnl mc2cf: allow MC1701\n" + TAIL, [], "a check that was not asked does not make a waiver unused")):
        found = codes(text)
        t.check(sorted(found) == sorted(expected), "waivers: " + what, f"{found}\n{text}")
    place.write("part.m4", "dnl mc2cf: allow unknown-name\ndefine(`confNO_SUCH_NAME', `x')dnl\n")
    t.check(codes(HEAD + LIMIT + GREETING + "include(`part.m4')dnl\n" + TAIL) == [], "waivers: in a file that is included")
    place.write("part.m4", "dnl mc2cf: allow MC1302 MC1303\nFEATURE(`use_cw_file')dnl\n")
    t.check(codes(HEAD + "include(`part.m4')dnl\n" + TAIL) == [], "waivers: what is included allows what is about the whole")
    t.check(codes(HEAD + LIMIT + GREETING + "include(`part.m4')dnl\n" + TAIL) == ["MC1902", "MC1902"], "waivers: an unused one in a file in which nothing is found")
    place.write("access", "# mc2cf: allow duplicate-key\na.example\tOK\nA.EXAMPLE\tOK\n")
    t.check([c for c, _ in place.codes("access")] == ["MC1902", "MC1501"], "waivers: a table's are about its next line")
    place.write("access", "a.example\tOK\n# mc2cf: allow duplicate-key until=2999-01-01 reason=\"one, two\"\nA.EXAMPLE\tOK\n")
    t.check(not place.codes("access"), "waivers: a table's")


def baseline(t, place):
    place.write("b.mc", BAD)
    p = place.lint("--write-baseline", "base", "b.mc")
    t.check(p.returncode == 0 and not p.stdout and place.read("base").count("\nMC") == 2, "--write-baseline", p.stdout + p.stderr + place.read("base"))
    t.check(not place.codes("--baseline", "base", "b.mc") and place.lint("--baseline", "base", "b.mc").returncode == 0, "--baseline leaves out what was there")
    place.write("b.mc", "dnl one more line\n" + BAD)
    t.check(not place.codes("--baseline", "base", "./b.mc"), "--baseline knows a line that has moved")
    place.write("b.mc", BAD.replace("MAILER", "define(`confNO_SUCH_NAME', `x')dnl\nMAILER", 1))
    t.check(place.codes("--baseline", "base", "b.mc") == [("MC0301", "b.mc:3")], "--baseline leaves new findings in")
    p = place.lint("--baseline", "b.mc", "b.mc")
    t.check(p.returncode == 2 and "b.mc:1: no line of a baseline" in p.stderr and not p.stdout, "what is no baseline is not taken for an empty one", p.stdout + p.stderr)


def git(place, *words):
    env = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(["git", "-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "init.defaultBranch=main", *words], cwd=place.dir, env=env, check=True, capture_output=True)


def since(t):
    if shutil.which("git") is None:
        t.skips("--since", "no git")
        return
    place = Place("since")
    place.write("c/site.mc", BAD)
    git(place, "init")
    git(place, "add", ".")
    git(place, "commit", "-m", "x")
    t.check(not place.codes("--since", "HEAD", "c"), "--since: nothing has changed")
    place.write("c/site.mc", BAD.replace("MAILER", "define(`confNO_SUCH_NAME', `x')dnl\nMAILER", 1))
    t.check(place.codes("--since", "HEAD", "c") == [("MC1303", "c/site.mc"), ("MC0301", "c/site.mc:3")], "--since: only what stands on changed lines", place.codes("--since", "HEAD", "c"))
    place.write("c/site.mc", "dnl changed\n" + BAD)
    t.check(place.codes("--since", "HEAD", "c") == [("MC1303", "c/site.mc")], "--since: what stands below a changed line is as it was", place.codes("--since", "HEAD", "c"))
    place.write("c/new.mc", BAD)
    t.check([f for f in place.codes("--since", "HEAD", "c") if "new" in f[1]] == [("MC1303", "c/new.mc"), ("MC1302", "c/new.mc:2")], "--since: a file that git does not know is new")
    t.check(place.lint("--since", "--help", "c").returncode == 2 and place.lint("--since", "nowhere", "c").returncode == 2, "--since: what is no commit")


def fix(t, place):
    text = BAD.replace("\n", "\r\n")
    place.write("f.mc", text)
    p = place.lint("--fix", "--dry-run", "f.mc")
    t.check(p.returncode == 1 and p.stdout.startswith("--- a/f.mc\n+++ b/f.mc\n@@ -1,4 +1,4 @@\n-OSTYPE") and place.read("f.mc") == text, "--fix --dry-run shows a diff and changes nothing", p.stdout + p.stderr)
    place.lint("--fix", "--dry-run", "-o", "f.diff", "f.mc")
    p = place.lint("--fix", "f.mc")
    t.check("[MC1302]" in p.stdout and "[MC1201]" not in p.stdout and place.read("f.mc") == BAD, "--fix mends, and tells the rest", p.stdout + p.stderr)
    p = place.lint("--fix", "--dry-run", "f.mc")
    t.check(p.returncode == 0 and not p.stdout, "--fix is idempotent", p.stdout)
    for name, before, after in (("d.mc", "FEATURE(`access_db', `hash -o /etc/mail/access')dnl\nFEATURE(`blacklist_recipients')dnl\n",
                                 "FEATURE(`access_db', `hash -T<TMPF> -o /etc/mail/access')dnl\nFEATURE(`blocklist_recipients')dnl\n"),
                                ("o.mc", "LOCAL_CONFIG\nO MaxMessageSiz=26214400\n", "LOCAL_CONFIG\nO MaxMessageSize=26214400\n")):
        place.write(name, HEAD + GREETING + before + TAIL)
        def blanks(text):
            return [line.split() for line in text.splitlines()]
        old = blanks(sitelab.run([mc.compiler(), os.path.join(place.dir, name)]).stdout)
        p = place.lint("--fix", name)
        t.check(place.read(name) == HEAD + GREETING + after + TAIL and old == blanks(sitelab.run([mc.compiler(), os.path.join(place.dir, name)]).stdout),
                f"--fix mends what the compiler finds, with the same sendmail.cf: {after}", p.stdout + p.stderr + place.read(name))
    slips = "define('ALIAS_FILE', `/etc/aliases')dnl\n" + LIMIT * 2 + "DNL one\nMAILER(`local')dnl\ndln two\n"
    place.write("s.mc", HEAD + slips)
    more = ["--only", "MC0111,MC0113,MC0120,MC1246,MC1501,MC1504"]
    first = place.lint("--fix", "--dry-run", *more, "s.mc").stdout
    place.lint("--fix", *more, "s.mc")
    t.check(place.read("s.mc") == HEAD + "define(`ALIAS_FILE', `/etc/aliases')dnl\n" + LIMIT + "dnl one\nMAILER(`local')dnl\ndnl two\n", "--fix mends slips of the pen", place.read("s.mc"))
    t.check(all("\n+" + line + "\n" in first for line in ("define(`ALIAS_FILE', `/etc/aliases')dnl", "dnl one", "dnl two")), "fixes may touch one another", first)
    place.write("access", "a.example\tOK\n b.example\tOK\na.example\tOK\nA.example\tREJECT\n")
    place.lint("--fix", *more, "access")
    t.check(place.read("access") == "a.example\tOK\nb.example\tOK\nA.example\tREJECT\n", "--fix takes out what stands there twice, not what contradicts", place.read("access"))
    os.unlink(os.path.join(place.dir, "access"))
    if shutil.which("patch"):
        place.write("f.mc", text)
        sitelab.run(["patch", "--binary", "-p1", "-i", "f.diff"], cwd=place.dir)
        t.check(place.read("f.mc") == BAD, "the diff is one that patch takes")


def targets(t, place):
    """Guards against smuggled messages are told of where the sendmail that is meant can have none, or has them."""
    place.write("one/access", "Srv_Features:192.0.2.1\tO\n")
    place.write("two/access", "Connect:192.0.2.1\tREJECT\n")
    for folder in ("one", "two"):
        place.write(folder + "/site.mc", HEAD + "FEATURE(`access_db', `hash -T<TMPF> /etc/mail/access')dnl\n" + TAIL)
    for folder, code, target, there in (("one", "MC1528", "8.18", True), ("one", "MC1528", "8.17", False), ("two", "MC1435", "8.18", False), ("two", "MC1435", "8.17", True)):
        p = place.lint("--only", code, "--target", target, "--format", "gcc", folder)
        t.check((f"[{code}]" in p.stdout) == there, f"{code} for a sendmail {target}", p.stdout + p.stderr)


def progress(t, place):
    """On a terminal, and only there, a line says how far it is, and is gone at the end."""
    place.write("more/one.mc", BAD)
    for i in range(799):
        os.symlink("one.mc", os.path.join(place.dir, f"more/{i:03}.mc"))
    ours, theirs = pty.openpty()
    p = subprocess.Popen([os.path.abspath(mc.compiler()), "lint", "-j2", "-o", "/dev/null", "more"], cwd=place.dir, stdout=subprocess.DEVNULL, stderr=theirs)
    os.close(theirs)
    said = b""
    while True:
        try:
            block = os.read(ours, 65536)
        except OSError:  # the other side is closed
            break
        if not block:
            break
        said += block
    os.close(ours)
    t.check(p.wait() == 1 and b"of 800" in said and said.endswith(b"\r\x1b[K"), "a line on the terminal says how far it is", said[-200:])
    t.check(not place.lint("-j2", "more").stderr, "elsewhere there is none")


def crashes(t, place):
    """A worker that is killed is no silence: exit status 2."""
    p = subprocess.Popen([os.path.abspath(mc.compiler()), "lint", "-j2", "-o", "/dev/null", "more"], cwd=place.dir, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    children = []
    while not children and p.poll() is None:
        with open(f"/proc/{p.pid}/task/{p.pid}/children", encoding="ascii") as f:
            children = f.read().split()
    for child in children[:1]:
        os.kill(int(child), signal.SIGKILL)
    _, said = p.communicate(timeout=sitelab.SECONDS)
    t.check(p.returncode == 2 and "has failed" in said, "a process that shares the work and ends early is told", f"{p.returncode} {said}")


def large(t, place):
    """What is large, or none of ours, takes its time and no more."""
    place.write("big/site.mc", HEAD + GREETING + LIMIT + "FEATURE(`access_db')dnl\n" + TAIL)
    place.write("big/other.mc", BAD)
    place.write("big/access", "a.example\tOK\n" * 10100)
    p = place.lint("-j2", "--format", "gcc", "big")
    t.check(p.returncode == 1 and p.stdout.count("[MC1501]") > 9900 and "too many diagnostics" in p.stdout, "more findings than are kept", p.stderr)
    place.write("long.cf", "V10\nSparse=0\n" + "".join(f"R$* < @ h{i}.example . > $*\t$@ $1 h{i}\n" for i in range(20000)))
    t.check(place.lint("long.cf").returncode in (0, 1), "a ruleset of 20,000 rules")
    place.write("wide.cf", "V10\nSx\nR" + "$*" * 100000 + "\t" + "$1" * 100000 + "\n")
    p = place.lint("-j1", "wide.cf", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2**29, 2**29)))
    t.check(p.returncode == 1 and "too many diagnostics" in p.stdout, "a line of megabytes with thousands of findings, in half a gigabyte", p.stderr)
    place.write("paths/site.cf", "V10\nFw/\nFt.\nKaccess hash /etc/mail/pipe\n")
    os.mkfifo(os.path.join(place.dir, "paths/pipe"))
    p = place.lint("paths/site.cf")
    t.check(p.returncode in (0, 1) and not p.stderr, "a folder or a pipe is no table", p.stderr)
    for name in ("zero.mc", "zero.cf", "access"):
        place.write("void/" + name, "")
        p = place.lint("void/" + name)
        t.check(p.returncode in (0, 1) and not p.stderr, f"an empty file: {name}", p.stdout + p.stderr)
        place.write("odd/" + name, "".join(map(chr, range(256))) * 40)
        p = place.lint("odd/" + name)
        t.check(p.returncode in (0, 1) and not p.stderr, f"a file of bytes: {name}", p.stdout + p.stderr)


def built(t, place):
    """The sendmail that is here lacks nothing that the gateway needs; what it says of itself is read."""
    try:
        sendmail = sitelab.tool("sendmail")
    except sitelab.Missing as e:
        t.skips("--features-from", e)
        return
    p = subprocess.run([sendmail, "-d0.1", "-bt"], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    place.write("features", p.stdout + p.stderr)
    p = lint.lint("--only", "MC1481,MC1482", "--features-from", os.path.join(place.dir, "features"), "examples/gateway")
    t.check(p.returncode == 0 and not p.stdout, "--features-from: the gateway, with this sendmail", p.stdout + p.stderr)
    place.write("none", "x\n")
    p = place.lint("--features-from", "none", "site.mc")
    t.check(p.returncode == 2 and "Compiled with:" in p.stderr, "--features-from: a file that says nothing", p.stderr)


def examples(t):
    """What we show as good is: no finding at warning level."""
    for folder in sorted(glob.glob("examples/*/")):
        p = lint.lint(folder)
        t.check(p.returncode == 0, f"lint {folder}", p.stdout + p.stderr)


def run(t):
    place = Place("verb")
    for part in (statuses, folders, sandbox, links, cf_files, formats, waivers, baseline, fix, targets, built, progress, crashes, large):
        part(t, place)
    since(t)
    examples(t)
