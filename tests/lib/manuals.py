"""The manual pages: mandoc finds nothing to complain of."""
import glob
import os

import sitelab


def run(t):
    pages = sorted(glob.glob("mc2cf/man/*.[1-8]"))
    t.check(pages, "there are manual pages")
    mandoc = sitelab.tool("mandoc")
    for page in pages:
        p = sitelab.run([mandoc, "-Tlint", "-W", "warning", page])
        t.check(p.returncode == 0 and not p.stdout.strip(), os.path.basename(page), p.stdout + p.stderr)
