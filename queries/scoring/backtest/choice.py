"""Which of the recipes that come with it a network needs, by what each foretold of its past."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from queries.errors import NothingToBacktest
from queries.recipe import Recipe
from queries.recipe_memory import chosen_recipe, scaled
from queries.scoring.backtest.cuts import (
    FEWEST_POSITIVES,
    Cuts,
    cuts_in,
    dated,
    target_kinds,
    until,
)
from queries.scoring.backtest.metrics import Concordance, Gain
from queries.scoring.backtest.outcome import Outcome, outcome
from queries.scoring.backtest.scores import sums
from queries.scoring.past import DAY_SECONDS, Past

# The first is taken unless another is clearly better. They differ in how long they remember.
CANDIDATES = ("default", "recent")
# By so much of the mean of C and NDCG.
CLEARLY = 0.015


@dataclass(frozen=True, slots=True)
class Candidate:
    """What one foretold, on average over the moments."""

    name: str
    c_index: float
    ndcg: float

    @property
    def worth(self) -> float:
        """The mean of the two."""
        return (self.c_index + self.ndcg) / 2


@dataclass(frozen=True, slots=True)
class Choice:
    """The recipe taken, and why: what all foretold at so many `moments`.

    `days` is what its memory is stretched to; None is as in its file.
    """

    name: str
    days: float | None
    moments: int
    candidates: tuple[Candidate, ...]

    @property
    def recipe(self) -> Recipe:
        """The one taken."""
        return chosen_recipe(self.name, self.days)

    def told(self) -> dict[str, Any]:
        """The same as an object for JSON."""
        return asdict(self)

    @property
    def words(self) -> str:
        """The same as a sentence."""
        others = " and ".join(
            f"{one.worth:.3f} by “{one.name}”" for one in self.candidates if one.name != self.name
        )
        taken = next(one.worth for one in self.candidates if one.name == self.name)
        stretched = "" if self.days is None else f", its memory stretched to {self.days:.3g} days"
        return (
            f"Recipe “{self.name}”{stretched}: at {self.moments} earlier moments the mean of C and"
            f" NDCG of what came next was {taken:.3f} by it, {others};"
            f" “{CANDIDATES[0]}” stays unless another is better by {CLEARLY}."
        )


def choice(past: Past, *, horizon_days: float | None = None, all_moments: bool = True) -> Choice:
    """The first of CANDIDATES, unless another foretold `past` CLEARLY better.

    Each is asked at the moments of a backtest, its memory stretched to the horizon; not
    `all_moments`, but those to choose by, is for a backtest, which looks at the others afterwards.
    Where all acts lie within the memory of the recipe, that is stretched, too.

    Raises NothingToBacktest where too little says when it was.
    """
    past = dated(past)
    cuts = cuts_in(past, horizon_days)
    moments = cuts.moments if all_moments else cuts.moments[: cuts.dev]
    kinds = target_kinds(past.acts)
    recipes = [scaled(chosen_recipe(name), cuts.horizon_days) for name in CANDIDATES]
    found = []
    for now in moments:
        came = outcome(past, now, seconds=cuts.horizon_seconds, kinds=kinds)
        if (came.people > 0).sum() >= FEWEST_POSITIVES:
            before = until(past, now)
            found.append([_foretold(before, recipe, now, came) for recipe in recipes])
    if not found:
        raise NothingToBacktest(
            f"after none of {len(moments)} moments were {FEWEST_POSITIVES} people acted on within"
            f" {cuts.horizon_days:.4g} days; give more days with --horizon-days"
        )
    means = np.mean(found, axis=0)
    candidates = tuple(
        Candidate(name, float(c_index), float(ndcg))
        for name, (c_index, ndcg) in zip(CANDIDATES, means, strict=True)
    )
    best = max(candidates, key=lambda one: one.worth)
    taken = best if best.worth >= candidates[0].worth + CLEARLY else candidates[0]
    return Choice(taken.name, _days(past, taken.name, cuts), len(found), candidates)


def _foretold(before: Past, recipe: Recipe, now: int, came: Outcome) -> tuple[float, float]:
    """C and NDCG of what `recipe` says at `now`; `before` ends there."""
    values, some = sums(before, recipe, now).total[came.candidates], came.established
    concordance = Concordance.of(values[some], came.people[some]).value()
    # Chance, where all had the same.
    return float(np.nan_to_num(concordance, nan=0.5)), Gain.of(values, came.people).value()


def _days(past: Past, name: str, cuts: Cuts) -> float | None:
    seconds = past.acts.at // 1000
    lie_within = (int(seconds.max()) - int(seconds.min())) / DAY_SECONDS
    memory = chosen_recipe(name).memory.horizon_days
    return cuts.horizon_days if lie_within < memory else None
