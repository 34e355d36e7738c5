"""How well the scores find again who was made influential in an invented community."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
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


# An id and a rank.
Leader = tuple[str, int]


def recovery(graph: Asks) -> list[Recovered]:
    """A row for each planted topic by the newest run; empty where nothing was planted."""
    told = graph.ask("planted_truth").one()
    if told is None:
        return []

    def leaders(topic: str) -> list[Leader]:
        rows = graph.ask("leaders", topic=topic, limit=1_000).rows
        return [(row["id"], row["rank"]) for row in rows]

    truth: dict[str, Any] = json.loads(told["truth"])
    return [recovered(topic, leaders(topic), truth) for topic in sorted(truth["influencers"])]


def flags_recovered(graph: Asks) -> dict[str, int] | None:
    """Of the invented ring, how many there are and how many are `found` by flags; how many `others`
    are flagged, besides the accounts that were for sale. None where nothing was planted."""
    told = graph.ask("planted_truth").one()
    if told is None:
        return None
    truth: dict[str, Any] = json.loads(told["truth"])
    flagged = {row["id"] for row in graph.ask("flagged", limit=10_000).rows}
    ring, bought = set(truth["ring"]), set(truth["bought"])
    return {
        "ring": len(ring),
        "found": len(flagged & ring),
        "others": len(flagged - ring - bought),
    }


def recovered(topic: str, leaders: Sequence[Leader], truth: dict[str, Any]) -> Recovered:
    """What the `leaders` of a topic, best first, make of what was planted on it."""
    planted, popular = set(truth["influencers"][topic]), set(truth["popular"][topic])
    first = {id_ for id_, _ in leaders[: len(planted)]}
    ranks = [rank for id_, rank in leaders if id_ in popular]
    return Recovered(topic, len(planted), len(first & planted), min(ranks, default=None))


def precision_at_planted(rows: Iterable[Recovered]) -> float:
    """The share of all that was planted that leads its topic."""
    rows = list(rows)
    return sum(row.found for row in rows) / sum(row.planted for row in rows)
