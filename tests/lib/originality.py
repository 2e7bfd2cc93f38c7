"""Our rules and comments are our own words: no long run of them equals stock's."""
import glob

import compile as compiled
import mc
import sitelab


def run(t):
    sitelab.stock_command()
    paths = sorted(glob.glob("examples/*/site.mc")) + ["tests/compile/tables.mc", "tests/compile/tls-access.mc", "tests/compile/relays.mc"]
    for path in paths:
        with compiled.lab_for(path) as lab:
            a, b = lab.path("stock.cf"), lab.path("ours.cf")
            compiled.stock(path, lab, a)
            wrong = compiled.ours(path, lab, b)
            p = sitelab.run(["tests/oracle/originality", a, b])
            t.check(not wrong and p.returncode == 0, path, wrong or p.stdout + p.stderr)
