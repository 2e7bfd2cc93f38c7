"""A name server on loopback whose answers fail where they are told to: it reads the lines of a table of canned names."""
import socket
import struct
import threading

TYPES = {"A": 1, "CNAME": 5, "MX": 15, "TXT": 16, "AAAA": 28}
NAMES = {number: name for name, number in TYPES.items()}


def wire(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".") if label) + b"\0"


def data(kind, words):
    if kind in ("A", "AAAA"):
        return socket.inet_pton(socket.AF_INET if kind == "A" else socket.AF_INET6, words[0])
    if kind == "MX":
        return struct.pack(">H", int(words[0])) + wire(words[1])
    return wire(words[0]) if kind == "CNAME" else bytes([len(words[0])]) + words[0].encode()


class NameServer:
    """Answers on port 53 of an address; with it as a context."""

    def __init__(self, address, lines):
        self.names, self.failing = {}, set()
        for name, kind, *words in (line.split() for line in lines):
            if kind == "TEMPFAIL":
                self.failing |= {(name, failing) for failing in words}
                self.names.setdefault(name, [])
            else:
                self.names.setdefault(name, []).append((kind, words))
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.bind((address, 53))
        threading.Thread(target=self.serve, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.socket.close()

    def serve(self):
        while True:
            try:
                packet, client = self.socket.recvfrom(4096)
                self.socket.sendto(self.answer(packet), client)
            except OSError:
                return

    def answer(self, packet):
        end, labels = 12, []
        while packet[end]:
            labels.append(packet[end + 1:end + 1 + packet[end]].decode("latin-1").lower())
            end += 1 + packet[end]
        kind = NAMES.get(struct.unpack(">H", packet[end + 1:end + 3])[0])
        status, records = self.records(".".join(labels), kind)
        return packet[:2] + struct.pack(">5H", 0x8180 | status, 1, len(records), 0, 0) + packet[12:end + 5] + b"".join(records)

    def records(self, name, kind):
        """The status of the answer, and its records: CNAMEs are followed."""
        found = []
        for _ in range(20):
            if (name, kind) in self.failing:
                return 2, []
            if name not in self.names:
                return (0 if any(known.endswith("." + name) for known in self.names) else 3), found
            wanted = [r for r in self.names[name] if r[0] == kind]
            alias = [r for r in self.names[name] if r[0] == "CNAME"]
            for k, words in wanted or alias:
                text = data(k, words)
                found.append(wire(name) + struct.pack(">HHIH", TYPES[k], 1, 300, len(text)) + text)
            if wanted or not alias:
                return 0, found
            name = alias[0][1][0]
        return 0, found
