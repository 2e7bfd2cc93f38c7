"""The two ends of an SMTP conversation that the gateway test needs.

  Client(addr, port, source)   a client that speaks from any loopback address: source decides who it
                               is to the server.  say(line) → (code, text); raises OSError, or EOFError
                               when the server hangs up.
  Sink(addr, context)          a server that takes every message; .messages holds what came.  With a TLS
                               context it offers STARTTLS; .context may change between connections.
                               .ended holds (context, commands heard) of each connection that ended.

Standard library only.
"""
import queue
import socket
import ssl
import threading

SECONDS = 30  # longer than any pause that the tests provoke


class Client:
    """One connection.  greeting holds the server's first words, (0, '') if there were none."""

    def __init__(self, addr, port, source, talk_first=b""):
        self.sock = socket.create_connection((addr, port), timeout=SECONDS, source_address=(source, 0))
        self.file = self.sock.makefile("rb")
        if talk_first:
            self.sock.sendall(talk_first)
        self.greeting = self.reply()

    def reply(self):
        lines = []
        while True:
            raw = self.file.readline()
            if not raw:
                raise EOFError("the server hung up")
            line = raw.decode("latin-1").rstrip("\r\n")
            lines.append(line[4:])
            if line[3:4] != "-":
                return int(line[:3]), "\n".join(lines)

    def say(self, line):
        self.sock.sendall(line.encode() + b"\r\n")
        return self.reply()

    def data(self, text):
        """Sends a message after DATA; the text has no line that starts with a dot."""
        self.sock.sendall(text.encode() + b"\r\n.\r\n")
        return self.reply()

    def starttls(self, context):
        code, text = self.say("STARTTLS")
        if code != 220:
            raise OSError(f"STARTTLS: {code} {text}")
        self.sock = context.wrap_socket(self.sock)
        self.file = self.sock.makefile("rb")
        return self.sock.version()

    def close(self):
        self.file.close()
        self.sock.close()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def any_certificate():
    """A TLS context for a test whose certificates nobody signed."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


def server_context(certificate, key):
    """A TLS context for a server with this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


class Sink:
    """Takes mail on a free port of addr until close(); each message is a dict with sender, rcpts, text."""

    def __init__(self, addr, context=None):
        self.messages, self.context, self.ended = queue.Queue(), context, queue.Queue()
        self.listener = socket.create_server((addr, 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self):
        while True:
            try:
                sock, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(sock,), daemon=True).start()

    def _serve(self, sock):
        context, heard = self.context, []
        try:
            with sock:
                self._talk(sock, context, heard)
        except OSError:
            pass  # the client went away; what it said until then is kept
        self.ended.put((context, heard))

    def _talk(self, sock, context, heard):
        lines, message, tls = sock.makefile("rb"), {}, False
        send = lambda text: sock.sendall(text.encode() + b"\r\n")
        path = lambda raw: raw.decode().strip().split(":", 1)[1].split()[0]
        send("220 sink ESMTP")
        while raw := lines.readline():
            verb, answer = raw[:4].upper(), "250 ok"
            heard.append(verb.decode("latin-1"))
            if verb == b"EHLO" and context and not tls:
                answer = "250-sink\r\n250 STARTTLS"
            elif verb == b"STAR":
                send("220 go on")
                sock, tls = context.wrap_socket(sock, server_side=True), True
                lines = sock.makefile("rb")
                continue
            elif verb == b"MAIL":
                message = {"sender": path(raw), "rcpts": [], "text": "", "tls": tls}
            elif verb == b"RCPT":
                message["rcpts"].append(path(raw))
            elif verb == b"DATA":
                send("354 go on")
                message["text"] = b"".join(iter(lines.readline, b".\r\n")).decode("latin-1")
                self.messages.put(dict(message))
            elif verb == b"QUIT":
                answer = "221 bye"
            send(answer)
            if verb == b"QUIT":
                return

    def close(self):
        self.listener.close()
