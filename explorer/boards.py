"""Leaderboards in columns, kept in memory while nothing changes under them."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from threading import Lock

from queries.facets import Board
from queries.graph import Asks

MOST_PEOPLE = 2_000_000
EVERYTHING = "*"

Key = tuple[object, ...]


@dataclass
class Boards:
    """The boards that were asked for last, up to so many people in all.

    What is kept of a person is the id and what they are sorted and counted by. It is asked
    for again as soon as there is a new run, or anybody was loaded, forgotten or expired.
    """

    kept: OrderedDict[Key, Board] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def board(self, graph: Asks, topic: str, names: Sequence[str], run: str = "") -> Board:
        """How everybody stands on `topic`, with the properties `names` of their scores."""
        state = graph.ask("board_state", run=run).one() or {}
        now = (state.get("run"), state.get("people"), state.get("hidden"), state.get("loads"))
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

    def _keep(self, key: Key, board: Board, now: Key) -> None:
        """Keep it, and let go of what is stale or was not asked for longest."""
        if now[0] == board.run:
            stale = [one for one in self.kept if one[2] == now[0] and one[2:] != now]
            for one in stale:
                del self.kept[one]
            self.kept[key] = board
        while len(self.kept) > 1 and sum(map(len, self.kept.values())) > MOST_PEOPLE:
            self.kept.popitem(last=False)
