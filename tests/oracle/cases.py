"""The cases of the matrix: small .mc files made from the tables of mc2cf/mc, so that each row is tried in each of its forms.

  tables = Tables()             the .def files and tests/oracle/samples; rows can be added, to see that a gap is noticed
  cases(tables)                 Case by Case; gaps(tables) says what no case covers

FEATURE: alone, with each argument in each form (words and letters by features.def, texts by samples), with all of them at once,
twice where it may be, each also in the company that samples names.  OSTYPE x MAILER: each pair.  NAME: values of its type and
nothing.  DIRECTIVE: a class with a word and with two, a file, sections, and samples for the others.
"""
import glob
import os
import re
from collections import namedtuple

# kind, what it tries, the .mc, and whether the real sendmail is always asked (else in a sample that rotates)
Case = namedtuple("Case", "kind name text ask")

HEAD, TAIL = "OSTYPE(`linux')dnl\n", "MAILER(`local')dnl\nMAILER(`smtp')dnl\n"
STRING = r'"((?:[^"\\]|\\.)*)"'
# Any legal value of a name's type, where samples has none.
OF_TYPE = {"bool": ("True", "False"), "flag": ("1", ""), "int": ("3",), "size": ("4096",), "sizes": ("100/200",), "time": ("2h",), "mode": ("0644",),
           "path": ("/var/tmp/x",), "user": ("mail",), "string": ("text",), "flags": ("AF",)}
READERS = {"OPTION", "MILTER", "TEMPLATE", "MAILER", "FEATURE", "M4", "ANY"}


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def split(items):
    return [i.split() for i in items.split(";") if i.strip()]


class Tables:
    def __init__(self):
        text = {n: read(f"mc2cf/mc/{n}.def") for n in ("features", "mailers", "directives", "confvars")}
        self.features = re.findall(rf'^FEATURE\({STRING}, {STRING}, {STRING}, {STRING}, ([^,]*), {STRING}\)', text["features"], re.M)
        self.mailers = re.findall(rf'^MAILER\({STRING}', text["mailers"], re.M)
        self.classes = re.findall(rf'^CLASS\({STRING}, {STRING}, (\w+)', text["directives"], re.M)
        self.directives = re.findall(rf'^(?:SECTION|OTHER)\({STRING}', text["directives"], re.M)
        self.late = {n for n, _ in re.findall(rf'^SECTION\({STRING}, {STRING}, true', text["directives"], re.M)}
        self.names = re.findall(rf'^CONF\({STRING}, (?:NULL|{STRING}), (?:NULL|{STRING}), {STRING}, (\w+)', text["confvars"], re.M)
        self.values = {n: v.split("|") for n, v in re.findall(rf'^O\({STRING}, [^,]*, "(?:enum|letteri?)", {STRING}', read("mc2cf/ir/options.def"), re.M)}
        self.systems = sorted(os.path.basename(p)[:-3] for p in glob.glob("macros/ostype/*.m4"))
        self.domains = sorted(os.path.basename(p)[:-3] for p in glob.glob("macros/domain/*.m4"))
        self.samples, self.company, self.m4 = {}, {}, set()
        self.read_samples()

    def read_samples(self):
        for line in read("tests/oracle/samples").split("\n"):
            kind, _, rest = line.partition(" ")
            if kind == "M4":
                self.m4.add(rest)
            elif kind == "WITH":
                what, name, lines = rest.split(" ", 2)
                self.company[what, name] = lines.replace("\\n", "\n")
            elif kind in ("FEATURE", "NAME", "DIRECTIVE"):
                name, value = rest.split(" ", 1)
                self.samples.setdefault((kind, name), []).append(value.replace("\\n", "\n") if kind == "DIRECTIVE" else value)


def quoted(value):
    return f"`{value}'"


def forms(tables, feature, item, number):
    """The forms of one argument; None where nobody has said what to try."""
    kind, rest = item[0].rstrip("!"), item[1:]
    if kind in ("map", "table"):
        return ["hash -o MAIL_SETTINGS_DIR`'own", "LDAP", "btree -T<TMPF> /etc/mail/own"] + (["access"] if kind == "table" else [])
    if kind in ("word", "letter"):
        return rest + [w.capitalize() for w in rest[:1]] * (kind == "word" or feature == "delay_checks")
    if kind == "one":
        return rest[1:]
    if kind == "given":
        return ["n"]
    if kind == "reply":
        return ["terminate"]
    if kind in ("value", "any"):
        return tables.samples.get(("FEATURE", f"{feature}.{rest[0].partition('=')[0] if kind == 'value' else number}"))
    if kind == "list":
        return tables.samples.get(("FEATURE", f"{feature}.list"))
    return None


def uses(tables, feature, items):
    """The argument lists, as they are written, with which a FEATURE is tried."""
    if items and items[0][0] == "list":
        return [", " + f for f in forms(tables, feature, items[0], 1) or []]
    each = [forms(tables, feature, item, i) or [] for i, item in enumerate(items, 1)]
    must = [f[0] if item[0].endswith("!") and f else "" for item, f in zip(items, each)]
    lists = [] if any(must) else [[]]
    for i, values in enumerate(each):
        lists += [must[:i] + [v] + must[i + 1:] for v in values]
    if len(items) > 1:
        lists += [[f[k % len(f)] if f else "" for f in each] for k in range(max(map(len, each), default=0))]
    out = []
    for words in lists:
        while words and not words[-1]:
            words = words[:-1]
        out.append("".join(f", {quoted(w)}" for w in words))
    return list(dict.fromkeys(out))


def around(company, line):
    """A line in its company."""
    return company.replace("@", line) if company.split("\n")[0] == "@" else f"{company}\n{line}"


