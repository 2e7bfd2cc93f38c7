"""A sendmail.cf that is read and written again says the same: by the IR, and by the real sendmail's answers."""
import glob
import os

import compare
import compile as compiled
import mc
import sitelab

PROGRAM = "build/asan/selftest/roundtrip_cf"


def stock_cf(lab, path):
    """Stock's .cf for a .mc."""
    cf = lab.path("stock.cf")
    compiled.stock(path, lab, cf)
    return cf


def equal_to_readers(t, lab, path, cf, sendmail):
    p = sitelab.run([PROGRAM, "-q", cf])
    if not t.check(p.returncode == 0, f"{path}: read(write(IR)) equals IR", p.stdout + p.stderr) or not sendmail:
        return
    again = lab.path("again.cf")
    with open(again, "w", encoding="utf-8", errors="surrogateescape") as f:
        f.write(sitelab.run([PROGRAM, "-q", "-w", cf]).stdout)
    found, _ = compare.compare(cf, again)
    t.check(not found, f"{path}: sendmail sees no difference", "\n".join(found))


def run(t):
    if not os.access(PROGRAM, os.X_OK):
        raise sitelab.Failed(f"{PROGRAM} is not built: make check")
    sitelab.stock_command()
    samples = sorted(glob.glob("tests/compile/*.mc"))
    for n, path in enumerate(samples + sorted(glob.glob("examples/*/site.mc"))):
        with sitelab.Lab(mc.COMPILER) as lab:
            lab.lay("tests/compile/maps")
            # the IR's own test is quick and done for all, sendmail's for every fifth
            equal_to_readers(t, lab, path, stock_cf(lab, path), sendmail=n % 5 == 0)
