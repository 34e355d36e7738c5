"""The table: every method by every metric, and the gain with its interval."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from queries.scoring.arrows import Floats
from queries.scoring.backtest import metrics
from queries.scoring.backtest.intervals import Pair, interval
from queries.scoring.backtest.metrics import Concordance, Gain
from queries.scoring.backtest.outcome import Outcome

OURS = "score"
Values = Mapping[str, Floats]


@dataclass(frozen=True, slots=True)
class Column:
    """A metric: its name, its heading, what it says, and how it is taken at one cut."""

    name: str
    title: str
    says: str
    of: Callable[[Floats, Outcome], float]


def _c_index(values: Floats, came: Outcome) -> float:
    some = came.established
    return Concordance.of(values[some], came.people[some]).value()


def _ndcg(values: Floats, came: Outcome) -> float:
    return Gain.of(values, came.people).value()


def _ndcg_new(values: Floats, came: Outcome) -> float:
    return Gain.of(values, came.fresh).value()


def _precision(values: Floats, came: Outcome) -> float:
    return metrics.precision(values, came.people)


def _caught(values: Floats, came: Outcome) -> float:
    return metrics.caught(values, came.people)


def _spearman(values: Floats, came: Outcome) -> float:
    return metrics.spearman(values[came.established], came.people[came.established])


def _kendall(values: Floats, came: Outcome) -> float:
    return metrics.kendall(values[came.established], came.people[came.established])


COLUMNS: tuple[Column, ...] = (
    Column("c_index", "C", "Of two people with three or more behind them, how often the one with"
           " more to come is the higher: .5 is chance.", _c_index),
    Column("ndcg", "NDCG", "How near the first hundred come to the best possible order.", _ndcg),
    Column("ndcg_new", "NDCG new", "The same for people who had never acted on them.", _ndcg_new),
    Column("precision", "P", "How many of the first hundred to come are among the first hundred"
           " foretold.", _precision),
    Column("caught", "Caught", "The share of all that came that came to the first hundred.",
           _caught),
    Column("spearman", "ρ", "Spearman's rank correlation.", _spearman),
    Column("kendall", "τ", "Kendall's tau-b.", _kendall),
)  # fmt: skip
# Those of which a gain is told, with an interval.
GAINS = ("c_index", "ndcg", "ndcg_new")


@dataclass(frozen=True, slots=True)
class Cut:
    """A moment: what every method said of the candidates, and what came."""

    now: int
    values: Values
    came: Outcome


@dataclass(frozen=True, slots=True)
class Gained:
    """By how much the score is better than the best single baseline, picked in hindsight."""

    metric: str
    baseline: str
    ours: float
    theirs: float
    difference: float
    low: float
    high: float


def measured(cuts: Sequence[Cut]) -> dict[str, dict[str, float]]:
    """For each method the mean of every column over `cuts`; a cut that tells nothing is passed."""
    names = list(cuts[0].values) if cuts else []
    return {
        name: {
            column.name: _mean([column.of(cut.values[name], cut.came) for cut in cuts])
            for column in COLUMNS
        }
        for name in names
    }


def gains(cuts: Sequence[Cut], means: Mapping[str, Mapping[str, float]]) -> list[Gained]:
    """One for each of GAINS, over `cuts`, whose `means` are those of `measured`."""
    return [_gained(cuts, means, metric) for metric in GAINS]


def _gained(cuts: Sequence[Cut], means: Mapping[str, Mapping[str, float]], metric: str) -> Gained:
    known = {
        name: told[metric]
        for name, told in means.items()
        if name != OURS and not np.isnan(told[metric])
    }
    best = max(known, key=lambda name: known[name], default=OURS)
    pairs = [
        Pair(
            len(cut.came.candidates),
            _metric(metric, cut.values[OURS], cut.came),
            _metric(metric, cut.values[best], cut.came),
        )
        for cut in cuts
    ]
    low, high = interval(pairs)
    ours, theirs = means[OURS][metric], means[best][metric]
    return Gained(metric, best, ours, theirs, ours - theirs, low, high)


def _metric(name: str, values: Floats, came: Outcome) -> Callable[[Floats], float]:
    """The metric `name` for people counted so often; what does not change is made once."""
    if name == "c_index":
        some = came.established
        concordance = Concordance.of(values[some], came.people[some])
        return lambda counts: concordance.value(counts[some])
    return Gain.of(values, came.fresh if name == "ndcg_new" else came.people).value


def _mean(values: list[float]) -> float:
    known = [value for value in values if not np.isnan(value)]
    return float(np.mean(known)) if known else float("nan")


def rounded(value: Any) -> Any:
    """The same with four digits behind the point, and None for what is not a number."""
    if isinstance(value, float):
        return None if np.isnan(value) else round(value, 4)
    if isinstance(value, Mapping):
        return {name: rounded(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [rounded(one) for one in value]
    return value
