"""The command line: what goes where, exit statuses, and that an output file is whole or untouched."""
import os
import resource
import shutil
import signal
import stat
import subprocess
import time

import mc
import sitelab

GOOD = "OSTYPE(`linux')\nMAILER(`local')\nMAILER(`smtp')\n"
BAD = GOOD + "FEATURE(`no_such_feature')\n"


class Place:
    """A scratch folder, and mc2cf run in it."""

    def __init__(self, lab):
        self.dir, self.program = lab.dir, os.path.abspath(mc.compiler())
        for name, text in (("good.mc", GOOD), ("bad.mc", BAD)):
            self.write(name, text)

    def write(self, name, text):
        with open(os.path.join(self.dir, name), "w", encoding="utf-8") as f:
            f.write(text)

    def read(self, name):
        with open(os.path.join(self.dir, name), encoding="utf-8") as f:
            return f.read()

    def run(self, *words, **kw):
        return sitelab.run([self.program, *words], cwd=self.dir, **kw)

    def path(self, name):
        return os.path.join(self.dir, name)

    def leftovers(self, *known):
        return [f for f in os.listdir(self.dir) if f not in ("good.mc", "bad.mc", *known)]


def usage(t, place):
    for words, status, said in (
            (["--no-such"], 2, "unknown option --no-such"), (["--keep-goin", "good.mc"], 2, "did you mean `keep-going'?"),
            (["compiel", "good.mc"], 2, "did you mean `compile'?"), (["-o"], 2, "needs a value"), (["--sandbox=yes", "good.mc"], 2, "takes no value"),
            (["--stop-after=x", "good.mc"], 2, "stages are"), (["good.mc", "bad.mc"], 2, "one .mc file at a time"), (["--color=pink", "good.mc"], 2, "choices are"),
            (["-Wno-nonsense", "good.mc"], 2, "no warning has this code"), (["-Wall", "good.mc"], 2, "-Werror"), (["none.mc"], 2, "none.mc"),
            (["--lib", "/nowhere", "good.mc"], 2, "/nowhere"), (["-o", "x.cf"], 2, "which .mc file?"), (["-D", "=x", "good.mc"], 2, "needs a name"),
            (["-o", "/no/such/folder/x.cf", "good.mc"], 2, "there is no folder `/no/such/folder'"), (["-o", "good.mc", "good.mc"], 2, "is the input")):
        p = place.run(*words)
        t.check(p.returncode == status and said in p.stderr and not p.stdout, "mc2cf " + " ".join(words), f"exit status {p.returncode}: {p.stderr}{p.stdout[:200]}")
    t.check(place.read("good.mc") == GOOD, "the input is left alone")
    for words, said in ((["--help"], "--keep-going"), ([], "usage:"), (["help"], "usage:"), (["help", "lint"], "--fail-on"), (["help", "route"], "--client"), (["--version"], "mc2cf "), (["version"], "mc2cf ")):
        p = place.run(*words)
        t.check(p.returncode == 0 and said in p.stdout and not p.stderr, " ".join(["mc2cf", *words]), p.stdout + p.stderr)


def orders(t, place):
    text = place.run("good.mc").stdout
    t.check(text.count("\nR") > 100, "without -o the result goes to standard output")
    for words in (["-o", "x.cf", "good.mc"], ["good.mc", "-o", "x.cf"], ["good.mc", "-ox.cf"], ["--output=x.cf", "good.mc"], ["--output", "x.cf", "--", "good.mc"],
                  ["compile", "good.mc", "-o", "x.cf"], ["-o", "x.cf", "--keep-going", "good.mc"]):
        p = place.run(*words)
        same = os.path.exists(place.path("x.cf")) and place.read("x.cf") == text
        t.check(p.returncode == 0 and not p.stdout and same, "mc2cf " + " ".join(words), p.stderr)
        if same:
            os.unlink(place.path("x.cf"))
    p = place.run("-", input=GOOD)
    t.check(p.returncode == 0 and p.stdout.count("\nR") == text.count("\nR"), "- is standard input", p.stderr)
    t.check("confLOG_LEVEL" in place.run("-DconfLOG_LEVEL=3", "--stop-after=records", "good.mc").stdout, "--stop-after=records", "no conf name in the records")
    t.check("good.mc:" in place.run("--stop-after=ir", "good.mc").stdout, "--stop-after=ir names the lines that asked")
    place.write("asked.mc", "OSTYPE(`linux')\nFEATURE(`access_db')\ndefine(`confRELAY_MSG', `\"550 Not here\"')\nMAILER(`smtp')\n")
    dump = place.run("--stop-after=ir", "asked.mc").stdout
    cf = [line for line in place.run("asked.mc").stdout.splitlines() if line.startswith("R")]
    rules = [line.split(": rule: ", 1) for line in dump.splitlines() if ": rule: " in line]
    same = [" ".join(line.split()).startswith(" ".join(rule.split())) for line, (_, rule) in zip(cf, rules)]  # a rule may have a comment behind it
    t.check(len(cf) == len(rules) and all(same), "--stop-after=ir spells rules as the sendmail.cf does")
    for words, line in (("\"550 Not here\"", 3), ("$#discard", 2), ("$(arith l", 2)):
        t.check(any(words in rule and where.endswith(f"<- asked.mc:{line}") for where, rule in rules), f"--stop-after=ir knows which line asked for {words}")
    os.unlink(place.path("asked.mc"))
    t.check("O MaxMessageSize=3\n" in place.run("-D", "confMAX_MESSAGE_SIZE=3", "good.mc").stdout, "-D NAME=VALUE")
    p = place.run("--stats", "good.mc")
    t.check(p.stdout == text and " ms\n" in p.stderr, "--stats", p.stderr)
    t.check(place.run("good.mc").stdout == text, "the same input gives the same bytes")


