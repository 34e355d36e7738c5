"""How sure a difference is: a paired bootstrap over cuts, and in each over people."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from queries.scoring.arrows import Floats

DRAWS = 200
SEED = 7
# A metric of one score at one cut, when each of the people is there so many times.
Metric = Callable[[Floats], float]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two scores at one cut, measured on the same `people`."""

    people: int
    ours: Metric
    theirs: Metric

    def difference(self, counts: Floats) -> float:
        """Ours less theirs."""
        return self.ours(counts) - self.theirs(counts)


def interval(pairs: Sequence[Pair], draws: int = DRAWS) -> tuple[float, float]:
    """The middle 95 % of the mean difference: cuts drawn with replacement, then people.

    NaN when no draw tells anything.
    """
    dice = np.random.default_rng(SEED)
    means = []
    for _ in range(draws):
        chosen = [pairs[i] for i in dice.integers(len(pairs), size=len(pairs))]
        found = [pair.difference(_drawn(pair.people, dice)) for pair in chosen]
        known = [one for one in found if not np.isnan(one)]
        means += [float(np.mean(known))] if known else []
    if not means:
        return float("nan"), float("nan")
    low, high = np.quantile(means, [0.025, 0.975])
    return float(low), float(high)


def _drawn(people: int, dice: np.random.Generator) -> Floats:
    chosen = dice.integers(people, size=people)
    return np.bincount(chosen, minlength=people).astype(np.float64)
