"""mc2cf doc, and the tables behind it: every name has its help, every row is about a name, every example compiles."""
import glob
import os
import re

import cases
import cfstate
import mc
import sitelab
import tables as package

TABLES = ("mc2cf/mc/features.def", "mc2cf/mc/mailers.def", "mc2cf/mc/directives.def", "mc2cf/mc/confvars.def", "mc2cf/mc/help.def",
          "mc2cf/mc/reference.def", "mc2cf/mc/since.def")
HEAD, TAIL = "OSTYPE(`linux')\n", "MAILER(`local')\nMAILER(`smtp')\n"
# Examples that need a file or a place of their own; those of FEATUREs that are not made yet, and of some old mailers, are left out below.
APART = {"HACK", "SITECONFIG", "SITE", "UUCPSMTP", "include", "divert", "OSTYPE", "errprint", "MAILER", "changequote", "ssh"}
ALONE = {"msp", "nullclient"}
LATE = {"LOCAL_SRV_FEATURES", "LOCAL_CLT_FEATURES", "LOCAL_TRY_TLS", "LOCAL_TLS_RCPT", "LOCAL_TLS_CLIENT", "LOCAL_TLS_SERVER"}
# What an example alone may be told: an open relay, a FEATURE that needs company; and the option AddBcc of bcc, which
# sendmail 8.17.1 does not list among its own (-d37.2).
WARNED = r"\[MC(0216|0219|0227|0228|0410)\]"
BROKEN = {"unknown", "bsdi1.0", "bsdi2.0"}  # systems that say of themselves that they are not to be used


def read(path):
    with open(path, encoding="utf-8") as f:
        return re.sub(r"^(/\*| \*).*\n", "", f.read(), flags=re.M)


def strings(text, begin):
    """First strings of the rows that begin so."""
    return re.findall(rf'^{begin}\(\s*"([^"]+)"', text, re.M)


def words(text, begin):
    """(kind, name) of the rows that begin so."""
    return re.findall(rf'^{begin}\((\w+), "([^"]+)"', text, re.M)


class Tables:
    """What the .def files know, by kind."""

    def __init__(self):
        self.text = {os.path.basename(p)[:-4]: read(p) for p in TABLES}
        self.known = {
            "FEATURE": strings(self.text["features"], "FEATURE"),
            "MAILER": strings(self.text["mailers"], "MAILER"),
            "DIRECTIVE": [n for begin in ("CLASS", "SECTION", "OTHER") for n in strings(self.text["directives"], begin)],
            "NAME": strings(self.text["confvars"], "CONF"),
            "OSTYPE": [os.path.basename(p)[:-3] for p in glob.glob("macros/ostype/*.m4")],
        }
        self.later = set(re.findall(r'^(?:FEATURE|MAILER)\("(\w+)".*LATER', self.text["features"] + self.text["mailers"], re.M))


def rows(t, tables):
    """A row that is about nothing is a slip; a name without a row has no help."""
    known = tables.known
    about = words(tables.text["help"], "HELP") + words(tables.text["since"], "SINCE")
    about += [row for begin in ("ARGUMENT", "EXAMPLE", "CONFLICT", "DEPRECATED", "NEEDS") for row in words(tables.text["reference"], begin)]
    wrong = sorted({f"{kind} {name}" for kind, name in about if kind in known and name not in known[kind]})
    t.check(not wrong, "every row is about a name of a table", "\n".join(wrong))
    tails = strings(tables.text["help"], "TAIL")
    helps = set(words(tables.text["help"], "HELP"))
    for kind in ("NAME", "DIRECTIVE"):
        bare = [n for n in known[kind] if (kind, n) not in helps and not (kind == "NAME" and n.endswith(tuple(tails)))]
        t.check(not bare, f"every {kind} has a line of help", " ".join(bare))


def arguments(t, tables):
    """As many described as features.def reads, and the same default where both say one."""
    described = re.findall(r'^ARGUMENT\(FEATURE, "(\w+)", "([^"]+)", "((?:[^"\\]|\\.)*)"', tables.text["reference"], re.M)
    for name, spec in re.findall(r'^FEATURE\("(\w+)", "[^"]*", "([^"]*)"', tables.text["features"], re.M):
        items = [i.strip() for i in spec.split(";") if i.strip()]
        mine = [(n, d) for owner, n, d in described if owner == name]
        t.check(spec == "list" and mine or len(items) == len(mine), f"FEATURE({name}): its arguments are described", f"{items} {mine}")
        for item, (argument, otherwise) in zip(items, mine):
            if item.startswith("value") and "=" in item:
                t.check(item.split("=", 1)[1] == otherwise, f"FEATURE({name}): the default of {argument}", f"{item}: {otherwise}")


