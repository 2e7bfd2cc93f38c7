"""The checks of mc2cf lint: each finds its bad case, where it is, and leaves its good case alone.

tests/lint/CODE/ holds the cases of one check: bad.X and good.X, where X is mc, cf or a kind of table (access,
aliases …; see --as), or the folders bad/ and good/, and more of them (bad2.mc, good-old.cf); and expect, the places of what is found in the bad case:
FILE:LINE:COLUMN lines.  Beside them may stand `options` for the command line, and bad.files and good.files: what
--files finds, a line `MODE OWNER PATH [DAYS]` each (days since it was changed), over what bad.root/ and good.root/ hold.
"""
import glob
import json
import os
import re
import shutil
import subprocess

import mc
import sitelab

CORPUS = os.environ.get("MC2CF_CORPUS", "../shared/corpus")
FOLDER, SCRATCH, TODAY = "tests/lint", "build/lint", "2026-11-26"
BORN = 1_700_000_000  # when the files of a case were changed, less their days
ROW = re.compile(r"^(MC\d{4}) (error|warning|note) +(\S+) +(\S.*)$", re.M)


def read(path):
    with open(path, encoding="utf-8", errors="replace", newline="") as f:
        return f.read()


def lint(*words, program=None, **kw):
    return sitelab.run([program or mc.compiler(), "lint", "--color=never", "--today", TODAY, *words], **kw)


def checks():
    """Code → name of every check of the lint itself; the compiler's own are below MC1000."""
    return {code: name for code, _, name, _ in ROW.findall(lint("--list").stdout) if code >= "MC1000"}


def cases(folder, word):
    """The words for all cases that begin with bad or good: bad itself, and bad2, bad-other …; it comes first."""
    names = {name.partition(".")[0] for name in os.listdir(folder) if name.partition(".")[2] not in ("files", "root")}
    return sorted(name for name in names if name.startswith(word))


def case(folder, word):
    """The path of a case and how it is looked at."""
    for name in sorted(os.listdir(folder)):
        stem, dot, kind = name.partition(".")
        if stem == word and kind not in ("files", "root"):
            path = os.path.join(folder, name)
            return path, ["--as", kind] if dot else []
    return None, []


def options(folder, word):
    words = read(os.path.join(folder, "options")).split() if os.path.exists(os.path.join(folder, "options")) else []
    listed = os.path.join(folder, word + ".files")
    if not os.path.exists(listed):
        return words
    root = os.path.abspath(os.path.join(SCRATCH, "root"))
    shutil.rmtree(root, ignore_errors=True)
    if os.path.isdir(os.path.join(folder, word + ".root")):
        shutil.copytree(os.path.join(folder, word + ".root"), root)
    os.makedirs(root, exist_ok=True)
    os.chmod(root, 0o755)
    for line in read(listed).splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        mode, owner, path, *days = line.split()
        make_file(root, int(mode, 8), owner, path, *days)
    return words + ["--files", root]


def make_file(root, mode, owner, path, days=0):
    """A file, or with a slash at its end a folder; the folders above are 0755 unless a line before says otherwise."""
    full = root
    parts = path.strip("/").split("/")
    for part in parts[:-1] + ([parts[-1]] if path.endswith("/") else []):
        full = os.path.join(full, part)
        if not os.path.isdir(full):
            os.mkdir(full, 0o755)
            os.chmod(full, 0o755)
    if not path.endswith("/"):
        full = os.path.join(full, parts[-1])
        with open(full, "a", encoding="ascii"):
            pass
        os.utime(full, (BORN - int(days) * 86400,) * 2)
    if os.geteuid() == 0:
        os.chown(full, int(owner), 0)
    os.chmod(full, mode)


def found(folder, word, code, program=None):
    """The places of a code in a case."""
    path, how = case(folder, word)
    p = lint("--format", "json", *how, *options(folder, word), path, program=program)
    if p.returncode not in (0, 1):
        raise sitelab.Failed(f"{path}: exit status {p.returncode}: {p.stderr}")
    places = []
    for f in json.loads(p.stdout)["findings"]:
        if f["code"] == code:
            name = os.path.relpath(f["file"], path if os.path.isdir(path) and word in ("bad", "good") else folder)
            places.append(":".join([name, *(str(f[k]) for k in ("line", "column") if k in f)]))
    return places


def lines_of(folder, word):
    path, _ = case(folder, word)
    files = [os.path.join(path, f) for f in os.listdir(path)] if os.path.isdir(path) else [path]
    return {" ".join(line.split()) for f in files for line in read(f).splitlines()}


