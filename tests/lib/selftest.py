"""The C test programs, in every variant that was built; they print TAP."""
import glob
import os
import re

import sitelab

VARIANTS = ["build", "build/asan", "build/clang"]


def run_program(t, program):
    p = sitelab.run([program])
    good = len(re.findall(r"^ok ", p.stdout, re.M))
    bad = re.findall(r"^not ok .*(?:\n#.*|\n(?!ok |not ok |1\.\.).*)*", p.stdout, re.M)
    plan = re.search(r"^1\.\.(\d+)$", p.stdout, re.M)
    for text in bad:
        t.fails(program, text)
    t.count(good, 0)
    if p.returncode != (1 if bad else 0) or not plan or int(plan[1]) != good + len(bad):
        t.fails(f"{program} runs to its end", f"exit status {p.returncode}\n{p.stdout[-300:]}\n{p.stderr[-1500:]}")


def run(t):
    sources = sorted(glob.glob("mc2cf/selftest/test_*.c"))
    t.check(sources, "there are test programs")
    for variant in VARIANTS:
        for source in sources:
            program = f"{variant}/selftest/{os.path.basename(source)[:-2]}"
            if os.access(program, os.X_OK):
                run_program(t, program)
            elif variant == "build/clang" and not sitelab.shutil.which("clang"):
                t.skips(program, "clang is not installed")
            else:
                t.fails(program, "is not built: make check")
