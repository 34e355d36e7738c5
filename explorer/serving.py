"""The server: waitress, which ends when told, after it has answered what it was asked.

One process and eight threads: what a page waits for is Neo4j, which Python's lock does not hold
up. `python bench/visitors.py` measures what 200 visitors get.
"""

from __future__ import annotations

import contextlib
import signal
import socket
import time
from collections.abc import Iterator, Mapping
from copy import copy
from threading import Event
from types import FrameType
from typing import Any, TypeAlias

from flask import Flask
from waitress import create_server, wasyncore
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser
from waitress.server import BaseWSGIServer, MultiSocketServer

from explorer.security import SERVER_BYTES
from explorer.sending import PLACE
from explorer.uploads import MB
from queries.errors import SettingRefused
from queries.settings import Settings

THREADS = 8
# A browser holds six of them; what is more waits for a place.
CONNECTIONS = 1_000
# Who was asked for within this time is answered before the site ends.
GRACE_SECONDS = 10.0
LOOK_SECONDS = 0.5
FORWARDED = {"x-forwarded-for", "x-forwarded-proto", "x-forwarded-host"}

Server: TypeAlias = BaseWSGIServer | MultiSocketServer


class Reader(HTTPRequestParser):  # type: ignore[misc]
    """Reads what is sent: a file as large as settings say, of anything else SERVER_BYTES."""

    adj: Any

    def parse_header(self, header_plus: bytes) -> None:
        """Read the head, before anything of the body is."""
        super().parse_header(header_plus)
        if (self.command, self.path) != ("POST", PLACE):
            self.adj = copy(self.adj)
            self.adj.max_request_body_size = SERVER_BYTES


class Channel(HTTPChannel):  # type: ignore[misc]
    """A connection, of which so much is read."""

    parser_class = Reader


def bound(app: Flask, settings: Settings) -> Server:
    """A server that holds its port already. Raises SettingRefused when it cannot be had."""
    try:
        server: Server = create_server(
            app,
            host=settings.host,
            port=settings.port,
            threads=THREADS,
            connection_limit=CONNECTIONS,
            asyncore_use_poll=hasattr(wasyncore.select, "poll"),
            max_request_body_size=max(SERVER_BYTES, (settings.upload_mb + 1) * MB),
            ident=None,
            channel_timeout=60,
            # So that one who goes away in the middle of a query is seen to be gone.
            channel_request_lookahead=1,
            # What strangers say of themselves stays to be seen: `security` refuses it.
            clear_untrusted_proxy_headers=bool(settings.proxy),
            **_trusted(settings),
        )
    except (socket.gaierror, ValueError):
        raise SettingRefused(f"no such address to listen on: {settings.host!r}") from None
    except OSError as error:
        raise SettingRefused(
            f"port {settings.port} of {settings.host} cannot be had "
            f"({(error.strerror or str(error)).lower()}); try another with --port"
        ) from error
    for listening in _listening(server):
        listening.channel_class = Channel
    return server


def _trusted(settings: Settings) -> Mapping[str, Any]:
    if not settings.proxy:
        return {}
    return {"trusted_proxy": settings.proxy, "trusted_proxy_headers": FORWARDED}


def port_of(server: Server) -> int:
    """The port it really has, which differs from the one asked for when that was 0."""
    if isinstance(server, MultiSocketServer):
        return int(server.effective_listen[0][1])
    return int(server.effective_port)


def waiting_in(server: Server) -> int:
    """How many requests wait for a thread."""
    return len(server.task_dispatcher.queue)


def run(server: Server, ending: Event) -> None:
    """Answer until `ending` is set; then no longer listen, and answer what was asked before."""
    while not ending.is_set():
        _turn(server, LOOK_SECONDS)
    for one in _listening(server):
        # Its trigger stays: by that a thread says that an answer is ready.
        wasyncore.dispatcher.close(one)
    until = time.monotonic() + GRACE_SECONDS
    while _busy(server) and time.monotonic() < until:
        _turn(server, 0.05)
    server.task_dispatcher.shutdown()
    wasyncore.close_all(_sockets(server))


def _turn(server: Server, seconds: float) -> None:
    wasyncore.loop(
        timeout=seconds, use_poll=server.adj.asyncore_use_poll, map=_sockets(server), count=1
    )


def _sockets(server: Server) -> dict[int, Any]:
    found: dict[int, Any] = server.map if isinstance(server, MultiSocketServer) else server._map
    return found


def _listening(server: Server) -> list[BaseWSGIServer]:
    return [one for one in _sockets(server).values() if isinstance(one, BaseWSGIServer)]


def _busy(server: Server) -> bool:
    """Whether somebody waits for an answer, or for the rest of one."""
    return any(
        getattr(one, "requests", None) or getattr(one, "total_outbufs_len", 0)
        for one in _sockets(server).values()
    )


@contextlib.contextmanager
def told_to_end() -> Iterator[Event]:
    """Inside, SIGTERM and Ctrl-C set the event; a second one ends at once."""
    ending = Event()

    def stop(_number: int, _frame: FrameType | None) -> None:
        if ending.is_set():
            raise SystemExit(1)
        ending.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield ending
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
