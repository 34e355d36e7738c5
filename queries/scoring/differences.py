"""Whose rank another recipe moves, and which of its numbers does it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
    """A person whose rank differs: the term that moved most, by how many points, and why."""

    person: str
    rank_a: int
    rank_b: int
    score_a: float
    score_b: float
    term: str
    points: float
    why: str

    @property
    def ranks(self) -> int:
        """How many ranks up."""
        return self.rank_a - self.rank_b

    @property
    def words(self) -> str:
        """ "+12 ranks: replies weigh 0.5 instead of 0.2 → True Reach +8.1 points"."""
        ranks = "rank" if abs(self.ranks) == 1 else "ranks"
        return (
            f"{self.ranks:+d} {ranks}: {self.why} → {TITLES[self.term]} {self.points:+.1f} points"
        )


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

    Each recipe on a scale of its own, on which its best score over everything is 100. The
    reason is the number that, changed alone, moves the person's most changed term furthest the
    same way; so this scores once for each number that differs, and twice more.

    Raises NotInGraph where neither recipe scores anybody on the topic.
    """
    numbers = changed(a, b)
    one, other = (_table(past, recipe, topic, now) for recipe in (a, b))
    if not len(one) and not len(other):
        raise NotInGraph(f"nobody is scored on a topic {topic!r} by either recipe")
    alone = {number: _table(past, number.applied(a), topic, now) for number in numbers}
    known = one.add_suffix("_a").join(other.add_suffix("_b"), how="inner")
    near = known[(known["rank_a"] <= first) | (known["rank_b"] <= first)]
    moved = [
        _moved(past.ids[int(person)], row, {n: _terms_of(t, int(person)) for n, t in alone.items()})
        for person, row in zip(near.index.tolist(), near.to_dict("records"), strict=True)
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
    result, arrows, _ = past.scored(recipe, now=now)
    number = arrows.topics.index(topic) if topic in arrows.topics else -1
    table = result.table[result.table["topic"] == number].dropna(subset=["score"])
    names = {column: term for term, column in POINTS.items()}
    return table.set_index("person")[["score", "rank", *names]].rename(columns=names)


def _terms_of(table: pd.DataFrame, person: int) -> dict[str, float]:
    if person not in table.index:
        return dict.fromkeys(TERMS, 0.0)
    (row,) = table.loc[[person]].to_dict("records")
    return {term: float(row[term]) for term in TERMS}


def _moved(person: str, row: dict[Any, Any], alone: dict[Changed, dict[str, float]]) -> Moved:
    moves = {term: row[f"{term}_b"] - row[f"{term}_a"] for term in TERMS}
    term = max(moves, key=lambda name: abs(moves[name]))
    sign = 1 if moves[term] >= 0 else -1
    effects = {number: sign * (terms[term] - row[f"{term}_a"]) for number, terms in alone.items()}
    number = max(effects, key=effects.__getitem__, default=None)
    why = number.words if number and effects[number] > 1e-9 else "several numbers together"
    return Moved(
        person=person,
        rank_a=int(row["rank_a"]),
        rank_b=int(row["rank_b"]),
        score_a=float(row["score_a"]),
        score_b=float(row["score_b"]),
        term=term,
        points=float(moves[term]),
        why=why,
    )
