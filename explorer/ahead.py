"""Reads ahead what pages would wait for: what counts over many, as soon as there is a new run.

What is read stays in `Boards`, which lets go of what was not asked for longest; so no more boards
are read than two thirds of what it keeps. Boards and lenses are read at once. Plans of queries,
whom each first letter of a search finds, the long receipts of the front page, and the orders in
which boards can be put follow when nothing has changed between two looks, and with pauses: a
visitor comes first.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import chain, product
from threading import Event, Thread
from typing import Any

from explorer.arguments import LIMIT
from explorer.boards import EVERYTHING, MOST_CELLS, MOST_TOPICS, Boards, Key, Remembering, state_of
from explorer.views.flags import lenses_of
from explorer.views.leaders import HOME_ROWS, groups
from explorer.views.people import RECEIPT_PEOPLE
from explorer.views.search import LETTERS, matching_of, of_people
from queries.errors import InfluenceError
from queries.graph import Asks
from queries.library import Query, library

LOOK_SECONDS = 5.0
# Of a topic with fewer people all is read in a moment, when it is asked for.
MANY = 2_000
# Neo4j plans a query anew for each magnitude of a list and of a text that it is given, which takes
# longer than most answers: so many people, and a topic of so many letters.
SIZES, LENGTHS = (1, 10, 100, 1_000), (1, 10, 100)
# Whom nobody is called.
NOBODY = "nobody:" + 12 * "~"
# What comes with a board, and needs no column of its own.
WITH_BOARD = ("score", "active_days")


class Ahead:
    """Reads the boards and the lenses of the largest topics on `graph` into `boards`."""

    def __init__(self, graph: Asks, boards: Boards) -> None:
        self._graph, self._boards = graph, boards
        self._ended = Event()
        self._read: Key = ()
        self._later: Iterator[Callable[[], object]] = iter(())

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
            if self._full():
                break
            self._boards.board(self._graph, topic, "score")
            lenses_of(kept, topic)
            done.append(topic)
        self._read = state
        self._later = chain(
            self._plans(), self._letters(), self._receipts(kept), self._orders(done)
        )
        return done

    def read_more(self, *, pauses: bool = True) -> int:
        """Read what is for later, until something changes; how many questions that were."""
        read = 0
        for question in self._later:
            # Once something has changed, what is for later is found anew.
            if self._ended.is_set() or state_of(self._graph) != self._read:
                break
            started = time.monotonic()
            question()
            read += 1
            if pauses:
                self._ended.wait(time.monotonic() - started)
        return read

    def _plans(self) -> Iterator[Callable[[], object]]:
        for query in library().queries.values():
            if query.folder == "read":
                for values in of_nobody(query):
                    yield partial(self._graph.ask, query.name, **values)

    def _letters(self) -> Iterator[Callable[[], object]]:
        board = self._boards.at_hand(self._graph, EVERYTHING)
        if board is not None and len(board) >= MANY:
            for letter in LETTERS:
                yield partial(matching_of, self._graph, self._boards, of_people(letter))

    def _receipts(self, kept: Remembering) -> Iterator[Callable[[], object]]:
        window = {"topic": EVERYTHING, "skip": 0, "limit": LIMIT.default}
        for row in self._graph.ask("leaders", topic=EVERYTHING, limit=HOME_ROWS).rows:
            if row["people"] > RECEIPT_PEOPLE:
                for query in ("receipt", "receipt_of_impact"):
                    yield partial(kept.ask, query, person=row["id"], **window)

    def _orders(self, topics: Sequence[str]) -> Iterator[Callable[[], object]]:
        for topic, by in orders(topics):
            if self._full():
                return
            yield partial(self._boards.board, self._graph, topic, by)

    def _full(self) -> bool:
        return self._ended.is_set() or self._boards.cells > 2 * MOST_CELLS / 3

    def _watch(self) -> None:
        while True:
            # It may be away, or busy: whoever asks for a page is told. Later it is looked at again.
            with contextlib.suppress(InfluenceError):
                if not self.read():
                    self.read_more()
            if self._ended.wait(LOOK_SECONDS):
                return


def of_nobody(query: Query) -> Iterator[dict[str, Any]]:
    """What to ask a query about people or a topic, so that it is planned and finds nobody."""
    names = {parameter.name for parameter in query.parameters}
    # Each of the type that its example has.
    lists = {
        parameter.name: type(parameter.default[0])()
        for parameter in query.parameters
        if parameter.type == "list" and parameter.default
    }
    person = {"person": NOBODY} if "person" in names else {}
    topics = [{"topic": "~" * length} for length in LENGTHS] if "topic" in names else [{}]
    if lists or person or topics != [{}]:
        for size, topic in product(SIZES if lists else (1,), topics):
            yield {**person, **topic, **{name: [one] * size for name, one in lists.items()}}


def orders(topics: Sequence[str]) -> Iterator[tuple[str, str]]:
    """A topic and what its board is sorted by: first what is ours on each, then the others'."""
    for family in groups(EVERYTHING):
        for topic in topics:
            for sort in groups(topic).get(family, ()):
                if sort.name not in WITH_BOARD:
                    yield topic, sort.name
