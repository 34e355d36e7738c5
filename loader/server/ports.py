"""A free port on loopback."""

from __future__ import annotations

import socket

import psutil

from loader.server.configuration import LOOPBACK
from queries.errors import ServerNotStarted

BOLT_PORT = 7687
SEARCHED = 200


def bolt_port(asked: int, *, last: int | None) -> int:
    """The port that was asked for; else the one of the last time, else the first free one.

    Raises ServerNotStarted when the one that was asked for is taken, or none is free.
    """
    if asked:
        if not free(asked):
            raise ServerNotStarted(
                f"port {asked} is in use; set INFLUENCE_BOLT_PORT to another, or 0 for a free one"
            )
        return asked
    likely = [last] if last is not None else []
    candidates = [*likely, *range(BOLT_PORT, BOLT_PORT + SEARCHED)]
    port: int | None = next(filter(free, candidates), None)
    if port is None:
        raise ServerNotStarted(
            f"no port from {BOLT_PORT} to {BOLT_PORT + SEARCHED} is free; set INFLUENCE_BOLT_PORT"
        )
    return port


def another_port(port: int | None) -> int:
    """A free port that is not `port`."""
    with socket.socket() as one:
        one.bind((LOOPBACK, 0))
        found = int(one.getsockname()[1])
    return found if found != port else another_port(port)


def free(port: int) -> bool:
    """Whether nothing listens at `port` of loopback."""
    with socket.socket() as one:
        # As Neo4j does it: connections that are just ending do not keep a port.
        one.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            one.bind((LOOPBACK, port))
        except (OSError, OverflowError):
            return False
        return True


def listens(process: psutil.Process, port: int) -> bool:
    """Whether it is this very process that listens at `port`.

    Another that took the port first would be told the password.
    """
    try:
        connections = process.net_connections("tcp")
    except psutil.Error:
        return False
    return any(one.status == psutil.CONN_LISTEN and one.laddr.port == port for one in connections)
