"""The examples do with addresses what they say they do (tests/expect)."""
import glob

import outside


def run(t):
    files = sorted(glob.glob("examples/*/expect.txt"))
    t.check(len(files) == len(glob.glob("examples/*/site.mc")) != 0, "each example has its expectations")
    for path in files:
        outside.run_program(t, path, ["tests/expect", "--compiler", "build/mc2cf", path])
