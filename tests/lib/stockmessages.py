"""Everything that stock's m4 files say to the author of a .mc, and which code of ours answers it.

tests/stock-messages is a list of small .mc files.  Stock is run on each; every errprint of the installed package must be said by
one of them, so a new release shows what it says anew.  Ours must answer each with the code that the list names.
"""
import glob
import os
import re

import mc
import sitelab

LIST = "tests/stock-messages"
FOLDERS = ("m4", "feature", "mailer", "ostype", "domain", "hack")
# Words of a message that stand for something else, or that m4 expands.
NO_WORDS = {"defn", "errprint", "dnl", "_ARG_", "_ARG", "_ATMPF_", "_M_N_"}


def cases():
    """(name, what ours says, the .mc); a `said' row has no .mc."""
    with open(LIST, encoding="utf-8") as f:
        text = "".join(line for line in f if not line.startswith("#"))
    for block in re.split(r"\n\s*\n", text.strip()):
        head, *lines = block.split("\n")
        name, answer = head.split(None, 1)
        yield name, answer, "".join(line.removeprefix("\t") + "\n" for line in lines)


def words(text):
    return [w for w in re.findall(r"[A-Za-z_]\w+", text) if w not in NO_WORDS and not re.fullmatch(r"_ARG\d_", w)]


def sites(root):
    """file:line → the words of the first line of an errprint, as it is printed."""
    for folder in FOLDERS:
        for path in sorted(glob.glob(f"{root}{folder}/*.m4")):
            with open(path, encoding="latin-1") as f:
                for n, line in enumerate(f, 1):
                    for m in re.finditer(r"errprint\((.*)", line):
                        yield f"{folder}/{os.path.basename(path)}:{n}", words(m[1])


def said(lab, name, text):
    """What stock says to a .mc, line by line."""
    path = lab.path(name + ".mc")
    with open(path, "w", encoding="utf-8") as f:
        f.write(text)
    before, after = sitelab.stock_command()
    return path, sitelab.run([*before, *after, path]).stderr


def answers(path):
    p = sitelab.run([mc.compiler(), "-o", "/dev/null", path])
    return set(re.findall(r"\[(MC\d{4})\]", p.stderr)), p.stderr


def heard(needed, lines):
    """Whether one line has all words of a message; some end without a newline, so the next one begins in the same word."""
    return any(all(w in line for w in needed) for line in lines)


def run(t):
    root = sitelab.stock_command()[1][0].removesuffix("m4/cf.m4")
    lines, unheard = [], {}
    with sitelab.Lab() as lab:
        for name, answer, text in cases():
            if name == "not-said":
                place, reason = answer.split(None, 1)
                unheard[place] = reason
                continue
            path, stock = said(lab, name, text)
            lines += stock.splitlines()
            t.check(stock.strip(), f"{name}: stock says something")
            codes, ours = answers(path)
            t.check(answer in codes, f"{name}: {answer}", f"stock: {stock}\nours: {ours}")
    for place, needed in sites(root):
        file = place.split(":")[0]
        known = heard(needed, lines)
        key = next((k for k in unheard if k.split("=")[0] == file and k.split("=", 1)[1] in needed), None)
        t.check(known or key, f"{place}: a case makes stock say it", " ".join(needed))
        if key and known:
            t.fails(f"{LIST}: not-said {key}", "a case says it")
