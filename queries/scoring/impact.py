"""Network Impact taken apart: whose rank makes whose.

x_v = (1 − d) + Σ d · x_u · M_uv, where M_uv is the share of u's attention on the topic that goes to
v. What a person without outgoing attention would pass on is dropped.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from queries.errors import SettingRefused
from queries.scoring.arithmetic import Values
from queries.scoring.arrows import Arrows, Floats, Integers

STEPS = 10_000


@dataclass(frozen=True, slots=True)
class Impact:
    """The PageRank of every topic at once, settled.

    Node i is person and topic `keys[i]` (topic × people + person), with value `values[i]`.
    `contributions` runs beside the arrows of positive weight: what each adds to the one it
    points at, from node `who` to node `whom`.
    """

    keys: Integers
    values: Floats
    who: Integers
    whom: Integers
    contributions: Floats


def settled(
    arrows: Arrows, people: int, *, damping: float, start: tuple[Integers, Floats] | None = None
) -> Impact:
    """Iterate until nothing moves by more than 1e-12 of the largest value.

    `start` are keys and values to begin from, such as those that Graph Data Science gave: it
    stops at the recipe's tolerance, and a receipt has to sum exactly.
    """
    arrows = arrows.kept(arrows.weight > 0)
    keys, ends = np.unique(
        np.concatenate([arrows.topic * people + arrows.who, arrows.topic * people + arrows.whom]),
        return_inverse=True,
    )
    who, whom = ends[: len(arrows.who)], ends[len(arrows.who) :]
    out = np.bincount(who, weights=arrows.weight, minlength=len(keys))
    carried = carried_by(arrows.weight, out[who], damping=damping)
    value: Floats = _begun(keys, 1 - damping, start)
    for _ in range(STEPS):
        contributions = carried * value[who]
        received = np.bincount(whom, weights=contributions, minlength=len(keys))
        fresh: Floats = arrived(received.astype(np.float64), damping=damping)
        moved = float(np.abs(fresh - value).max(initial=0.0))
        value = fresh
        if moved <= 1e-12 * max(1.0, float(value.max(initial=0.0))):
            return Impact(keys, value, who, whom, carried * value[who])
    raise SettingRefused(
        f"Network Impact does not settle in {STEPS:,} steps; "
        f"lower 'damping' in the recipe's [network], which is {damping}"
    )


def carried_by(weight: Values, out: Values, *, damping: float) -> Values:
    """What an arrow hands on of the rank it comes from; `out` is all that person's weight."""
    return damping * weight / out


def arrived(received: Values, *, damping: float) -> Values:
    """The rank of somebody who receives so much."""
    return (1 - damping) + received


def _begun(keys: Integers, teleport: float, start: tuple[Integers, Floats] | None) -> Floats:
    value: Floats = np.full(len(keys), teleport)
    if start is not None and len(start[0]):
        order = np.argsort(start[0])
        known = start[0][order]
        place = np.minimum(np.searchsorted(known, keys), len(known) - 1)
        there = known[place] == keys
        value[there] = start[1][order][place[there]]
    return value
