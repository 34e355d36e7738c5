"""Reads ahead what pages would wait for: what counts over many, as soon as there is a new run.

What is read stays in `Boards`, which lets go of what was not asked for longest; so no more is read
than half of what it keeps.
"""

from __future__ import annotations

import contextlib
from threading import Event, Thread

from explorer.boards import EVERYTHING, MOST_CELLS, MOST_TOPICS, Boards, Key, Remembering, state_of
from explorer.views.flags import lenses_of
from queries.errors import InfluenceError
from queries.graph import Asks

LOOK_SECONDS = 5.0
# Of a topic with fewer people all is read in a moment, when it is asked for.
MANY = 2_000


class Ahead:
    """Reads the boards and the lenses of the largest topics on `graph` into `boards`."""

    def __init__(self, graph: Asks, boards: Boards) -> None:
        self._graph, self._boards = graph, boards
        self._ended = Event()
        self._read: Key = ()

    def begin(self) -> None:
        """Look for a new run every few seconds, in a thread of its own, until `end`."""
        Thread(target=self._watch, daemon=True, name="ahead").start()

    def end(self) -> None:
        """Read no more."""
        self._ended.set()

    def read(self) -> list[str]:
        """Read what is not read yet; the topics that were read now, the largest first."""
        state = state_of(self._graph)
        if state == self._read or not state[0]:
            return []
        kept = Remembering(self._boards, self._graph)
        topics = kept.ask("topics", limit=MOST_TOPICS).rows
        done: list[str] = []
        for topic in [EVERYTHING, *(row["id"] for row in topics if row["people"] >= MANY)]:
            if self._ended.is_set() or self._boards.cells > MOST_CELLS / 2:
                break
            self._boards.board(self._graph, topic, "score")
            lenses_of(kept, topic)
            done.append(topic)
        self._read = state
        return done

    def _watch(self) -> None:
        while True:
            # It may be away, or busy: whoever asks for a page is told. Later it is looked at again.
            with contextlib.suppress(InfluenceError):
                self.read()
            if self._ended.wait(LOOK_SECONDS):
                return
