"""--target: every row of since.def and every option is reported by the release before it, and by none since.

Rows that came with 8.12.0 or before are known to every target.
"""
import re

import mc
import sitelab

OLDEST = (8, 12, 0)
NEEDS = {"blocklist_recipients": "access_db", "conncontrol": "access_db", "ratecontrol": "access_db"}
# an argument whose FEATURE needs others before it, by their places
ARGUMENTS = {"dnsbl": "`list.example.org', `{}'", "enhdnsbl": "`list.example.org', `{}'", "access_db": "`', `{}'", "ldap_routing": None}
# not made yet, or reported as gone whatever the target: another code comes first
OTHERS = {"FEATURE": {"tls_failures"}}


def read(path):
    with open(path, encoding="utf-8") as f:
        return f.read()


def number(version):
    return tuple(int(n) for n in (version.split(".") + ["0"])[:3])


def before(since):
    """The last release line, or release, that lacks it."""
    major, minor, patch = number(since)
    return f"{major}.{minor}.{patch - 1}" if patch else f"{major}.{minor - 1}"


def later(features):
    return set(re.findall(r'^FEATURE\("(\w+)".*LATER', features, re.M))


def line(kind, name):
    """A line of a .mc that uses it, and where it stands; None where a test needs more than that."""
    if kind == "FEATURE":
        return f"FEATURE(`{name}')" if name not in ("greet_pause",) else f"FEATURE(`{name}', `500')", ""
    if kind == "MAILER":
        return "", f"MAILER(`{name}')"
    if kind == "DIRECTIVE":
        return "", name
    if kind == "NAME":
        return f"define(`{name}', `1')", ""
    if kind == "KEY":
        return f"DAEMON_OPTIONS(`Name=MTA, {name}{'' if '=' in name else '=1'}')", ""
    if kind == "ARGUMENT":
        feature, word = name.split(".")
        shape = ARGUMENTS.get(feature, "`{}'")
        return (f"FEATURE(`{feature}', {shape.format(word)})", "") if shape else None
    return None


def codes(lines, target):
    text = "OSTYPE(`linux')\n" + lines[0] + "\nMAILER(`local')\nMAILER(`smtp')\n" + lines[1] + "\n"
    p = sitelab.run([mc.compiler(), "--target", target, "-o", "/dev/null", "-"], input=text)
    return set(re.findall(r"\[MC(0240|0241|0320)\]", p.stderr)), p.stderr


def values(t, rows):
    """Option=word, by the option's conf name."""
    confs = dict((o, n) for n, o in re.findall(r'^CONF\("(\w+)", "([\w.]+)"', read("mc2cf/mc/confvars.def"), re.M))
    for _, name, since in (r for r in rows if r[0] == "VALUE"):
        option, word = name.split("=")
        both(t, name, (f"define(`{confs[option]}', `{word}')", ""), since)


def both(t, name, lines, since):
    found, said = codes(lines, before(since))
    word = re.split(r"[ .=]", name.rstrip("=*."))[-1]
    named = any(re.search(r"\[MC(0240|0241|0320)\]", line) and word.lower() in line.lower() for line in said.splitlines())
    t.check(found and named, f"{name} is reported for {before(since)}", said)
    found, said = codes(lines, since)
    t.check(not found, f"{name} is not reported for {since}", said)


def options(t):
    """Raw O lines, and the conf names of young options."""
    for name, since in re.findall(r'^O\("([\w.*]+)",.*"(8[\d.]+)"\)', read("mc2cf/ir/options.def"), re.M):
        if number(since) > OLDEST:
            both(t, f"option {name}", ("", f"LOCAL_CONFIG\nO {name}=1"), since)


def usage(t):
    for word in ("8.11", "8.19", "9.1", "8", "8.12.x", "8.012", ""):
        p = sitelab.run([mc.compiler(), "--target", word, "-"], input="")
        t.check(p.returncode == 2 and "8.12 to 8.18" in p.stderr, f"--target `{word}' is none", p.stderr)


def run(t):
    mc.compiler()
    usage(t)
    rows = re.findall(r'^SINCE\((\w+), "([^"]+)", "([\d.]+)"', read("mc2cf/mc/since.def"), re.M)
    t.check(len(rows) > 100, "since.def has rows")
    skipped = later(read("mc2cf/mc/features.def")) | OTHERS["FEATURE"]
    for kind, name, since in rows:
        lines = line(kind, name)
        if number(since) <= OLDEST or name in skipped or not lines:
            continue
        if kind == "FEATURE" and name in NEEDS:
            lines = f"FEATURE(`{NEEDS[name]}')\n{lines[0]}", ""
        both(t, f"{kind} {name}", lines, since)
    values(t, rows)
    options(t)
