"""mc2cf bt beside sendmail -bt: the same lines, the same text; and what it is like at a terminal.

tests/rewrite/bt/: NAME.cf with NAME.in is asked as it stands; commands.in and addresses.in are asked under the gateway
example, a submission configuration and a generic one.  readcf-*.cf have mistakes of every kind: what is said of them is the same.
"""
import difflib
import glob
import os
import pty
import random
import re
import select
import subprocess
import tempfile
import time

import mapservers
import sitelab

DIR = "tests/rewrite/bt"
OURS = ["build/mc2cf", "bt", "-C"]
SECONDS = 60
# Where there are too many names sendmail has no number for some of its own.
OWN_NAMES = re.compile(r"(?m)^(Macro/class \{\w+\}: too many long names|Unable to assign macro/class ID \(mid = 0xffffffff\))\n")
GENERIC = "OSTYPE(`linux')dnl\nDOMAIN(`generic')dnl\nMAILER(`local')dnl\nMAILER(`smtp')dnl\n"
PARTS = ["a", "b@c", "joe@example.com", "<a@b>", "(c)", '"q r"', "Joe", "O'Neil", "J. Doe", " ", " ", " ", "foo", "[192.0.2.1]", "a%b@c", "x!y", "root",
         "(x y)", "|prog", "/etc/x", "joe@lists.example.com", "1234@fax.example.com", "\\", "é"]


