"""Each .mc of compile/ and examples/ gets a sendmail.cf that equals stock's: in state, and in what the real
sendmail answers under it."""
import os
import shutil
from concurrent.futures import ThreadPoolExecutor

import compare
import mc
import sitelab


def stock_source(path, lab):
    """A .mc that includes a cf.m4 of its own brings it along; for stock it must be the installed one."""
    with open(path, encoding="latin-1", newline="") as f:
        text = f.read()
    other = sitelab.re.sub(r"include\(`?[^)']*m4/cf\.m4'?\)", lambda _: f"include(`{sitelab.stock_command()[1][0]}')", text)
    if other == text:
        return path, False
    copy = lab.path("own-" + os.path.basename(path))
    with open(copy, "w", encoding="latin-1", newline="") as f:
        f.write(other)
    return copy, True


def with_own_files(lab):
    """Stock takes a site's own files from its folder only: a copy of it, with ours laid in."""
    stock_folder = sitelab.stock_command()[1][0][:-len("m4/cf.m4")]
    folder = lab.path("cf/")
    shutil.copytree(stock_folder, folder)
    shutil.copytree("tests/compile/own", folder, dirs_exist_ok=True)
    return [sitelab.tool("m4"), f"-D_CF_DIR_={folder}"], [folder + "m4/cf.m4"]


def stock(path, lab, cf):
    source, own = stock_source(path, lab)
    before, after = with_own_files(lab) if mc.include_of(path) else sitelab.stock_command()
    words = [*before, *[w for d in lab.defines() for w in ("-D", d)], *([] if own else after), os.path.abspath(source)]
    p = sitelab.run(words, cwd=os.path.dirname(os.path.abspath(path)))
    with open(cf, "w", encoding="utf-8", errors="surrogateescape") as f:
        f.write(p.stdout)


def ours(path, lab, cf):
    include = mc.include_of(os.path.abspath(path))
    words = [os.path.abspath(mc.compiler()), *include, *[w for d in lab.defines() for w in ("-D", d)], "-o", cf, os.path.basename(path)]
    p = sitelab.run(words, cwd=os.path.dirname(os.path.abspath(path)))
    return p.stderr.strip() if p.returncode else ""


def lab_for(path):
    """The tables of an example lie beside it, those of compile/ in maps/."""
    folder = os.path.dirname(path)
    lab = sitelab.Lab(mc.compiler())
    lab.lay(folder if folder.startswith("examples/") else "tests/compile/maps")
    return lab


def try_one(path, seed):
    """What is wrong, as text; empty when nothing is."""
    with lab_for(path) as lab:
        a, b = lab.path("stock.cf"), lab.path("ours.cf")
        stock(path, lab, a)
        wrong = ours(path, lab, b)
        if wrong:
            return wrong
        found, _ = compare.compare(a, b, seed)
        return "\n".join(found)


def run(t):
    mc.compiler()
    sitelab.tool("sendmail")
    sitelab.stock_command()
    paths = mc.inputs()

    def guarded(numbered):
        try:
            return try_one(numbered[1], numbered[0])
        except sitelab.Failed as e:
            return str(e)

    with ThreadPoolExecutor(os.cpu_count() or 1) as pool:
        for path, wrong in zip(paths, pool.map(guarded, enumerate(paths))):
            t.check(not wrong, path, wrong)
