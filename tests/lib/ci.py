"""examples/ci: the commands that the workflow, the job and the hook name do what they are there for, in a repository of a test."""
import os
import re
import shutil

import mc
import sitelab
from lintverb import Place, git

LIMIT = "define(`confMAX_MESSAGE_SIZE', `26214400')dnl\n"
with open("examples/gateway/site.mc", encoding="utf-8") as gateway:
    GOOD = gateway.read()
BAD = GOOD.replace(LIMIT, "").replace("`confSMTP_LOGIN_MSG', `$j')", "`confSMTP_LOGIN_MSG', `$j $v')")


def commands(t, path):
    """Each command of a YAML file but those that install; a test of the file is that it is one."""
    try:
        import yaml
    except ImportError:
        raise sitelab.Missing("python3-yaml") from None
    with open(path, encoding="utf-8") as f:
        data = yaml.safe_load(f)
    if "jobs" in data:
        steps = data["jobs"]["lint"]["steps"]
        t.check(all(("run" in s) != ("uses" in s) for s in steps), f"{path}: each step runs or uses something")
        return [s["run"] for s in steps if "run" in s and s.get("name") != "install"]
    return [c for job in data.values() for c in job["script"]]


def repository(name, text):
    place = Place(name)
    shutil.copytree("examples/gateway", os.path.join(place.dir, "mail"))
    place.write("mail/site.mc", text)
    git(place, "init")
    git(place, "add", ".")
    return place


def environment():
    return {**os.environ, "PATH": os.path.dirname(os.path.abspath(mc.compiler())) + ":" + os.environ["PATH"]}


def try_all(t, path, place, good):
    """Every command succeeds on a good configuration; on a bad one those of lint fail that are to."""
    statuses = {}
    for command in commands(t, path):
        p = sitelab.run(["sh", "-c", command], cwd=place.dir, env=environment())
        statuses[command] = p.returncode
        if good:
            t.check(p.returncode == 0, f"{path}: {command}", p.stdout + p.stderr)
    if not good:
        lint = {c: s for c, s in statuses.items() if "mc2cf lint" in c}
        t.check(lint and all((s == 1) == ("--fail-on error" not in c) for c, s in lint.items()), f"{path}: a bad configuration is refused", lint)
        t.check(all(s == 0 for c, s in statuses.items() if "fmt" in c), f"{path}: its form is not what is wrong", statuses)


def hook(t):
    place = repository("hook", BAD)
    script = os.path.abspath("examples/ci/pre-commit")

    def run():
        return sitelab.run([script], cwd=place.dir, env=environment())
    t.check(run().returncode == 1, "pre-commit: the first commit is looked at whole")
    git(place, "commit", "-m", "x")
    t.check(run().returncode == 0, "pre-commit: nothing is to be committed")
    place.write("mail/site.mc", BAD.replace("MAILER(", "FEATURE(`redirect')dnl\nMAILER(", 1))
    git(place, "add", ".")
    p = run()
    t.check(p.returncode == 1 and "[MC1303]" in p.stdout and "[MC1302]" not in p.stdout, "pre-commit: what is about the whole file counts where it changes", p.stdout + p.stderr)
    place.write("mail/site.mc", BAD.replace("MAILER(", LIMIT + "MAILER(", 1))
    git(place, "add", ".")
    p = run()
    t.check(p.returncode == 0, "pre-commit: old findings on other lines do not count", p.stdout + p.stderr)


def run(t):
    sitelab.tool("git")
    for path in ("examples/ci/github.yml", "examples/ci/gitlab.yml"):
        try_all(t, path, repository("cigood", GOOD), True)
        try_all(t, path, repository("cibad", BAD), False)
    hook(t)
    with open("examples/ci/README.md", encoding="utf-8") as f:
        for command in re.findall(r"^    (mc2cf [^#\n]*)", f.read(), re.M):
            place = repository("cireadme", GOOD)
            git(place, "commit", "-m", "x")
            git(place, "update-ref", "refs/remotes/origin/main", "HEAD")
            p = sitelab.run(["sh", "-c", command], cwd=place.dir, env=environment())
            t.check(p.returncode == 0, f"examples/ci/README.md: {command.strip()}", p.stdout + p.stderr)
