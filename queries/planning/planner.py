"""A plan: seeds, how far they reach together, and what the best by score would have wasted.

The sets are doubled until the choice made on one half is shown, on the other half that it has
not seen, to be within 1 − 1/e − ε of the best there is, and its reach is known to a few per
cent; or until there are too many to keep.

Source: Tang, Tang, Xiao and Yuan 2018 (OPIM-C), which takes fewer sets than Tang, Shi and Xiao
2015 (IMM) for the same promise.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from queries.planning.choice import Choice, greedy
from queries.planning.spread import Floats, Integers, Network, Sets, covered, reverse_sets

GREEDY = 1 - 1 / math.e
# Where people cost differently, the better of the two greedy ways is within half of that.
GREEDY_WITH_COSTS = GREEDY / 2
# Of both halves together; four bytes each, and eight in the choice.
MOST_MEMBERS = 100_000_000
FIRST_SETS = 65_536
# The width of the interval of all together, as a share of it.
SHARP = 0.06
# For a 95 % interval.
Z = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Reach:
    """An expected number of people, seeds included, with its 95 % interval."""

    people: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Group:
    """Seeds in order; the reach of each alone, what each adds to those before, and of all.

    `overlap` is how many people are counted more than once when the single reaches are added.
    """

    seeds: Integers
    alone: list[Reach]
    added: list[Reach]
    together: Reach

    @property
    def overlap(self) -> float:
        """People that the sum of the single reaches counts again."""
        return sum(one.people for one in self.alone) - self.together.people


@dataclass(frozen=True, slots=True)
class Plan:
    """What was chosen. `promise` is the share of the best possible reach that it surely has.

    Surely: but for a chance of 1 in 1,000. `sets` is how many sets each half held.
    """

    chosen: Group
    promise: float
    sets: int
    evaluation: Sets


def planned(
    network: Network,
    *,
    seeds: int,
    allowed: npt.NDArray[np.bool_],
    costs: Floats | None = None,
    budget: float = math.inf,
    precision: float = 0.05,
    seed: int = 7,
    told: Callable[[int], None] = lambda _: None,
) -> Plan:
    """Choose `seeds` people; `precision` is ε above, `told` hears how many sets are drawn."""
    price = np.ones(network.size) if costs is None else costs
    wanted = (GREEDY if costs is None else GREEDY_WITH_COSTS) - precision
    count, turn = FIRST_SETS, 0
    choosing = reverse_sets(network, count, seed=seed)
    judging = reverse_sets(network, count, seed=seed + 1)
    while True:
        told(len(choosing))
        choice = greedy(
            choosing, network.size, seeds=seeds, allowed=allowed, costs=price, budget=budget
        )
        promise = _promise(choice, choosing, judging, network.size, turn)
        reach = _reach(int(covered(judging, choice.seeds, network.size).sum()), len(judging), 1)
        enough = promise >= wanted and reach.high - reach.low <= SHARP * reach.people
        members = len(choosing.members) + len(judging.members)
        if enough or 2 * members > MOST_MEMBERS or not len(choice.seeds):
            break
        turn += 1
        choosing += reverse_sets(network, count, seed=seed + 2 * turn)
        judging += reverse_sets(network, count, seed=seed + 2 * turn + 1)
        count *= 2
    group = group_of(judging, choice.seeds, network.size)
    return Plan(group, promise, len(choosing), judging)


def group_of(sets: Sets, seeds: Integers, size: int) -> Group:
    """How far `seeds` reach, by sets that did not choose them."""
    return Group(
        seeds=seeds,
        alone=[
            _reach(int(covered(sets, seeds[i : i + 1], size).sum()), len(sets), size)
            for i in range(len(seeds))
        ],
        added=[_reach(int(fresh), len(sets), size) for fresh in covered(sets, seeds, size)],
        together=_reach(int(covered(sets, seeds, size).sum()), len(sets), size),
    )


def _reach(met: int, sets: int, size: int) -> Reach:
    """Wilson's interval of a share, times everybody."""
    share = met / sets
    middle = share + Z * Z / (2 * sets)
    spread = Z * math.sqrt(share * (1 - share) / sets + Z * Z / (4 * sets * sets))
    scale = size / (1 + Z * Z / sets)
    return Reach(share * size, max(0.0, middle - spread) * scale, (middle + spread) * scale)


def _promise(choice: Choice, choosing: Sets, judging: Sets, size: int, turn: int) -> float:
    """A lower bound of what was chosen, over an upper bound of the best that there is."""
    # The chance to be wrong, shared by the turns to come (sum over 2^-(turn + 1) is 1).
    unsure = math.log(2 * 1_000 * 2 ** (turn + 1))
    met = int(covered(judging, choice.seeds, size).sum())
    low = (math.sqrt(met + 2 * unsure / 9) - math.sqrt(unsure / 2)) ** 2 - unsure / 18
    high = (math.sqrt(choice.bound + unsure / 2) + math.sqrt(unsure / 2)) ** 2
    return max(0.0, low / len(judging)) / (high / len(choosing)) if high else 0.0