def errors(t, place):
    place.write("x.cf", "old\n")
    p = place.run("bad.mc", "-o", "x.cf")
    t.check(p.returncode == 1 and place.read("x.cf") == "old\n", "with errors the old file stays", p.stderr)
    t.check("bad.mc:4:" in p.stderr and "\033" not in p.stderr, "the error has its place, and no colours in a file", p.stderr)
    t.check("\033[" in place.run("--color", "bad.mc").stderr, "--color")
    p = place.run("--keep-going", "bad.mc", "-o", "x.cf")
    t.check(p.returncode == 1 and place.read("x.cf").count("\nR") > 100, "--keep-going writes all the same", p.stderr)
    os.unlink(place.path("x.cf"))


def folders(t, place):
    """What is not found says where it is instead."""
    for folder in ("feat/feature", "site/feature", "low"):
        os.makedirs(place.path(folder))
    for name in ("feat/feature/own.m4", "site/feature/mine.m4", "low/flat.m4", "site/part.m4"):
        place.write(name, "divert(-1)\ndivert(0)\n")
    place.write("site/a.mc", GOOD.replace("MAILER", "FEATURE(`own')\nFEATURE(`mine')\nFEATURE(`flat')\ninclude(`part.m4')dnl\nMAILER", 1))
    said = place.run("-I", "feat/feature/", "-I", "low", "site/a.mc").stderr
    for words in ("it is in `feat/feature', but -I names the folder above feature/: use -I feat\n", "`site/feature/mine.m4' is there: run mc2cf with -I site\n",
                  "`low/flat.m4' is not looked at: put it into `low/feature/'", "`site/part.m4' is there: run mc2cf with -I site\n"):
        t.check(words in said, "help: " + words.strip(), said)
    os.makedirs(place.path("low/feature"))
    os.rename(place.path("low/flat.m4"), place.path("low/feature/flat.m4"))
    p = place.run("-I", "feat", "-I", "low/", "-I", "site", "site/a.mc")
    t.check(p.returncode == 0 and not p.stderr, "as the help says, they are found", p.stderr)
    for folder in ("feat", "site", "low"):
        shutil.rmtree(place.path(folder))


def stock_folder(t, place):
    """-I with the folder of sendmail's own m4 files takes nothing from it that is here under the same name."""
    stock = next((folder for folder in sitelab.STOCK_DIRS if os.path.exists(folder + "hack/xconnect.m4")), None)
    if stock is None:
        t.skips("-I with sendmail's own folder", "no sendmail-cf")
        return
    place.write("hack.mc", "OSTYPE(`debian')\nDOMAIN(`debian-mta')\nFEATURE(`access_db')\nHACK(`xconnect')\nMAILER(`smtp')\n")
    alone, p = place.run("hack.mc"), place.run("-I", stock, "hack.mc")
    t.check(p.returncode == 0 and "Sx_connect" in p.stdout and (p.stdout, p.stderr) == (alone.stdout, alone.stderr), "-I with sendmail's own folder changes nothing", p.stderr)
    os.unlink(place.path("hack.mc"))


