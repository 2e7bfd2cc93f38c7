"""The manual pages: mandoc finds nothing to complain of; the reference is what the program of this build says."""
import glob
import os

import mc
import sitelab

REFERENCE = "build/gen/man/mc2cf-reference.7"


def run(t):
    pages = sorted(glob.glob("mc2cf/man/*.[1-8]")) + [REFERENCE]
    t.check(pages, "there are manual pages")
    with open(REFERENCE, encoding="utf-8") as f:
        t.check(f.read() == sitelab.run([mc.compiler(), "doc", "--man"]).stdout, "the reference is of this build")
    mandoc = sitelab.tool("mandoc")
    for page in pages:
        p = sitelab.run([mandoc, "-Tlint", "-W", "warning", page])
        t.check(p.returncode == 0 and not p.stdout.strip(), os.path.basename(page), p.stdout + p.stderr)
