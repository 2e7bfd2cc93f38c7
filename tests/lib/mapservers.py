"""Servers on loopback that maps ask in the tests: a socketmap server in this process, and slapd."""
import os
import shutil
import socket
import subprocess
import threading
import time

import sitelab

# What the server says to a key; to others `OK map key'.
REPLIES = {"ok": "OK value %0 %1", "nf": "NOTFOUND ", "nf2": "NOTFOUND", "temp": "TEMP later", "timeout": "TIMEOUT x", "perm": "PERM no", "none": "OK ", "bogus": "WHAT x",
           "pct": "OK 100%% %z", "empty": "", "lower": "ok x", "big": "OK " + "x" * 5000}
# What it sends as it is, before it closes.
RAW = {"short": "10:OK x", "nocomma": "4:OK xZ", "negative": "-4:OK x,", "huge": "99999999:OK", "letters": "abc:OK x,"}


class SocketMap:
    """Listens on a local socket and on a port; with it as a context."""

    def __init__(self, path):
        self.seen = []
        self.sockets = [socket.socket(socket.AF_UNIX), socket.socket()]
        self.sockets[0].bind(path)
        self.sockets[1].bind(("127.0.0.1", 0))
        self.port = self.sockets[1].getsockname()[1]
        for s in self.sockets:
            s.listen(50)
            threading.Thread(target=self.accept, args=(s,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for s in self.sockets:
            s.close()

    def accept(self, s):
        while True:
            try:
                c, _ = s.accept()
            except OSError:
                return
            threading.Thread(target=self.talk, args=(c,), daemon=True).start()

    def talk(self, c):
        with c, c.makefile("rb") as f:
            while True:
                n = b""
                while not n.endswith(b":"):
                    one = f.read(1)
                    if not one:
                        return
                    n += one
                text = f.read(int(n[:-1]) + 1)[:-1].decode("latin-1")
                self.seen.append(text)
                key = text.partition(" ")[2]
                if key in RAW:
                    c.sendall(RAW[key].encode())
                    return
                if key == "once":
                    c.sendall(b"7:OK once,")
                    return
                reply = REPLIES.get(key, "OK " + text)
                c.sendall(f"{len(reply)}:{reply},".encode("latin-1"))


SLAPD = """include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
pidfile DIR/slapd.pid
allow bind_v2
database mdb
suffix "dc=example,dc=org"
rootdn "cn=admin,dc=example,dc=org"
rootpw secret
directory DIR/directory
maxsize 10485760
access to dn.subtree="ou=hidden,dc=example,dc=org" by users read by * none
access to * by * read
"""


def person(uid, below="people", **more):
    lines = [f"dn: uid={uid},ou={below},dc=example,dc=org", "objectClass: inetOrgPerson", f"uid: {uid}", f"cn: {more.pop('cn', uid)}", f"sn: {more.pop('sn', 's')}"]
    for name, values in more.items():
        lines += [f"{name}: {v}" for v in ([values] if isinstance(values, str) else values)]
    return "\n".join(lines) + "\n"


ENTRIES = "\n".join(["dn: dc=example,dc=org\nobjectClass: dcObject\nobjectClass: organization\no: example\ndc: example\n",
                     "dn: ou=people,dc=example,dc=org\nobjectClass: organizationalUnit\nou: people\n",
                     "dn: ou=hidden,dc=example,dc=org\nobjectClass: organizationalUnit\nou: hidden\n",
                     person("joe", cn="Joe Doe", sn="Doe", mail=["joe@example.org", "joe2@example.org"], description="100% %0 %1"),
                     person("jim", cn="Jim", sn="Doe", mail="jim@example.org", labeledURI="ldap:///ou=people,dc=example,dc=org?mail?sub?(uid=joe)",
                            seeAlso="uid=joe,ou=people,dc=example,dc=org", title="(uid=joe)"),
                     person("ring", mail="ring@example.org", seeAlso="uid=ring,ou=people,dc=example,dc=org", title="(uid=ring)"),
                     person("star*(x)", mail="star@example.org"),
                     person("secret", "hidden", mail="hidden@example.org")])


class Slapd:
    """slapd with ENTRIES in a folder; with it as a context.  Missing where there is none."""

    def __init__(self, folder):
        program = shutil.which("slapd", path=os.pathsep.join(sitelab.TOOL_DIRS))
        if not program or not os.path.exists("/etc/ldap/schema/inetorgperson.schema"):
            raise sitelab.Missing("slapd is not installed")
        os.makedirs(f"{folder}/directory")
        for name, text in (("slapd.conf", SLAPD.replace("DIR", folder)), ("entries", ENTRIES), ("secret", "secret"), ("wrong", "wrong")):
            with open(f"{folder}/{name}", "w", encoding="utf-8") as f:
                f.write(text)
        made = subprocess.run([program, "-T", "add", "-f", f"{folder}/slapd.conf", "-l", f"{folder}/entries"], capture_output=True, text=True, check=False)
        if made.returncode:
            raise sitelab.Missing(f"slapd takes no entries: {made.stderr[-200:]}")
        with socket.socket() as s:
            s.bind(("127.0.0.1", 0))
            self.port = s.getsockname()[1]
        self.process = subprocess.Popen([program, "-h", f"ldap://127.0.0.1:{self.port}", "-f", f"{folder}/slapd.conf", "-d", "0"], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)

    def __enter__(self):
        for _ in range(50):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return self
            except OSError:
                time.sleep(0.1)
        self.__exit__()
        raise sitelab.Missing("slapd does not start")

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(10)
