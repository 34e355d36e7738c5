"""Of what an audience is made: how few carry it, how much comes back, how new it is."""

from __future__ import annotations

import numpy as np
import pandas as pd

from queries.scoring.arrows import Arrows, Floats, Integers, People
from queries.scoring.credibility import first_met, known_pairs
from queries.scoring.quality.sorted_keys import is_among

DAY_SECONDS = 86_400
TOP = 3
# A share of those whose account's age is known is told where it is known of this part of them.
KNOWN = 0.5


def qualities(
    people: People,
    arrows: Arrows,
    follows: tuple[Integers, Integers],
    in_step: np.ndarray,
    *,
    account_days: float,
) -> pd.DataFrame:
    """A line for each (topic, person) with incoming attention, in the order of `scored`'s table.

    Columns, all of the decayed audience: `top_share` of the three who count most; `effective`,
    (Σw)²/Σw², as how many alike it is; `reciprocal`, the share of those whom the person acts on or
    follows as well; `young_audience`, the share whose account was younger than `account_days` when
    they first acted on the person, NaN where too few say since when they are; `audience_in_step`,
    the share of accounts that act `in_step` (by position); `steppers`, how many these are.
    Source: the effective number is the inverse of Simpson 1949.
    """
    size, weight = len(people), arrows.weight
    keys, place = np.unique(arrows.topic * size + arrows.whom, return_inverse=True)

    def total(values: Floats) -> Floats:
        return np.bincount(place, weights=values, minlength=len(keys)).astype(np.float64)

    audience = total(weight)
    created = people.created[arrows.who]
    known = created >= 0
    young = known & (first_met(arrows, size) - created < account_days * DAY_SECONDS)
    back = is_among(arrows.whom * size + arrows.who, known_pairs(arrows, follows, size))
    aged = total(weight * known)
    with np.errstate(invalid="ignore", divide="ignore"):
        return pd.DataFrame(
            {
                "top_share": _top(place, weight, len(keys)) / audience,
                "effective": audience**2 / total(weight**2),
                "reciprocal": total(weight * back) / audience,
                "young_audience": np.where(
                    aged >= KNOWN * audience, total(weight * young) / aged, np.nan
                ),
                "audience_in_step": total(weight * in_step[arrows.who]) / audience,
                "steppers": total(in_step[arrows.who].astype(np.float64)),
            }
        )


def is_young(people: People, arrows: Arrows, *, account_days: float) -> np.ndarray:
    """Whether the account behind each arrow was new when it first acted on the person."""
    created = people.created[arrows.who]
    young: np.ndarray = (created >= 0) & (
        first_met(arrows, len(people)) - created < account_days * DAY_SECONDS
    )
    return young


def _top(place: Integers, weight: Floats, groups: int) -> Floats:
    """The sum of the TOP largest weights of each group."""
    order = np.lexsort((-weight, place))
    place, weight = place[order], weight[order]
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    within = np.arange(len(place)) - np.repeat(starts, np.diff(starts, append=len(place)))
    first = within < TOP
    return np.bincount(place[first], weights=weight[first], minlength=groups).astype(np.float64)
