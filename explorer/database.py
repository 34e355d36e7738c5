"""The graph as the site holds it: opened when first asked, found again after a restart."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Lock, Thread
from typing import Any

from explorer.pulse import Pulse
from queries.connection import Connection, connection_for
from queries.endorsements import QUERIES as ENDORSEMENTS
from queries.errors import DatabaseUnreachable, UnknownQuery
from queries.graph import Graph, Result
from queries.lists import QUERIES as LISTS
from queries.settings import Settings

# How long a question may be silent before the database is asked whether it is there at all.
PATIENCE_SECONDS = 1.0
AWAY = "the database does not answer; start it with 'influence up'"


class Database:
    """A graph that may be down now and back later, perhaps on another port.

    The site starts without it, says so on every page while it is away, and goes on by
    itself once it answers. A question waits as long as the database speaks; when that is killed
    or frozen meanwhile, whoever waits is told within seconds, not after the driver's minutes.
    """

    def __init__(self, settings: Settings, pulse: Pulse | None = None) -> None:
        self.pulse = pulse or Pulse()
        self._settings = settings
        self._lock = Lock()
        self._graph: Graph | None = None
        self._connection: Connection | None = None

    def ask(self, name: str, /, **values: Any) -> Result:
        """The answer of a query in `read/`. Raises DatabaseUnreachable within seconds."""
        return self._surely(lambda graph: graph.ask(name, **values))

    def run(self, name: str, /, **values: Any) -> Result:
        """The answer of a query about lists or endorsements: all that the site may write."""
        if name not in LISTS | ENDORSEMENTS:
            raise UnknownQuery(f"{name!r} is not for the site; it writes lists and endorsements")
        return self._surely(lambda graph: graph.run(name, **values))

    def _surely(self, question: Callable[[Graph], Result]) -> Result:
        graph, uri = self._open()
        try:
            return self._awaited(begun(question, graph), uri)
        except DatabaseUnreachable:
            self.pulse.doubt()
            self.close()
            raise

    def _awaited(self, answer: Future[Result], uri: str) -> Result:
        while True:
            try:
                return answer.result(timeout=PATIENCE_SECONDS)
            except TimeoutError:
                if answer.done():
                    return answer.result()
                if not self.pulse.beats(uri):
                    raise DatabaseUnreachable(AWAY) from None

    def close(self) -> None:
        """Let go of the connections; who waits on one is woken."""
        with self._lock:
            graph, self._graph, self._connection = self._graph, None, None
        if graph is not None:
            # It says good-bye first, and of a server that is frozen that may take a while.
            Thread(target=graph.close, name="good-bye", daemon=True).start()

    def _open(self) -> tuple[Graph, str]:
        # Read each time: a restarted server has another port, and says so in its folder.
        connection = connection_for(self._settings)
        # The driver would try again for many seconds before it says that nothing is there.
        if not self.pulse.beats(connection.uri):
            self.close()
            raise DatabaseUnreachable(AWAY)
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
            return self._graph, connection.uri


def begun(question: Callable[[Graph], Result], graph: Graph) -> Future[Result]:
    """The answer to come, which a thread of its own waits for.

    The driver may try for half a minute after nobody wants the answer any more. A pool would
    keep the site from ending until then; this thread does not.
    """
    answer: Future[Result] = Future()

    def ask() -> None:
        try:
            answer.set_result(question(graph))
        except BaseException as error:
            answer.set_exception(error)

    Thread(target=ask, name="ask", daemon=True).start()
    return answer
