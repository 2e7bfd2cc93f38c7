"""The fuzz targets, replaying the inputs of tests/fuzz/NAME/ and a fixed number of mutations of each, under sanitizers."""
import glob
import os
import random

import sitelab

MUTATIONS = 40


def mutate(data, rng):
    """A few bytes changed, cut out or said twice."""
    data = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(data) + 1)
        kind = rng.randrange(3)
        if kind == 0:
            data[at:at + rng.randint(0, 2)] = bytes(rng.choice(b"\0$=~({})|%<>@:;,\"'\\\n\t #RSKMD\x1d\x1e\x1f\xff") for _ in range(rng.randint(1, 3)))
        elif kind == 1:
            del data[at:at + rng.randint(1, 30)]
        else:
            data[at:at] = data[at:at + rng.randint(1, 40)]
    return bytes(data)


def run(t):
    for source in sorted(glob.glob("mc2cf/selftest/fuzz_*.c")):
        name = os.path.basename(source)[:-2]
        program, seeds = f"build/asan/selftest/{name}", sorted(glob.glob(f"tests/fuzz/{name.removeprefix('fuzz_')}/*"))
        if not t.check(seeds, f"{name} has inputs"):
            continue
        folder = f"build/fuzz-inputs/{name}"
        os.makedirs(folder, exist_ok=True)
        rng, files = random.Random(name), list(seeds)
        for seed in seeds:
            with open(seed, "rb") as f:
                data = f.read()
            for n in range(MUTATIONS):
                files.append(f"{folder}/{os.path.basename(seed)}.{n}")
                with open(files[-1], "wb") as f:
                    f.write(mutate(data, rng))
        p = sitelab.run([program, *files])
        t.check(p.returncode == 0, f"{name}: {len(files)} inputs", p.stderr[:3000])
