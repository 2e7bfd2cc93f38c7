"""mc2cf fmt: every .mc keeps its sendmail.cf byte for byte, and is in its usual form afterwards."""
import glob
import os
import shutil

import mc
import sitelab
from lintverb import Place

CORPUS = os.environ.get("MC2CF_CORPUS", "../shared/corpus")
BEFORE = """VERSIONID(`x')
  OSTYPE( linux)\t
define(confLOG_LEVEL,9) dnl
define(`confMAX_HOP',  `25')


FEATURE(access_db,`hash -T<TMPF> -o /etc/mail/access')dnl
FEATURE(`local_procmail',`',`procmail -Y')dnl a word on it
dnl MAILER(uucp)
ifdef(`x', `define(`confX',`y')')
MAILER(local)
MAILER(`smtp')
LOCAL_RULESETS
SLocal_check_mail
R$*\t$: ( $1 )  \t
R$*\t$@ ok, (said he)"""
AFTER = """VERSIONID(`x')dnl
OSTYPE(`linux')dnl
define(`confLOG_LEVEL', 9)dnl
define(`confMAX_HOP', `25')dnl

FEATURE(`access_db', `hash -T<TMPF> -o /etc/mail/access')dnl
FEATURE(`local_procmail', `', `procmail -Y')dnl a word on it
dnl MAILER(uucp)
ifdef(`x', `define(`confX',`y')')
MAILER(`local')dnl
MAILER(`smtp')dnl
LOCAL_RULESETS
SLocal_check_mail
R$*\t$: ( $1 )
R$*\t$@ ok, (said he)
"""


def by_hand(t, place):
    place.write("x.mc", BEFORE)
    p = place.lint("x.mc", verb="fmt")
    t.check(p.stdout == AFTER and p.returncode == 0 and place.read("x.mc") == BEFORE, "fmt prints the usual form", p.stdout + p.stderr)
    for words, status, said in ((["--check", "x.mc"], 1, "x.mc\n"), (["--diff", "x.mc"], 0, "+OSTYPE(`linux')dnl\n"), (["-w", "x.mc"], 0, ""), (["--check", "x.mc"], 0, ""), (["--diff", "x.mc"], 0, ""),
                                ([], 2, "which .mc"), (["none.mc"], 2, "none.mc"), (["--help"], 0, "--check")):
        p = place.lint(*words, verb="fmt")
        t.check(p.returncode == status and said in p.stdout + p.stderr, "fmt " + " ".join(words), f"{p.returncode} {p.stdout}{p.stderr}")
    t.check(place.read("x.mc") == AFTER, "fmt -w replaces the file")
    place.write("bad.mc", "OSTYPE(linux)\nFEATURE(no_such)\nMAILER(local)\n")
    p = place.lint("-w", "bad.mc", verb="fmt")
    t.check(p.returncode == 2 and "has errors" in p.stderr and place.read("bad.mc").startswith("OSTYPE(linux)"), "fmt leaves a .mc with errors alone", p.stderr)
    place.write("q.mc", "changequote([, ])dnl\nOSTYPE([linux])\nMAILER([local])\n")
    t.check(place.lint("q.mc", verb="fmt").stdout == place.read("q.mc"), "fmt leaves other quotes alone")
    t.check(sorted(os.listdir(place.dir)) == ["bad.mc", "q.mc", "x.mc"], "fmt leaves no other files", os.listdir(place.dir))


def compiled(path, options):
    """The sendmail.cf; None where the .mc has errors."""
    p = sitelab.run([mc.compiler(), *options, path])
    return p.stdout if p.returncode == 0 else None


def keeps(t, place, path):
    """A copy in its usual form compiles to the same bytes, and is left alone the next time."""
    options = [*mc.include_of(path), "-I", os.path.dirname(path)]
    copy = os.path.join(place.dir, "site.mc")
    shutil.copy(path, copy)
    os.chmod(copy, 0o644)
    before = compiled(copy, options)
    p = sitelab.run([mc.compiler(), "fmt", "-w", "--trust", *options, copy])
    if before is None or p.returncode != 0:
        t.check(before is None and p.returncode == 2, f"fmt {path}", p.stderr)
        return
    t.check(compiled(copy, options) == before, f"fmt {path} keeps its sendmail.cf")
    again = sitelab.run([mc.compiler(), "fmt", "--check", "--trust", *options, copy])
    t.check(again.returncode == 0, f"fmt {path} twice", again.stdout + again.stderr)


def run(t):
    by_hand(t, Place("fmt"))
    place = Place("fmtall")
    for path in mc.inputs() + sorted(glob.glob("tests/warn/*.mc")) + sorted(glob.glob(CORPUS + "/*.mc")):
        keeps(t, place, path)
