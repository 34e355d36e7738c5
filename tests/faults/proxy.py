"""A wire between the loader and Neo4j that can be cut, at the worst moment too."""

from __future__ import annotations

import random
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

# Bolt's COMMIT, as one chunk: length 2, a structure without fields, tag 0x12, end of message.
COMMIT = b"\x00\x02\xb0\x12\x00\x00"


class Wire:
    """Passes bytes on. `cuts` are lost answers to a COMMIT and plain cuts, still to be made."""

    def __init__(self, port: int, *, seed: int) -> None:
        self.random = random.Random(seed)
        self.lost_answers = 0
        self.plain_cuts = 0
        self.made = {"lost answer": 0, "plain cut": 0}
        self._port = port
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._listener.getsockname()[1])

    def close(self) -> None:
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
                server = socket.create_connection(("127.0.0.1", self._port))
            except OSError:
                return
            ends = (client, server)
            threading.Thread(target=self._asked, args=ends, daemon=True).start()
            threading.Thread(target=self._answered, args=ends, daemon=True).start()

    def _asked(self, client: socket.socket, server: socket.socket) -> None:
        try:
            while some := client.recv(65_536):
                if some.endswith(COMMIT) and self._take("lost answer"):
                    # Neo4j gets it, and what it answers is lost with the wire.
                    _shut(client)
                    server.sendall(some)
                    server.settimeout(5)
                    server.recv(65_536)
                    break
                if len(some) > 1_000 and self._take("plain cut"):
                    server.sendall(some[: len(some) // 2])
                    break
                server.sendall(some)
        except OSError:
            pass
        _shut(client, server)

    def _answered(self, client: socket.socket, server: socket.socket) -> None:
        try:
            while some := server.recv(65_536):
                client.sendall(some)
        except OSError:
            pass
        _shut(client, server)

    def _take(self, what: str) -> bool:
        with self._lock:
            left = self.lost_answers if what == "lost answer" else self.plain_cuts
            if not left or self.random.random() < 0.5:
                return False
            if what == "lost answer":
                self.lost_answers -= 1
            else:
                self.plain_cuts -= 1
            self.made[what] += 1
            return True


def _shut(*ends: socket.socket) -> None:
    for end in ends:
        try:
            end.shutdown(socket.SHUT_RDWR)
        except OSError:
            continue
        finally:
            end.close()


@contextmanager
def wire(port: int, *, seed: int) -> Iterator[Wire]:
    """A wire to `port` on loopback."""
    made = Wire(port, seed=seed)
    try:
        yield made
    finally:
        made.close()
