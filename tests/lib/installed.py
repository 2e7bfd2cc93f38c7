"""make install: the installed compiler works without the source tree, versions stand side by side, uninstall leaves nothing."""
import os
import shutil

import mc
import sitelab

ROOT = os.path.abspath("build/installed")


def make(*words):
    p = sitelab.run(["make", "-s", *words, f"DESTDIR={ROOT}", "PREFIX=/opt/mail"])
    if p.returncode:
        raise sitelab.Failed(f"make {words[0]}:\n{p.stdout}{p.stderr}")


def run(t):
    mc.compiler()
    shutil.rmtree(ROOT, ignore_errors=True)
    make("install")
    binary = ROOT + "/opt/mail/bin/mc2cf"
    version = sitelab.run([binary, "--version"]).stdout.split()[-1]
    share = f"{ROOT}/opt/mail/share/mc2cf-{version}"
    path = "examples/nullclient/site.mc"
    want, got = sitelab.run([mc.COMPILER, path]), sitelab.run([binary, path], cwd=".")
    t.check(want.stdout == got.stdout and got.returncode == 0, "the installed compiler makes the same sendmail.cf", got.stderr)
    dump = sitelab.run([binary, "--stop-after=ir", path]).stdout
    t.check(share in dump and os.getcwd() + "/templates" not in dump, "it reads its own templates")
    os.rename(share, share + ".away")
    os.makedirs(f"{ROOT}/opt/mail/share/mc2cf-9.9.9")
    shutil.copytree(share + ".away/templates", f"{ROOT}/opt/mail/share/mc2cf-9.9.9/templates")
    p = sitelab.run([binary, path])
    t.check(p.returncode == 2 and not p.stdout, "it takes no other version's templates", p.stderr)
    shutil.rmtree(f"{ROOT}/opt/mail/share/mc2cf-9.9.9")
    os.rename(share + ".away", share)
    for page in ("man1/mc2cf.1", "man5/mc2cf.mc.5", "man7/mc2cf-reference.7"):
        t.check(os.path.exists(f"{ROOT}/opt/mail/share/man/{page}"), f"{page} is installed")
    make("uninstall")
    left = [os.path.join(d, f) for d, _, files in os.walk(ROOT) for f in files]
    t.check(not left, "uninstall leaves no file", "\n".join(left))
