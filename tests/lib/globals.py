"""No mutable file-scope state: nothing in the objects of the product may stand in .data or .bss."""
import glob
import re

import sitelab

# value, flags, section, size, name
SYMBOL = re.compile(r"^[0-9a-f]+ .{7} (\S+)\s+([0-9a-f]+)\s+(?:\.hidden )?(\S+)$", re.M)


def mutable(section):
    """Sections that can be written to while the program runs; .data.rel.ro is read-only once the program is linked."""
    return re.match(r"\.(data|bss|tdata|tbss)", section) and not section.startswith(".data.rel.ro") or section == "*COM*"


def run(t):
    objects = sorted(o for o in glob.glob("build/obj/**/*.o", recursive=True) if "/selftest/" not in o)
    if not objects:
        t.fails("objects", "nothing is built: make")
    for o in objects:
        p = sitelab.run([sitelab.tool("objdump"), "-t", o])
        found = [name for section, size, name in SYMBOL.findall(p.stdout) if mutable(section) and int(size, 16) and not name.startswith(".")]
        t.check(p.returncode == 0 and not found, o, p.stderr or f"mutable: {' '.join(found)}")
