"""Measures of a network given as distinct arrows `who` → `whom`, by iterations of our own."""

from __future__ import annotations

import numpy as np

from queries.scoring.arrows import Floats, Integers, distinct

DAMPING = 0.85
TOLERANCE = 1e-10
ITERATIONS = 200


def arrows(who: Integers, whom: Integers, size: int) -> tuple[Integers, Integers, Floats]:
    """Each pair once, with how often it came."""
    keys, counts = np.unique(who * size + whom, return_counts=True)
    return keys // size, keys % size, counts.astype(np.float64)


def page_rank(
    who: Integers, whom: Integers, weight: Floats, size: int, start: Floats | None = None
) -> Floats:
    """PageRank, which sums to 1. `start` is where a walk begins again: everywhere, unless given.

    A walk that stands where no arrow leaves begins again too (the dangling mass is spread by
    `start`), as Brin and Page have it; Graph Data Science drops it.
    """
    base = np.full(size, 1 / max(size, 1)) if start is None else start / start.sum()
    out = np.bincount(who, weights=weight, minlength=size)
    share = weight / out[who]
    value = base
    for _ in range(ITERATIONS):
        carried = np.bincount(whom, weights=value[who] * share, minlength=size)
        lost = float(value[out == 0].sum())
        fresh = (1 - DAMPING) * base + DAMPING * (carried + lost * base)
        moved, value = float(np.abs(fresh - value).sum()), fresh
        if moved < TOLERANCE:
            break
    return value


def authority(who: Integers, whom: Integers, size: int) -> Floats:
    """HITS authority of the unweighted arrows, of Euclidean length 1; 0 where there are none."""
    value = np.ones(size)
    for _ in range(ITERATIONS):
        hub = np.bincount(who, weights=value[whom], minlength=size)
        fresh = np.bincount(whom, weights=hub[who], minlength=size).astype(np.float64)
        # Not `norm`, which hands a few numbers to many threads.
        length = float(np.sqrt((fresh * fresh).sum()))
        if not length:
            return fresh
        fresh /= length
        moved, value = float(np.abs(fresh - value).max()), fresh
        if moved < TOLERANCE:
            break
    return value


def cores(who: Integers, whom: Integers, size: int) -> Floats:
    """The largest k for which each is in a k-core of the network without direction."""
    pairs = distinct(np.minimum(who, whom) * size + np.maximum(who, whom))
    one, other = pairs // size, pairs % size
    core, degree, least = np.zeros(size), _degree(one, other, size), 0
    while len(one):
        least = max(least, int(degree[degree > 0].min()))
        gone = (degree > 0) & (degree <= least)
        core[gone] = least
        kept = ~(gone[one] | gone[other])
        one, other = one[kept], other[kept]
        left = _degree(one, other, size)
        # Whose last neighbour went goes with it.
        core[(degree > least) & (left == 0)] = least
        degree = left
    return core


def _degree(one: Integers, other: Integers, size: int) -> Integers:
    return np.bincount(one, minlength=size) + np.bincount(other, minlength=size)
