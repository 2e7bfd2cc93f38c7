"""One case through stock and through ours, for the matrix.

  with Bench() as bench:                 a site with tables, and what is meant to differ
      bench.guarded(case, seed, ask)     a Result: what differs, as text, and what to count
"""
import collections
import os
import re

import cfstate
import compare
import compile as compiled
import mc
import sitelab

PURPOSE = "tests/oracle/on-purpose"
MORE_TABLES = {
    "bitdomain": "node\tnode.example.com\n", "uudomain": "host\thost.example.com\nhost.UUCP\tup.example.com\n",
    "authinfo": "AuthInfo:secure.example\t\"U:joe\" \"P=c2VjcmV0\"\n", "drac": "192.0.2.2\tok\n", "bcctable": "example.com\tok\njoe@other.test\tok\n",
    "own": "Connect:10.1\tRELAY\nFrom:other.test\tREJECT\nother.test\tsmtp:own.example\njoe@example.com\tjoseph@example.net\nTo:other.test\tRELAY\n"}
Result = collections.namedtuple("Result", "wrong count")


class Purposes:
    """What differs on purpose: rows of a case's pattern, a difference's pattern and the reason."""

    def __init__(self, rows=None):
        self.rows, self.used = rows or [], set()
        if rows is None:
            with open(PURPOSE, encoding="utf-8") as f:
                self.rows = [line.strip().split("\t") for line in f if line.strip() and not line.startswith("#")]

    def excuses(self, case, difference):
        for i, (name, what, _) in enumerate(self.rows):
            if re.search(name, case.name) and re.search(what, difference):
                self.used.add(i)
                return True
        return False

    def unused(self):
        return ["  ".join(row) for i, row in enumerate(self.rows) if i not in self.used]


def asks(seed):
    """Of what sendmail is asked: what says so, and one in forty of the others."""
    return lambda case, number: case.ask or (number * 7 + seed) % 40 == 0


def loads(cf):
    """Whether sendmail takes a .cf at all."""
    try:
        return bool(sitelab.bt(cf, ["parse x"]))
    except sitelab.Failed:
        return False


def starts(cf):
    """Whether sendmail has nothing to say against a .cf: what it cannot read makes it end with an error."""
    return sitelab.run([sitelab.tool("sendmail"), "-bt", "-C", cf], input="").returncode == 0


class Bench:
    def __init__(self):
        self.lab, self.purposes = sitelab.Lab(mc.compiler()), Purposes()

    def __enter__(self):
        sitelab.tool("sendmail")
        sitelab.stock_command()
        self.lab.lay("tests/compile/maps")
        for name, text in MORE_TABLES.items():
            self.lab.table(name, text)
        return self

    def __exit__(self, *_):
        self.lab.close()

    def stock(self, path, cf):
        """Writes stock's .cf; what it says."""
        before, after = sitelab.stock_command()
        p = sitelab.run([*before, *(w for d in self.lab.defines() for w in ("-D", d)), *after, path])
        with open(cf, "w", encoding="utf-8", errors="surrogateescape") as f:
            f.write(p.stdout)
        return p.stderr

    def attempt(self, case, seed, ask, base):
        """The differences of a case, and how many questions it took; None where both refuse it: stock, or sendmail what stock wrote."""
        a, b = base + ".stock", base + ".ours"
        with open(base + ".mc", "w", encoding="utf-8") as f:
            f.write(case.text)
        said = self.stock(base + ".mc", a)
        refused, wrong = bool(re.search(r"ERROR|cannot open", said)), compiled.ours(base + ".mc", self.lab, b)
        if wrong and (refused or not starts(a)):
            return None, 0
        if refused or wrong:
            return [f"{'stock' if refused else 'ours'} refuses it: {' '.join((said if refused else wrong).split())}"], 0
        if ask and not (loads(a) or loads(b)):
            return None, 0
        if ask:
            return compare.compare(a, b, seed, compare.SESSIONS[seed % len(compare.SESSIONS)])
        return list(cfstate.differences(compare.read(a), compare.read(b))), 0

    def tidied(self, case, seed, ask):
        """The same, and no file is left."""
        base = self.lab.path(f"case-{case.kind}-{seed}")
        try:
            return self.attempt(case, seed, ask, base)
        finally:
            for end in (".mc", ".stock", ".ours", ".stock.ask", ".ours.ask"):
                if os.path.exists(base + end):
                    os.remove(base + end)

    def trial(self, case, seed, ask):
        found, questions = self.tidied(case, seed, ask)
        count = collections.Counter(questions=questions, asked=int(questions > 0))
        if found is None:
            count["refused"] += 1
            return Result("", count)
        wrong = [d for d in found if not self.purposes.excuses(case, d)]
        count["differ" if wrong else "purpose" if found else "equal"] += 1
        return Result("\n".join(wrong), count)

    def attempt_alone(self, case, seed):
        """The differences of a case that is meant to have some; sendmail is asked where only its answers differ."""
        found, _ = self.tidied(case, seed, False)
        return found or self.tidied(case, seed, True)[0]

    def guarded(self, case, seed, ask):
        try:
            return self.trial(case, seed, ask)
        except sitelab.Missing:
            raise
        except sitelab.Failed as e:
            return Result(str(e), collections.Counter(differ=1))
