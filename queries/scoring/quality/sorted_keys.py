"""Looking up keys among sorted ones."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from queries.scoring.arrows import Integers


def is_among(keys: Integers, known: Integers) -> npt.NDArray[np.bool_]:
    """Which of `keys` are among `known`, which are sorted and each there once."""
    if not len(known):
        return np.zeros(len(keys), np.bool_)
    at = np.minimum(np.searchsorted(known, keys), len(known) - 1)
    found: npt.NDArray[np.bool_] = known[at] == keys
    return found


def starts_of(groups: Integers) -> Integers:
    """Where each run of equal numbers begins."""
    return np.flatnonzero(np.diff(groups, prepend=-1)).astype(np.int64)
