"""Leaderboards in columns, and answers that count over many, kept while nothing changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any, TypeVar

from queries.facets import Board, Floats
from queries.graph import Asks, Result, Runs
from queries.reach import Audience, audience_of

MOST_PEOPLE = 2_000_000
# What is kept of boards, each number or text counted: about 400 MB.
MOST_CELLS = 50_000_000
# And of answers: about 100 MB of rows.
MOST_ANSWERS, MOST_ROWS = 500, 100_000
# So many are kept of the topics, the largest first; pages show the first of them.
MOST_TOPICS = 200
# Who acts on those whose reach was counted: 80 MB.
MOST_HEARD = 10_000_000
EVERYTHING = "*"
# What several parts of a page ask alike: which run is shown, and whether anything has changed.
STATES = frozenset({"board_state", "site_state", "newest_run"})

Key = tuple[Hashable, ...]
Kept = TypeVar("Kept")


@dataclass(frozen=True, slots=True)
class Matching:
    """Whom a search finds: how many, and of the first the database's number and their match."""

    first: list[tuple[int, float]]
    all: int


@dataclass
class Boards:
    """The boards that were asked for last, up to so many cells in all.

    What is kept of a person is the id and what they are sorted and counted by. It is asked
    for again as soon as there is a new run, or anybody was loaded, forgotten or expired. What
    several ask for at once is asked of the database once, and told to all of them.
    """

    kept: dict[Key, Board] = field(default_factory=dict)
    answers: dict[Key, Result] = field(default_factory=dict)
    heard: dict[Key, Audience] = field(default_factory=dict)
    matching: dict[Key, Matching] = field(default_factory=dict)
    coming: dict[Hashable, Future[Any]] = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)

    def board(self, graph: Asks, topic: str, by: str, run: str = "") -> Board:
        """How everybody stands on `topic`, with the property `by` of their scores."""
        now = state_of(graph, run)
        board = self._board(graph, topic, now)
        if by != "score":
            self._once(board.values, by, lambda: _column(graph, board, topic, by))
        with self.lock:
            self._keep(board, topic, now)
        return board

    def at_hand(self, graph: Asks, topic: str) -> Board | None:
        """The board of a topic in the newest run, where it was asked for already."""
        now = state_of(graph)
        with self.lock:
            return self.kept.get((topic, *now))

    def told(self, graph: Asks, query: str, of_run: str = "", **values: Any) -> Result:
        """The answer of a query that counts over many, asked for once in each state."""
        now = state_of(graph, of_run)
        key = (query, *((name, repr(value)) for name, value in sorted(values.items())), *now)
        answer = self._once(self.answers, key, lambda: graph.ask(query, **values).plain())
        with self.lock:
            _let_go(self.answers, now)
            rows = sum(len(one.rows) for one in self.answers.values())
            while len(self.answers) > MOST_ANSWERS or (rows > MOST_ROWS and len(self.answers) > 1):
                rows -= len(self.answers.pop(next(iter(self.answers))).rows)
        return answer

    def audiences(self, graph: Asks, ids: Sequence[str], topic: str) -> dict[str, Audience]:
        """Who acts on each of them on `topic`, by id; nobody on who is not in the graph."""
        now = state_of(graph, "")
        with self.lock:
            _let_go(self.heard, now)
            told = {id_: self.heard.get((id_, topic, *now)) for id_ in ids}
        missing = [id_ for id_, audience in told.items() if audience is None]
        if missing:
            rows = graph.ask("audiences", ids=missing, topic=topic).rows
            told |= {row["id"]: audience_of(row["audience"]) for row in rows}
        found = {id_: audience_of([]) if one is None else one for id_, one in told.items()}
        with self.lock:
            for id_, audience in found.items():
                self.heard.pop((id_, topic, *now), None)
                self.heard[id_, topic, *now] = audience
            while sum(1 + len(one) for one in self.heard.values()) > MOST_HEARD:
                self.heard.pop(next(iter(self.heard)))
        return found

    def found(self, graph: Asks, text: str, read: Callable[[], Matching]) -> Matching:
        """Whom `text` finds; `read` tells it once in each state, since many begin alike."""
        now = state_of(graph)
        found = self._once(self.matching, (text, *now), read)
        with self.lock:
            _let_go(self.matching, now)
            while len(self.matching) > MOST_ANSWERS:
                self.matching.pop(next(iter(self.matching)))
        return found

    @property
    def cells(self) -> int:
        """How much is kept of boards: each number and text."""
        with self.lock:
            return sum(board.cells for board in self.kept.values())

    def _board(self, graph: Asks, topic: str, now: Key) -> Board:
        def read() -> Board:
            overall = None if topic == EVERYTHING else self._board(graph, EVERYTHING, now)
            asked = {"topic": topic, "run": now[0] or "", "most": MOST_PEOPLE}
            return Board.of(graph.ask("topic_columns", **asked).one(), overall)

        return self._once(self.kept, (topic, *now), read)

    def _once(self, kept: dict[Any, Kept], key: Hashable, read: Callable[[], Kept]) -> Kept:
        """What is kept under `key`; else read by the first who asks, while the others wait."""
        with self.lock:
            if key in kept:
                # The last of all again: the first is let go of when there are too many.
                kept[key] = kept.pop(key)
                return kept[key]
            mine = Future[Kept]()
            answer: Future[Kept] = self.coming.setdefault((id(kept), key), mine)
        if answer is mine:
            try:
                answer.set_result(read())
            except BaseException as error:
                answer.set_exception(error)
            with self.lock:
                del self.coming[(id(kept), key)]
                if not answer.exception():
                    kept[key] = answer.result()
        return answer.result()

    def _keep(self, board: Board, topic: str, now: Key) -> None:
        """Let go of what is stale or was not asked for longest; not of the board at hand."""
        _let_go(self.kept, now)
        if board.run != now[0]:
            # Its run was dropped meanwhile.
            self.kept.pop((topic, *now), None)
        while len(self.kept) > 1 and sum(one.cells for one in self.kept.values()) > MOST_CELLS:
            self.kept.pop(next(iter(self.kept)))


