"""What happened, made up in memory: for what is computed without a database."""

from __future__ import annotations

import numpy as np

from queries.recipe import Recipe, recipe_from
from queries.scoring.change import Moment
from queries.scoring.past import Acts, Past

DAY = 86_400
T0 = 20_000 * DAY
NONE = np.array([], np.int64)


def past_of(
    *acts: tuple[int, int, float], people: int = 12, follows: int = 0, tag: str = "bread"
) -> Past:
    """Reposts as (who, whom, days after T0); everybody has an account since long ago."""
    size = len(acts)
    return Past(
        numbers=np.arange(people),
        ids=[f"toy:{i}" for i in range(people)],
        created=np.full(people, T0 - 900 * DAY),
        reported=np.full(people, follows),
        acts=Acts(
            who=np.array([act[0] for act in acts], np.int64),
            whom=np.array([act[1] for act in acts], np.int64),
            kind=np.zeros(size, np.int64),
            at=np.array([(T0 + act[2] * DAY) * 1000 for act in acts], np.int64),
            credit=np.ones(size),
            count=np.ones(size, np.int64),
            tags=np.zeros(size, np.int64),
            post=np.full(size, -1),
            tag_sets=[(tag,)],
        ),
        follows=(NONE, NONE, NONE),
        posting=(NONE, NONE, NONE),
        lineage={},
    )


def at(days: float, recipe: Recipe | None = None, reference: float = 5.0) -> Moment:
    return Moment(int(T0 + days * DAY), recipe or recipe_from(), reference)
