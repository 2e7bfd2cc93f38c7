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


def embed(t, prefix):
    """A program of forty lines is built with the installed header and library, shared and static, and runs."""
    with open("mc2cf/selftest/embed_rewrite.c", encoding="utf-8") as f:
        source = f.read().replace('"engine/cfrw.h"', "<cfrw.h>")
    with open(ROOT + "/embed.c", "w", encoding="utf-8") as f:
        f.write(source)
    with open(ROOT + "/small.cf", "w", encoding="utf-8") as f:
        f.write("V10\nO OperatorChars=.@\nMlocal, P=/bin/true, A=x\nS3\nS0\nR$+ @ $+\t$#local $@ $2 $: $(aliases $1 $)\n")
    for kind, libs in {"shared": [f"-L{prefix}/lib", "-lcfrw", f"-Wl,-rpath,{prefix}/lib"], "static": [f"{prefix}/lib/libcfrw.a"]}.items():
        p = sitelab.run(["cc", "-Wall", "-Wextra", "-Werror", "-std=c11", f"-I{prefix}/include", "-o", f"{ROOT}/embed", ROOT + "/embed.c", *libs])
        if t.check(p.returncode == 0, f"a program is linked with the {kind} library", p.stderr):
            p = sitelab.run([ROOT + "/embed", ROOT + "/small.cf", "joe@a.b"], input="jane\n")
            t.check(p.stdout == "joe@a.b: mailer local, host a.b, user jane\n", f"and runs with the {kind} library", p.stdout + p.stderr)
    p = sitelab.run([sitelab.tool("nm"), "-D", "--defined-only", prefix + "/lib/libcfrw.so"])
    names = [line.split()[-1] for line in p.stdout.splitlines()]
    t.check(names and all(n.startswith("cfrw_") for n in names), "the library shows cfrw_* and nothing else", p.stdout)
    for name in ("embed", "embed.c", "small.cf"):
        os.remove(f"{ROOT}/{name}")


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
    for page in ("man1/mc2cf.1", "man5/mc2cf.mc.5", "man7/mc2cf-reference.7", "man3/cfrw.3"):
        t.check(os.path.exists(f"{ROOT}/opt/mail/share/man/{page}"), f"{page} is installed")
    embed(t, ROOT + "/opt/mail")
    with open(ROOT + "/empty.cf", "w", encoding="utf-8") as f:
        f.write("V10\n")
    link = ROOT + "/by-another-name"
    os.symlink(binary, link)
    for words, what in ([binary], "the installed mc2cf finds its mc2cf-engine"), ([link], "by a link too"):
        p = sitelab.run([*words, "bt", "-C", ROOT + "/empty.cf"], input="3 a@b\n")
        t.check("3                returns: a@b" in p.stdout.replace(" @ ", "@"), what, p.stdout + p.stderr)
    os.remove(link)
    engine = f"{ROOT}/opt/mail/libexec/mc2cf-{version}/mc2cf-engine"
    os.rename(engine, engine + ".away")
    p = sitelab.run([binary, "bt", "-C", ROOT + "/empty.cf"], input="")
    t.check(p.returncode == 2 and "mc2cf-engine" in p.stderr and not p.stdout, "and says so where it is not there", p.stdout + p.stderr)
    os.rename(engine + ".away", engine)
    os.remove(ROOT + "/empty.cf")
    make("uninstall")
    left = [os.path.join(d, f) for d, _, files in os.walk(ROOT) for f in files]
    t.check(not left, "uninstall leaves no file", "\n".join(left))