@dataclass(frozen=True, slots=True)
class Remembering:
    """A graph whose answers are kept: for what counts over many and changes with a run alone."""

    boards: Boards
    graph: Asks

    def ask(self, name: str, /, **values: Any) -> Result:
        """The answer of a query in `read/`, asked for once in each state."""
        return self.boards.told(self.graph, name, **values)

    def first(self, name: str, limit: int, most: int, /, **values: Any) -> Result:
        """The first `limit` rows of an answer of which `most` are kept for whoever asks."""
        whole = self.ask(name, limit=most, **values)
        return replace(
            whole,
            parameters={**whole.parameters, "limit": limit},
            rows=whole.rows[:limit],
            truncated=whole.truncated or len(whole.rows) > limit,
        )


@dataclass(frozen=True, slots=True)
class Glance:
    """A graph as one request sees it: which state it is in is asked once."""

    graph: Runs
    states: dict[tuple[str, Any], Result] = field(default_factory=dict)

    def ask(self, name: str, /, **values: Any) -> Result:
        """The answer of a query in `read/`."""
        if name not in STATES:
            return self.graph.ask(name, **values)
        key = (name, values.get("run", ""))
        if key not in self.states:
            self.states[key] = self.graph.ask(name, **values)
        return self.states[key]

    def run(self, name: str, /, **values: Any) -> Result:
        """The answer of a query that may write."""
        return self.graph.run(name, **values)


def _column(graph: Asks, board: Board, topic: str, by: str) -> Floats:
    row = graph.ask("topic_column", topic=topic, run=board.run, by=by).one() or {}
    return board.column(row.get("numbers") or (), row.get("values") or ())


def state_of(graph: Asks, run: str = "") -> Key:
    """What changes whenever an answer may."""
    row = graph.ask("board_state", run=run).one() or {}
    return tuple(row.get(name) for name in ("run", "people", "loads", "topics", "ties"))


def _let_go(kept: dict[Key, Any], now: Key) -> None:
    """Let go of what was kept before somebody was loaded, forgotten or expired."""
    for key in [key for key in kept if key[-4:] != now[1:]]:
        del kept[key]
