"""Test programs that report by themselves: failures as they like, and `N passed, N failed` as the last line."""
import re

import sitelab


def run_program(t, name, words, seconds=sitelab.SECONDS):
    """Exit 77: a tool is missing; the output says which."""
    p = sitelab.run(words) if seconds == sitelab.SECONDS else sitelab.subprocess.run(words, capture_output=True, text=True, errors="replace", timeout=seconds)
    last = p.stdout.strip().splitlines()[-1:] or [""]
    score = re.fullmatch(r"(\d+) passed, (\d+) failed(?:, \d+ skipped)?", last[0])
    if p.returncode == 77:
        t.skips(name, last[0].removeprefix("skipped: "))
    elif score and (int(score[2]) != 0) == (p.returncode == 1) and p.returncode in (0, 1):
        t.count(int(score[1]), 0)
        if int(score[2]):
            t.fails(name, p.stdout)
            t.count(0, int(score[2]) - 1)
    else:
        t.fails(name, f"exit status {p.returncode}\n{p.stdout[-1500:]}\n{p.stderr[-1500:]}")
