"""How m4 is run: what the frozen prelude may be, what a sandbox keeps out, whose fault it is when m4 fails."""
import os
import resource
import shutil
import time

import mc
import sitelab

GOOD = "OSTYPE(`linux')\nMAILER(`local')\nMAILER(`smtp')\n"


class Place:
    """A scratch folder with a copy of the library, and mc2cf run in it."""

    def __init__(self, lab):
        self.dir, self.program = lab.dir, os.path.abspath(mc.compiler())
        self.lib = lab.path("lib")
        for folder in ("macros", "templates"):
            shutil.copytree(folder, f"{self.lib}/{folder}")
        version = sitelab.run([self.program, "--version"]).stdout.split()[-1]
        self.frozen = f"{self.lib}/macros/mc2cf-{version}.m4f"
        shutil.copy(f"build/gen/macros/mc2cf-{version}.m4f", self.frozen)

    def write(self, name, text):
        with open(os.path.join(self.dir, name), "w", encoding="latin-1") as f:
            f.write(text)
        return name

    def run(self, *words, **kw):
        return sitelab.run([self.program, "--by-m4", f"--lib={self.lib}", *words], cwd=self.dir, **kw)


def frozen(t, place):
    place.write("good.mc", GOOD)
    want = place.run("good.mc").stdout
    with open(place.frozen, "rb") as f:
        state = f.read()
    lines = state.split(b"\n")
    # by halves: between two lines, in a line; another version; a line that is none
    for name, damaged in (("cut off between lines", b"\n".join(lines[:len(lines) // 2]) + b"\n"), ("cut off", state[:len(state) // 2]), ("empty", b""),
                          ("of another version", state.replace(b"\nV1\n", b"\nV9\n", 1)), ("with a broken line", state.replace(b"\nV1\n", b"\nV1\nnonsense\n", 1))):
        with open(place.frozen, "wb") as f:
            f.write(damaged)
        p = place.run("good.mc")
        t.check(p.returncode == 0 and p.stdout == want and not p.stderr, f"a frozen prelude that is {name} is not used", p.stderr[:500])
    with open(place.frozen, "wb") as f:
        f.write(state)
    second = time.time_ns() - 10**9
    os.utime(place.frozen, ns=(second, second))  # two writes within a tick of the clock would look alike
    name = f"{place.lib}/macros/feature/always_add_domain.m4"
    place.write(name, "define(`confLOG_LEVEL', `77')\n")
    place.write("new.mc", GOOD.replace("MAILER", "FEATURE(`always_add_domain')\nMAILER", 1))
    t.check("LogLevel=77" in place.run("new.mc").stdout, "a file that came into macros/feature counts at once")
    os.unlink(name)
    stamp = time.time_ns()
    os.utime(place.frozen, ns=(stamp, stamp))
    for path in ("feature", "../templates/feature", "mc2cf.m4", "directives.m4"):
        os.utime(f"{place.lib}/macros/{path}", ns=(stamp, stamp - 1))
    with open(f"{place.lib}/macros/directives.m4", "a", encoding="ascii") as f:
        f.write("_m4_define(`confLOG_LEVEL', `78')_m4_dnl\n")
    os.utime(f"{place.lib}/macros/directives.m4", ns=(stamp, stamp + 1))
    t.check("LogLevel=78" in place.run("good.mc").stdout, "a nanosecond makes a frozen prelude too old")


def other_m4(t, place):
    os.mkdir(os.path.join(place.dir, "bin"))
    fake = os.path.join(place.dir, "bin", "m4")
    for body, what in (("echo hello", "prints something else"), ("exit 0", "does nothing"), ("echo 'usage: m4' >&2; exit 1", "complains")):
        with open(fake, "w", encoding="ascii") as f:
            f.write("#!/bin/sh\n" + body + "\n")
        os.chmod(fake, 0o755)
        p = place.run("good.mc", env={**os.environ, "PATH": os.path.dirname(fake) + ":" + os.environ["PATH"]})
        t.check(p.returncode == 2 and not p.stdout and "m4" in p.stderr, f"an m4 that {what} is the tool's failure", p.stderr)


def quotes(t, place):
    """Our bundles have m4's own quotes, whatever the author's are."""
    plain = "OSTYPE(`debian')\nDOMAIN(`debian-mta')\nFEATURE(`access_db')\nMAILER(`local')\nMAILER(`smtp')\n"
    place.write("plain.mc", "\n" + plain)
    place.write("brackets.mc", "changequote([,])\n" + plain.replace("`", "[").replace("'", "]"))
    want, got = place.run("plain.mc"), place.run("brackets.mc")
    rules = [[line for line in p.stdout.splitlines() if line[:1] in "RODCMK"] for p in (want, got)]
    t.check(got.returncode == 0 and rules[0] == rules[1], "other quotes of the author's do not reach our bundles", got.stderr)


def includes(t, place):
    stock = next((f for f in (d + "m4/cf.m4" for d in sitelab.STOCK_DIRS) if os.path.exists(f)), "/none/cf.m4")
    place.write("sinclude.mc", f"divert(-1)\nsinclude(`{stock}')\n" + GOOD)
    p = place.run("sinclude.mc")
    t.check(p.returncode == 0 and "\nR" in p.stdout and not p.stderr, "sinclude(cf.m4) is include(cf.m4)", p.stderr)
    own = os.path.join(place.dir, "own", "feature")
    os.makedirs(own)
    place.write("own/feature/x\017)errprint(`gone wrong', \016.m4", "\n")
    p = place.run("-I", "own", "good.mc")
    t.check(p.returncode == 0 and not p.stderr, "file names are no m4 text", p.stderr)


def output(t, place):
    """What the .mc reads is not written over."""
    place.write("part.m4", "dnl nothing is left of it\n")
    place.write("whole.mc", GOOD + "include(`part.m4')")
    p = place.run("whole.mc", "-o", "part.m4")
    with open(os.path.join(place.dir, "part.m4"), encoding="ascii") as f:
        t.check(p.returncode == 2 and f.read().startswith("dnl nothing"), "-o does not write over an included file", p.stderr)
    place.write("-", GOOD)
    p = place.run("-", "-o", "./-", input=GOOD)
    t.check(p.returncode == 0, "a file that is called - is not standard input", p.stderr)


def sandbox(t, place):
    outside = next((f for f in ("/usr/lib/os-release", "/etc/passwd") if os.path.isfile(f)), None)
    for call, told in ((f"undivert(`{outside}')", "2:1: error"), (f"_m4_include(`{outside}')", "2:1: error"), (f"include(`{outside}')", "2:1: error")):
        place.write("out.mc", "OSTYPE(`linux')\n" + call + "\nMAILER(`smtp')\n")
        p = place.run("--sandbox", "--keep-going", "out.mc")
        if "no Landlock" in p.stderr:
            t.skips("sandbox", "this system has no Landlock")
            return
        with open(outside, encoding="utf-8") as f:
            text = f.readline().strip()
        t.check(p.returncode == 1 and told in p.stderr and "MC0119" in p.stderr and text not in p.stdout, f"--sandbox: {call}", p.stderr)
    place.write("near.m4", "dnl\n")
    place.write("near.mc", "OSTYPE(`linux')\ninclude(`near.m4')\nundivert(`near.m4')\nMAILER(`smtp')\n")
    p = place.run("--sandbox", "near.mc")
    t.check("MC0119" not in p.stderr, "--sandbox: a file beside the .mc may be read", p.stderr)
    if os.geteuid() == 0:
        os.chmod(os.path.join(place.dir, "near.m4"), 0)
        os.chmod(os.path.join(place.dir, "near.mc"), 0o644)
        try:
            p = place.run("--sandbox", "near.mc", preexec_fn=lambda: os.setuid(65534))
        except PermissionError:
            t.skips("--sandbox: an unreadable file", "nobody but root gets at this checkout")
            return
        t.check("MC0105" in p.stderr and "outside" not in p.stderr, "--sandbox: an unreadable file beside the .mc lies not outside", p.stderr)


def limits(t, place):
    place.write("long.mc", GOOD + "LOCAL_CONFIG\n" + "".join(f"D{{Name{i}}}{'x' * 60}\n" for i in range(2000)))
    p = place.run("long.mc", preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (60 * 1024, 60 * 1024)))
    t.check(p.returncode == 2 and "MC0108" not in p.stderr, "a limit on our own files is no fault of the .mc", p.stderr)
    p = place.run("-", input=GOOD, env={**os.environ, "TMPDIR": "/none"})
    t.check(p.returncode == 2 and "/none/" in p.stderr, "a TMPDIR that is not there is named", p.stderr)
    place.write("a:7:b.mc", "OSTYPE(`linux')\ninclude(`none.m4')\nMAILER(`smtp')\n")
    p = place.run("a:7:b.mc")
    t.check("a:7:b.mc:2:10: error" in p.stderr, "a name with colons keeps its places", p.stderr)


def large(t, place):
    """The time that checks take grows with the input, not with its square."""
    for name, line in (("rulesets", "Scheck_mai{0}\nR$*\t$1\n"), ("calls", "R$*\t$>nosuch{0} $1\n"), ("maps", "R$*\t$(nosuch{0} $1 $)\n")):
        place.write("large.mc", GOOD + "LOCAL_RULESETS\nSown\n" + "".join(line.format(i) for i in range(20000)))
        before = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime
        place.run("-o", "/dev/null", "large.mc")
        seconds = resource.getrusage(resource.RUSAGE_CHILDREN).ru_utime - before
        t.check(seconds < 3, f"20,000 {name} are checked within seconds", f"{seconds:.1f} s")


def run(t):
    with sitelab.Lab() as lab:
        place = Place(lab)
        for part in (frozen, other_m4, quotes, includes, output, sandbox, limits, large):
            part(t, place)