# Words of the package's guide for a name without a value that could be written.
NO_VALUE = {"undefined", "varies", "system dependent", "empty", "infinite", "no default", "INT_MAX"}
# Where the guide's own default is not what the package's files have (a header of several lines), or holds for old levels only.
GUIDE_ERRS = {"confRECEIVED_HEADER", "confCOLON_OK_IN_ADDR"}


def guide_rows(text):
    """(name, its row as one line) of the guide's table of conf names."""
    table = re.split(r"^M4 Variable Name.*\n=.*\n", text, flags=re.M)[1].split("\nSee also the description")[0]
    for row in re.split(r"^(?=conf[A-Z])", table, flags=re.M)[1:]:
        row = row.split("\n\n")[0]
        yield re.match(r"\w+", row)[0], re.sub(r"\s+", " ", row)


def defaults_as_in_the_guide(t):
    """What doc says to hold where a conf name is not set is what the package's guide says: a value, or none."""
    path = next((p for p in package.READMES if os.path.isfile(p)), None)
    if path is None:
        t.skips("defaults of conf names", "the package sendmail-doc is not installed")
        return
    wrong = []
    for name, row in guide_rows(package.read(path)):
        told = re.search(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]", row)
        said = re.search(r"^  otherwise +(.*)", sitelab.run([mc.compiler(), "doc", name]).stdout, re.M)
        # what follows a semicolon is an exception, or the rest of a value
        theirs, ours = (told[1].split(";")[0] if told else "undefined"), (said[1] if said else "")
        if theirs in NO_VALUE:
            # no value, none that sets a limit, or one that the row goes on to explain
            good = ours in ("", "0", "0/0", "False") or ours.split()[0] in row or re.match("as conf|no |depends", ours)
        else:
            good = re.search(rf"(?<![\w.]){re.escape(theirs)}(?!\w)", ours, re.I)
        if not good and name not in GUIDE_ERRS:
            wrong.append(f"{name}: the guide has [{theirs}], doc says {ours or 'nothing'}")
    t.check(not wrong, "defaults of conf names are the guide's", "\n".join(wrong))


def lines(tables, kind, name, example):
    """A whole .mc around an example."""
    needs = dict(re.findall(r'^FEATURE\("(\w+)", "[^"]*", "[^"]*", "(\w+)"', tables.text["features"], re.M))
    before = f"FEATURE(`{needs[name]}')\n" if kind == "FEATURE" and name in needs else ""
    if kind == "OSTYPE":
        return example + "\n" + TAIL
    if name in ALONE:
        return HEAD + example + "\n"
    if kind == "MAILER" and name in ("local", "smtp"):
        return HEAD + example + "\n"
    if kind == "MAILER" or name in LATE:
        return HEAD + TAIL + example + "\n"
    return HEAD + before + example + "\n" + TAIL


def entry(t, tables, kind, name):
    p = sitelab.run([mc.compiler(), "doc", name])
    head = re.search(rf"^{re.escape(name)} - \S", p.stdout, re.M)
    if not t.check(p.returncode == 0 and head, f"doc {name}", p.stdout + p.stderr):
        return
    example = re.search(r"^  example +(.*)$", p.stdout, re.M)
    if not example or name in APART | BROKEN or name in tables.later or (kind == "NAME" and not name.startswith("conf")):
        return
    p = sitelab.run([mc.compiler(), "-o", "/dev/null", "-"], input=lines(tables, kind, name, example[1]))
    said = [m for m in re.findall(r"\[MC\d+\]", p.stderr) if not re.match(WARNED, m)]
    t.check(p.returncode == 0 and not said, f"the example of {name} compiles", example[1] + "\n" + p.stderr)


KINDS = {"map": "map", "ruleset": "ruleset", "class": "class", "class file": "class", "option": "option", "macro": "macro", "mailer": "mailer"}


def compiled(text):
    p = sitelab.run([mc.compiler(), "--keep-going", "-"], input=text)
    return cfstate.state(p.stdout)


def declared(before, after):
    """What a .cf has more than another, and all that it has: "map access"."""
    more, every = set(), set()
    for key, value in after.items():
        if key[0] in KINDS:
            name = f"{KINDS[key[0]]} {key[1].split(' ')[0]}".lower()
            every.add(name)
            if key not in before or (isinstance(value, set) and value - before[key]):
                more.add(name)
    return more, every


def shared():
    """What templates declare where a fact holds that several rows of the tables make."""
    facts, found = strings(read("mc2cf/mc/derived.def"), "DERIVED"), set()
    for path in ["templates/main.cf", *glob.glob("templates/*/*.cf")]:
        blocks = []
        for line in read(path).split("\n"):
            if re.match(r"(when|each|at) ", line):
                blocks.append(line)
            elif line == "end":
                blocks.pop()
            elif line[:1] in "KSCDFO" and any(re.search(rf"\b{re.escape(f)}\b", b) for b in blocks for f in facts):
                found |= declared({}, cfstate.state(line))[1]
    return found


