"""Acts at random in memory, for the benches that need no database."""

from __future__ import annotations

import numpy as np

from queries.scoring.past import DAY_MILLIS, DAY_SECONDS, KIND_NAMES, Acts, Past

NOW = 20_600 * DAY_SECONDS


def drawn(people: int, acts: int, topics: int, *, days: int = 365) -> Past:
    """Acts of these days before NOW; a person's part of them falls with the square of their place.

    Each is of any kind, and on one topic: `topic0` and so on. Nobody follows anybody.
    """
    dice = np.random.default_rng(1)
    none = (np.zeros(0, np.int64),) * 3
    return Past(
        numbers=np.arange(people),
        ids=[f"toy:{i}" for i in range(people)],
        created=np.full(people, NOW - 1_000 * DAY_SECONDS),
        reported=np.zeros(people, np.int64),
        acts=Acts(
            who=dice.integers(0, people, acts),
            whom=(dice.random(acts) ** 2 * people).astype(np.int64),
            kind=dice.integers(0, len(KIND_NAMES), acts),
            at=NOW * 1_000 - (dice.random(acts) * days * DAY_MILLIS).astype(np.int64),
            credit=np.ones(acts),
            count=np.ones(acts, np.int64),
            tags=dice.integers(0, topics, acts),
            post=np.full(acts, -1),
            tag_sets=[(f"topic{i}",) for i in range(topics)],
        ),
        follows=none,
        posting=none,
        lineage={},
    )
