"""Whose rank another recipe moves, and which of its numbers does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pandas as pd

from queries.errors import NotInGraph
from queries.recipe import Recipe
from queries.recipe_changes import Changed, changed
from queries.scoring.arrows import Arrows
from queries.scoring.past import Past
from queries.scoring.points import POINTS, TERMS, Scored

TITLES = {
    "reach": "True Reach",
    "amplification": "Amplification",
    "activity": "Activity",
    "network": "Network",
    "followers": "Followers",
}


@dataclass(frozen=True, slots=True)
class Moved:
    """A person whose rank differs: the term that did it, by how many points, and why.

    `most` is what the middle one of those who are compared gains or loses by that term; `gains`
    are the points gained by each term.
    """

    person: str
    rank_a: int
    rank_b: int
    score_a: float
    score_b: float
    term: str
    points: float
    most: float
    why: str
    gains: Mapping[str, float]

    @property
    def ranks(self) -> int:
        """How many ranks up."""
        return self.rank_a - self.rank_b

    @property
    def words(self) -> str:
        """ "+12 ranks: replies weigh 0.5 instead of 0.2 → True Reach +8.1 points (others +1.0)"."""
        ranks = "rank" if abs(self.ranks) == 1 else "ranks"
        moved = f"{TITLES[self.term]} {self.points:+z.1f} points (others {self.most:+z.1f})"
        return f"{self.ranks:+d} {ranks}: {self.why} → {moved}"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands by one recipe alone."""

    person: str
    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class Differences:
    """What another recipe does on a topic.

    `shared` of the `first` people by one recipe are among as many by the other; `lost` and
    `gained` people have a rank by one of them alone: of these `gone` and `come` are among the
    first. Who `stayed` has the same rank by both.
    """

    changed: list[Changed]
    moved: list[Moved]
    first: int
    shared: int
    lost: int
    gained: int
    stayed: list[Moved] = field(default_factory=list)
    gone: list[Standing] = field(default_factory=list)
    come: list[Standing] = field(default_factory=list)


def differences(
    past: Past, a: Recipe, b: Recipe, *, topic: str, now: int, first: int = 100
) -> Differences:
    """Whose rank `b` moves against `a`, the most first, of the `first` people by either.

    Each recipe on a scale of its own, on which its best score over everything is 100. This scores
    once for each number that differs, and twice more. Raises as `compared` does.
    """

    def table(recipe: Recipe) -> pd.DataFrame:
        return table_of(past, recipe, topic=topic, now=now)

    def alone(number: Changed) -> pd.DataFrame:
        return table(number.applied(a))

    tables = table(a), table(b)
    return compared(past.ids, changed(a, b), *tables, alone, topic=topic, first=first)


def compared(
    ids: Sequence[str],
    numbers: list[Changed],
    one: pd.DataFrame,
    other: pd.DataFrame,
    alone: Callable[[Changed], pd.DataFrame],
    *,
    topic: str,
    first: int,
) -> Differences:
    """The same of two tables, and the table that each number makes of the first, changed `alone`.

    What moves a rank is what a person gains beyond others: the term told is the one that gains
    most beyond the middle one of those compared, or least where the rank falls, and the reason the
    number that, changed alone, does most of that.

    Raises NotInGraph where neither table has anybody.
    """
    if not len(one) and not len(other):
        raise NotInGraph(f"nobody is scored on a topic {topic!r} by either recipe")
    known = one.add_suffix("_a").join(other.add_suffix("_b"), how="inner")
    near = known[(known["rank_a"] <= first) | (known["rank_b"] <= first)]
    people = near.index.tolist()
    gains = _gains(one, other, people)
    each = {number: _gains(one, alone(number), people) for number in numbers}
    rows = [
        _moved(ids[int(row["person"])], row, gains, each)
        for row in near.reset_index().to_dict("records")
    ]
    rows.sort(key=lambda row: (-abs(row.ranks), min(row.rank_a, row.rank_b), row.person))
    best = [set(table.index[table["rank"] <= first]) for table in (one, other)]
    return Differences(
        changed=numbers,
        moved=[row for row in rows if row.ranks],
        first=min(first, len(best[0])),
        shared=len(best[0] & best[1]),
        lost=len(one) - len(known),
        gained=len(other) - len(known),
        stayed=[row for row in rows if not row.ranks],
        gone=_only(ids, one, other, first),
        come=_only(ids, other, one, first),
    )


def table_of(
    past: Past, recipe: Recipe, *, topic: str, now: int, reference: float | None = None
) -> pd.DataFrame:
    """The ranked people of the topic: score, rank, points by term; by position."""
    return ranked_on(topic, *past.scored(recipe, now=now, reference=reference))


def ranked_on(topic: str, result: Scored, arrows: Arrows) -> pd.DataFrame:
    """The same of scores that are computed."""
    number = arrows.topics.index(topic) if topic in arrows.topics else -1
    table = result.table[result.table["topic"] == number].dropna(subset=["score"])
    names = {column: term for term, column in POINTS.items()}
    return table.set_index("person")[["score", "rank", *names]].rename(columns=names)


def _only(ids: Sequence[str], one: pd.DataFrame, other: pd.DataFrame, first: int) -> list[Standing]:
    """Those among the first of one table who are not in the other."""
    alone = one[~one.index.isin(other.index) & (one["rank"] <= first)].sort_values("rank")
    return [
        Standing(ids[int(row["person"])], int(row["rank"]), float(row["score"]))
        for row in alone.reset_index().to_dict("records")
    ]


@dataclass(frozen=True, slots=True)
class _Gains:
    """What each person gains by each term, and the middle one of them."""

    people: Mapping[int, Mapping[str, float]]
    middle: Mapping[str, float]


def _gains(one: pd.DataFrame, other: pd.DataFrame, people: list[int]) -> _Gains:
    """Of `people`; 0 where one of the tables has no score."""
    names = list(TERMS)
    gained = (other[names] - one[names]).reindex(people).fillna(0.0).to_numpy(np.float64)
    each = [dict(zip(names, row, strict=True)) for row in gained.tolist()]
    middle = np.median(gained, axis=0).tolist() if len(people) else [0.0] * len(names)
    return _Gains(dict(zip(people, each, strict=True)), dict(zip(names, middle, strict=True)))


def _moved(person: str, row: dict[Any, Any], gains: _Gains, alone: dict[Changed, _Gains]) -> Moved:
    # Where the ranks are the same, the score says which way.
    up = 1 if (row["rank_a"], row["score_b"]) > (row["rank_b"], row["score_a"]) else -1
    number = int(row["person"])
    beyond = {name: up * (gains.people[number][name] - gains.middle[name]) for name in TERMS}
    term = max(beyond, key=beyond.__getitem__)
    effects = {
        one: up * (each.people[number][term] - each.middle[term]) for one, each in alone.items()
    }
    best = max(effects, key=effects.__getitem__, default=None)
    return Moved(
        person=person,
        rank_a=int(row["rank_a"]),
        rank_b=int(row["rank_b"]),
        score_a=float(row["score_a"]),
        score_b=float(row["score_b"]),
        term=term,
        points=gains.people[number][term],
        most=gains.middle[term],
        why=best.words if best and effects[best] > 1e-9 else "several numbers together",
        gains=gains.people[number],
    )
