"""mc2cf makemap beside the real makemap: the same text gives the same table, each reads the other's, and what is wrong
with a text is said with its line and leaves the old table as it was.
"""
import os
import re
import resource
import stat
import subprocess

import maps
import sitelab

OURS = ["build/mc2cf", "makemap"]
TEXT = 'a b\n#c\n\ndup 1\nUP low\nsp   v  w  \nq"q "v v"\ntab\tx\ty\npct %1@%0 100%%\nk:y v:w\nlast nonl'
FAULTS = 'a b\n  lead x y\n#c\n\nnov\ndup 1\ndup 2\nUP low\n   # ind\nDUP 3\nup x\n'


def command(words, text=None, **kw):
    p = subprocess.run(words, input=text.encode("latin-1") if text is not None else b"", capture_output=True, timeout=sitelab.SECONDS, check=False, **kw)
    return p.returncode, p.stdout.decode("latin-1"), p.stderr.decode("latin-1")


def content(kind, path):
    """What the real makemap (hash, btree) or ours finds in a table."""
    words = [sitelab.tool("makemap")] if kind in ("hash", "btree") else OURS
    status, out, err = command([*words, "-u", kind, path])
    return sorted(out.split("\n")) if status == 0 else f"{status}: {err}"


def same_tables(t, side):
    for kind in ("hash", "btree"):
        for flags in ([], ["-N"], ["-f"], ["-e"], ["-r"], ["-d"], ["-t", ":", "-e"], ["-D", ";", "-f"], ["-t:", "-e", "-N"]):
            text = TEXT + ("\ndup 2\ndup 1\n" if set(flags) & {"-r", "-d"} else "")
            if "-D" in flags:
                text = text.replace("#c", ";c") + "\n#k v\n"
            if "-t" in " ".join(flags):
                text = "a:b:c\nx : y\nz:\n#c:d\n\t:t\n"
            theirs, ours = f"{side.dir}/theirs", f"{side.dir}/ours"
            for f in (theirs, ours):
                if os.path.exists(f + ".db"):
                    os.remove(f + ".db")
            a = command([sitelab.tool("makemap"), *flags, kind, theirs], text)
            b = command([*OURS, *flags, kind, ours], text)
            name = f"makemap {' '.join(flags + [kind])}"
            t.check(a[0] == b[0] == 0 and content(kind, theirs) == content(kind, ours), name, lambda: f"{a}\n{b}\n{content(kind, theirs)}\n{content(kind, ours)}")
            with open(ours + ".db", "rb") as f:
                nul = b"dup\0" in f.read() if "-t" not in " ".join(flags) else None
            t.check(kind != "hash" or nul is None or nul == ("-N" in flags), f"{name}: NUL behind keys", nul)
            own = command([*OURS, "-u", kind, theirs])
            t.check(own[0] == 0 and sorted(own[1].split("\n")) == content(kind, theirs), f"{name}: we read theirs", own[2])


def faults(t, side):
    path = f"{side.dir}/f"
    command([*OURS, "hash", path], "old kept\n")
    before = os.stat(path + ".db")
    theirs = command([sitelab.tool("makemap"), "hash", f"{side.dir}/f2"], FAULTS)
    ours = command([*OURS, "hash", path], FAULTS)
    lines = (re.findall(r"line (\d+)", theirs[2]), re.findall(r"^\(standard input\):(\d+):1: error:", ours[2], re.M))
    t.check(ours[0] == 1 and lines[0] == lines[1], "faults are those that makemap sees", f"{lines}\n{ours[2]}")
    after = os.stat(path + ".db")
    t.check((before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns) and content("hash", path) == ["", "old\tkept"], "the old table is as it was", ours[2])
    new = command([*OURS, "hash", f"{side.dir}/new"], FAULTS)
    t.check(f"{path}.db is as it was" in ours[2] and f"{side.dir}/new.db is not made" in new[2] and not os.path.exists(f"{side.dir}/new.db"), "what became of the table is said", ours[2] + new[2])
    side.file("text", "a b\nc\n")
    named = command([*OURS, "hash", path, f"{side.dir}/text"])
    t.check(named[0] == 1 and named[2].startswith(f"{side.dir}/text:2:1: error: no value for the key `c'"), "a text file by name", named[2])
    long = command([*OURS, "lmdb", path], "k" * 600 + " v\n")
    t.check(long[0] == 1 and "600 bytes" in long[2], "a key that lmdb does not take", long[2])
    for words, why in ((["hash"], "usage:"), (["nosuch", "x"], "no type"), (["-t", "xy", "hash", "x"], "one character"), (["hash", "/nofolder/x"], "No such file"),
                       (["hash", "/tmp/mc2cf-never"], "all may write"), (["-Q", "hash", "x"], "usage"), (["-u", "hash", "/nofolder/x"], "No such file"),
                       (["hash", path, "/nofolder/text"], "cannot read")):
        p = command([*OURS, *words], "a b\n")
        t.check(p[0] == 2 and (why in p[2] or words == ["-Q", "hash", "x"]), f"makemap {' '.join(words)}", p)


