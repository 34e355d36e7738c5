"""The bench's copy of the graph, while a site serves others: made, made anew, removed.

A query on the bench may end the Neo4j that it runs on. Where only this machine reaches the site
that is one's own loss; where others do, it is a Neo4j that nothing else needs.
"""

from __future__ import annotations

import contextlib
import logging
import subprocess
import time
from collections.abc import Sequence
from threading import Event, Thread

from explorer.accounts.visitors import within_this_machine
from explorer.children import INFLUENCE
from explorer.guard import Guard
from queries.console.copied import copied_in, copy_folder
from queries.errors import DatabaseError
from queries.graph import Asks
from queries.settings import Settings

LOOK_SECONDS = 2.0
# What is deleted by a load is in the copy until it is made anew.
OLDEST_SECONDS = 24 * 3600.0
AGAIN_SECONDS = 60.0

log = logging.getLogger(__name__)


def wants_copy(settings: Settings) -> bool:
    """Whether the bench must run on a copy that we make."""
    own = bool(settings.neo4j_uri or settings.bench_uri)
    return not own and not within_this_machine(settings)


class Copies:
    """Sees to it that there is a copy of the graph of `settings`, and that its Neo4j is up.

    `graph` is asked for the newest run: with each the copy is made anew.
    """

    def __init__(self, settings: Settings, graph: Asks) -> None:
        self._data = settings.data.expanduser().resolve()
        self.settings = settings.but(data=copy_folder(settings.data))
        self._graph = graph
        self.guard = Guard(self.settings, up=self._command("start"))
        self._ended = Event()
        self._made = 0.0
        self._child: subprocess.Popen[str] | None = None
        self._thread = Thread(target=self._watch, daemon=True, name="copies")

    def begin(self) -> None:
        """Make the copy, and watch it, in threads of their own, until `end`."""
        self._thread.start()
        self.guard.begin()

    def end(self) -> None:
        """Watch no more, and remove the copy."""
        self._ended.set()
        self.guard.end()
        if child := self._child:
            child.terminate()
        self._thread.join(AGAIN_SECONDS)
        self._done("remove")

    def _watch(self) -> None:
        while not self._ended.wait(LOOK_SECONDS):
            if self._is_wanted() and not self._done("make"):
                self._ended.wait(AGAIN_SECONDS)

    def _is_wanted(self) -> bool:
        """Whether there is no copy, or an old one, or one of another run of scores."""
        with contextlib.suppress(DatabaseError):
            newest = self._graph.ask("newest_run").one()
            copied = copied_in(self._data)
            told = copied is not None and copied.run == (newest["id"] if newest else "")
            old = time.monotonic() - self._made > OLDEST_SECONDS
            return not self._made or not told or old
        return False

    def _done(self, what: str) -> bool:
        """Whether `influence bench-copy` did that."""
        self._child = subprocess.Popen(
            self._command(what),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            # Ctrl-C in the terminal is for the site, which ends its processes itself.
            start_new_session=True,
        )
        _, said = self._child.communicate()
        well = self._child.returncode == 0
        if what == "make" and well:
            self._made = time.monotonic()
        elif not well and not self._ended.is_set():
            log.error("The bench has no copy of the graph: %s", said.strip()[-500:])
        return well

    def _command(self, what: str) -> Sequence[str]:
        return [*INFLUENCE, "--data", str(self._data), "bench-copy", what]
