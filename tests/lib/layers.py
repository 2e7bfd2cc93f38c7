"""Who includes whom: each part of mc2cf/ may include only the parts below it.

The table is the house's floor plan; an #include that is not in it fails here, and so does one that
does not spell its folder.
"""
import glob
import re

ALLOWED = {
    "base": set(),
    "ir": {"base"},
    "mc": {"ir", "base"},
    "cf": {"ir", "base"},
    "lint": {"ir", "base"},
    "expand": {"cf", "ir", "base"},
    "engine": {"cf", "ir", "base"},
    "mta": {"base"},
    "cmd": {"expand", "mc", "cf", "lint", "engine", "ir", "base"},
    "selftest": {"cmd", "expand", "mc", "cf", "lint", "engine", "mta", "ir", "base"},
}
SPECIAL = {"mta": {"engine/cfrw.h"}}
INCLUDE = re.compile(r'^[ \t]*#[ \t]*include[ \t]*("[^"]*"|<[^>]*>)', re.M)


def faults(path):
    """What is wrong with the includes of one file."""
    part = path.split("/")[1]
    with open(path, encoding="utf-8") as f:
        text = f.read()
    for m in INCLUDE.finditer(text):
        name, place = m[1][1:-1], f"{path}:{text.count(chr(10), 0, m.start()) + 1}"
        if m[1].startswith("<"):
            if path == "mc2cf/engine/cfrw.h" or "/" not in name or name.startswith(("sys/", "arpa/", "netinet/", "net/", "linux/")):
                continue
            yield f"{place}: {m[1]} is no system header"
        elif "/" not in name:
            yield f'{place}: "{name}" does not spell its folder'
        elif name.split("/")[0] not in ALLOWED[part] | {part} and name not in SPECIAL.get(part, ()):
            yield f"{place}: {part}/ may not include {name}"
        elif path == "mc2cf/engine/cfrw.h":
            yield f"{place}: the public header includes standard headers only"


def run(t):
    for part, allowed in ALLOWED.items():
        files = sorted(f for end in "chly" for f in glob.glob(f"mc2cf/{part}/**/*.{end}", recursive=True))
        if not files:
            continue
        wrong = [w for f in files for w in faults(f)]
        t.check(not wrong, f"{part}/ includes only {', '.join(sorted(allowed)) or 'itself'}", "\n".join(wrong))
    unknown = {p.split("/")[1] for p in glob.glob("mc2cf/*/**/*.[chly]", recursive=True)} - set(ALLOWED)
    t.check(not unknown, "every folder of mc2cf/ is in the table", f"not in the table: {unknown}")
