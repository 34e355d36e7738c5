"""How well the scores find again who was made influential in an invented community."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from queries.graph import Asks


@dataclass(frozen=True, slots=True)
class Recovered:
    """One topic: how many were planted, how many of them lead, and where the popular ended.

    `precision` is the share of planted people among as many leaders. `best_popular` is the best
    rank of someone merely popular, None when none of them is ranked.
    """

    topic: str
    planted: int
    found: int
    best_popular: int | None

    @property
    def precision(self) -> float:
        """In 0..1."""
        return self.found / self.planted


def recovery(graph: Asks) -> list[Recovered]:
    """A row for each planted topic by the newest run; empty where nothing was planted."""
    told = graph.ask("planted_truth").one()
    if told is None:
        return []
    truth: dict[str, Any] = json.loads(told["truth"])
    return [
        _recovered(graph, topic, set(people), set(truth["popular"][topic]))
        for topic, people in sorted(truth["influencers"].items())
    ]


def _recovered(graph: Asks, topic: str, planted: set[str], popular: set[str]) -> Recovered:
    leaders = graph.ask("leaders", topic=topic, limit=1_000).rows
    first = {row["id"] for row in leaders[: len(planted)]}
    ranks = [row["rank"] for row in leaders if row["id"] in popular]
    return Recovered(topic, len(planted), len(first & planted), min(ranks, default=None))