def additions(t, tables):
    """What doc says that a FEATURE adds is there in one of the forms in which it can be used, and what is there it says, but for
    what stands where a fact holds that others make too."""
    tries, common = {}, shared()
    for case in cases.feature_cases(cases.Tables()):
        name = re.match(r"FEATURE\(`(\w+)'[^\n]*\)$", case.name)
        if name and name[1] not in ALONE and not re.search(rf'^FEATURE\("{name[1]}".*(GONE|RENAMED)', tables.text["features"], re.M):
            tries.setdefault(name[1], []).append((case.name, case.text))
    for name, forms in sorted(tries.items()):
        more, every = set(), set()
        for line, text in forms:
            a, b = declared(compiled(text.replace(line + "\n", "", 1)), compiled(text))
            more, every = more | a, every | b
        said = re.findall(r"^  (?:adds  )? {6,}((?:map|ruleset|class|option|macro) \S+?)(,.*)?$", sitelab.run([mc.compiler(), "doc", name]).stdout.lower(), re.M)
        gone = [s for s, where in said if not where and not any(o == s or (s.endswith("}") and o.startswith(s.split("%")[0])) for o in every)]
        t.check(not gone, f"doc {name}: all that it adds is there", " ".join(gone))
        rest = [m for m in more - common if not any(m == s or (s.endswith("}") and m.startswith(s.split("%")[0])) for s, _ in said)]
        t.check(not rest, f"doc {name}: says all that it adds", " ".join(rest))


def listing(t, tables):
    p = sitelab.run([mc.compiler(), "doc"])
    listed = set(re.findall(r"^  (\S+) +\S", p.stdout, re.M))
    for kind, names in tables.known.items():
        missing = [n for n in names if n not in listed]
        t.check(p.returncode == 0 and not missing, f"doc lists every {kind}", " ".join(missing))
    bare = re.findall(r"^  (\S+) *$", p.stdout, re.M)
    t.check(not bare, "every line of the list says what it is", " ".join(bare))
    for group in ("features", "mailers", "directives", "names", "options", "obsolete", "systems", "domains", "hacks", "codes"):
        p = sitelab.run([mc.compiler(), "doc", group])
        t.check(p.returncode == 0 and p.stdout.count("\n") > 2, f"doc {group}", p.stderr)


def usage(t):
    for args, status, said in ((["acces_db"], 1, "did you mean `access_db'?"), (["access_db", "confMAX_MESAGE_SIZE"], 1, "did you mean `confMAX_MESSAGE_SIZE'?"),
                               (["qqqqqqqq"], 1, "nothing is called"), (["--mann"], 2, "did you mean `man'?"), (["--man", "x"], 2, "too much"), (["--lib", "/nonexistent", "linux"], 2, "/nonexistent/macros: ")):
        p = sitelab.run([mc.compiler(), "doc", *args])
        t.check(p.returncode == status and said in p.stderr, "doc " + " ".join(args), f"{p.returncode} {p.stderr}")
    for word, says in (("MC0207", "needs-feature"), ("unknown-feature", "MC0201"), ("maxmessagesize", "confMAX_MESSAGE_SIZE"), ("ACCESS_DB", "access_db - "),
                       ("linux", "OSTYPE(`linux')"), ("spamtrap", "templates/hack/spamtrap.cf"), ("blacklist_recipients", "replaced by FEATURE(`blocklist_recipients')"), ("access_db", "map access\n"),
                       ("confREAD_TIMEOUT", "confTO_"), ("SmtpUTF8", "O SmtpUTF8="), ("lookupdotdomain", "with relay_hosts_only"), ("relay_hosts_only", "with lookupdotdomain")):
        p = sitelab.run([mc.compiler(), "doc", word])
        t.check(p.returncode == 0 and says in p.stdout, f"doc {word} says {says.strip()}", p.stdout + p.stderr)


def sanitized(t):
    for words_ in (["doc"], ["doc", "--man"], ["doc", "access_db", "dnsbl", "smtp", "debian", "generic", "MC0207", "confTO_IDENT", "enhdnsbl"], ["doc", "qqqqqqqq"]):
        plain, asan = (sitelab.run([program, *words_]) for program in (mc.COMPILER, mc.compiler(mc.ASAN)))
        t.check((plain.returncode, plain.stdout, plain.stderr) == (asan.returncode, asan.stdout, asan.stderr), "sanitized: " + " ".join(words_), asan.stderr[:2000])


def run(t):
    mc.compiler()
    tables = Tables()
    rows(t, tables)
    arguments(t, tables)
    usage(t)
    listing(t, tables)
    additions(t, tables)
    defaults_as_in_the_guide(t)
    sanitized(t)
    for kind, names in tables.known.items():
        for name in names:
            entry(t, tables, kind, name)
