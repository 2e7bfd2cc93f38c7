"""The exact diagnostics of reject/ and warn/: NAME.mc and what is said of it in NAME.expect.

In reject/ the exit status is 1 and nothing is written; in warn/ it is 0.  A first line `dnl mc2cf OPTIONS`
gives options to the compiler.
"""
import glob
import os
import re

import mc
import sitelab


def options(path):
    with open(path, encoding="latin-1") as f:
        m = re.match(r"dnl mc2cf (.*)", f.readline())
    return m[1].split() if m else []


def try_one(t, path, status):
    expected = path[:-3] + ".expect"
    out = "build/diagnostics.cf"
    if os.path.exists(out):
        os.unlink(out)
    p = sitelab.run([mc.compiler(), "--color=never", "-o", out, *options(path), path])
    said = p.stderr.replace(os.getcwd() + "/", "")  # a template's path begins with that of the checkout
    if t.update:
        with open(expected, "w", encoding="utf-8") as f:
            f.write(said)
    wanted = open(expected, encoding="utf-8", errors="replace").read() if os.path.exists(expected) else "(there is no .expect file)"
    t.check(said == wanted, path, f"said:\n{said}\nexpected:\n{wanted}")
    t.check(p.returncode == status, f"{path}: exit status {status}", f"it was {p.returncode}")
    t.check(os.path.exists(out) == (status == 0), f"{path}: output only without errors")


def run(t):
    mc.compiler()
    for folder, status in (("tests/reject", 1), ("tests/warn", 0)):
        paths = sorted(glob.glob(folder + "/*.mc"))
        t.check(paths, f"{folder} has tests")
        for path in paths:
            try_one(t, path, status)
