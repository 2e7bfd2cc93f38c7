"""Whole configurations at random, from the same tables and samples as the matrix.

  configuration(tables, seed)   a Case; the same for the same seed and tables

A configuration is what a site may write: a system, names, FEATUREs behind what they need, classes, sections, mailers in any
order; now and then a null client or a submission program.  What both refuse says nothing, so the usual company of a FEATURE
comes before it.
"""
import random

import cases

# Names whose value others need to be right, or that take the ground from under a configuration.
NOT_NAMES = {"MAIL_SETTINGS_DIR", "CF_LEVEL", "VENDOR_NAME", "NO_VENDOR", "__OSTYPE__", "confINPUT_MAIL_FILTERS", "confLOCAL_MAILER", "DATABASE_MAP_TYPE"}
CONTROLS = {"ratecontrol", "conncontrol"}  # with nodelay they want delay_checks, which with friend or hater wants access_db
SECTIONS = ["LOCAL_CONFIG", "LOCAL_RULE_0", "LOCAL_RULE_1", "LOCAL_RULE_2", "LOCAL_RULE_3", "LOCAL_NET_CONFIG", "LOCAL_RULESETS", "MAILER_DEFINITIONS"]
PLAIN = ["MASQUERADE_AS", "DAEMON_OPTIONS", "CLIENT_OPTIONS", "MAIL_FILTER", "INPUT_MAIL_FILTER", "QUEUE_GROUP", "MODIFY_MAILER_FLAGS", "VERSIONID"]
WORDS = ["example.com", "other.test", "sub.example.com", "spam.example", "joe", "virt.example", "host"]
ALONE = ("msp", "nullclient")


def define(tables, rng):
    rows = [r for r in tables.names if r[0] not in NOT_NAMES and r[4] in ("OPTION", "TEMPLATE", "MAILER") and not r[0].startswith("_")]
    # every second one is a name that rules read
    rows = [r for r in rows if r[4] == "TEMPLATE"] if rng.random() < 0.5 else rows
    name, option, _, kind, _ = rng.choice(rows)
    return f"define(`{name}', {cases.quoted(rng.choice(cases.values_of(tables, name, option, kind)))})"


def feature(tables, rng, row):
    """The line of a FEATURE; one that may be repeated sometimes is."""
    name, _, items, _, traits, _ = row
    lists = cases.uses(tables, name, cases.split(items))
    times = 2 if "EACH" in traits and rng.random() < 0.3 else 1
    return [f"FEATURE(`{name}'{words})" for words in rng.sample(lists, min(times, len(lists)))]


def features(tables, rng):
    rows = {r[0]: r for r in tables.features if r[0] not in ALONE and not any(w in r[4] for w in ("GONE", "RENAMED"))}
    chosen = rng.sample(sorted(rows), rng.randrange(0, 14))
    late = "delay_checks" in chosen or bool(CONTROLS & set(chosen)) or rng.random() < 0.4
    needed = (["access_db"] if late or rng.random() < 0.4 or any(rows[c][3] for c in chosen) else []) + ["delay_checks"] * late
    order = needed + [n for n in chosen if n not in needed]
    return [line for name in order for line in feature(tables, rng, rows[name])]


def classes(tables, rng):
    for name, _, from_file in rng.sample(tables.classes, rng.randrange(0, 6)):
        if name == "LOCAL_DOMAIN":
            continue
        yield f"{name}(`{'-o MAIL_SETTINGS_DIR`' + chr(39) + 'local-host-names' if from_file == 'true' else ' '.join(rng.sample(WORDS, rng.randrange(1, 3)))}')"


def sampled(tables, rng, names, chance):
    return [rng.choice(tables.samples["DIRECTIVE", n]) for n in names if rng.random() < chance]


def mailers(tables, rng):
    others = [m for m in tables.mailers if m not in ("local", "smtp")]
    order = ["local", "smtp"] + rng.sample(others, rng.choice([0, 0, 1, 2, 4]))
    if rng.random() < 0.2:
        order.remove(rng.choice(["local", "smtp"]))
    return [cases.mailer_lines(tables, m).rstrip() for m in order]


def configuration(tables, seed):
    rng = random.Random(f"mc2cf {seed}")
    lines = [f"OSTYPE(`{rng.choice([s for s in tables.systems if s != 'unknown'])}')"]
    if rng.random() < 0.15:
        lines.append(f"DOMAIN(`{rng.choice(tables.domains)}')")
    lines += [define(tables, rng) for _ in range(rng.randrange(0, 9))]
    if rng.random() < 0.1:
        lines += feature(tables, rng, rng.choice([r for r in tables.features if r[0] in ALONE]))
        return cases.Case("random", str(seed), "dnl\n".join(lines) + "dnl\n", True)
    lines += features(tables, rng) + list(classes(tables, rng)) + sampled(tables, rng, PLAIN, 0.25) + mailers(tables, rng)
    lines += sampled(tables, rng, SECTIONS, 0.15) + sampled(tables, rng, sorted(tables.late), 0.1)
    return cases.Case("random", str(seed), "\n".join(lines) + "\n", True)
