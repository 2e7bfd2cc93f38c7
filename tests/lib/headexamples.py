"""The examples in the heads of the templates, run through the real sendmail.

    #| mc: FILE                 the examples below run under tests/templates/FILE (without: plain.mc)
    #| given: name=value …      with these macros set, on top of those given since the last mc: line
    #|   ruleset  input  →  answer

Blanks and quotes do not count in an answer.  @DIR@ in a .mc is the folder where its tables are.
"""
import glob
import os
import re
import shutil

import mc
import sitelab

DEFAULT = "plain.mc"
# name=value or {name}=value; a value may hold blanks
GIVEN = re.compile(r"\{?(\w+)\}?=(.*?)(?=\s+\{?\w+\}?=|\s*$)")


class Group:
    """Examples that share one sendmail: the same configuration and the same macros."""

    def __init__(self, config, given):
        self.config, self.given, self.examples = config, list(given), []


def read(path):
    config, given, groups, group = DEFAULT, [], [], None
    with open(path, encoding="utf-8") as f:
        for number, line in enumerate(f, 1):
            text = line[2:].strip() if line.startswith("#|") else ""
            if text.startswith("mc:"):
                config, given, group = text[3:].strip(), [], None
            elif text.startswith("given:"):
                given, group = given + GIVEN.findall(text[6:]), None
            elif "→" in text:
                if group is None:
                    group = Group(config, given)
                    groups.append(group)
                group.examples.append((f"{path}:{number}", text))
    return groups


def lines_of(group):
    macros = [f".D{n if len(n) == 1 else '{' + n + '}'}{v.strip(chr(34))}" for n, v in group.given]
    asked = []
    for _, text in group.examples:
        name, _, subject = text.partition("→")[0].strip().partition(" ")
        asked.append(f"{sitelab.TWO + ',' if '$|' in subject else ''}{name} {subject.strip()}")
    return macros, asked


class Configurations:
    """Compiles each configuration once, in a copy of tests/templates that sendmail trusts."""

    def __init__(self, lab):
        self.lab, self.made = lab, {}
        self.folder = lab.path("templates")
        shutil.copytree("tests/templates", self.folder)
        os.mkdir(lab.path("no-tables"))  # tables are named by @DIR@; what lay() adds is a name service without a network
        lab.lay(lab.path("no-tables"))

    def cf(self, name):
        if name not in self.made:
            path = os.path.join(self.folder, name)
            with open(path, encoding="utf-8") as f:
                text = f.read().replace("@DIR@", self.folder)
            with open(path, "w", encoding="utf-8") as f:
                f.write(text)
            p = sitelab.run([mc.compiler(), *[w for d in self.lab.defines() for w in ("-D", d)], path])
            if p.returncode:
                raise sitelab.Failed(f"{name} does not compile:\n{p.stderr}")
            self.made[name] = self.lab.path(name + ".cf")
            with open(self.made[name], "w", encoding="utf-8") as f:
                f.write(p.stdout + sitelab.TWO_RULES)
        return self.made[name]


def ask(t, configurations, group):
    try:
        macros, asked = lines_of(group)
        outs, _ = sitelab.bt(configurations.cf(group.config), macros + asked)
    except (sitelab.Failed, OSError) as e:
        for place, text in group.examples:
            t.fails(f"{place}: {text}", e)
        return
    for (place, text), out in zip(group.examples, outs[len(macros):]):
        wanted, got = text.partition("→")[2].strip(), mc.returned(out)
        t.check(mc.tokens(wanted) == mc.tokens(got), f"{place}: {text}", f"sendmail answers: {got}")


def run(t):
    groups = [g for path in sorted(glob.glob("templates/*/*.cf")) for g in read(path)]
    t.check(groups, "the templates have examples")
    sitelab.tool("sendmail")
    with sitelab.Lab(mc.compiler()) as lab:
        configurations = Configurations(lab)
        for group in groups:
            ask(t, configurations, group)
