"""Running the compiler, for the suites that do."""
import glob
import os

import sitelab

COMPILER = sitelab.os.environ.get("MC2CF", "build/mc2cf")
ASAN = "build/asan/mc2cf"


def compiler(path=COMPILER):
    """The compiler as one word; a test without it is a failure, not a skip."""
    if not sitelab.os.access(path, sitelab.os.X_OK):
        raise sitelab.Failed(f"{path} is not built: make check")
    return path


def inputs():
    """Every .mc of the tree that compiles."""
    return sorted(glob.glob("tests/compile/*.mc") + glob.glob("examples/*/*.mc"))


def include_of(path):
    """The options for a .mc that reads own/, a site's own files."""
    folder, name = os.path.split(path)
    return ["-I", os.path.join(folder, "own")] if name.startswith("own-") else []


def tokens(text):
    """An answer without blanks and quotes, which -bt puts between tokens at will."""
    return "".join(text.replace('"', "").split())


def returned(out):
    """The workspace that the last ruleset of a -bt line left."""
    found = sitelab.re.findall(r"^\S+\s+returns: *(.*)$", out, sitelab.re.M)
    return found[-1] if found else out.strip()
