"""The templates as a whole: what no single compile can see.

Every hook that lines are bound to exists, every file is reached, every name in a condition or a slot is
known to the tables of mc2cf/mc/, and no file is a heap of rules without a word about them.
"""
import glob
import re

import sitelab

MADE_HERE = {"free_number"}  # by expand/ itself
# FEATUREs that decide something at every check, and so stand in conditions of more than four files: how many at most.
SPREAD = {"access_db": 15, "delay_checks": 8, "nouucp": 7, "promiscuous_relay": 5}
WORDS = {"and", "or", "not", "is", "empty", "(", ")"}


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def names_in(text):
    """Facts that a template asks for: in conditions, and in slots."""
    for m in re.finditer(r"^when (.*)$", text, re.M):
        words = re.findall(r"[()]|[^\s()]+", m[1])
        for i, w in enumerate(words):
            if w not in WORDS and words[i - 1:i] != ["is"]:
                yield w
    yield from re.findall(r"%\{([^}|]+)", text)


def known_names():
    """First names of rows in the .def tables: FEATUREs, conf names, derived names, mailers."""
    names = set(MADE_HERE)
    for table in glob.glob("mc2cf/mc/*.def"):
        names |= set(re.findall(r'^\s*[A-Z_]+\(\s*"?([A-Za-z_][\w.]*)"?', read(table), re.M))
    names |= set(re.findall(r'"([a-z]\w*)"', read("mc2cf/mc/directives.def")))  # facts that directives set
    return names


def hooks(t, texts):
    declared = {h for text in texts.values() for h in re.findall(r"^hook (\S+)$", text, re.M)}
    for path, text in texts.items():
        for hook in sorted(set(re.findall(r"^at (\S+)$", text, re.M))):
            t.check(hook in declared, f"{path}: hook {hook} exists")


def reached(t, texts):
    included = set(re.findall(r"^include (\S+)$", texts["templates/main.cf"], re.M))
    for path in texts:
        if path.startswith("templates/rules/"):
            t.check(path.removeprefix("templates/") in included, f"{path} is included by main.cf")


def snapshots(t):
    """A bundle takes names as they stand only between the two calls that open and close the place for them."""
    for path in glob.glob("macros/*/*.m4"):
        left = re.sub(r"^_mc_snapshots\n(?:_mc_snapshot\(.*\n)+_mc_snapshots_end$", "", read(path), flags=re.M)
        t.check("_mc_snapshot" not in left, f"{path}: _mc_snapshot stands between _mc_snapshots and _mc_snapshots_end")


def facts(t, texts):
    known = known_names()
    if not known:
        raise sitelab.Failed("there are no tables in mc2cf/mc/")
    for path, text in texts.items():
        unknown = sorted({n for n in names_in(text) if n not in known and n.split(".")[0] not in known and not n.startswith(("mailer.", "flags.", "section."))})
        t.check(not unknown, f"{path}: every name is in a table", f"unknown: {' '.join(unknown)}")


def heads(t, texts):
    """A file with rules says in heads what they are for."""
    for path, text in texts.items():
        if re.search(r"^R", text, re.M):
            t.check(re.search(r"^#\| ", text, re.M), f"{path}: its rules have a head (#|)")


def depth(text):
    """How deep conditions stand in each other."""
    deepest, open_blocks = 0, []
    for word in re.findall(r"^(when|each|at|end)\b", text, re.M):
        if word == "end":
            open_blocks.pop()
        else:
            open_blocks.append(word)
        deepest = max(deepest, open_blocks.count("when"))
    return deepest


def readable(t, texts):
    """A condition stands at most in one other, and what a FEATURE does is found in a few files."""
    for path, text in texts.items():
        t.check(depth(text) <= 2, f"{path}: conditions are at most two deep", f"{depth(text)} deep")
    features = re.findall(r'^FEATURE\("(\w+)"', read("mc2cf/mc/features.def"), re.M)
    asked = {path: {n.split(".")[0] for c in re.findall(r"^when (.*)$", text, re.M) for n in c.split()} for path, text in texts.items()}
    for feature in features:
        files = sorted(path for path, names in asked.items() if feature in names)
        t.check(len(files) <= SPREAD.get(feature, 4), f"FEATURE({feature}) is asked for in a few templates", " ".join(files))


def run(t):
    texts = {p: read(p) for p in ["templates/main.cf"] + sorted(glob.glob("templates/*/*.cf"))}
    for part in (hooks, reached, facts, heads, readable):
        part(t, texts)
