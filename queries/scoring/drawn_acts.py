"""Sums over acts, and how often each act is there when they are drawn again."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from queries.scoring.arrows import Floats, Integers

_STEPS = 2**16


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


def poisson_times(seed: int, resample: int, acts: int) -> Floats:
    """How often each act is there in one resample: Poisson of mean 1."""
    dice = np.random.default_rng([seed, resample])
    times: Floats = _QUANTILES[dice.integers(0, _STEPS, size=acts, dtype=np.uint16)]
    return times


def _quantiles() -> Floats:
    """The quantiles of a Poisson variable of mean 1, in the middle of each of `_STEPS` steps."""
    below = np.cumsum([math.exp(-1) / math.factorial(k) for k in range(12)])
    return np.searchsorted(below, (np.arange(_STEPS) + 0.5) / _STEPS).astype(np.float64)


_QUANTILES = _quantiles()
