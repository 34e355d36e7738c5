"""What caps take off an act."""

from __future__ import annotations

import numpy as np

from queries.scoring.arithmetic import ARRAYS, DAY_MILLIS, Arithmetic, Values
from queries.scoring.arrows import Floats, Integers


def share_of_day(who: Integers, whom: Integers, at: Integers, *, per_day: float) -> Floats:
    """What each act keeps of its worth: `per_day` / the people acted on that day, at most 1.

    `at` is in milliseconds; an act whose moment is unknown (-1) keeps all. 0 is no cap.
    `fold_attention` says the same.
    """
    share = np.ones(len(who))
    dated = np.flatnonzero(at >= 0)
    if not per_day or not len(dated):
        return share
    days, day = np.unique(at[dated] // DAY_MILLIS, return_inverse=True)
    one_day = who[dated] * len(days) + day
    met = np.unique(np.stack([one_day, whom[dated]]), axis=1)[0]
    crowded, people = np.unique(met, return_counts=True)
    share[dated] = shared(people[np.searchsorted(crowded, one_day)], per_day)
    return share


def shared(people: Values, per_day: float, by: Arithmetic = ARRAYS) -> Values:
    """What an act keeps on a day on which so many people were acted on."""
    return by.smaller(per_day / people, 1.0)
