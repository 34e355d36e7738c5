"""Followers: how new their accounts were, and whether they came all at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from queries.scoring.arrows import Floats, Integers
from queries.scoring.past import DAY_SECONDS, Past
from queries.scoring.quality.sorted_keys import starts_of
from queries.scoring.unfolded import UNKNOWN

YOUNG_DAYS = 30
BURST_DAYS = 2


@dataclass(frozen=True, slots=True)
class Followers:
    """By position of the person followed.

    `aged` are followers of whom it is known when they followed and since when they are, `young` the
    share of these whose account was younger than YOUNG_DAYS by then, `overall` that share of the
    network. `dated` are followers whose moment is known, `burst` the largest share of these that
    came within BURST_DAYS, which began at `burst_at` (epoch seconds, -1 where there is none).
    Shares are NaN where there is nothing to share. Each pair counts once, at its first moment.
    """

    aged: Integers
    young: Floats
    overall: float
    dated: Integers
    burst: Floats
    burst_at: Integers


def followers_of(past: Past, *, now: int) -> Followers:
    """The followers of everybody before `now`."""
    who, whom, at = past.follows
    chosen = (at != UNKNOWN) & (at < now) & (who != whom)
    who, whom, at = _first_each(who[chosen], whom[chosen], at[chosen], len(past.ids))
    size, created = len(past.ids), past.created[who]
    known = created >= 0
    young = known & (at - created < YOUNG_DAYS * DAY_SECONDS)
    aged = np.bincount(whom[known], minlength=size)
    new = np.bincount(whom[young], minlength=size)
    dated = np.bincount(whom, minlength=size)
    most, began = _most_at_once(whom, at, size)
    with np.errstate(invalid="ignore", divide="ignore"):
        return Followers(
            aged=aged,
            young=new / aged,
            overall=float(young.sum() / known.sum()) if known.any() else 0.0,
            dated=dated,
            burst=most / dated,
            burst_at=began,
        )


def _first_each(
    who: Integers, whom: Integers, at: Integers, size: int
) -> tuple[Integers, Integers, Integers]:
    """Each pair once, by whom and when."""
    order = np.lexsort((at, who * size + whom))
    key = (who * size + whom)[order]
    order = order[starts_of(key)]
    order = order[np.lexsort((at[order], whom[order]))]
    return who[order], whom[order], at[order]


def _most_at_once(whom: Integers, at: Integers, size: int) -> tuple[Floats, Integers]:
    """How many came within BURST_DAYS at most, and since when; `whom` and `at` are sorted."""
    most, began = np.zeros(size), np.full(size, UNKNOWN, np.int64)
    if not len(whom):
        return most, began
    window = BURST_DAYS * DAY_SECONDS
    base = int(at.min())
    span = int(at.max()) - base + window + 1
    place = whom * span + (at - base)
    count = np.searchsorted(place, place + window, side="right") - np.arange(len(place))
    # The earliest of the largest: sorted by person, then from the largest count down.
    order = np.lexsort((at, -count, whom))
    first = order[starts_of(whom[order])]
    most[whom[first]], began[whom[first]] = count[first], at[first]
    return most, began
