"""The manual pages: mandoc finds nothing to complain of; those that it writes are what this build says."""
import glob
import os
import re

import mc
import sitelab

# Pages that the program writes, and how.
GENERATED = {"build/gen/man/mc2cf-reference.7": ["doc", "--man"], "build/gen/man/mc2cf-lint.7": ["lint", "--man"]}


def run(t):
    pages = sorted(glob.glob("mc2cf/man/*.[1-8]")) + list(GENERATED)
    t.check(pages, "there are manual pages")
    for page, words in GENERATED.items():
        with open(page, encoding="utf-8") as f:
            t.check(f.read() == sitelab.run([mc.compiler(), *words]).stdout, f"{os.path.basename(page)} is of this build")
    mandoc = sitelab.tool("mandoc")
    for page in pages:
        p = sitelab.run([mandoc, "-Tlint", "-W", "warning", page])
        t.check(p.returncode == 0 and not p.stdout.strip(), os.path.basename(page), p.stdout + p.stderr)
    with open("mc2cf/engine/cfrw.h", encoding="utf-8") as header, open("mc2cf/man/cfrw.3", encoding="utf-8") as page:
        calls, text = re.findall(r"^CFRW_API [^;(]*?(cfrw_\w+)\(", header.read(), re.M), page.read()
    missing = [call for call in calls if not re.search(rf"\b{call}\b", text)]
    t.check(calls and not missing, "cfrw(3) names every call of cfrw.h", " ".join(missing))
