"""A site in a scratch folder: what tests that run the real sendmail need.

  lab = Lab(compiler)          a scratch folder that sendmail trusts, removed by lab.close()
  lab.lay(folder, hosts)       builds the folder's tables with makemap, copies its other files, writes
                               service.switch and hosts so that no name is asked of the network
  lab.compile(mc, cf, extra)   runs the compiler with MAIL_SETTINGS_DIR pointing into the scratch folder
  bt(cf, lines)                what sendmail -bt prints for each input line

The compiler is a command that takes `-D name=value … FILE.mc` and prints the .cf, such as build/mc2cf;
the word `stock` stands for m4 with the sendmail-cf package.  Raises Failed with a sentence that says
what did not work, and Missing where a tool that the test needs is not installed.
Standard library only.
"""
import os
import re
import shlex
import shutil
import stat
import subprocess
import tempfile

STOCK_DIRS = ("/usr/share/sendmail/cf/", "/usr/share/sendmail-cf/", "/usr/lib/mail/")
TOOL_DIRS = ("/usr/libexec/sendmail", "/usr/sbin", "/usr/lib/sendmail", "/sbin", "/usr/bin")
TABLES = ("access", "mailertable", "virtusertable", "genericstable", "domaintable", "authinfo")
NOT_SETTINGS = (".mc", ".md", "expect.txt")
# -bt has no way to type the delimiter between two arguments ($|): the copy of a .cf that is asked gets this ruleset, which
# makes it of the two characters.
TWO = "TestTwoArguments"
TWO_RULES = f"\nS{TWO}\nR$* $$| $*\t$: $1 $| $2\n"
SECONDS = 60  # far more than any step takes on a slow machine; a hang must not stop the tests


class Failed(Exception):
    """The test cannot go on: a tool failed where it must not."""


# What sendmail asks for names: the machine's own files, never the network.
SERVICES = "hosts\tfiles\naliases\tfiles\npasswd\tfiles\n"


class Missing(Failed):
    """A tool that the test needs is not on this machine."""


def tool(name):
    """The path of a program of the sendmail package."""
    path = shutil.which(name) or shutil.which(name, path=os.pathsep.join(TOOL_DIRS))
    if not path:
        raise Missing(f"{name} is not installed")
    return path


def stock_command():
    """The stock compiler as words; the options of a single run go behind `m4`."""
    for folder in STOCK_DIRS:
        if os.path.exists(folder + "m4/cf.m4"):
            return [tool("m4"), f"-D_CF_DIR_={folder}"], [folder + "m4/cf.m4"]
    raise Missing("stock's cf/m4/cf.m4 (package sendmail-cf) is not installed")


def trusted(folder):
    """Whether sendmail reads maps below this folder: nobody else may write to it or to a folder above it,
    and a daemon that has given up root can still reach it."""
    path = os.path.realpath(folder)
    while True:
        st = os.stat(path)
        if st.st_mode & (stat.S_IWOTH | stat.S_IWGRP) or st.st_uid not in (0, os.geteuid()):
            return False
        if os.geteuid() == 0 and not st.st_mode & stat.S_IXOTH:
            return False
        if path == "/":
            return True
        path = os.path.dirname(path)


def scratch_base():
    """The first folder in which a trusted scratch folder can be made."""
    build = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "build")
    candidates = [os.environ.get("MC2CF_SCRATCH"), build, "/var/lib", os.path.expanduser("~")]
    for folder in filter(None, candidates):
        if folder == build:
            os.makedirs(folder, exist_ok=True)
        if os.path.isdir(folder) and os.access(folder, os.W_OK) and trusted(folder):
            return folder
    raise Missing("a folder that sendmail trusts (name one in MC2CF_SCRATCH)")


def run(words, **kw):
    """A finished process with its text; never waits for ever."""
    try:
        return subprocess.run(words, capture_output=True, text=True, errors="replace", timeout=SECONDS, **kw)
    except FileNotFoundError as e:
        raise Missing(f"{words[0]} cannot be run: {e.strerror}") from e
    except subprocess.TimeoutExpired as e:
        raise Failed(f"{words[0]} did not end within {SECONDS} s") from e


class Lab:
    """A scratch folder with a site's maps and files."""

    def __init__(self, compiler="stock"):
        self.compiler = compiler
        self.dir = tempfile.mkdtemp(prefix="lab-", dir=scratch_base())
        os.chmod(self.dir, 0o755)
        self.settings = os.path.join(self.dir, "mail") + "/"

    def close(self):
        shutil.rmtree(self.dir, ignore_errors=True)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def path(self, name):
        return os.path.join(self.dir, name)

    def table(self, name, text):
        """Builds the map `name` from its source text, as an administrator would."""
        p = run([tool("makemap"), "hash", self.settings + name + ".db"], input=text)
        if p.returncode or p.stderr:
            raise Failed(f"makemap {name}: {p.stderr.strip()}")

    def write(self, name, text):
        with open(self.settings + name, "w", encoding="utf-8") as f:
            f.write(text)

    def lay(self, folder, hosts=(), replace=None):
        """Lays out the site of an example folder.  hosts: lines of a hosts file; replace: name → text
        that takes the place of a source file of that name (None: leave it out)."""
        replace = replace or {}
        os.makedirs(self.settings, exist_ok=True)
        for name in sorted(set(os.listdir(folder)) | set(replace)):
            source = os.path.join(folder, name)
            if name.endswith(NOT_SETTINGS) or os.path.isdir(source) or replace.get(name, "") is None:
                continue
            if name in replace:
                text = replace[name]
            else:
                with open(source, encoding="utf-8") as f:
                    text = f.read()
            if name in TABLES:
                self.table(name, text)
            else:
                self.write(name, text)
        self.write("service.switch", SERVICES)
        self.write("hosts", "127.0.0.1 localhost\n" + "".join(f"{h}\n" for h in hosts))

    def defines(self, extra=()):
        return [f"MAIL_SETTINGS_DIR={self.settings}", f"confSERVICE_SWITCH_FILE={self.settings}service.switch",
                f"confHOSTS_FILE={self.settings}hosts", *extra]

    def compile(self, mc, cf, extra=()):
        """Compiles mc into the file cf of the scratch folder; returns its path.  Not a word may be said."""
        options = [w for d in self.defines(extra) for w in ("-D", d)]
        if self.compiler == "stock":
            before, after = stock_command()
            words = [*before, *options, *after, mc]
        else:
            words = [*shlex.split(self.compiler), *options, mc]
        p = run(words)
        if p.returncode or p.stderr.strip():
            raise Failed(f"compiling {mc}: exit status {p.returncode}\n{p.stderr.strip()}")
        path = self.path(cf)
        with open(path, "w", encoding="utf-8", errors="surrogateescape") as f:
            f.write(p.stdout)
        return path


def bt(cf, lines):
    """What `sendmail -bt` prints for each input line, and what it says on standard error."""
    p = run([tool("sendmail"), "-bt", "-C", cf], input="\n".join(lines) + "\n")
    flat = []
    for chunk in re.split(r"(?m)^> ", p.stdout)[1:]:
        while chunk.startswith("> "):  # a line that prints nothing leaves two prompts side by side
            flat.append("")
            chunk = chunk[2:]
        flat.append(chunk)
    if len(flat) < len(lines):
        raise Failed(f"sendmail -bt answered {len(flat)} of {len(lines)} lines under {cf}\n{(p.stdout + p.stderr).strip()[-500:]}")
    return flat, p.stderr
