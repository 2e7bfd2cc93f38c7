"""A fixed slice of tests/oracle/matrix; every row of the tables has its cases there, and what differs on purpose does."""
import os
import re
from concurrent.futures import ThreadPoolExecutor

import cases
import generate
import trial

STEP, WHOLE = 31, 6  # every 31st case, and six configurations at random
# Rows that nobody has said anything about.
NEW_ROWS = (("features", ("quite_new", "", "value text", "", "0", "a new one")), ("features", ("quite_new", "", "shape round", "", "0", "a new kind of argument")),
            ("names", ("confNEW", "", "", "colour", "OPTION")), ("names", ("confNEW", "", "", "bool", "NOBODY")), ("directives", "QUITE_NEW"))


def coverage(t):
    holes = list(cases.gaps(cases.Tables()))
    t.check(not holes, "every row of the tables is covered", "\n".join(holes))
    for table, row in NEW_ROWS:
        tables = cases.Tables()
        getattr(tables, table).append(row)
        t.check(list(cases.gaps(tables)), f"a row {row} without coverage is noticed")


def purposes(t, bench, pool, every):
    """Each difference that is meant is there, and said in README.md."""
    with open("README.md", encoding="utf-8") as f:
        readme = f.read()
    for name, what, reason in bench.purposes.rows:
        row = trial.Purposes([(name, what, reason)])
        meant = [c for c in every if re.search(name, c.name)]
        tried = list(pool.map(lambda n: bench.attempt_alone(n[1], n[0]), enumerate(meant)))  # noqa: B023
        t.check(any(row.excuses(c, d) for c, found in zip(meant, tried) for d in found or ()), f"{trial.PURPOSE}: {name}", "there is no such difference")
        t.check(reason in " ".join(readme.split()), f"README.md says: {reason}")


def run(t):
    coverage(t)
    tables = cases.Tables()
    every = list(cases.cases(tables))
    part = every[::STEP] + [generate.configuration(tables, seed) for seed in range(WHOLE)]
    with trial.Bench() as bench, ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for case, result in zip(part, pool.map(lambda n: bench.guarded(n[1], n[0], n[1].ask), enumerate(part))):
            t.check(not result.wrong, f"{case.kind}: {case.name}", result.wrong)
        purposes(t, bench, pool, every)
