"""No mutable file-scope state: nothing in the objects of the product may stand in .data or .bss.  What runs before libc uses nothing of it, and
the library for other programs shows them nothing but its calls."""
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
    early(t)
    p = sitelab.run([sitelab.tool("nm"), "-D", "--defined-only", "build/libcfrw.so"])
    names = [line.split()[-1] for line in p.stdout.splitlines()]
    others = [name for name in names if not name.startswith("cfrw_")]
    t.check(names and not others, "libcfrw.so shows nothing but cfrw_*", p.stderr or " ".join(others))


def early(t):
    """The entry of mc2cf: no call but to libc's start, and nothing of a thread's storage, where a guard of the stack would stand."""
    o = "build/obj/cmd/early.o"
    p = sitelab.run([sitelab.tool("nm"), "-u", o])
    calls = {line.split()[-1] for line in p.stdout.splitlines()} - {"_start", "_GLOBAL_OFFSET_TABLE_"}
    t.check(p.returncode == 0 and not calls, f"{o} calls nothing", " ".join(calls))
    p = sitelab.run([sitelab.tool("objdump"), "-d", o])
    t.check(p.returncode == 0 and "%fs" not in p.stdout, f"{o} asks for nothing of a thread", p.stdout)
