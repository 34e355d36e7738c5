"""Whose rank another recipe moves, and which of its numbers does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from queries.errors import NotInGraph
from queries.recipe import Recipe
from queries.recipe_changes import Changed, changed
from queries.scoring.past import Past
from queries.scoring.points import POINTS, TERMS

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

    `most` is what the middle one of those who are compared gains or loses by that term.
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

    @property
    def ranks(self) -> int:
        """How many ranks up."""
        return self.rank_a - self.rank_b

    @property
    def words(self) -> str:
        """ "+12 ranks: replies weigh 0.5 instead of 0.2 → True Reach +8.1 points (others +1.0)"."""
        ranks = "rank" if abs(self.ranks) == 1 else "ranks"
        moved = f"{TITLES[self.term]} {self.points:+.1f} points (others {self.most:+.1f})"
        return f"{self.ranks:+d} {ranks}: {self.why} → {moved}"


@dataclass(frozen=True, slots=True)
class Differences:
    """What another recipe does on a topic.

    `shared` of the `first` people by one recipe are among as many by the other; `lost` and
    `gained` people have a rank by one of them alone.
    """

    changed: list[Changed]
    moved: list[Moved]
    first: int
    shared: int
    lost: int
    gained: int


def differences(
    past: Past, a: Recipe, b: Recipe, *, topic: str, now: int, first: int = 100
) -> Differences:
    """Whose rank `b` moves against `a`, the most first, of the `first` people by either.

    Each recipe on a scale of its own, on which its best score over everything is 100. What moves
    a rank is what a person gains beyond others: the term told is the one that gains most beyond
    the middle one of those compared, or least where the rank falls, and the reason the number
    that, changed alone, does most of that. So this scores once for each number that differs, and
    twice more.

    Raises NotInGraph where neither recipe scores anybody on the topic.
    """
    numbers = changed(a, b)
    one, other = (_table(past, recipe, topic, now) for recipe in (a, b))
    if not len(one) and not len(other):
        raise NotInGraph(f"nobody is scored on a topic {topic!r} by either recipe")
    known = one.add_suffix("_a").join(other.add_suffix("_b"), how="inner")
    near = known[(known["rank_a"] <= first) | (known["rank_b"] <= first)]
    people = near.index.tolist()
    gains = _gains(one, other, people)
    alone = {
        number: _gains(one, _table(past, number.applied(a), topic, now), people)
        for number in numbers
    }
    moved = [
        _moved(past.ids[int(row["person"])], row, gains, alone)
        for row in near.reset_index().to_dict("records")
        if row["rank_a"] != row["rank_b"]
    ]
    moved.sort(key=lambda one: (-abs(one.ranks), min(one.rank_a, one.rank_b), one.person))
    best = [set(table.index[table["rank"] <= first]) for table in (one, other)]
    return Differences(
        changed=numbers,
        moved=moved,
        first=min(first, len(best[0])),
        shared=len(best[0] & best[1]),
        lost=len(one) - len(known),
        gained=len(other) - len(known),
    )


def _table(past: Past, recipe: Recipe, topic: str, now: int) -> pd.DataFrame:
    """The ranked people of the topic: score, rank, points by term; by position."""
    result, arrows = past.scored(recipe, now=now)
    number = arrows.topics.index(topic) if topic in arrows.topics else -1
    table = result.table[result.table["topic"] == number].dropna(subset=["score"])
    names = {column: term for term, column in POINTS.items()}
    return table.set_index("person")[["score", "rank", *names]].rename(columns=names)


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
    up = 1 if row["rank_a"] > row["rank_b"] else -1
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
    )