def ask(words, text):
    p = subprocess.run(words, input=text.encode("utf-8"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS, check=False)
    return f"{p.stdout.decode('latin-1')}\nstatus {p.returncode}\n"


def same(t, name, cf, text, *more):
    theirs, ours = ask([sitelab.tool("sendmail"), "-bt", "-C", cf], text), ask([*OURS, cf, *more], text)
    t.check(theirs == ours and theirs.count("\n") > 2, name,
            lambda: "\n".join(difflib.unified_diff(theirs.splitlines(), ours.splitlines(), "sendmail", "mc2cf", lineterm="", n=2)))


def read(name):
    with open(f"{DIR}/{name}", encoding="utf-8") as f:
        return f.read()


def random_lines(seed, n):
    r = random.Random(seed)
    words = ["/parse ", "/try esmtp ", "/try local ", "/try relay ", "3,0 ", "/sender "]
    return "".join(r.choice(words) + "".join(r.choice(PARTS) for _ in range(r.randint(1, 3))) + "\n" for _ in range(n))


def sites(lab):
    """The .cf files of sites: name, path."""
    lab.lay("examples/gateway")
    yield "gateway", lab.compile("examples/gateway/site.mc", "gateway.cf")
    generic = lab.path("generic.mc")
    with open(generic, "w", encoding="utf-8") as f:
        f.write(GENERIC)
    yield "generic", lab.compile(generic, "generic.cf")
    submit = "/usr/share/sendmail/cf/cf/submit.mc"
    if os.path.exists(submit):
        yield "submit", lab.compile(submit, "submit.cf")


def starts(t, lab):
    """Files that are not there, and an end of input."""
    for name, cf in (("a file that is not there", "/nonexistent/x.cf"), ("a folder", lab.dir)):
        p = subprocess.run([*OURS, cf], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS, check=False)
        q = subprocess.run([sitelab.tool("sendmail"), "-bt", "-C", cf], stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=SECONDS, check=False)
        t.check(p.returncode == 2 and (p.stdout + p.stderr) == (q.stdout + q.stderr), name, f"{p}\n{q}")


def reading(t):
    """What is wrong with a file: the same messages, the same status at the end."""
    found = sorted(glob.glob(f"{DIR}/readcf-*.cf"))
    t.check(len(found) >= 4, "there are files with mistakes", str(found))
    with tempfile.TemporaryDirectory() as d:
        for letter, name in (("O DeliveryMode=z", "stops"), ("O EightBitMode=x", "stops too"), ("V9/Berkeley", "level 9"), ("V11", "level 11"), ("#", "nothing"), ("O T=1", "ambiguous"),
                             ("O MailboxDatabase=PW", "no mailboxes"), ("O AliasFile=nosuch:/x\nO AliasFile=/nonexistent,dbm:/y,hash:-x /z", "alias files"), ("S1\nRa $&\nR$*\t\n\t$1 ${x}\nRb ${y} $={z} $\nRx$ y\t$1", "half rules")):
            found.append(f"{d}/{name}.cf")
            with open(found[-1], "w", encoding="utf-8") as f:
                f.write(f"O NoSuchOption=1\n{letter}\nO NoSuchOption=2\n")
        for cf in found:
            p, q = (subprocess.run([*words, cf], input=b"/quit\n", capture_output=True, timeout=SECONDS, check=False) for words in ([sitelab.tool("sendmail"), "-bt", "-C"], [*OURS[:2], "--programs", "-C"]))
            theirs, ours = (OWN_NAMES.sub("", out.stdout.decode("latin-1")) for out in (p, q))
            t.check(theirs == ours and p.returncode == q.returncode != 0, f"what is said of {os.path.basename(cf)}",
                    lambda p=p, q=q, theirs=theirs, ours=ours: f"{p.returncode} {q.returncode}\n" + "\n".join(
                        difflib.unified_diff(theirs.splitlines(), ours.splitlines(), "sendmail", "mc2cf", lineterm="", n=0)))


def permissions(t, lab):
    """Who may read a table, with and without TrustedUser: root is asked for its rights too."""
    if os.geteuid() != 0:
        return
    db, cf = lab.path("rights.db"), lab.path("rights.cf")
    subprocess.run([sitelab.tool("makemap"), "hash", lab.path("rights")], input=b"a b\n", check=True, timeout=SECONDS)
    for owner in (0, 1):
        for mode in (0o644, 0o640, 0o600, 0o604, 0o044, 0o000):
            for trusted in ("", "O TrustedUser=1\n", "O TrustedUser=nosuchuser\n"):
                os.chown(db, owner, owner)
                os.chmod(db, mode)
                with open(cf, "w", encoding="utf-8") as f:
                    f.write(f"V10/Berkeley\n{trusted}Kx hash {lab.path('rights')}\n")
                same(t, f"a table with mode {mode:o} of user {owner} {trusted}".strip(), cf, "/map x a\n")


FILLED = r"""key@hash:DIR/h
com@hash:DIR/h
KEY@hash:-f DIR/h
key@hash:-a.x DIR/h
key@hash:-m DIR/h
percent@hash:DIR/h
nokey@hash:DIR/h
@hash:DIR/h
key@pre:DIR/h
key@nosuch:x
key@ hash:x
key@:x
key@hash
key@hash:
key@hash:-X DIR/h
key@hash:DIR/nofile
-o key@hash:DIR/nofile
key@hash:-o DIR/nofile
-okey@hash:DIR/h
key@HASH:-z, DIR/h # a comment
k@y@hash:DIR/h
DIR/key@hash:DIR/h
$X@hash:DIR/h
key@hash:DIR/$X
/nowhere/$X
key@implicit:DIR/nofile
key@text:-k0 -v1 DIR/h
key@text:-z: DIR/h
key@sequence:pre
key@sequence:pre nosuch
root@user:-vdir
nosuch@user:
key@null:
x@stab:
key@program:/bin/echo a b
key@program:/bin/false
|/usr/bin/id
|/usr/bin/env
|/bin/pwd -P
|/bin/echo x y
|/nonexistent/program
-o |nosuch
|
| /usr/bin/id
DIR/bytes
DIR/bytes %[^y]"""
SCHEMA = """joe@ldap:-k (uid=%0) -v mail
joe@ldap:-k (uid=%0) -v mail -z,
joe@ldap:-k (uid=%0) -v mail,description -a.x
joe@ldap:-1 -k (sn=Doe) -v mail
joe@ldap:-k (sn=Doe) -v cn
x@ldap:-k (uid=jim) -v mail,title:FILTER,labeledURI:URL
nobody@ldap:-k (uid=%0) -v mail
Joe@ldap:-m -k (uid=%0) -v mail
@LDAP
joe@LDAP
@LDAPX
@LDAP x
@LDAP:x"""


def filled(lab, name, forms, before=""):
    """A .cf in which classes c0, c1 … are filled in these ways, and lines that ask for them."""
    forms = forms.replace("DIR", lab.dir).split("\n")
    cf = lab.path(name)
    with open(cf, "w", encoding="utf-8") as f:
        f.write("V10/Berkeley\nDjhost.example\nDXkey\nEAN=other\nO DefaultUser=8:12\nMlocal, P=/x, A=x\nMprog, P=/x, A=x\n" + before
                + "".join(f"F{{c{i}}}{form}\n" for i, form in enumerate(forms)))
    return cf, "".join(f"$={{c{i}}}\n" for i in range(len(forms))) + "/map prog x\n"


def classes(t, lab):
    """Classes that maps and programs fill, with what goes wrong, and what becomes of those whose programs are not run."""
    with open(lab.path("h"), "wb") as f:
        f.write(b"key:\tv1 v2\tv3\ncom:\ta.example,b.example, c.example\npercent:\t%0 %% x%1\nother:\ta:b;c|d\n")
    subprocess.run([sitelab.tool("makemap"), "hash", lab.path("h")], stdin=open(lab.path("h"), "rb"), check=True, timeout=SECONDS)
    with open(lab.path("bytes"), "wb") as f:
        f.write(b"a\xc3\xa4 b\xff\n\x80\x81\n\xff\n#no\nx\0y\n\0\n")
    cf, lines = filled(lab, "filled.cf", FILLED, f"Kpre hash {lab.path('h')}\nKprog program /bin/echo\n")
    same(t, "classes from maps, programs and files", cf, lines, "--programs")
    said = ask([*OURS, cf], lines)
    t.check(all(f"class c{i} stays empty: programs are not run here" in said for i, form in enumerate(FILLED.split("\n")) if form.startswith("|")),
            "programs of F lines are not run unasked, which is said", said)
    t.check(not re.search("uid=|AN=other|a b key|^x y", said) and 'map "prog": programs are not run' in said, "nothing was run", said)


def directory(t, lab):
    os.mkdir(lab.path("slapd"))
    with mapservers.Slapd(lab.path("slapd")) as server:
        for name, port in (("a directory", server.port), ("no directory", 1)):
            cf, lines = filled(lab, "directory.cf", SCHEMA, f'O LDAPDefaultSpec=-H ldap://127.0.0.1:{port} -b "dc=example,dc=org"\n')
            same(t, f"classes from {name}", cf, lines)


class Terminal:
    """mc2cf bt at a terminal of its own."""

    def __init__(self, cf, **env):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            os.environ.update({"TERM": "xterm", "HOME": "/nonexistent", **env})
            os.execv(OURS[0], [*OURS, cf])
        self.text = ""

    def type(self, keys, until):
        """Types, and waits until the screen has shown a text that was not there before."""
        before = len(self.text)
        os.write(self.fd, keys.encode())
        end = time.monotonic() + 10
        while time.monotonic() < end and not re.search(until, self.text[before:]):
            if select.select([self.fd], [], [], 0.1)[0]:
                try:
                    self.text += os.read(self.fd, 65536).decode("utf-8", "replace")
                except OSError:
                    break
        return re.search(until, self.text[before:]) is not None

    def close(self):
        os.close(self.fd)
        os.waitpid(self.pid, 0)


def terminal(t, cf):
    x = Terminal(cf)
    try:
        t.check(x.type("", r"Enter <ruleset> <address>[\s\S]*>"), "a terminal gets a prompt", lambda: repr(x.text))
        t.check(x.type("canon\t joe@example.com\r", r"canonify\S*\s+(\x1b\[\S*m)?returns"), "a ruleset's name is completed", lambda: repr(x.text))
        t.check("\x1b[" in x.text, "there are colours", lambda: repr(x.text))
        t.check(x.type("\x1b[A\r", r"canonify\S*\s+(\x1b\[\S*m)?returns"), "the line before comes back", lambda: repr(x.text))
        t.check(x.type("0 nobody@@x\r", r"\x1b\[3\dm(0|parse)\x1b\[m\s+returns"), "rulesets that return are coloured", lambda: repr(x.text))
        t.check(x.type("$\x1b[D\x1b[C{client_n\t\r", r"Undefined"), "a macro's name is completed", lambda: repr(x.text))
        t.check(x.type("/pa\t joe@example.com\r", r"mailer esmtp"), "a command is completed", lambda: repr(x.text))
        t.check(x.type("/try es\t joe@example.com\r", r"Rcode = 0"), "a mailer's name is completed", lambda: repr(x.text))
        t.check(x.type("=Scheck_r\t\t", r"check_rcpt"), "what fits is shown where several do", lambda: repr(x.text))
        t.check(x.type("\x15/quit\r", r"/quit"), "the line can be taken back", lambda: repr(x.text))
    finally:
        x.close()


def arguments(t):
    p = subprocess.run([*OURS[:2], "site.cf"], capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=SECONDS, check=False)
    t.check(p.returncode == 2 and "named by -C" in p.stderr, "a file without -C", p.stderr)


def colourless(t, cf):
    for env in ({"TERM": "dumb"}, {"NO_COLOR": "1"}):
        x = Terminal(cf, **env)
        try:
            t.check(x.type("", r"Enter <ruleset> <address>[\s\S]*>") and x.type("canonify joe@example.com\r", r"canonify\S*\s+returns") and not re.search(r"\x1b\[[\d;]*m", x.text), f"no colours with {env}", lambda: repr(x.text))
        finally:
            os.write(x.fd, b"/quit\r")
            x.close()
    x = Terminal(cf, NO_COLOR="")
    try:
        t.check(x.type("canonify joe@example.com\r", r"\x1b\[3\dmcanonify"), "NO_COLOR that is set to nothing is not set", lambda: repr(x.text))
    finally:
        os.write(x.fd, b"/quit\r")
        x.close()


def unwritten(t, cf):
    """A full device is told once, a reader that has gone not at all."""
    with open("/dev/full", "w", encoding="utf-8") as full:
        p = subprocess.run([*OURS, cf], input="3,0 a@b\n" * 1000, stdout=full, stderr=subprocess.PIPE, text=True, timeout=SECONDS, check=False)
    t.check(p.returncode == 2 and p.stderr.count("cannot write standard output: No space left on device") == 1, "output to a full device", f"{p.returncode} {p.stderr}")
    p = subprocess.run(["sh", "-c", f"yes '3,0 a@b' | head -20000 | {' '.join(OURS)} {cf} | head -1"], capture_output=True, text=True, timeout=SECONDS, check=False)
    t.check(p.stdout.startswith("ADDRESS TEST MODE") and "mc2cf bt:" not in p.stderr, "a reader that has gone", p.stderr)


def run(t):
    pairs = [name for name in (os.path.basename(f)[:-3] for f in sorted(glob.glob(f"{DIR}/*.cf"))) if os.path.exists(f"{DIR}/{name}.in")]
    t.check(len(pairs) > 10, "there are lines to ask", str(pairs))
    for name in pairs:
        same(t, name, f"{DIR}/{name}.cf", read(name + ".in"), "--programs")
    reading(t)
    with sitelab.Lab("build/mc2cf") as lab:
        for name, cf in sites(lab):
            for lines in ("commands.in", "addresses.in"):
                same(t, f"{lines} under {name}", cf, read(lines))
            for seed in range(2):
                same(t, f"random lines {seed} under {name}", cf, random_lines(seed, 150))
        permissions(t, lab)
        classes(t, lab)
        directory(t, lab)
        starts(t, lab)
        terminal(t, lab.path("gateway.cf"))
        colourless(t, lab.path("gateway.cf"))
        arguments(t)
        unwritten(t, lab.path("gateway.cf"))
