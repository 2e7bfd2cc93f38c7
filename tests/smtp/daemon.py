"""The gateway as a real daemon, in a world of its own.

  Gateway(compiler)      a scratch folder, and a sink in the hub's place; close() is owed from here on
  .prepare(folder)       lays out the site in folder, makes certificates, compiles
  .start()               starts sendmail on a free port of SERVER and waits until it listens
  .client(source)        a connection from a loopback address: STRANGER, HUB, HASTY, CROWD
  .close()               ends the daemon and what it started, by its process id, and removes the folder

Raises sitelab.Missing or sitelab.Failed with a sentence.  Standard library only.
"""
import os
import pwd
import re
import signal
import socket
import subprocess
import time

import session
import sitelab

SERVER, HUB = "127.0.0.1", "127.0.0.25"
STRANGER, HASTY, CROWD, FRIEND = "127.0.0.66", "127.0.0.9", "127.0.0.13", "127.0.0.67"
HOSTS = (f"{HUB} hub.example.com", f"{STRANGER} mx.stranger.example", f"{HASTY} hasty.example.org",
         f"{CROWD} crowd.example.org", f"{FRIEND} friend.example.org", "127.0.0.68 example.com")
# What the test changes in the example's own tables.  The hub gets an address instead of its name, since
# the C library, not sendmail's hosts file, says where a host in brackets is.  No pauses, and OK for
# loopback, so that no blocklist is asked; OK means welcome, not free to relay.
MAILERTABLE = f"example.com\tesmtp:[{HUB}]\n"
MORE_ACCESS = f"""Connect:127.0.0	OK
GreetPause:127.0.0	0
GreetPause:{HASTY}	2000
ClientRate:127.0.0	0
ClientConn:127.0.0	0
ClientConn:{CROWD}	1
TLS_Srv:{HUB}	VERIFY:128+CN:hub.example.com
"""


def free_port():
    with socket.create_server((SERVER, 0)) as s:
        return s.getsockname()[1]


class Certificates:
    """An authority of our own, and keys and certificates that it signed, where the site expects them."""

    def __init__(self, folder):
        self.folder = folder
        os.makedirs(folder)
        self._openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=Test CA",
                      "-keyout", self.path("ca.key"), "-out", self.path("ca.crt"))

    def path(self, name):
        return os.path.join(self.folder, name)

    @staticmethod
    def _openssl(*words):
        p = sitelab.run([sitelab.tool("openssl"), *words])
        if p.returncode:
            raise sitelab.Failed(f"openssl {words[0]}: {p.stderr.strip()}")

    def sign(self, name, host, user=None):
        """Makes name.key and name.crt for host; the key is user's alone."""
        key, request, crt = (self.path(f"{name}.{end}") for end in ("key", "csr", "crt"))
        self._openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={host}", "-keyout", key, "-out", request)
        self._openssl("x509", "-req", "-in", request, "-CA", self.path("ca.crt"), "-CAkey", self.path("ca.key"),
                      "-CAcreateserial", "-days", "2", "-out", crt)
        os.chmod(key, 0o600)
        if user:
            os.chown(key, user.pw_uid, user.pw_gid)
        return crt, key


class Gateway:
    """The daemon under test with everything around it; close() is owed from the first moment."""

    def __init__(self, compiler):
        self.lab, self.sink, self.daemon = sitelab.Lab(compiler), session.Sink(HUB), None

    def prepare(self, folder):
        """Lays out the site and compiles it."""
        try:
            self.user = pwd.getpwnam("smmta")
        except KeyError:
            raise sitelab.Missing("the user smmta, whom the gateway runs as") from None
        self.port = free_port()
        self._lay(folder)

    def _lay(self, folder):
        with open(os.path.join(folder, "access"), encoding="utf-8") as f:
            access = f.read() + MORE_ACCESS
        self.lab.lay(folder, HOSTS, {"access": access, "mailertable": MAILERTABLE, "relay-domains": HUB + "\n"})
        papers = Certificates(self.lab.settings + "tls")
        papers.sign("gw", "gw.example.com", self.user)
        self.true_hub, self.false_hub = (session.server_context(*papers.sign(n, n + ".example.com")) for n in ("hub", "other"))
        self.sink.context = self.true_hub
        self.queue = self.lab.path("queue")
        os.mkdir(self.queue, 0o700)
        os.chown(self.queue, self.user.pw_uid, self.user.pw_gid)
        self.cf = self.lab.compile(os.path.join(folder, "site.mc"), "gateway.cf",
                                   [f"ESMTP_MAILER_ARGS=TCP $h {self.sink.port}", f"QUEUE_DIR={self.queue}",
                                    f"confPID_FILE={self.lab.path('sendmail.pid')}"])

    def sendmail(self, *words):
        return sitelab.run([sitelab.tool("sendmail"), "-C", self.cf, *words], stdin=subprocess.DEVNULL)

    def door(self):
        """The site's own daemon options, on a port and address of the test."""
        with open(self.cf, encoding="latin-1") as f:
            options = re.findall(r"^O DaemonPortOptions=(.*)$", f.read(), re.M)
        if len(options) != 1:
            raise sitelab.Failed(f"{len(options)} daemons in the configuration, one is expected")
        return re.sub(r"Port=\w+", f"Port={self.port}, Addr={SERVER}", options[0])

    def start(self):
        """Starts the daemon in a session of its own and waits until it listens."""
        self.words = open(self.lab.path("daemon.err"), "w+", encoding="utf-8")
        # the machine's load is not what is tested: a busy one must neither queue nor refuse
        options = [f"DaemonPortOptions={self.door()}", "QueueLA=1000", "RefuseLA=1000", "DelayLA=1000"]
        self.daemon = subprocess.Popen([sitelab.tool("sendmail"), "-C", self.cf, "-bD", *(w for o in options for w in ("-O", o))],
                                       stdin=subprocess.DEVNULL, stdout=self.words, stderr=self.words, start_new_session=True)
        for _ in range(200):
            if self.daemon.poll() is not None:
                raise sitelab.Failed(f"the daemon ended with status {self.daemon.returncode}: {self.said()}")
            with socket.socket() as s:
                # a quiet knock: no connection is made when the port is not open yet
                if s.connect_ex((SERVER, self.port)) == 0:
                    return
            time.sleep(0.05)
        raise sitelab.Failed("the daemon does not listen")

    def said(self):
        self.words.seek(0)
        return self.words.read().strip()

    def client(self, source, **kw):
        return session.Client(SERVER, self.port, source, **kw)

    def children(self):
        """User ids of the daemon's children."""
        out = []
        for pid in filter(str.isdigit, os.listdir("/proc")):
            try:
                with open(f"/proc/{pid}/status", encoding="utf-8") as f:
                    status = dict(line.split(":\t", 1) for line in f if ":\t" in line)
            except OSError:
                continue
            if int(status["PPid"]) == self.daemon.pid:
                out.append({int(u) for u in status["Uid"].split()})
        return out

    def close(self):
        if self.daemon and self.daemon.poll() is None:
            self.daemon.terminate()
            try:
                self.daemon.wait(sitelab.SECONDS)
            except subprocess.TimeoutExpired:
                pass
        if self.daemon:
            try:
                os.killpg(self.daemon.pid, signal.SIGKILL)  # what it left behind in its own session
            except ProcessLookupError:
                pass
            self.daemon.wait()
            self.words.close()
        self.sink.close()
        self.lab.close()
