"""The templates as a build has parsed them (mc2cf/expand/image.h): used where they hold, and only there."""
import os
import shutil

import mc
import sitelab

GOOD = "OSTYPE(`linux')\nFEATURE(`always_add_domain')\nFEATURE(`redirect')\nFEATURE(`access_db')\nMAILER(`local')\nMAILER(`smtp')\n"


def run(t):
    with sitelab.Lab() as lab:
        lib, program = lab.path("lib"), os.path.abspath(mc.compiler())
        for folder in ("macros", "templates"):
            shutil.copytree(folder, f"{lib}/{folder}")
        with open(lab.path("site.mc"), "w", encoding="ascii") as f:
            f.write(GOOD)
        version = sitelab.run([program, "--version"]).stdout.split()[-1]
        image, template = f"{lib}/templates/mc2cf-{version}.img", f"{lib}/templates/feature/redirect.cf"

        def compiled(*words, by=program):
            p = sitelab.run([by, f"--lib={lib}", "--stop-after=ir", *words, "site.mc"], cwd=lab.dir)
            return p.returncode, p.stdout, p.stderr

        want = compiled()
        t.check(want[0] == 0 and "redirect.cf" in want[1], "without an image", want[2])
        p = sitelab.run([program, f"--lib={lib}", "--stop-after=templates", "-o", image, os.devnull])
        if not t.check(p.returncode == 0 and os.path.getsize(image) > 100000, "an image is made", p.stderr):
            return
        for words in ((), ("--by-m4",)):
            t.check(compiled(*words) == want, f"the image makes no difference {' '.join(words)}")
        with open(template, "rb") as f:
            text = f.read()
        changed, kept = text.replace(b"5.1.1", b"5.1.9"), os.stat(template)
        with open(template, "wb") as f:
            f.write(changed)
        os.utime(template, ns=(kept.st_atime_ns, kept.st_mtime_ns))
        t.check(text != changed and compiled() == want, "the image is what is read")
        os.chmod(image, 0o646)
        t.check("5.1.9" in compiled()[1], "an image that everybody may write to is not used")
        os.chmod(image, 0o644)
        if os.geteuid() == 0 and os.stat(program).st_uid == 0:
            os.chown(image, 65534, -1)
            t.check("5.1.9" in compiled()[1], "an image of somebody else is not used")
            os.chown(image, 0, -1)
        os.utime(template, ns=(kept.st_atime_ns, kept.st_mtime_ns + 1))
        now = compiled()
        t.check(now[0] == 0 and "5.1.9" in now[1], "a template that was changed counts at once", now[2])
        with open(template, "wb") as f:
            f.write(text + b"R a rule that is none\n")
        now = compiled()
        t.check("redirect.cf" in now[2] and "MC05" in now[2], "a template with a fault is reported at its place", now[2])
        os.unlink(template)
        t.check("redirect.cf" not in compiled()[1], "a template that is gone is gone")
        with open(template, "wb") as f:
            f.write(text)
        os.utime(template, ns=(kept.st_atime_ns, kept.st_mtime_ns))
        own = f"{lib}/templates/feature/always_add_domain.cf"
        with open(own, "w", encoding="ascii") as f:
            f.write("at local_config\nD{Added}now\nend\n")
        now = compiled()
        t.check(now[0] == 0 and "Added" in now[1], "a template that was added counts at once", now[2])
        os.unlink(own)
        t.check(compiled() == want, "and no longer when it is gone")
        if os.access(mc.ASAN, os.X_OK):
            t.check(compiled(by=os.path.abspath(mc.ASAN)) == want, "another program does not use it")
        with open(image, "rb") as f:
            good = f.read()
        for name, bad in (("cut off", good[:len(good) // 2]), ("empty", b""), ("longer", good + b"\0" * 4096), ("of another program", good[:40] + bytes(8) + good[48:]), ("of another version", b"x" + good[1:])):
            with open(image, "wb") as f:
                f.write(bad)
            t.check(compiled() == want, f"an image that is {name} is not used")
        os.unlink(image)
        os.mkfifo(image)
        t.check(compiled() == want, "a pipe is no image, and not waited for")
