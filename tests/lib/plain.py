"""What is expanded without m4 (mc2cf/mc/plain.h) comes out as if m4 had done it."""
import glob
import os
import random
import re

import mc
import sitelab

HEAD = "OSTYPE(`linux')dnl\n"
# Pieces of a .mc at random: most are plain, some are beyond, and some are wrong.
PIECES = """
define(`confTO_IDENT', `{w}')
define(`confLOG_LEVEL',{n})dnl
define(`conf{W}', `{w} {w}')dnl
define(`_x_', `{w}')
define(`_y_', `_x_ {w}')dnl
define(`_q_', ``_x_' _y_')
define( `SMART_HOST' , `[_x_.example.com]')dnl
define(`confDOMAIN_NAME', _x_`.'_y_)dnl
define(`MAIL_HUB', `_x_(`a', (b,c))')
define(`_d_', `dnl')
define(`_c_', `confLOG_LEVEL`'_q_')
undefine(`{W}')
undefine(`_x_', `confTO_IDENT')dnl
define(`confCW_FILE', MAIL_SETTINGS_DIR`'{w})dnl
ifdef(`_x_', `define(`confMAX_HOP', `{n}')', `dnl')
ifdef(`confLOG_LEVEL', ``{w}'')
ifelse(_x_, `{w}', `define(`_y_', `1')', _y_, `1', `dnl ', `define(`_z_', `_y_')')dnl
ifelse(defn(`_q_'), `', `', len(_x_), `3', index(`{w}', `a'), substr(`{w}', 1, 2))
VERSIONID(`$Id: {w}, {w}$')
FEATURE(`{f}')dnl
FEATURE(`{f}', `{w}')
FEATURE({f}, _x_)dnl
FEATURE(`{f}', `dnl', `{w}')dnl
FEATURE(`dnsbl', `{w}.example.net', `"550 no _y_"', `t')dnl
FEATURE(`access_db', `hash -T<TMPF> -o MAIL_SETTINGS_DIR`'access')dnl
ifdef(`_x_', `FEATURE(`{f}')
')dnl
MASQUERADE_AS(`{w}.example.com')
MASQUERADE_DOMAIN(`_x_ {w}')dnl
EXPOSED_USER(`root') what is left of the line
LOCAL_DOMAIN(_y_)
DAEMON_OPTIONS(`Name=_x_, Port={n}')dnl
INPUT_MAIL_FILTER(`{w}', `S=unix:/run/_x_, F=T')dnl
MAIL_FILTER(`{w}', `S=inet:{n}@localhost')
QUEUE_GROUP(`{w}', `P=/var/spool/_x_')dnl
MODIFY_MAILER_FLAGS(`LOCAL', `+{w}')dnl
MAILER(`{m}')dnl
MAILER(`{m}', `{w}')
DOMAIN(`generic')dnl
divert(-1)
divert(0)dnl
divert({n})
divert
# _x_ `{w}' it's
dnl _x_ `{w}
_x_ and _y_ text
`{w} ``_x_'' _y_'
changequote([, ])dnl
changequote(`[', `]')
define([_x_], [{w}'`])
changequote
LOCAL_CONFIG
D{{X}}_x_
LOCAL_RULE_0
R$* _x_ $*	$@ {w}
LOCAL_RULESETS
LOCAL_RULE_1
LOCAL_NET_CONFIG
S{w}
R$*	$: _y_ $1
include(`tests/compile/include/limits.m4')dnl
sinclude(`none/at/all.m4')dnl
include(`/usr/share/sendmail/cf/m4/cf.m4')
MAILER_DEFINITIONS
HACK(`cssubdomain')dnl
errprint(`{w}')
define(`_p_', `$1 {w}')_p_(`a')
{w} dnl
  FEATURE(`{f}')
FEATURE
LOCAL_TRY_TLS {w}
_DEFIFNOT(`_x_', `{w}')
PUSHDIVERT(6)
shift(`a', `b')
eval(1 + {n})
OSTYPE(`solaris11')
_ARG_ _ARG1_ `_ARG2_'
unclosed ` {w}
define(`confTO_IDENT', `{w}'
DATABASE_MAP_TYPE MAIL_SETTINGS_DIR CF_LEVEL _DPO_ confMILTER_MACROS_EOM
""".strip().split("\n")
FEATURES = "access_db mailertable use_cw_file always_add_domain smrsh local_procmail local_lmtp nouucp delay_checks enhdnsbl msp nullclient none".split()
WORDS = "a abc x9 define dnl include _x_ _y_ shift len p,q (r) 12 index".split()


def compare(path, *words, stages=("records", "ir")):
    """The first difference between the two ways, or None."""
    told = []
    for way in ([], ["--by-m4"]):
        for stage in stages:
            p = sitelab.run([mc.compiler(), "--keep-going", f"--stop-after={stage}", *way, *words, path])
            # where the prelude ends is no place in the .mc
            told.append((p.returncode, re.sub(r"\A\S+: begin", "begin", p.stdout), p.stderr))
    if all("MC0108" in err for _, _, err in told):
        # what does not come to an end is stopped by the clock, anywhere
        told = [(code, "", err) for code, _, err in told]
    for ours, m4s in zip(told[:len(stages)], told[len(stages):]):
        for a, b in zip(ours, m4s):
            if a != b:
                lines = zip(str(a).split("\n") + ["(end)"], str(b).split("\n") + ["(end)"])
                return next((f"without m4: {x}\nwith m4:    {y}" for x, y in lines if x != y), f"{a!r} {b!r}"[:500])
    return None