def files(t, place):
    place.write("x.cf", "old\n")
    os.chmod(place.path("x.cf"), 0o640)
    if os.geteuid() == 0:
        os.chown(place.path("x.cf"), 1234, 2345)
    place.run("good.mc", "-o", "x.cf")
    st = os.stat(place.path("x.cf"))
    t.check(place.read("x.cf") != "old\n" and stat.S_IMODE(st.st_mode) == 0o640, "the old file's mode is kept", oct(st.st_mode))
    if os.geteuid() == 0:
        t.check((st.st_uid, st.st_gid) == (1234, 2345), "the old file's owner is kept")
    os.symlink("x.cf", place.path("link.cf"))
    place.write("x.cf", "old\n")
    place.run("good.mc", "-o", "link.cf")
    t.check(os.path.islink(place.path("link.cf")) and place.read("x.cf") != "old\n", "a symbolic link is written through")
    os.symlink("new.cf", place.path("dangling.cf"))
    place.run("good.mc", "-o", "dangling.cf")
    t.check(os.path.islink(place.path("dangling.cf")) and place.read("new.cf").count("\nR") > 100, "a link to no file yet makes the file")
    p = place.run("good.mc", "-o", "/dev/stdout")
    t.check(p.stdout.count("\nR") > 100 and os.path.islink("/dev/stdout"), "/dev/stdout", p.stderr)
    p = place.run("good.mc", "-o", "/dev/null")
    t.check(p.returncode == 0 and stat.S_ISCHR(os.stat("/dev/null").st_mode), "a device is written through")
    os.mkfifo(place.path("fifo"))
    with subprocess.Popen(["cat", place.path("fifo")], stdout=subprocess.PIPE, text=True) as reader:
        p = place.run("good.mc", "-o", "fifo")
        t.check(reader.communicate(timeout=10)[0].count("\nR") > 100 and p.returncode == 0, "a pipe is written through", p.stderr)
    t.check(not place.leftovers("x.cf", "link.cf", "new.cf", "dangling.cf", "fifo", "mail"), "no temporary files are left", place.leftovers())


def heed_interrupts():
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a test that runs behind a shell's & has them ignored


def await_child(pid):
    """Waits until the process has started one of its own."""
    for _ in range(1000):
        with open(f"/proc/{pid}/task/{pid}/children", encoding="ascii") as f:
            if f.read().strip():
                return
        time.sleep(0.01)
    raise sitelab.Failed(f"process {pid} starts no other")


def copies(t, place):
    """A .mc from standard input is copied for m4: the copy does not stay, even where a signal ends the run."""
    os.mkdir(place.path("tmp"))
    env = {**os.environ, "TMPDIR": place.path("tmp")}
    for words in ([], ["--sandbox"]):
        p = place.run(*words, "-", input=GOOD.replace("MAILER", "FEATURE(`no_such')\nMAILER", 1), env=env)
        t.check("<stdin>:2:1: error" in p.stderr and not os.listdir(place.path("tmp")), " ".join(["mc2cf", *words, "-"]), p.stderr)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        with subprocess.Popen([place.program, "-"], cwd=place.dir, env=env, preexec_fn=heed_interrupts, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as p:
            p.stdin.write(b"define(`f', `f($1)')f(1)\n")
            p.stdin.close()
            await_child(p.pid)  # m4 is at it
            p.send_signal(number)
            p.wait()
            t.check(p.returncode == -number and not os.listdir(place.path("tmp")), f"signal {number} leaves no copy", os.listdir(place.path("tmp")))
    os.rmdir(place.path("tmp"))


def limit_files():
    # more than the compiler hands to m4, less than it writes
    resource.setrlimit(resource.RLIMIT_FSIZE, (24 * 1024, 24 * 1024))


def failures(t, place):
    place.write("x.cf", "old\n")
    place.write("long.mc", "OSTYPE(`linux')dnl\nFEATURE(`access_db')dnl\nFEATURE(`mailertable')dnl\nMAILER(`local')dnl\nMAILER(`smtp')dnl\n")
    p = place.run("long.mc", "-o", "x.cf", preexec_fn=limit_files)
    os.remove(place.path("long.mc"))
    t.check(p.returncode == 2 and place.read("x.cf") == "old\n" and "x.cf: " in p.stderr, "a file that cannot be written whole stays as it was", p.stderr)
    if os.path.exists("/dev/full"):
        with open("/dev/full", "w", encoding="utf-8") as full:
            p = subprocess.run([place.program, "good.mc"], cwd=place.dir, stdout=full, stderr=subprocess.PIPE, text=True, timeout=sitelab.SECONDS)
        t.check(p.returncode == 2 and "standard output" in p.stderr, "a full standard output is noticed", p.stderr)
    p = place.run("--by-m4", "good.mc", env={"PATH": "/nowhere"})
    t.check(p.returncode == 2 and "m4" in p.stderr, "no m4", p.stderr)
    os.unlink(place.path("x.cf"))
    left = place.leftovers("link.cf", "new.cf", "dangling.cf", "fifo", "mail")
    t.check(not left, "no temporary files are left after failures", left)


def run(t):
    mc.compiler()
    with sitelab.Lab() as lab:
        place = Place(lab)
        for part in (usage, orders, errors, folders, stock_folder, copies, files, failures):
            part(t, place)
