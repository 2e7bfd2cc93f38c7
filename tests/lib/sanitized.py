"""Every input once more under the address and undefined-behaviour sanitizers: same output, same exit status, no report."""
import glob

import diagnostics
import mc
import sitelab


def run(t):
    mc.compiler(), mc.compiler(mc.ASAN)
    for path in mc.inputs() + sorted(glob.glob("tests/reject/*.mc") + glob.glob("tests/warn/*.mc")):
        plain, asan = (sitelab.run([program, *mc.include_of(path), "--keep-going", *diagnostics.options(path), path]) for program in (mc.COMPILER, mc.ASAN))
        same = (plain.returncode, plain.stdout, plain.stderr) == (asan.returncode, asan.stdout, asan.stderr)
        t.check(same, path, f"exit status {asan.returncode}\n{asan.stderr[:3000]}")
