"""How far people reach together: distinct people who act on them, each counted once.

An audience is an array of numbers, each of one person who acted; nobody twice. All here is
arithmetic on such arrays, exact and without chance.

Sources: Nemhauser, Wolsey and Fisher 1978 (greedy choice is within 1 − 1/e of the best);
Minoux 1978 (gains only shrink, so most need not be counted again); Leskovec and others 2007
(with costs: the better of greedy by gain and greedy by gain a cost).
"""

from __future__ import annotations

import heapq
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from queries.scoring.arrows import distinct

Audience = npt.NDArray[np.int64]
Ask = Callable[[list[str]], Mapping[str, Audience]]

BATCH = 50
MOST_LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class Region:
    """How many act on just these: positions in the order asked, ascending."""

    members: tuple[int, ...]
    people: int


@dataclass(frozen=True, slots=True)
class Step:
    """One in the order chosen: whom (a position), how many are new, how many by then."""

    position: int
    adds: int
    together: int


@dataclass(frozen=True, slots=True)
class Suggested:
    """Somebody who would reach `adds` people whom the others do not; `people` in all."""

    id: str
    adds: int
    people: int


def audience_of(numbers: Sequence[int]) -> Audience:
    """`numbers` as an audience."""
    return np.array(numbers, np.int64)


def together(audiences: Sequence[Audience]) -> Audience:
    """All who act on any of them, once."""
    return distinct(np.concatenate([np.zeros(0, np.int64), *audiences]))


def regions(audiences: Sequence[Audience]) -> list[Region]:
    """How many act on just each combination, the most first; of at most 60 audiences.

    Combinations that nobody has are left out; the others sum to all together.
    """
    who, place = _places(audiences)
    which = np.concatenate(
        [np.zeros(0, np.int64), *(np.full(len(one), 1 << i) for i, one in enumerate(audiences))]
    )
    masks = np.zeros(len(who), np.int64)
    np.bitwise_or.at(masks, place, which)
    found, counts = np.unique(masks, return_counts=True)
    told = [
        Region(tuple(i for i in range(len(audiences)) if mask >> i & 1), count)
        for mask, count in zip(found.tolist(), counts.tolist(), strict=True)
    ]
    return sorted(told, key=lambda one: (-one.people, one.members))


def only(audiences: Sequence[Audience]) -> list[int]:
    """For each, how many act on nobody else of them."""
    who, place = _places(audiences)
    alone = np.bincount(place, minlength=len(who)) == 1
    told, at = [], 0
    for one in audiences:
        told.append(int(alone[place[at : at + len(one)]].sum()))
        at += len(one)
    return told


def ordered(audiences: Sequence[Audience]) -> list[Step]:
    """Everybody, first who reaches most, then always who adds most; equals as they come."""
    return _greedy(audiences, lambda gain, _: float(gain))


def within(
    audiences: Sequence[Audience], costs: Sequence[float | None], budget: float
) -> list[Step]:
    """Whom `budget` buys so that they reach many together, in the order chosen.

    Who has no cost is not to be had; who adds nobody is not bought. The better of the two
    greedy ways, which is within half of 1 − 1/e of the best.
    """

    def affordable(position: int, spent: float) -> bool:
        cost = costs[position]
        return cost is not None and spent + cost <= budget + 1e-9

    def by_cost(gain: int, position: int) -> float:
        cost = costs[position] or 0.0
        return gain / cost if cost else math.inf

    prices = [cost or 0.0 for cost in costs]
    ways = [
        _greedy(audiences, worth, prices=prices, affordable=affordable)
        for worth in (lambda gain, _: float(gain), by_cost)
    ]
    return max(ways, key=lambda steps: steps[-1].together if steps else 0)


def suggested(
    covered: Audience,
    candidates: Sequence[tuple[str, int]],
    ask: Ask,
    *,
    wanted: int,
    most: int = MOST_LOOKED_AT,
) -> tuple[list[Suggested], bool]:
    """The `wanted` candidates who add most to `covered`; whether that is surely so.

    `candidates` are ids with the size of their audiences, the largest first. Nobody adds more
    than their whole audience, so as soon as the next is no larger than what the last of the best
    adds, nobody who comes later can be better. After `most` of them it stops all the same.
    """
    found: list[Suggested] = []
    for at in range(0, min(len(candidates), most), BATCH):
        if len(found) >= wanted and found[wanted - 1].adds >= candidates[at][1]:
            return found[:wanted], True
        batch = candidates[at : min(at + BATCH, most)]
        audiences = ask([id_ for id_, _ in batch])
        for id_, people in batch:
            audience = audiences.get(id_, covered[:0])
            # Nobody is twice in either, and to make sure of that takes longer than the rest.
            fresh = np.isin(audience, covered, assume_unique=True, invert=True)
            found.append(Suggested(id_, int(fresh.sum()), people))
        found.sort(key=lambda one: (-one.adds, one.id))
    sure = len(candidates) <= most or (
        len(found) >= wanted and found[wanted - 1].adds >= candidates[most][1]
    )
    return [one for one in found[:wanted] if one.adds], sure


def _places(audiences: Sequence[Audience]) -> tuple[Audience, Audience]:
    """Everybody once, and where in that each of all the audiences in a row stands."""
    who, place = np.unique(np.concatenate([np.zeros(0, np.int64), *audiences]), return_inverse=True)
    return who, place.astype(np.int64)


def _greedy(
    audiences: Sequence[Audience],
    worth: Callable[[int, int], float],
    *,
    prices: Sequence[float] = (),
    affordable: Callable[[int, float], bool] | None = None,
) -> list[Step]:
    who, place = _places(audiences)
    ends = np.cumsum([0, *(len(one) for one in audiences)])
    spans = [place[ends[i] : ends[i + 1]] for i in range(len(audiences))]
    reached = np.zeros(len(who), np.bool_)
    # Gains of earlier, which are never too small: only who comes up is counted again.
    waiting = [(-worth(len(span), i), i, len(span)) for i, span in enumerate(spans)]
    heapq.heapify(waiting)
    steps: list[Step] = []
    total, spent = 0, 0.0
    while waiting:
        _, i, gain = heapq.heappop(waiting)
        if affordable and not affordable(i, spent):
            continue
        fresh = int(np.count_nonzero(~reached[spans[i]]))
        if fresh < gain:
            heapq.heappush(waiting, (-worth(fresh, i), i, fresh))
            continue
        if affordable and not fresh:
            continue
        reached[spans[i]] = True
        total += fresh
        spent += prices[i] if prices else 0.0
        steps.append(Step(i, fresh, total))
    return steps
