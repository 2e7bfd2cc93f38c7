"""The source map: each line of a sendmail.cf has its origin, in a file, in comments, and in words for who asks."""
import json
import os
import resource
from concurrent.futures import ThreadPoolExecutor

import compare
import mc
import sitelab

FILES = {
    "site.mc": """divert(-1)
divert(0)dnl
define(`MYPORT', `DAEMON_OPTIONS(`Port=$1, Name=X$1')')dnl
define(`SECURE', `define(`confLOG_LEVEL', `12')MYPORT(`2525')')dnl
OSTYPE(`linux')dnl
DOMAIN(`generic')dnl
include(`more.m4')dnl
SECURE
FEATURE(`own')dnl
MAILER(`smtp')dnl
LOCAL_CONFIG
DFfoo
LOCAL_RULESETS
SLocal_check_mail
R$*	$@ $1
""",
    "inc/more.m4": "FEATURE(`access_db')dnl\ndefine(`confMAX_HOP', `30')dnl\nMYPORT(`26')dnl\n",
    "inc/feature/own.m4": "divert(-1)\ndefine(`confBIND_OPTS', `-DNSRCH')\nLOCAL_CONFIG\nKown hash /etc/mail/own\n",
}

# The beginning of a line, and what is said of it.
SAID = (
    ("Kaccess ", ["what:      map access", "asked by:  inc/more.m4:1:1: FEATURE(`access_db')", "through:   site.mc:7:1: include(`more.m4')", "template:  templates/feature/access_db.cf:7"]),
    ("CEroot", ["what:      class E", "asked by:  macros/domain/generic.m4:7:1: EXPOSED_USER(`root')", "through:   site.mc:6:1: DOMAIN(`generic')"]),
    ("Kown ", ["what:      map own", "asked by:  inc/feature/own.m4:3:1: LOCAL_CONFIG", "through:   site.mc:9:1: FEATURE(`own')", "text:      inc/feature/own.m4:4"]),
    ("DFfoo", ["what:      macro F", "asked by:  site.mc:11:1: LOCAL_CONFIG", "text:      site.mc:12"]),
    ("O ResolverOptions", ["what:      option ResolverOptions", "asked by:  inc/feature/own.m4:2:1: define(`confBIND_OPTS')", "through:   site.mc:9:1: FEATURE(`own')"]),
    ("O AliasWait", ["what:      option AliasWait", "asked by:  nobody: it is the default; define(`confALIAS_WAIT', ...) sets it", "template:  templates/main.cf:"]),
    ("O LogLevel", ["what:      option LogLevel", "asked by:  site.mc:8:1: define(`confLOG_LEVEL')", "through:   site.mc:4:1: macro SECURE"]),
    ("O DaemonPortOptions=Port=26,", ["what:      option DaemonPortOptions", "asked by:  inc/more.m4:3:1: DAEMON_OPTIONS(`Port=26, Name=X26')", "through:   site.mc:3:1: macro MYPORT",
                                      "through:   site.mc:7:1: include(`more.m4')"]),
    ("O DaemonPortOptions=Port=2525,", ["what:      option DaemonPortOptions", "asked by:  site.mc:8:1: DAEMON_OPTIONS(`Port=2525, Name=X2525')", "through:   site.mc:3:1: macro MYPORT",
                                        "through:   site.mc:4:1: macro SECURE"]),
    ("R$*\t$@ $1", ["what:      rule of ruleset Local_check_mail", "asked by:  site.mc:13:1: LOCAL_RULESETS", "text:      site.mc:15"]),
    ("Mesmtp,", ["what:      mailer esmtp", "asked by:  site.mc:10:1: MAILER(`smtp')", "template:  templates/mailer/smtp.cf:"]),
    ("Mlocal,", ["what:      mailer local", "asked by:  MAILER(`local'), which the end of the .mc brings", "template:  templates/mailer/local.cf:"]),
    ("HReceived:", ["what:      header Received", "template:  templates/rules/headers.cf:"]),
    ("", ["what:      a blank line"]),
)

# Comments of --annotate above a line that begins so; NUMBER stands for a template's line.
ANNOTATED = (
    ("Kaccess ", "#@ site.mc:7:1: include(`more.m4') > inc/more.m4:1:1: FEATURE(`access_db') > templates/feature/access_db.cf:7"),
    ("O LogLevel", "#@ site.mc:4:1: macro SECURE > site.mc:8:1: define(`confLOG_LEVEL')"),
    ("O AliasWait", "#@ templates/main.cf:NUMBER (the default; confALIAS_WAIT sets it)"),
    ("SLocal_check_mail\nR$*", "#@ site.mc:13:1: LOCAL_RULESETS > site.mc:14-15"),
)


