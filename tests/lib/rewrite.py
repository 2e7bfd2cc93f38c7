"""Rulesets: tests/rewrite/*.test beside the real sendmail -bt, random rules beside it, and the same under sanitizers."""
import glob
import os
import re
import sys
import tempfile

import mc
import sitelab

SEEDS = "0-39"
ENGINE = ["build/mc2cf", "bt"]


def blocks(text):
    """The configuration, and (lines typed, messages, what is returned) of each block."""
    cf, rest = re.split(r"^-----\n", text, maxsplit=1, flags=re.M)
    out = []
    for block in re.split(r"\n\s*\n", rest):
        lines = [line for line in block.splitlines() if line and not line.startswith("# ")]
        if not lines:
            continue
        typed = next(i for i, line in enumerate(lines) if not line.startswith(".")) + 1
        answers = lines[typed:]
        out.append((lines[:typed], [a[2:] for a in answers if a.startswith("! ")], [a for a in answers if not a.startswith("! ")]))
    return re.sub(r"^#.*\n", "", cf, flags=re.M), out


def ask(command, cf, lines):
    """What is printed for the last of the lines: its messages, and what the outermost ruleset returns."""
    p = sitelab.run([*command, "-C", cf], input="\n".join(lines) + "\n")
    text = re.split(r"^(?:> )+", p.stdout, flags=re.M)[-2 if p.stdout.endswith("> ") else -1].splitlines()
    returns = [line.split("returns:", 1)[1].strip() for line in text if re.match(r"\S+ +returns:", line)]
    messages = [line for line in text if not re.match(r"\S+ +(returns|input):", line) and line]
    return messages, returns[-1:]


def run_blocks(t, path, command, name):
    with open(path, encoding="utf-8") as f:
        cf, tests = blocks(f.read())
    with tempfile.TemporaryDirectory(dir=sitelab.scratch_base()) as scratch:
        with open(f"{scratch}/test.cf", "w", encoding="utf-8") as f:
            f.write(cf)
        for lines, messages, returns in tests:
            got = ask(command, f"{scratch}/test.cf", lines)
            t.check(got == (messages, returns), f"{path}: {name}: {lines[-1]}", f"got {got}")


def run(t):
    mc.compiler()
    for path in sorted(glob.glob("tests/rewrite/*.test")):
        run_blocks(t, path, [sitelab.tool("sendmail"), "-bt"], "sendmail")
        run_blocks(t, path, ENGINE, "mc2cf bt")
        if os.access("build/asan/mc2cf", os.X_OK):
            run_blocks(t, path, ["build/asan/mc2cf", "bt"], "under sanitizers")
    p = sitelab.run([sys.executable, "tests/rewrite/random", "--seeds", SEEDS, "-v"])
    t.check(p.returncode == 0, f"random rules {SEEDS}", p.stdout)
