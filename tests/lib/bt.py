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

import sitelab

DIR = "tests/rewrite/bt"
OURS = ["build/mc2cf", "bt", "-C"]
SECONDS = 60
GENERIC = "OSTYPE(`linux')dnl\nDOMAIN(`generic')dnl\nMAILER(`local')dnl\nMAILER(`smtp')dnl\n"
PARTS = ["a", "b@c", "joe@example.com", "<a@b>", "(c)", '"q r"', "Joe", "O'Neil", "J. Doe", " ", " ", " ", "foo", "[192.0.2.1]", "a%b@c", "x!y", "root",
         "(x y)", "|prog", "/etc/x", "joe@lists.example.com", "1234@fax.example.com", "\\", "é"]


def ask(words, text):
    p = subprocess.run(words, input=text.encode("utf-8"), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=SECONDS, check=False)
    return f"{p.stdout.decode('latin-1')}\nstatus {p.returncode}\n"


def same(t, name, cf, text):
    theirs, ours = ask([sitelab.tool("sendmail"), "-bt", "-C", cf], text), ask([*OURS, cf], text)
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
        for letter, name in (("O DeliveryMode=z", "stops"), ("O EightBitMode=x", "stops too"), ("V9/Berkeley", "level 9"), ("V11", "level 11"), ("#", "nothing"), ("O T=1", "ambiguous")):
            found.append(f"{d}/{name}.cf")
            with open(found[-1], "w", encoding="utf-8") as f:
                f.write(f"O NoSuchOption=1\n{letter}\nO NoSuchOption=2\n")
        for cf in found:
            p, q = (subprocess.run([*words, cf], input=b"/quit\n", capture_output=True, timeout=SECONDS, check=False) for words in ([sitelab.tool("sendmail"), "-bt", "-C"], OURS))
            t.check(p.stdout == q.stdout and p.returncode == q.returncode != 0, f"what is said of {os.path.basename(cf)}",
                    lambda p=p, q=q: f"{p.returncode} {q.returncode}\n" + "\n".join(difflib.unified_diff(
                        p.stdout.decode("latin-1").splitlines(), q.stdout.decode("latin-1").splitlines(), "sendmail", "mc2cf", lineterm="", n=0)))


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


def run(t):
    for name in ("mailers", "parse", "codes", "faults", "queuegroup", "later", "operators", "words", "header", "crack", "lines", "classes", "blanks"):
        same(t, name, f"{DIR}/{name}.cf", read(name + ".in"))
    reading(t)
    with sitelab.Lab("build/mc2cf") as lab:
        for name, cf in sites(lab):
            for lines in ("commands.in", "addresses.in"):
                same(t, f"{lines} under {name}", cf, read(lines))
            for seed in range(2):
                same(t, f"random lines {seed} under {name}", cf, random_lines(seed, 150))
        permissions(t, lab)
        starts(t, lab)
        terminal(t, lab.path("gateway.cf"))
        colourless(t, lab.path("gateway.cf"))
