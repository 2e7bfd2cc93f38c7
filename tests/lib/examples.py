"""The examples do with addresses what they say they do (tests/expect), under our sendmail.cf and under stock's."""
import glob
import os

import outside


def run(t):
    files = sorted(glob.glob("examples/*/expect.txt"))
    sites = glob.glob("examples/*/site.mc")
    t.check(sites and all(os.path.exists(os.path.dirname(s) + "/expect.txt") for s in sites), "each example has its expectations")
    for path in files:
        for compiler in ("build/mc2cf -Werror", "stock"):
            outside.run_program(t, f"{path} ({compiler})", ["tests/expect", "--compiler", compiler, path])