def page(t, folder, code):
    """What --explain shows is what the cases show."""
    text = lint("--explain", code).stdout
    parts = re.search(r"\nBad:\n((?:    .*\n)+)\nGood:\n((?:    .*\n)+)\n(?:Since:.*\n)?Source: \S", text)
    if not t.check(parts, f"{code} has a page", text) or os.path.exists(os.path.join(folder, "bad.files")):
        return
    for word, shown in (("bad", parts[1]), ("good", parts[2])):
        missing = [line for line in shown.splitlines() if " ".join(line.split()) not in lines_of(folder, word)]
        t.check(not missing, f"{code}: the {word} example of its page is in its {word} case", "\n".join(missing))


def mends(t, folder, code):
    """Where the finding brings a fix: --fix leaves none of it, and nothing to do for a second one; the .cf stays what it was, or mc2cf says no."""
    path, how = case(folder, "bad")
    p = lint("--format", "json", *how, *options(folder, "bad"), path)
    if not any(f["code"] == code and "fix" in f for f in json.loads(p.stdout)["findings"]):
        return
    copy = os.path.join(SCRATCH, "fix", os.path.basename(path))
    shutil.rmtree(os.path.dirname(copy), ignore_errors=True)
    if os.path.isdir(path):
        shutil.copytree(path, copy)
    else:
        os.makedirs(os.path.dirname(copy))
        shutil.copy(path, copy)
    words = [*how, *options(folder, "bad"), copy]
    p = lint("--fix", *words)
    t.check(p.returncode in (0, 1) and f"[{code}]" not in p.stdout, f"{code}: --fix mends it", p.stdout + p.stderr)
    p = lint("--fix", "--dry-run", *words)
    t.check(p.returncode == 0 and not p.stdout, f"{code}: --fix twice", p.stdout + p.stderr)


def one(t, code, name):
    folder = os.path.join(FOLDER, code)
    there = os.path.isdir(folder) and all(case(folder, word)[0] for word in ("bad", "good"))
    if not t.check(there, f"{code} {name} has a bad and a good case", f"make {folder}/bad.mc and good.mc"):
        return
    places, expected = [place for word in cases(folder, "bad") for place in found(folder, word, code)], os.path.join(folder, "expect")
    if t.update:
        with open(expected, "w", encoding="utf-8") as f:
            f.write("".join(p + "\n" for p in places))
    wanted = read(expected).splitlines() if os.path.exists(expected) else None
    t.check(places and places == wanted, f"{code} {name}: bad", f"found: {places}\nexpected: {wanted}")
    left = [place for word in cases(folder, "good") for place in found(folder, word, code)]
    t.check(not left, f"{code} {name}: good", left)
    page(t, folder, code)
    mends(t, folder, code)
    if os.access(mc.ASAN, os.X_OK):
        t.check([place for word in cases(folder, "bad") for place in found(folder, word, code, mc.ASAN)] == places, f"{code} {name}: sanitized")


def table(t, known):
    rows = ROW.findall(lint("--list").stdout)
    codes = [r[0] for r in rows]
    t.check(codes == sorted(set(codes)), "codes are sorted, and none is there twice")
    names = [r[2] for r in rows]
    t.check(len(set(names)) == len(names), "names are used once", sorted(n for n in names if names.count(n) > 1))
    strays = sorted(set(os.listdir(FOLDER)) - set(known) - {"counts", "table"})
    t.check(not strays, "each folder of tests/lint is that of a check", strays)
    p = sitelab.run([os.path.join(FOLDER, "table"), "--brief"])
    t.check(p.returncode == 0 and len(known) >= 120, "no rule is without a bad and a good case (tests/lint/table)", p.stdout + p.stderr)


HEAD, TAIL = "OSTYPE(`linux')dnl\n", "MAILER(`local')dnl\nMAILER(`smtp')dnl\n"
# Where the lines of a page can stand: as they are, above or below MAILER, among raw lines of the .cf, or as a .cf.
FRAMES = [("mc", "{}"), ("mc", HEAD + "{}" + TAIL), ("mc", HEAD + TAIL + "{}"), ("mc", HEAD + "{}"), ("mc", "{}" + TAIL), ("mc", HEAD + TAIL + "LOCAL_CONFIG\n{}"), ("cf", "{}")]
# Faults of templates, of tables for tests, and of m4 itself: no .mc shows them.  A NUL byte cannot be shown.
WITHOUT = {"MC0106", "MC0420", "MC0701", "MC0440", "MC0441", "MC0442", "MC0701", *(f"MC050{i}" for i in range(1, 10))}
TARGET = {"MC0240", "MC0241", "MC0320"}


