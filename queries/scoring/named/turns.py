"""Turn by turn on all topics at once, each until it is still."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from queries.scoring.arrows import Floats, Integers
from queries.scoring.named.stage import Chosen

# Values of some lines to the next, each topic's by itself.
Step = Callable[[Floats], Floats]
# After so many turns it is seen which topics are still.
TURNS = 10
# Steps are made anew for the lines that move, once they are so small a part of those before.
FEWER = 0.75


def turned(
    step_of: Callable[[Integers], Step],
    value: Floats,
    topic: Integers,
    *,
    tolerance: float,
    steps: int,
) -> tuple[Floats, Chosen]:
    """What becomes of `value` after many turns, and for each line whether its topic came to rest.

    `topic` is that of each line, ascending. `step_of(lines)` makes the step of these lines, always
    whole topics, from which the others are left out: most topics rest early, and a few move long.
    A topic rests when all its values together move by less than `tolerance` in a turn.
    """
    value, rests = value.copy(), np.zeros(len(value), np.bool_)
    lines = made = np.arange(len(value))
    step = step_of(made)
    for turn in range(1, steps + 1):
        if not len(lines):
            break
        fresh = step(value[made])
        moved = np.abs(fresh - value[made])
        value[made] = fresh
        if turn % TURNS:
            continue
        starts = np.flatnonzero(np.diff(topic[made], prepend=-1))
        sums = np.add.reduceat(moved, starts)
        still = np.repeat(sums < tolerance, np.diff(starts, append=len(made)))
        rests[made] = still
        lines = made[~still]
        if len(lines) and len(lines) < FEWER * len(made):
            made = lines
            step = step_of(made)
    return value, rests
