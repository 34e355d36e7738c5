"""Pasts made in memory, for tests of what is computed from arrays."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from queries.scoring.past import KIND_NAMES, Acts, Past

NOW = 1_780_000_000
DAY = 86_400
NOBODY = np.zeros(0, np.int64)


def past_of(
    who: Sequence[int],
    whom: Sequence[int],
    days_ago: Sequence[float],
    *,
    topics: Sequence[tuple[str, ...]] | None = None,
    followers: Sequence[int] | None = None,
    people: int | None = None,
) -> Past:
    """Reposts: act i by `who[i]` on `whom[i]`, `days_ago[i]` before NOW, on `topics[i]`."""
    size = people or int(max(*who, *whom)) + 1
    tagged = list(topics or [()] * len(who))
    tag_sets = sorted(set(tagged))
    return Past(
        numbers=np.arange(size),
        ids=[f"toy:{i}" for i in range(size)],
        created=np.full(size, -1),
        reported=np.array(followers if followers is not None else [0] * size),
        acts=Acts(
            who=np.asarray(who, np.int64),
            whom=np.asarray(whom, np.int64),
            kind=np.full(len(who), KIND_NAMES.index("repost")),
            at=NOW * 1_000 - (np.asarray(days_ago) * DAY * 1_000).astype(np.int64),
            credit=np.ones(len(who)),
            count=np.ones(len(who), np.int64),
            tags=np.array([tag_sets.index(one) for one in tagged], np.int64),
            post=np.full(len(who), -1),
            tag_sets=tag_sets,
        ),
        follows=(NOBODY, NOBODY, NOBODY),
        posting=(NOBODY, NOBODY, NOBODY),
        lineage={},
    )
