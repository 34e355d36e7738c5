"""The folded attention and the people, as arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from queries.graph import Graph, Row

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]

EVERYTHING = "*"


@dataclass(frozen=True, slots=True)
class People:
    """Everybody, in one order: position i of every array is the same person.

    `numbers` are the database's own, ascending. `created` is in epoch seconds, -1 when
    unknown; `active` the decayed and `days` the plain number of active days. `labels` has the
    labels of those who have one, by position.
    """

    numbers: Integers
    ids: list[str]
    created: Integers
    followers: Floats
    active: Floats
    days: Integers
    labels: Mapping[int, str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.ids)

    def positions(self, numbers: Integers) -> Integers:
        """Where the people with these numbers stand."""
        return np.searchsorted(self.numbers, numbers).astype(np.int64)


@dataclass(frozen=True, slots=True)
class Arrows:
    """Folded attention: arrow i goes from person `who[i]` to `whom[i]` on topic `topic[i]`.

    People and topics are positions. `first` and `last` are in epoch seconds, -1 when unknown.
    """

    topics: list[str]
    who: Integers
    whom: Integers
    topic: Integers
    weight: Floats
    recent: Floats
    acts: Floats
    first: Integers
    last: Integers

    def on(self, topic: str) -> Arrows:
        """Those on one topic."""
        return self.kept(self.topic == self.topics.index(topic))

    def kept(self, chosen: npt.NDArray[np.bool_]) -> Arrows:
        """Those that are chosen."""
        return Arrows(
            self.topics,
            self.who[chosen],
            self.whom[chosen],
            self.topic[chosen],
            self.weight[chosen],
            self.recent[chosen],
            self.acts[chosen],
            self.first[chosen],
            self.last[chosen],
        )


def people_in(graph: Graph, *, as_of: str, horizon_days: float) -> People:
    """Everybody in the graph, with their active days before `as_of`."""
    rows = graph.run("everybody", as_of=as_of, horizon_days=horizon_days).rows
    return People(
        numbers=_integers(rows, "number"),
        ids=[row["id"] for row in rows],
        created=_integers(rows, "created"),
        followers=_floats(rows, "followers"),
        active=_floats(rows, "active"),
        days=_integers(rows, "days"),
    )


def arrows_in(graph: Graph, people: People) -> Arrows:
    """All folded attention; "*" is among the topics even when there is none."""
    rows = graph.run("all_arrows").rows
    names = list(chain.from_iterable(row["topic"] for row in rows))
    topics = sorted({*names, EVERYTHING})
    number = {name: i for i, name in enumerate(topics)}
    sizes = [len(row["whom"]) for row in rows]
    return Arrows(
        topics=topics,
        who=np.repeat(people.positions(_integers(rows, "who")), sizes),
        whom=people.positions(_flat(rows, "whom", np.int64)),
        topic=np.fromiter((number[name] for name in names), np.int64, len(names)),
        weight=_flat(rows, "weight", np.float64),
        recent=_flat(rows, "recent", np.float64),
        acts=_flat(rows, "acts", np.float64),
        first=_flat(rows, "first", np.int64),
        last=_flat(rows, "last", np.int64),
    )


def follows_in(graph: Graph, people: People, *, as_of: str) -> tuple[Integers, Integers]:
    """Who followed whom before `as_of`, as two arrays of positions."""
    rows = graph.run("all_follows", as_of=as_of).rows
    sizes = [len(row["whom"]) for row in rows]
    who = np.repeat(people.positions(_integers(rows, "who")), sizes)
    return who, people.positions(_flat(rows, "whom", np.int64))


def distinct(keys: Integers) -> Integers:
    """Each of `keys` once, ascending.

    Not `np.unique`: numpy 2.3 and later hash integers there, 25 times slower than sorting them.
    """
    ordered = np.sort(keys)
    new = np.ones(len(ordered), np.bool_)
    new[1:] = ordered[1:] != ordered[:-1]
    return ordered[new]


def _integers(rows: list[Row], name: str) -> Integers:
    return np.fromiter((row[name] for row in rows), np.int64, len(rows))


def _floats(rows: list[Row], name: str) -> Floats:
    return np.fromiter((row[name] for row in rows), np.float64, len(rows))


def _flat(rows: list[Row], name: str, kind: Any) -> npt.NDArray[Any]:
    total = sum(len(row[name]) for row in rows)
    return np.fromiter(chain.from_iterable(row[name] for row in rows), kind, total)
