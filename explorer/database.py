"""The graph as the site holds it: opened when first asked, found again after a restart."""

from __future__ import annotations

import socket
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

from queries.connection import Connection, connection_for
from queries.errors import DatabaseUnreachable, UnknownQuery
from queries.graph import Graph, Result
from queries.lists import QUERIES
from queries.settings import Settings

BOLT_PORT = 7687
PROBE_SECONDS = 1.0


class Database:
    """A graph that may be down now and back later, perhaps on another port.

    The site starts without it, says so on every page while it is away, and goes on by
    itself once it answers.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._lock = Lock()
        self._graph: Graph | None = None
        self._connection: Connection | None = None

    def ask(self, name: str, /, **values: Any) -> Result:
        """The answer of a query in `read/`. Raises DatabaseUnreachable within seconds."""
        graph = self._open()
        try:
            return graph.ask(name, **values)
        except DatabaseUnreachable:
            self.close()
            raise

    def run(self, name: str, /, **values: Any) -> Result:
        """The answer of a query about lists: all that the site may write."""
        if name not in QUERIES:
            raise UnknownQuery(f"{name!r} is not for the site; it writes lists alone")
        graph = self._open()
        try:
            return graph.run(name, **values)
        except DatabaseUnreachable:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the connections."""
        with self._lock:
            graph, self._graph, self._connection = self._graph, None, None
        if graph is not None:
            graph.close()

    def _open(self) -> Graph:
        # Read each time: a restarted server has another port, and says so in its folder.
        connection = connection_for(self._settings)
        # The driver would try again for many seconds before it says that nothing is there.
        if not answers(connection.uri):
            self.close()
            raise DatabaseUnreachable("the database does not answer; start it with 'influence up'")
        if connection != self._connection:
            self.close()
        with self._lock:
            if self._graph is None:
                self._graph = Graph.open(
                    connection,
                    query_seconds=self._settings.query_seconds,
                    rows=self._settings.rows,
                )
                self._connection = connection
            return self._graph


def answers(uri: str) -> bool:
    """Whether something listens there."""
    try:
        parts = urlsplit(uri)
        if not parts.hostname:
            return False
        address = (parts.hostname, parts.port or BOLT_PORT)
        with socket.create_connection(address, timeout=PROBE_SECONDS):
            return True
    except (OSError, ValueError):
        return False