def files(t):
    for path in sorted(glob.glob("tests/*/*.mc") + glob.glob("examples/*/*.mc")):
        why = compare(path)
        t.check(why is None, path, why)


def known_names():
    """What m4 knows behind the prelude, by its frozen state."""
    with open(glob.glob("build/gen/macros/*.m4f")[0], encoding="latin-1") as f:
        found = re.findall(r"^[TF](\d+),\d+\n(.*)", f.read(), re.M)
    return sorted({line[:int(n)] for n, line in found if re.fullmatch(r"[A-Za-z_]\w*", line[:int(n)])})


def names(t, lab):
    """Each name: alone, called, asked for, and given a new meaning."""
    known = [name for name in known_names() if not name.startswith(("_mc_", "_m4_"))]
    t.check(len(known) > 150, "the names that m4 knows", f"{len(known)} found")
    path = lab.path("name.mc")
    for name in known:
        # those of the table are all alike
        if name.startswith("conf") and not name.startswith("confT"):
            continue
        for use in (f"X {name} y\n", f"{name}(`a')\n", f"ifdef(`{name}', `yes', `no')`'defn(`{name}')\ndefine(`{name}', `new')\n"):
            with open(path, "w", encoding="latin-1") as f:
                f.write(HEAD + "LOCAL_CONFIG\n" + use)
            why = compare(path, stages=("records",))
            t.check(why is None, f"{use.strip()}", why)


def at_random(t, lab, seeds):
    for seed in seeds:
        r = random.Random(seed)
        path = lab.path(f"random-{seed}.mc")
        beyond = r.random() < 0.3
        with open(path, "w", encoding="ascii") as f:
            f.write(HEAD if r.random() < 0.9 else "# `it\ninclude(`/x/cf.m4')\n" + HEAD)
            for _ in range(r.randint(1, 25)):
                piece = r.choice(PIECES if beyond else PIECES[:70])
                f.write(piece.format(w=r.choice(WORDS), W=r.choice(("MAX_HOP", "LOG_LEVEL", "_x_", "NO_SUCH")), n=r.choice(("0", "1", "3", "6", "9", "12")),
                                     f=r.choice(FEATURES), m=r.choice(("local", "smtp", "procmail", "none"))) + "\n")
            f.write(r.choice(("MAILER(`smtp')dnl\n", "MAILER(`local')", "")))
        why = compare(path, *r.choice(([], [], ["-DMAIL_SETTINGS_DIR=/x/"], ["-D_x_=y", "-DSMART_HOST"])))
        t.check(why is None, f"random .mc of seed {seed}", why and why + "\n" + path)


def without_m4(t, lab):
    """It is not done by m4 in secret, and m4 is not asked in vain."""
    bare = {"PATH": lab.dir}
    for path in sorted(glob.glob("examples/*/*.mc")) + ["tests/bench/forty.mc"]:
        p = sitelab.run([mc.compiler(), path], env=bare)
        t.check(p.returncode == 0, f"{path} needs no m4", p.stderr)
    # unix is a macro of other m4s, and of this one with -G
    with open(lab.path("unix.mc"), "w", encoding="ascii") as f:
        f.write(HEAD + "INPUT_MAIL_FILTER(`dkim', `S=unix:/run/dkim.sock')dnl\nMAILER(`local')dnl\n")
    p = sitelab.run([mc.compiler(), lab.path("unix.mc")], env=bare)
    t.check(p.returncode == 0, "a socket of the kind unix needs no m4", p.stderr)
    p = sitelab.run([mc.compiler(), "--by-m4", "examples/hub/site.mc"], env=bare)
    t.check(p.returncode == 2 and "GNU m4" in p.stderr, "--by-m4 asks m4", p.stderr)


def without_end(t, lab):
    """What grows without measure is m4's to do, which has limits."""
    path = lab.path("doubled.mc")
    with open(path, "w", encoding="ascii") as f:
        f.write("define(`_0_', `sixteen letters.')dnl\n")
        f.writelines(f"define(`_{n + 1}_', _{n}_`'_{n}_)dnl\n" for n in range(24))
        f.write(HEAD)
    p = sitelab.run([mc.compiler(), path])
    t.check(p.returncode == 1 and "MC0108" in p.stderr, "a text that is doubled again and again", p.stderr)
    t.check("MC0102" not in p.stderr, "half a record of a m4 that was stopped is not the author's fault", p.stderr)


def run(t):
    seeds = range(*map(int, os.environ.get("PLAIN_SEEDS", "0-60").split("-")))
    with sitelab.Lab() as lab:
        files(t)
        names(t, lab)
        at_random(t, lab, seeds)
        without_m4(t, lab)
        without_end(t, lab)
