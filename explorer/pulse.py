"""Whether a database speaks: more than that something listens, less than a query.

A server that is frozen, by SIGSTOP, a full disk or a long pause of its memory, still has its
connections accepted by the system; only its first word tells. So it is greeted as any driver
does, and has a second to answer.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Callable
from threading import Lock
from urllib.parse import urlsplit

BOLT_PORT = 7687
PROBE_SECONDS = 1.0
FRESH_SECONDS = 1.0
# Bolt's greeting: its name, and the four ranges of versions that would be spoken, here 5.0 and 4.4.
GREETING = bytes.fromhex("6060b017 00000005 00000404 00000000 00000000")
ANSWER_BYTES = 4


def speaks(uri: str) -> bool:
    """Whether what is there answers Bolt's greeting within a second."""
    try:
        parts = urlsplit(uri)
        if not parts.hostname:
            return False
        address = (parts.hostname, parts.port or BOLT_PORT)
        with socket.create_connection(address, timeout=PROBE_SECONDS) as plain:
            if "+s" not in parts.scheme:
                return _answered(plain)
            with _trusting().wrap_socket(plain, server_hostname=parts.hostname) as secured:
                return _answered(secured)
    except (OSError, ValueError):
        return False


def _answered(connection: socket.socket) -> bool:
    connection.settimeout(PROBE_SECONDS)
    connection.sendall(GREETING)
    return len(connection.recv(ANSWER_BYTES)) > 0


def _trusting() -> ssl.SSLContext:
    """Whose certificate it is matters to the driver, which sends a password; not here."""
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    return context


class Pulse:
    """What was last known of a database: asked at most once a second, by one at a time.

    `changed` is told when it goes away and when it is back.
    """

    def __init__(
        self,
        changed: Callable[[bool], None] = lambda _: None,
        probe: Callable[[str], bool] = speaks,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.changed = changed
        self._probe = probe
        self._now = now
        self._lock = Lock()
        self._uri = ""
        self._beats: bool | None = None
        self._until = 0.0

    def beats(self, uri: str) -> bool:
        """Whether the database at `uri` spoke just now; those who ask together wait together."""
        with self._lock:
            if uri == self._uri and self._beats is not None and self._now() < self._until:
                return self._beats
            before, self._beats = self._beats, self._probe(uri)
            self._uri, self._until = uri, self._now() + FRESH_SECONDS
            found = self._beats
        if before is not found:
            self.changed(found)
        return found

    def doubt(self) -> None:
        """Something went wrong: that it beats is not believed any more.

        That it does not is: else each of many who wait would take the pulse again.
        """
        with self._lock:
            if self._beats:
                self._until = 0.0
