"""Leaderboards in columns, kept in memory while nothing changes under them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from queries.facets import Board
from queries.graph import Asks, Row

MOST_PEOPLE = 2_000_000
MOST_ANSWERS = 500
EVERYTHING = "*"

Key = tuple[object, ...]


@dataclass
class Boards:
    """The boards that were asked for last, up to so many people in all.

    What is kept of a person is the id and what they are sorted and counted by. It is asked
    for again as soon as there is a new run, or anybody was loaded, forgotten or expired.
    """

    kept: OrderedDict[Key, Board] = field(default_factory=OrderedDict)
    answers: OrderedDict[Key, list[Row]] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def board(self, graph: Asks, topic: str, names: Sequence[str], run: str = "") -> Board:
        """How everybody stands on `topic`, with the properties `names` of their scores."""
        now = _state(graph, run)
        key = (topic, tuple(names), *now)
        with self.lock:
            if key in self.kept:
                self.kept.move_to_end(key)
                return self.kept[key]
        overall = None
        if topic != EVERYTHING:
            overall = self.board(graph, EVERYTHING, ("active_days",), run)
        row = graph.ask(
            "topic_columns", topic=topic, run=run, names=list(names), most=MOST_PEOPLE
        ).one()
        board = Board.of(row, names, overall)
        with self.lock:
            self._keep(key, board, now)
        return board

    def told(self, graph: Asks, query: str, of_run: str = "", **values: Any) -> list[Row]:
        """The rows of a query that counts over many, asked for once in each state."""
        now = _state(graph, of_run)
        key = (query, *sorted(values.items()), *now)
        with self.lock:
            if key in self.answers:
                self.answers.move_to_end(key)
                return self.answers[key]
        rows = graph.ask(query, **values).plain().rows
        with self.lock:
            _let_go(self.answers, now)
            self.answers[key] = rows
            while len(self.answers) > MOST_ANSWERS:
                self.answers.popitem(last=False)
        return rows

    def _keep(self, key: Key, board: Board, now: Key) -> None:
        """Keep it, and let go of what is stale or was not asked for longest."""
        _let_go(self.kept, now)
        if now[0] == board.run:
            self.kept[key] = board
        while len(self.kept) > 1 and sum(map(len, self.kept.values())) > MOST_PEOPLE:
            self.kept.popitem(last=False)


def _state(graph: Asks, run: str) -> Key:
    """What changes whenever an answer may."""
    row = graph.ask("board_state", run=run).one() or {}
    return (row.get("run"), row.get("people"), row.get("loads"))


def _let_go(kept: OrderedDict[Key, Any], now: Key) -> None:
    """Let go of what was kept before somebody was loaded, forgotten or expired."""
    for key in [key for key in kept if key[-3:] != now[-3:]]:
        del kept[key]
