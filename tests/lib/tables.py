"""Our tables beside the installed package sendmail-cf: what stock knows and we do not, and the other way round.

Files (FEATUREs, MAILERs, systems, domains, hacks), directives, and names: those that stock's files ask for or that cf/README
names, and that a .mc may therefore define. What is meant to differ stands in tests/stock-exceptions with its reason; a row there
that is no longer needed fails too. So a new release of the package shows what is missing.
"""
import glob
import gzip
import os
import re

import sitelab

EXCEPTIONS = "tests/stock-exceptions"
READMES = ("/usr/share/doc/sendmail-doc/cf.README.gz", "/usr/share/doc/sendmail-doc/cf.README", "cf/README", "README")
FOLDERS = ("feature", "mailer", "ostype", "domain", "hack")
# A name that m4 asks for: whether it is defined, or what it is.
ASKED = r"(?:ifdef|_OPTINS|_DEFIFNOT|defn)\(`([A-Za-z_]\w*)'"
OPTION = r"_OPTION\([\w.-]+, *`?([A-Za-z_]\w*)"
CONF = r"\bconf[A-Z][A-Z0-9_]*[A-Z0-9]\b"
DEFINE = r"\bdefine\(`?([A-Za-z_]\w*)"
MAILER_NAME = r"\b(?:[A-Z0-9]+_)+MAILER_[A-Z_]*[A-Z]\b"


def read(path):
    opened = gzip.open(path, "rt", encoding="latin-1") if path.endswith(".gz") else open(path, encoding="latin-1")
    with opened as f:
        return f.read()


def without_comments(text):
    """m4 text without dnl, and without what a file says before its first divert(0)."""
    text = re.sub(r"\bdnl\b.*", "", text)
    return re.sub(r"\Adivert\(-1\)\n(?:#.*\n|\n)*", "", text)


class Stock:
    """What the installed package knows."""

    def __init__(self, root):
        self.files = {f: {os.path.basename(p)[:-3] for p in glob.glob(f"{root}{f}/*.m4")} for f in FOLDERS}
        texts = [without_comments(read(p)) for f in (*FOLDERS, "m4") for p in glob.glob(f"{root}{f}/*.m4")]
        heads = [without_comments(read(f"{root}m4/{f}.m4")) for f in ("cfhead", "proto")]
        # a directive takes an argument, or is a diversion
        self.directives = {n for t in heads for n, body in re.findall(r"^define\(`([A-Z][A-Z0-9_]*)',(.*(?:\n.*)?)", t, re.M) if re.search(r"\$[1-9@*]|divert|DIVERT", body)}
        asked = {n for t in texts for n in re.findall(ASKED, t) + re.findall(OPTION, t) + re.findall(CONF, t)}
        # what stock's own files set, beginning with _, is between them
        own = {n for t in texts for n in re.findall(DEFINE, t) if n.startswith("_")}
        self.names = {n for n in asked if not n.startswith("_") or n not in own}
        samples = [read(p) for p in glob.glob(f"{root}cf/*.mc") + glob.glob(f"{root}debian/*.m*")]
        self.seen = set().union(*(set(re.findall(r"\w+", t)) for t in texts + samples))

    def add_readme(self, root):
        found = [p for r in READMES for p in (r, root + r) if os.path.isfile(p)]
        if found:
            text = read(found[0])
            self.names |= set(re.findall(CONF, text)) | set(re.findall(DEFINE, text)) | set(re.findall(MAILER_NAME, text))
            self.seen |= set(re.findall(r"\w+", text))
        return bool(found)


class Ours:
    """What our tables and folders know."""

    def __init__(self):
        rows = {t: read(f"mc2cf/mc/{t}.def") for t in ("features", "mailers", "directives", "confvars")}
        self.files = {
            "feature": set(re.findall(r'^FEATURE\("([^"]+)"', rows["features"], re.M)),
            "mailer": set(re.findall(r'^MAILER\("([^"]+)"', rows["mailers"], re.M)),
            **{f: {os.path.basename(p)[:-3] for p in glob.glob(f"macros/{f}/*.m4")} for f in ("ostype", "domain", "hack")},
        }
        self.directives = set(re.findall(r'^(?:CLASS|SECTION|OTHER)\("([^"]+)"', rows["directives"], re.M))
        self.names = set(re.findall(r'^(?:CONF|OBSOLETE)\("([^"]+)"', rows["confvars"], re.M))
        # names that a FEATURE stands for, and directives, are asked for with ifdef too
        self.known = self.names | self.directives | set(re.findall(r'^FEATURE\("[^"]+", "([^"]+)"', rows["features"], re.M))


def exceptions():
    """(kind, name) → reason."""
    found = {}
    with open(EXCEPTIONS, encoding="utf-8") as f:
        for line in f:
            words = line.split(None, 2)
            if words and not line.startswith("#"):
                found[words[0], words[1]] = words[2].strip() if len(words) > 2 else ""
    return found


class Report:
    """Compares two sets, and remembers which exceptions were needed."""

    def __init__(self, t):
        self.t, self.excused, self.used = t, exceptions(), set()

    def compare(self, kind, missing, what):
        excused = {n for n in missing if (kind, n) in self.excused}
        self.used |= {(kind, n) for n in excused}
        rest = sorted(missing - excused)
        self.t.check(not rest, what, " ".join(rest))

    def leftovers(self):
        for kind, name in sorted(set(self.excused) - self.used):
            self.t.fails(f"{EXCEPTIONS}: {kind} {name}", "is not needed any more")
        bare = [f"{k} {n}" for (k, n), reason in self.excused.items() if not reason]
        self.t.check(not bare, "every exception has its reason", "\n".join(bare))


def run(t):
    root = sitelab.stock_command()[1][0].removesuffix("m4/cf.m4")
    stock, ours, report = Stock(root), Ours(), Report(t)
    for folder in FOLDERS:
        report.compare(folder, stock.files[folder] - ours.files[folder], f"every {folder} of stock is in our tables")
        report.compare(f"{folder}+", ours.files[folder] - stock.files[folder], f"every {folder} of ours is known to stock")
    report.compare("directive", stock.directives - ours.directives - ours.names, "every directive of stock is in our tables")
    if not stock.add_readme(root):
        t.skips("names of cf/README", "the package sendmail-doc is not installed")
        return
    plain = {n for n in ours.directives if n.isupper()}
    report.compare("directive+", plain - stock.seen, "every directive of ours is known to stock")
    report.compare("name", stock.names - ours.known, "every name that stock asks for is in our tables")
    report.compare("name+", ours.names - stock.seen, "every name of ours is known to stock")
    report.leftovers()
