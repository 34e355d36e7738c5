"""Two computations of the same scores, held against each other: every part of every person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

# Ranks and percentiles are compared by what they are of; the rest is text, or drawn by chance.
RANKED = {
    "rank": "score",
    "percentile": "score",
    "network_impact_percentile": "network_impact",
}
WORDS = ("confidence", "backed_off")
# Less than this is how sums come out in another order, in whatever unit.
SMALLEST = 1e-12
# Of two values that are both tiny the difference is told against this.
UNIT = 1e-6
# Values that differ by less may come in either order: neither settles to more than that.
TIED = 1e-7


@dataclass(frozen=True, slots=True)
class Comparison:
    """How far two computations differ.

    `differences` has for each column the largest relative difference; `lines` were compared,
    `only` have a line in one of the two alone. `ranks` (and percentiles) differ though the values
    behind them do not tie; `words` are texts and truths that differ.
    """

    lines: int
    only: int
    ranks: int
    words: int
    differences: Mapping[str, float]

    @property
    def largest(self) -> float:
        """The largest relative difference of any part of anybody; infinite where one is missing."""
        return max([*self.differences.values(), float("inf") if self.only else 0.0])

    def told(self) -> dict[str, Any]:
        """The same as an object for JSON; what is infinite becomes null."""
        finite = {name: _finite(value) for name, value in self.differences.items()}
        return {
            "lines": self.lines,
            "lines_in_one_alone": self.only,
            "largest_relative_difference": _finite(self.largest),
            "ranks_differing": self.ranks,
            "words_differing": self.words,
            "differences": finite,
        }


def compared(one: pd.DataFrame, other: pd.DataFrame) -> Comparison:
    """Lines of two computations, by person and topic, over the columns that both have."""
    by, ends = ["id", "topic"], ("", " other")
    shared = [name for name in one.columns if name in set(other.columns) - set(by)]
    some = by + shared
    pair = one[some].merge(other[some], on=by, how="outer", suffixes=ends, indicator=True)
    both = pair[pair["_merge"] == "both"]
    differences = {
        name: _largest(_numbers(both[name]), _numbers(both[f"{name} other"]))
        for name in shared
        if name not in WORDS and name not in RANKED and not name.endswith(("_low", "_high"))
    }
    words = sum(
        int((_text(both[name]) != _text(both[f"{name} other"])).sum())
        for name in WORDS
        if name in shared
    )
    ranks = sum(_misranked(both, rank, of) for rank, of in RANKED.items() if rank in shared)
    return Comparison(len(both), len(pair) - len(both), ranks, words, differences)


def _largest(one: npt.NDArray[np.float64], other: npt.NDArray[np.float64]) -> float:
    """The largest difference by the larger of the two; infinite where one alone is unknown."""
    if (np.isnan(one) != np.isnan(other)).any():
        return float("inf")
    difference = np.abs(one - other)
    against = np.maximum(np.maximum(np.abs(one), np.abs(other)), UNIT)
    relative = np.where(difference > SMALLEST, difference / against, 0.0)
    return float(np.nanmax(relative, initial=0.0))


def _misranked(both: pd.DataFrame, rank: str, of: str) -> int:
    """How many have another rank than any that ties in the other computation would allow."""
    wrong = 0
    for _, topic in both.groupby("topic"):
        values = _numbers(topic[of])
        known = ~np.isnan(values)
        ordered = np.sort(values[known])
        slack = np.maximum(np.abs(values[known]), UNIT) * TIED
        below = np.searchsorted(ordered, values[known] - slack, side="left")
        beside = np.searchsorted(ordered, values[known] + slack, side="right")
        given, size = _numbers(topic[f"{rank} other"])[known], len(ordered)
        # How many are below, again as a whole number.
        beneath = size - given if rank == "rank" else np.round(given * size / 100, 3)
        wrong += int(((beneath < below) | (beneath >= beside) | np.isnan(given)).sum())
    return wrong


def _numbers(column: pd.Series) -> npt.NDArray[np.float64]:
    return pd.to_numeric(column).to_numpy(np.float64, na_value=np.nan)


def _text(column: pd.Series) -> pd.Series:
    """Text and truths alike; what is not known is nothing, and so is what is not so."""
    known = column.astype(object).where(column.notna(), "")
    return known.map(lambda value: "" if value is False else str(value))


def _finite(value: float) -> float | None:
    return value if np.isfinite(value) else None