def body(lines, late=False, mailers=TAIL):
    return HEAD + mailers + lines + "\n" if late else HEAD + lines + "\n" + mailers


def feature_cases(tables):
    for name, _, items, needs, traits, _ in tables.features:
        before = f"FEATURE(`{needs}')\n" if needs else ""
        mailers = "" if "ALONE" in traits else TAIL
        lists = uses(tables, name, split(items))
        for words in lists:
            line = f"FEATURE(`{name}'{words})"
            yield Case("feature", line, body(before + line, mailers=mailers), True)
            company = tables.company.get(("FEATURE", name))
            if company and company != "@":
                need = "" if before and before.strip() in company else before
                yield Case("feature", f"{line} in company", body(need + around(company, line), mailers=mailers), True)
        if "EACH" in traits and lists:
            pair = [f"FEATURE(`{name}'{w})" for w in (lists[0], lists[-1].replace("a.bl", "c.bl").replace("a.rhs", "c.rhs").replace("`example.com'", "`second.test'"))]
            yield Case("feature", f"{name} twice", body(before + "\n".join(pair)), True)


def pair_cases(tables):
    for system in tables.systems:
        for mailer in tables.mailers:
            yield Case("pair", f"OSTYPE({system}) MAILER({mailer})", f"OSTYPE(`{system}')dnl\n{mailer_lines(tables, mailer)}", False)
    for system in tables.systems:
        yield Case("pair", f"OSTYPE({system}) every MAILER", f"OSTYPE(`{system}')dnl\n" + all_mailers(tables), False)


def mailer_lines(tables, mailer):
    """A MAILER, behind what it needs."""
    company = tables.company.get(("MAILER", mailer))
    return (company + "\n" if company else "") + f"MAILER(`{mailer}')dnl\n"


def all_mailers(tables):
    first = [m for m in ("local", "smtp") if m in tables.mailers]
    return "".join(mailer_lines(tables, m) for m in first + [m for m in tables.mailers if m not in first])


def values_of(tables, name, option, kind):
    own = tables.samples.get(("NAME", name))
    if own:
        return own
    return tables.values[option] if option in tables.values else OF_TYPE.get(kind, [])


def name_cases(tables):
    for name, option, _, kind, reader in tables.names:
        mailers = all_mailers(tables) if reader == "MAILER" else TAIL
        filters = "INPUT_MAIL_FILTER(`a', `S=local:/run/a.sock')\n" if reader == "MILTER" else ""
        for value in dict.fromkeys([*values_of(tables, name, option, kind), ""]):
            line = f"define(`{name}', {quoted(value)})"
            ask = reader in ("TEMPLATE", "FEATURE") and (value != "" or kind == "flag")
            yield Case("name", line, body(filters + line, mailers=mailers), ask)
            company = tables.company.get(("NAME", name))
            if company:
                alone = re.search(r"FEATURE\(`(msp|nullclient)'", company)
                yield Case("name", f"{line} in company", body(filters + around(company, line), mailers="" if alone else mailers), ask)
        if reader != "FEATURE":
            yield Case("name", f"undefine({name})", body(filters + f"undefine(`{name}')", mailers=mailers), False)


def directive_cases(tables):
    for name, _, from_file in tables.classes:
        words = ("/etc/mail/x", "-o /etc/mail/x %[^\\#]") if from_file == "true" else ("one.example", "one.example two.example")
        company = tables.company.get(("DIRECTIVE", name.removesuffix("_FILE")))
        for word in words:
            line = f"{name}({quoted(word)})"
            yield Case("directive", line, body(line), True)
            yield Case("directive", f"{line} twice", body(f"{line}\n{name}({quoted(words[0])})"), False)
            if company:
                yield Case("directive", f"{line} in company", body(f"{company}\n{line}"), True)
    for name in tables.directives:
        for lines in tables.samples.get(("DIRECTIVE", name), []):
            title = lines.replace("\n", " / ")
            if name == "OSTYPE":
                yield Case("directive", title, lines + "\n" + TAIL, True)
                continue
            if name not in tables.late:
                yield Case("directive", title, body(lines), True)
            yield Case("directive", f"{title} behind MAILER", body(lines, late=True), True)
    for domain in tables.domains:
        yield Case("directive", f"DOMAIN({domain})", body(f"DOMAIN(`{domain}')"), True)


def cases(tables):
    for make in (feature_cases, directive_cases, name_cases, pair_cases):
        yield from make(tables)


def gaps(tables):
    """What no case covers: a row that was added to a table without a word about what to try."""
    for name, _, items, _, _, _ in tables.features:
        for i, item in enumerate(split(items), 1):
            if not forms(tables, name, item, i):
                yield f"FEATURE({name}): nothing to try for its argument {i}, `{' '.join(item)}'"
    for name, option, _, kind, reader in tables.names:
        if not values_of(tables, name, option, kind):
            yield f"{name}: nothing to try for a {kind}"
        if reader not in READERS:
            yield f"{name}: nobody knows what {reader} is"
    for name in tables.directives:
        if ("DIRECTIVE", name) not in tables.samples and name not in tables.m4:
            yield f"{name}: no sample"
    known = {("FEATURE", n[0]) for n in tables.features} | {("NAME", n[0]) for n in tables.names} | {("DIRECTIVE", n) for n in tables.directives}
    known |= {("DIRECTIVE", n[0]) for n in tables.classes} | {("MAILER", n) for n in tables.mailers}
    for kind, name in [*tables.samples, *tables.company]:
        if (kind, name.split(".")[0] if kind == "FEATURE" else name) not in known:
            yield f"tests/oracle/samples: {kind} {name} is in no table"