def codes_of(frame, lines, more):
    path = os.path.join(SCRATCH, "page." + frame[0])
    with open(path, "w", encoding="latin-1") as f:
        f.write(frame[1].replace("{}", lines))
    p = lint("--format", "json", *more, path)
    return {f["code"] for f in json.loads(p.stdout)["findings"]} if p.returncode in (0, 1) else set()


def replacing(code):
    """The code of the compiler, and those of checks that say more in its place."""
    rows = re.findall(r"^REPLACES\((\d+), (\d+)\)", read("mc2cf/lint/checks.def"), re.M)
    return {code} | {"MC%04d" % int(new) for new, old in rows if "MC%04d" % int(old) == code}


def compiler_page(t, code):
    """The bad lines of a page of the compiler's get its code, and the good ones in their place do not."""
    text = subprocess.run([mc.compiler(), "lint", "--explain", code], capture_output=True, check=False).stdout.decode("latin-1")  # a page may show any byte
    if not t.check("\nSource: " in text, f"{code} has a page", text):
        return
    parts = re.search(r"\nBad:\n((?:    .*\n)+)\nGood:\n((?:    .*\n)+)\n", text)
    if parts is None:
        t.check(code in WITHOUT, f"{code}: its page has examples", text)
        return
    bad, good = (re.sub(r"^    ", "", part, flags=re.M) for part in parts.groups())
    more = ["--target", "8.12"] if code in TARGET else []
    codes = replacing(code)
    frame = next((f for f in FRAMES if codes & codes_of(f, bad, more)), None)
    if t.check(frame, f"{code}: the bad lines of its page get it", bad):
        t.check(any(not codes & codes_of(f, good, more) for f in (frame, *FRAMES) if codes & codes_of(f, bad, more)), f"{code}: the good lines of its page do not get it", good)


def examples(t):
    """Ours have no warnings; machines that serve nobody are not told how a server is secured."""
    for folder in sorted(os.listdir("examples")):
        folder = os.path.join("examples", folder)
        if os.path.isdir(folder) and any(name.endswith(".mc") for name in os.listdir(folder)):
            p = lint("--format", "gcc", folder)
            t.check(p.returncode == 0, f"{folder} has no warnings", p.stdout + p.stderr)
    for path in ("examples/nullclient/site.mc", "examples/gateway/submit.mc"):
        p = lint("--format", "gcc", path)
        t.check(p.returncode == 0 and not re.search(r"\[MC1[34]", p.stdout), f"{path} is no server", p.stdout + p.stderr)


def as_read_back(t):
    """What is compiled of an example has no warnings either, but for what a list of the site's own says to clients (MC1051)."""
    for path in sorted(glob.glob("examples/*/*.mc")):
        cf = os.path.join(SCRATCH, "back.cf")
        p = sitelab.run([mc.compiler(), path, "-o", cf])
        if t.check(p.returncode == 0, f"{path} compiles", p.stderr):
            p = lint("--format", "gcc", cf)
            left = [line for line in p.stdout.splitlines() if re.search(r": (warning|error): ", line) and "[MC1051]" not in line]
            t.check(p.returncode in (0, 1) and not left, f"{path}: its .cf has no warnings", "\n".join(left) + p.stderr)


def corpus_mistakes(t):
    """Each place that mistakes.md names has a finding, but for the one that depends on how m4 is called."""
    if not os.path.exists(os.path.join(CORPUS, "mistakes.md")):
        t.skips("mistakes in the corpus", "MC2CF_CORPUS is not there")
        return
    p = lint("--format", "json", "-I", "/usr/share/sendmail/cf", CORPUS)
    places = {(os.path.basename(f["file"]), f.get("line")) for f in json.loads(p.stdout)["findings"]}
    for name, line in re.findall(r"^ *- `(\d{3}-[^`]*\.mc):(\d+)`", read(os.path.join(CORPUS, "mistakes.md")), re.M):
        t.check((name, int(line)) in places or name.startswith("104") and line == "12", f"{name}:{line} is found")


def run(t):
    os.makedirs(SCRATCH, exist_ok=True)
    known = checks()
    t.check(len(known) > 10, "lint --list has the checks")
    table(t, known)
    for code, name in known.items():
        one(t, code, name)
    for code, _, _, _ in ROW.findall(lint("--list").stdout):
        if code < "MC1000":
            compiler_page(t, code)
    examples(t)
    as_read_back(t)
    corpus_mistakes(t)
