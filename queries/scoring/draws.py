"""What a bootstrap draws from: acts, with what each adds to every sum."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from queries.recipe import Recipe
from queries.scoring.arrows import Floats, Integers
from queries.scoring.credibility import Standing
from queries.scoring.past import DAY_MILLIS, DAY_SECONDS, Past
from queries.scoring.points import Scored, came_back
from queries.scoring.scene import Scene
from queries.scoring.unfolded import UNKNOWN


@dataclass(frozen=True, slots=True)
class Ground:
    """What is drawn from: the acts of a moment, and what was made of them."""

    past: Past
    now: int
    scene: Scene
    result: Scored


def ground_at(
    past: Past,
    recipe: Recipe,
    *,
    now: int,
    reference: float | None = None,
    known: Standing | None = None,
) -> Ground:
    """Every score at `now`, with all that it was made from; see `Past.scene` for `known`."""
    scene = past.scene(recipe, now=now, known=known)
    return Ground(past, now, scene, scene.scored(recipe, reference))


@dataclass(frozen=True, slots=True)
class Sums:
    """Sums over acts: those of sum i begin at `starts[i]`, each with what it counts for."""

    act: Integers
    starts: Integers
    columns: tuple[Floats, ...]

    def drawn(self, times: Floats) -> list[Floats]:
        """The sums when act a is there `times[a]` times."""
        if not len(self.starts):
            return [np.zeros(0) for _ in self.columns]
        weight = times[self.act]
        product = np.empty_like(weight)
        return [
            np.add.reduceat(np.multiply(weight, column, out=product), self.starts)
            for column in self.columns
        ]


@dataclass(frozen=True, slots=True)
class Entries:
    """Acts in the order of the table's rows; those of row i begin at `starts[i]`."""

    act: Integers
    starts: Integers
    audience: tuple[Floats, ...]
    count: Floats

    def sums(self, rows: Integers, columns: tuple[Floats, ...]) -> Sums:
        """Those of some rows alone."""
        sizes = np.diff(self.starts, append=len(self.act))[rows]
        begin = np.cumsum(sizes) - sizes
        place = np.repeat(self.starts[rows] - begin, sizes) + np.arange(int(sizes.sum()))
        return Sums(self.act[place], begin, tuple(column[place] for column in columns))


def entries_of(ground: Ground) -> Entries:
    """Each act with what it adds to audiences: what an arrow counts, spread over its acts."""
    scene, table = ground.scene, ground.result.table
    unfolded, arrows, dated = scene.unfolded, scene.arrows, scene.unfolded.dated
    arrow = unfolded.arrow()
    keys = arrows.topic * len(scene.people) + arrows.whom
    known = (table["topic"] * len(scene.people) + table["person"]).to_numpy()
    rows = np.searchsorted(known, keys)[arrow]
    order = np.argsort(rows, kind="stable")
    arrow, act = arrow[order], unfolded.act[order]
    audience: list[Floats] = []
    for folded, worth in (
        (arrows.weight, dated.weight),
        (arrows.recent, dated.recent),
        (arrows.weight * came_back(arrows), dated.weight),
    ):
        whole = unfolded.reduced(np.add, worth)
        each = np.divide(folded, whole, out=np.zeros_like(whole), where=whole > 0)
        counts = each[arrow] * worth[act]
        audience += [counts, counts * scene.credible[arrow]]
    starts = np.flatnonzero(np.diff(rows[order], prepend=-1))
    return Entries(dated.number[act], starts, tuple(audience), dated.count[act])


def activity_of(ground: Ground, horizon_days: float) -> tuple[Floats, Sums, Integers]:
    """Active days: what stays, what is drawn from acts, and whose sums these are."""
    acts, now = ground.past.acts, ground.now
    number = np.flatnonzero((acts.at != UNKNOWN) & (acts.at // 1000 < now))
    day = acts.at[number] // DAY_MILLIS
    posting = ground.past.posting
    base = now // DAY_SECONDS + 1
    key = acts.who[number] * base + day
    posted = (posting[0] * base + posting[1] // DAY_SECONDS)[posting[1] < now]
    drawn = ~np.isin(key, posted)
    key, number, day = key[drawn], number[drawn], day[drawn]
    order = np.argsort(key, kind="stable")
    key, number, day = key[order], number[order], day[order]
    _, place, sizes = np.unique(key, return_inverse=True, return_counts=True)
    counts = 2.0 ** (-(now // DAY_SECONDS - day) / horizon_days) / sizes[place]
    who = acts.who[number]
    starts = np.flatnonzero(np.diff(who, prepend=-1))
    people = ground.scene.people
    fixed = people.active - np.bincount(who, weights=counts, minlength=len(people))
    return np.maximum(fixed, 0.0), Sums(number, starts, (counts,)), who[starts]
