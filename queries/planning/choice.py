"""Seeds that together meet the most reverse-reachable sets, compiled.

Sources: Nemhauser, Wolsey and Fisher 1978 (greedy choice is within 1 − 1/e of the best);
Leskovec and others 2007 (with costs: the better of greedy by gain and greedy by gain a cost);
Tang and others 2018 (a bound on the best that comes from the greedy choice itself).
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

from queries.planning.spread import Floats, Integers, Positions, Sets


@dataclass(frozen=True, slots=True)
class Choice:
    """Seeds in the order chosen, the sets each met first, and what no choice can exceed."""

    seeds: Integers
    gains: Integers
    bound: float

    @property
    def met(self) -> int:
        """How many sets they meet together."""
        return int(self.gains.sum())


def greedy(
    sets: Sets,
    size: int,
    *,
    seeds: int,
    allowed: npt.NDArray[np.bool_],
    costs: Floats,
    budget: float,
) -> Choice:
    """At most `seeds` of the `allowed` people whose `costs` sum to at most `budget`.

    The bound holds for all choices of as many people, or within the budget.
    """
    starts, where = _inverted(sets.members, sets.ends, size)
    ways = (False, True) if len(np.unique(costs[allowed])) > 1 else (False,)
    found = [
        Choice(*_greedy(sets.members, sets.ends, starts, where, seeds, allowed, costs, budget, by))
        for by in ways
    ]
    return max(found, key=lambda choice: choice.met)


@numba.njit(cache=True, nogil=True)
def _inverted(members: Positions, ends: Integers, size: int) -> tuple[Integers, Integers]:
    """For each person the sets they are in: set numbers `where[starts[p]:starts[p + 1]]`."""
    starts = np.zeros(size + 1, np.int64)
    for person in members:
        starts[person + 1] += 1
    for person in range(size):
        starts[person + 1] += starts[person]
    place = starts[:-1].copy()
    where = np.empty(len(members), np.int64)
    begin = 0
    for i in range(len(ends)):
        for at in range(begin, ends[i]):
            person = members[at]
            where[place[person]] = i
            place[person] += 1
        begin = ends[i]
    return starts, where


@numba.njit(cache=True, nogil=True)
def _greedy(
    members: Positions,
    ends: Integers,
    starts: Integers,
    where: Integers,
    seeds: int,
    allowed: npt.NDArray[np.bool_],
    costs: Floats,
    budget: float,
    by_cost: bool,
) -> tuple[Integers, Integers, float]:
    size = len(starts) - 1
    open_gains = np.zeros(size, np.int64)
    for person in range(size):
        if allowed[person]:
            open_gains[person] = starts[person + 1] - starts[person]
    met = np.zeros(len(ends), np.bool_)
    chosen = np.empty(seeds, np.int64)
    gains = np.empty(seeds, np.int64)
    count, total, spent = 0, 0, 0.0
    bound = np.inf
    while True:
        bound = min(bound, total + _largest(open_gains, seeds))
        if budget < np.inf:
            bound = min(bound, total + _bought(open_gains, costs, budget))
        best, best_worth = -1, 0.0
        if count < seeds:
            for person in range(size):
                gain = open_gains[person]
                if gain > 0 and spent + costs[person] <= budget:
                    worth = gain / costs[person] if by_cost else float(gain)
                    if worth > best_worth:
                        best, best_worth = person, worth
        if best < 0:
            return chosen[:count], gains[:count], bound
        chosen[count], gains[count] = best, open_gains[best]
        count += 1
        total += open_gains[best]
        spent += costs[best]
        for at in range(starts[best], starts[best + 1]):
            i = where[at]
            if not met[i]:
                met[i] = True
                for member in range(ends[i - 1] if i else 0, ends[i]):
                    if open_gains[members[member]] > 0:
                        open_gains[members[member]] -= 1


@numba.njit(cache=True, nogil=True)
def _largest(gains: Integers, count: int) -> float:
    """The sum of the `count` largest."""
    best = np.zeros(count, np.int64)
    lowest = 0
    for gain in gains:
        if gain > best[lowest]:
            best[lowest] = gain
            for i in range(count):
                if best[i] < best[lowest]:
                    lowest = i
    return float(best.sum())


@numba.njit(cache=True, nogil=True)
def _bought(gains: Integers, costs: Floats, budget: float) -> float:
    """What `budget` buys at most, were the last person to be had in part."""
    total = 0.0
    for person in np.argsort(-gains / costs):
        if gains[person] <= 0 or budget <= 0:
            break
        total += gains[person] * min(1.0, budget / costs[person])
        budget -= costs[person]
    return total