def atomic(t, side):
    path = f"{side.dir}/at"
    command([*OURS, "hash", path], "old kept\n")
    os.chmod(path + ".db", 0o604)
    text = "".join(f"key{i} {'v' * 100}\n" for i in range(5000))
    for kind in ("hash", "btree", "cdb", "lmdb"):
        full = command([*OURS, kind, path], text, preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100000, 100000)))
        t.check(full[0] == 2 and content("hash", path) == ["", "old\tkept"], f"no room for a table of {kind}", full)
    left = [f for f in os.listdir(side.dir) if f.startswith("at.")]
    t.check(left == ["at.db"], "nothing is left beside it", left)
    status = command([*OURS, "hash", path], text)
    st = os.stat(path + ".db")
    t.check(status[0] == 0 and stat.S_IMODE(st.st_mode) == 0o604 and len(content("hash", path)) == 5001, "a table that is replaced keeps its mode", oct(st.st_mode))
    more = command([*OURS, "-o", "hash", path], "new one\n")
    t.check(more[0] == 0 and len(content("hash", path)) == 5002, "-o keeps what is there", more)
    twice = command([*OURS, "-o", "hash", path], "new two\n")
    t.check(twice[0] == 1 and "a second time" in twice[2], "-o and a key that is there", twice)
    over = command([*OURS, "-o", "-r", "hash", path], "new two\n")
    t.check(over[0] == 0 and "new\ttwo" in content("hash", path), "-o -r", over)
    shown = command([*OURS, "-v", "hash", path], "Key Value\n")
    t.check(shown[:2] == (0, "key=`key', val=`Value'\n"), "-v", shown)


def asked(t, side):
    """sendmail asks our hash and btree; our maps ask cdb and lmdb, and say what they say of hash."""
    table = maps.source({k: v for k, v in maps.TABLE.items() if k != "pct"})
    lines = ""
    for kind in ("hash", "btree", "cdb", "lmdb"):
        for name, flags in (("p", []), ("n", ["-N"]), ("f", ["-f"])):
            p = command([*OURS, *flags, kind, f"{side.dir}/{kind}{name}"], table)
            t.check(p[0] == 0, f"a table of {kind} {flags}", p)
            lines += "".join(f"K{kind}{name}{i} {kind} {f} DIR/{kind}{name}\n" for i, f in enumerate(("", "-N", "-O", "-f", "-m -a.x")))
    keys = ["joe", "JOE", "sp", "upper", "UPPER", "kk", "nope", "%", "k" * 255, "k" * 256, "k" * 300]
    names = [f"{k}{n}{i}" for k in ("hash", "btree") for n in "pnf" for i in range(5)]
    cf = side.cf(lines)
    stock = side.cf("".join(line + "\n" for line in lines.split("\n") if re.match(r"K(hash|btree)", line)))
    questions = maps.questions(names, keys)
    theirs, ours = side.sendmail(stock, questions), side.ours(stock, questions)
    wrong = [f"sendmail: {a}\n    ours: {b}" for a, b in zip(theirs, ours) if a != b]
    t.check(len(theirs) == len(ours) == len(questions) and not wrong, f"sendmail asks our tables: {len(questions)} questions", "\n".join(wrong))
    cf = side.cf(lines)
    said = {k: side.ours(cf, maps.questions([f"{k}{n}{i}" for n in "pnf" for i in range(5)], keys)) for k in ("hash", "cdb", "lmdb")}
    for kind in ("cdb", "lmdb"):
        t.check([x.replace(kind, "hash") for x in said[kind]] == said["hash"], f"{kind} says what hash says", "\n".join(
            f"{a} | {b}" for a, b in zip(said[kind], said["hash"]) if a.replace(kind, "hash") != b))
    for kind, ending in (("cdb", ".cdb"), ("lmdb", ".lmdb")):
        side.file("bad" + ending, "garbage" * 2000)
        found = side.ours(side.cf(f"Kb {kind} DIR/bad\nKm {kind} DIR/missing\nKo {kind} -o DIR/missing\n"), ["/map b joe", "/map m joe", "/map o joe"])
        t.check(any("map_lookup: b" in x and "(75)" in x for x in found) and any("missing map file" in x for x in found) and found[-1] == 'Map named "o" not open',
                f"files that are no {kind}", "\n".join(found))


def run(t):
    with sitelab.Lab() as lab:
        side = maps.Side(lab)
        for part in (same_tables, faults, atomic, asked):
            part(t, side)