class Place:
    def __init__(self, lab):
        self.dir, self.program = lab.dir, os.path.abspath(mc.compiler())
        for name, text in FILES.items():
            os.makedirs(os.path.dirname(lab.path(name)), exist_ok=True)
            self.write(name, text)

    def path(self, name):
        return os.path.join(self.dir, name)

    def write(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as f:
            f.write(text)

    def read(self, name):
        with open(self.path(name), encoding="utf-8") as f:
            return f.read()

    def run(self, *words, **kw):
        return sitelab.run([self.program, *words], cwd=self.dir, **kw)


def fnv(line):
    h = 2166136261
    for byte in line:
        h = (h ^ byte) * 16777619 & 0xffffffff
    return f"{h:08x}"


def faults(cf, found, folder):
    """What is wrong with a map of the sendmail.cf whose bytes are cf, a line each."""
    lines = cf.split(b"\n")[:-1]
    if len(lines) != len(found["lines"]):
        yield f"{len(lines)} lines, {len(found['lines'])} in the map"
    for i, (line, row) in enumerate(zip(lines, found["lines"]), 1):
        if (row["line"], row["sum"]) != (i, fnv(line)):
            yield f"{i}: the sum is not of this line"
        writers = row["kind"] in ("blank", "heading", "origin")
        if writers != (not any(key in row for key in ("template", "own", "directive"))):
            yield f"{i}: {row} has {'an' if writers else 'no'} origin: {line}"
        if writers and line and not line.startswith(b"#"):
            yield f"{i}: {row['kind']} is said of {line}"
        for key in ("template", "own", "directive"):
            yield from place_faults(i, key, row, found, folder)


def place_faults(i, key, row, found, folder):
    place = row.get(key, {})
    if "line" not in place:
        return
    base = found["library"] if place["file"].startswith(("templates/", "macros/")) else folder
    with open(os.path.join(base, place["file"]), encoding="latin-1") as f:
        text = f.read().split("\n")
    if not 0 < place["line"] <= len(text):
        yield f"{i}: {place} is no place"
    elif key == "template" and row["kind"] in ("rule", "map", "ruleset") and text[place["line"] - 1][:1] not in ("R", "K", "S"):
        yield f"{i}: {row['kind']} is not made by {text[place['line'] - 1]}"
    elif key == "directive" and "through" not in row and not text[place["line"] - 1][place["col"] - 1:].startswith(place["name"]):
        yield f"{i}: {place} is not there: {text[place['line'] - 1]}"


def every_line(path):
    """Of a .mc: each line of its sendmail.cf has an origin, plain and annotated; comments change nothing else."""
    folder, name = os.path.split(os.path.abspath(path))
    with sitelab.Lab() as lab:
        words = [os.path.abspath(mc.compiler()), *mc.include_of(os.path.join(folder, name)), name]
        plain = sitelab.run(words, cwd=folder, encoding="latin-1").stdout
        texts = []
        for more in ([], ["--annotate"]):
            sitelab.run([*words, *more, "-o", lab.path("x.cf"), "--map", lab.path("x.map")], cwd=folder)
            with open(lab.path("x.map"), encoding="utf-8") as f, open(lab.path("x.cf"), "rb") as cf:
                found, text = json.load(f), cf.read()
            wrong = list(faults(text, found, folder))
            if wrong:
                return "\n".join(wrong)
            texts.append(text)
        without = b"".join(line for line in texts[1].splitlines(True) if not line.startswith(b"#@"))
        return "" if plain.encode("latin-1") == texts[0] == without else "the annotated text differs in more than its comments"


def words_of(place, number):
    return [line.strip() for line in place.run("where", "-I", "inc", f"site.cf:{number}").stdout.splitlines()]


def where(t, place):
    p = place.run("-I", "inc", "site.mc", "-o", "site.cf", "--map", "site.map")
    lines = place.read("site.cf").split("\n")
    t.check(p.returncode == 0 and not p.stdout + p.stderr, "--map", p.stderr)
    for begins, wanted in SAID:
        number = next(i for i, line in reversed(list(enumerate(lines[:-1], 1))) if line.startswith(begins) and (begins or not line))
        got = words_of(place, number)
        same = got[0] == f"site.cf:{number}: {lines[number - 1]}".strip() and len(got) == len(wanted) + 1 and \
            all(g == w or (w.endswith(".cf:") and g.startswith(w)) for g, w in zip(got[1:], wanted))
        t.check(same, f"where {begins or 'nothing'} comes from", "\n".join(got))
        for other in (["--map", "site.map", f"site.cf:{number}"], ["--mc", "site.mc", "-I", "inc", f"site.cf:{number}"]):
            t.check([line.strip() for line in place.run("where", *other).stdout.splitlines()] == got, "where " + " ".join(other[:2]))
        t.check(words_of(place, f"{number}-{number}") == got, f"where of {number}-{number}")
    p = place.run("where", "--map", "site.map", "more.m4:1", "inc/more.m4:2", "site.mc:6-7", "templates/main.cf:17")
    t.check("there is no" not in p.stdout and p.returncode == 2, "a file that is nowhere", p.stderr)
    p = place.run("where", "--map", "site.map", "inc/more.m4:2", "site.mc:12", "templates/main.cf:17", "site.mc:1")
    t.check([line.split(": ", 1)[1] for line in p.stdout.splitlines()] == ["option MaxHopCount", "macro F", "version 10", "nothing in the sendmail.cf comes of this line alone"] and p.returncode == 1,
            "the other way", p.stdout + p.stderr)


def changed(t, place):
    """A sendmail.cf that was edited: what moved is found, what is new is said to be."""
    lines = place.read("site.cf").split("\n")
    number = next(i for i, line in enumerate(lines, 1) if line.startswith("Kaccess "))
    place.write("hand.cf", "\n".join(lines[:number - 1] + ["DXhand"] + lines[number - 1:]))
    p = place.run("where", "--map", "site.map", f"hand.cf:{number}", f"hand.cf:{number + 1}", "hand.cf:2")
    t.check(p.stderr == f"mc2cf: hand.cf is not what site.map describes: they differ from line {number} on\n" and p.returncode == 1, "a changed file is noticed, once", p.stderr)
    t.check(f"hand.cf:{number}: DXhand\n  what:      nothing that site.map makes: written by hand, or made of something else\n" in p.stdout, "a line written by hand", p.stdout)
    t.check(f"hand.cf:{number + 1}: {lines[number - 1]}\n  made as:   line {number}\n  what:      map access\n" in p.stdout and "what:      version 10\n" in p.stdout, "a line that moved", p.stdout)
    p = place.run("where", "-I", "inc", "--mc", "site.mc", f"hand.cf:{number}")
    t.check("hand.cf is not what site.mc makes now: they differ from line" in p.stderr, "a changed file beside its .mc", p.stderr)


def annotated(t, place):
    place.run("-I", "inc", "site.mc", "--annotate", "-o", "noted.cf")
    text = sitelab.re.sub(r"main\.cf:\d+", "main.cf:NUMBER", place.read("noted.cf"))
    for begins, comment in ANNOTATED:
        t.check(f"\n{comment}\n{begins}" in text, f"--annotate: {begins.split(chr(10))[0]}", comment)
    number = next(i for i, line in enumerate(place.read("noted.cf").split("\n"), 1) if line.startswith("Kaccess "))
    p = place.run("where", "-I", "inc", "--mc", "site.mc", f"noted.cf:{number}")
    t.check("map access" in p.stdout and not p.stderr, "where sees that a file is annotated", p.stderr)


def implied(t, place):
    """MAILER(local) comes of the end of the file, also where an include of cf.m4 begins it."""
    for words in ([], ["--by-m4"]):
        place.write("old.mc", "divert(-1)\ninclude(`/usr/share/sendmail/cf/m4/cf.m4')\ndivert(0)dnl\nOSTYPE(`linux')dnl\nMAILER(`smtp')dnl\n")
        place.run(*words, "old.mc", "-o", "old.cf", "--map", "old.map")
        number = next(i for i, line in enumerate(place.read("old.cf").split("\n"), 1) if line.startswith("Mlocal,"))
        p = place.run("where", "--map", "old.map", f"old.cf:{number}")
        t.check("MAILER(`local'), which the end of the .mc brings" in p.stdout, f"an implied MAILER under an include of cf.m4 {words}", p.stdout + p.stderr)


def loads(t, place):
    """sendmail reads the annotated file as it reads the plain one, at any level."""
    for level in ("10", "9", "1"):
        words = ["-I", "inc", "-D", f"CF_LEVEL={level}", "site.mc"]
        place.write("level.mc", f"define(`CF_LEVEL', `{level}')dnl\n" + FILES["site.mc"])
        words = ["-I", "inc", "level.mc"]
        for name, more in (("plain.cf", []), ("noted.cf", ["--annotate"])):
            p = place.run(*words, *more, "-o", name)
            if p.returncode:
                return t.fails(f"level {level}", p.stderr)
        found, n = compare.compare(place.path("plain.cf"), place.path("noted.cf"))
        t.check(not found and n > 100 and "#@" in place.read("noted.cf"), f"sendmail reads an annotated file of level {level} as it reads the plain one", "\n".join(found))


def limit_files():
    resource.setrlimit(resource.RLIMIT_FSIZE, (60 * 1024, 60 * 1024))


def whole_or_not(t, place):
    place.write("old.cf", "old\n")
    place.write("old.map", "old\n")
    for words, status, said in (
            (["--map", "/no/such/folder/x.map"], 2, "there is no folder"), (["--map", "site.mc"], 2, "is the input"), (["--map", "inc/more.m4"], 2, "is a file that the .mc includes"),
            (["--map", "old.cf"], 2, "name the same file"), (["--map", "./old.cf"], 2, "is where the sendmail.cf goes"), (["--map", "old.map", "--stop-after=ir"], 2, "--stop-after asks for something else"),
            (["--annotate", "--stop-after=records"], 2, "--annotate is about"), (["--map", "old.map", "-DconfMAX_HOP=x", "--target=7"], 2, "targets are")):
        p = place.run("-I", "inc", *words, "site.mc", "-o", "old.cf")
        t.check(p.returncode == status and said in p.stderr and place.read("old.cf") == place.read("old.map") == "old\n", " ".join(words), p.stderr)
    p = place.run("-I", "inc", "site.mc", "--map", "-")
    t.check(p.returncode == 2 and "standard output" in p.stderr and not p.stdout, "both to standard output", p.stderr)
    p = place.run("-I", "inc", "--map", "old.map", "site.mc", "-o", "old.cf", preexec_fn=limit_files)
    t.check(p.returncode == 2 and place.read("old.cf") == place.read("old.map") == "old\n", "a map that cannot be written whole leaves both as they were", p.stderr)
    place.write("bad.mc", FILES["site.mc"] + "FEATURE(`no_such')\n")
    p = place.run("-I", "inc", "--map", "old.map", "bad.mc", "-o", "old.cf")
    t.check(p.returncode == 1 and place.read("old.cf") == place.read("old.map") == "old\n", "with errors neither is written", p.stderr)
    p = place.run("-I", "inc", "--map", "-", "site.mc", "-o", "old.cf")
    t.check(json.loads(p.stdout)["output"] == "old.cf" and place.read("old.cf") != "old\n", "a map to standard output", p.stderr)


def bad_questions(t, place):
    for words, said in (
            ([], "which line?"), (["x"], "x is no line"), (["site.cf:0"], "is no line"), (["site.cf:9-3"], "is no line"), (["none.cf:3"], "which .mc has made none.cf?"),
            (["--map", "none", "3"], "none: No such file"), (["--map", "site.mc", "3"], "is no JSON, at byte 1\n"), (["--map", "site.map", "--mc", "site.mc", "3"], "do not go together"),
            (["--map", "site.map", "none.cf:3"], "none.cf: No such file"), (["--mapp", "x", "3"], "did you mean `map'?"), (["--mc", "none.mc", "3"], "none.mc")):
        p = place.run("where", *words)
        t.check(p.returncode == 2 and said in p.stderr and not p.stdout, "mc2cf where " + " ".join(words), p.stderr)
    p = place.run("where", "--map", "site.map", "site.cf:3", "4")
    t.check("\nsite.cf:4: " in p.stdout, "a number behind a place is of the same file", p.stdout)
    p = place.run("where", "--map", "site.map", "99999")
    t.check(p.returncode == 1 and "there is no line 99999, only" in p.stderr, "a line beyond the end", p.stderr)
    place.write("bad.mc", FILES["site.mc"] + "FEATURE(`no_such')\n")
    p = place.run("where", "-I", "inc", "--mc", "bad.mc", "3")
    t.check(p.returncode == 1 and "bad.mc:16:1: error" in p.stderr and not p.stdout, "a .mc with errors", p.stderr)
    text = place.read("site.map")
    for name, other, said in (("2", text.replace('"version": 1', '"version": 2'), "of another version of mc2cf: 2"), ("gap", text.replace('"line": 7,', '"line": 8,', 1), "it has no line 7"),
                              ("list", "[]", "is no source map"), ("flat", '{"version": 1, "lines": [3]}', "it has no line 1")):
        place.write("other.map", other)
        p = place.run("where", "--map", "other.map", "3")
        t.check(p.returncode == 2 and said in p.stderr, f"a map that is none: {name}", p.stderr)
    for end in range(1, len(text) - 2, len(text) // 40):
        place.write("cut.map", text[:end])
        p = place.run("where", "--map", "cut.map", "3")
        t.check(p.returncode == 2 and "cut.map: is no JSON, at byte" in p.stderr, f"a map cut at {end}", f"{p.returncode} {p.stderr}")
    t.check(place.run("where", "--help").stdout.startswith("usage: mc2cf where"), "mc2cf where --help")


def run(t):
    mc.compiler()
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        paths = [path for path in mc.inputs() if "examples/" in path or "/own-" in path or "/local" in path]
        for path, wrong in zip(paths, pool.map(every_line, paths)):
            t.check(not wrong, f"{path}: every line has an origin", wrong)
    with sitelab.Lab() as lab:
        place = Place(lab)
        for part in (where, changed, annotated, implied, loads, whole_or_not, bad_questions):
            part(t, place)
