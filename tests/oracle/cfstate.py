"""What a sendmail.cf sets, apart from its rules, and how two of them differ.

  state(text)        a dictionary: what sendmail holds after reading the file
  differences(a, b)  one line a difference, in words
  rulesets(text)     name → its rules as (left, right)

Only what sendmail keeps counts: the last of two settings of a macro or option, the union of a
class's words, the order of headers and filters; white space and comments do not.
"""
import re


def lines(text):
    """Logical lines: continuations joined, comments and blank lines left out."""
    for line in re.sub(r"\r?\n[ \t]+", "\n\t", text).replace("\n\t", "\x01").split("\n"):
        line = line.rstrip("\r")
        if line and not line.startswith("#"):
            yield line.replace("\x01", "\n\t")


def named(rest):
    """A name, braced or of one letter, and what follows it."""
    m = re.match(r"\{([^}]*)\}(.*)|(.)(.*)", rest, re.S)
    return ((m[1], m[2]) if m[1] is not None else (m[3], m[4])) if m else ("", "")


def squeezed(text):
    return " ".join(text.split())


def equates(rest):
    """The fields of an M or X line as a dictionary; a comma that is escaped does not part them."""
    name, *fields = re.split(r"(?<!\\),\s*", rest)
    pairs = (f.split("=", 1) for f in fields if "=" in f)
    out = {k.strip()[:1] if len(k.strip()) == 1 else k.strip().lower(): squeezed(v) for k, v in pairs}
    if "F" in out:
        out["F"] = "".join(sorted(set(out["F"])))
    return name.strip(), out


def take_option(s, rest):
    if rest.startswith(" "):
        name, _, value = rest.strip().partition("=")
        key = ("option", name.strip().lower())
        # these add up, all others replace
        if key[1] in ("daemonportoptions", "clientportoptions"):
            s[key] = s.get(key, ()) + (squeezed(value),)
        else:  # `O Name` and `O Name=` both set it to nothing
            s[key] = squeezed(value)
    else:
        s["option", rest[:1]] = squeezed(rest[1:])


def take(s, kind, rest):
    if kind == "D":
        name, value = named(rest)
        s["macro", name] = value.strip()
    elif kind == "C":
        name, words = named(rest)
        s.setdefault(("class", name), set()).update(words.split())
    elif kind == "F":
        name, value = named(rest)
        s.setdefault(("class file", name), set()).add(squeezed(value))
    elif kind == "K":
        name, _, value = squeezed(rest).partition(" ")
        s["map", name] = value
    elif kind == "O":
        take_option(s, rest)
    elif kind in "MX":
        name, fields = equates(rest)
        if kind == "X":
            s.setdefault(("filters", ""), []).append(name)
        for key, value in fields.items():
            s["mailer" if kind == "M" else "filter", f"{name} {key}="] = value
    elif kind == "T":
        s.setdefault(("trusted users", ""), set()).update(rest.split())
    elif kind == "S":
        name, _, number = rest.strip().partition("=")
        s.setdefault(("ruleset", name.strip()), number.strip())
    elif kind == "H":  # each counts; the order in which a message gets missing headers says nothing
        s.setdefault(("headers", ""), set()).add(squeezed(rest))
    else:  # P Q V E L: each line counts, in order
        s.setdefault((f"{kind} lines", ""), []).append(squeezed(rest))


def state(text):
    s = {}
    for line in lines(text):
        if line[0] != "R":
            take(s, line[0], line[1:])
    return s


def differences(stock, ours):
    """Rulesets of our own are no difference: nobody can call what has no name with stock."""
    a, b = state(stock), state(ours)
    for key in sorted(set(a) | set(b)):
        if a.get(key) == b.get(key) or (key[0] == "ruleset" and key not in a) or (key == ("macro", "Z")):
            continue
        if isinstance(a.get(key), set) and isinstance(b.get(key), set):
            yield f"{' '.join(key)}: only stock: {sorted(a[key] - b[key])}, only ours: {sorted(b[key] - a[key])}"
        else:
            yield f"{' '.join(key)}: stock: {a.get(key, 'not set')!r}, ours: {b.get(key, 'not set')!r}"


def rulesets(text):
    out, name = {}, None
    for line in lines(text):
        if line[0] == "S":
            name = line[1:].split("=")[0].strip()
            out.setdefault(name, [])
        elif line[0] == "R" and name is not None:
            sides = re.split(r"\t+", line[1:].replace("\n", ""))
            out[name].append((sides[0], sides[1] if len(sides) > 1 else ""))
    return out
