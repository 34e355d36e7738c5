"""After Kred: points for each act, given and received, over its windows."""

from __future__ import annotations

import math

import numpy as np

from queries.rows.kred import LEVEL_POINTS, POINTS, SECOND_LEVEL_POINTS, WINDOWS
from queries.scoring.arrows import Floats
from queries.scoring.named.stage import Stage, share
from queries.scoring.past import DAY_SECONDS

GROWTH = math.log2(SECOND_LEVEL_POINTS / LEVEL_POINTS)


def kred(stage: Stage) -> dict[str, Floats]:
    """Influence over each window, outreach and its level, for each line."""
    by_kind = {kind: float(points) for kind, points in POINTS.items()}
    points = stage.worth(by_kind) * stage.dated.count
    told: dict[str, Floats] = {}
    for name, days in WINDOWS.items():
        inside = points if days is None else np.where(stage.since(days), points, 0.0)
        received = stage.received(stage.summed(inside))
        received[stage.over_all] += POINTS["follow"] * followed(stage, days, end=1)
        told[name] = influence(received, stage.best(received))
    outreach = stage.given(stage.summed(points))
    outreach[stage.over_all] += POINTS["follow"] * followed(stage, None, end=0)
    return told | {"kred_outreach": outreach, "kred_level": level(outreach)}


def followed(stage: Stage, days: int | None, *, end: int) -> Floats:
    """How many followed each (`end` 1), or how many each followed (0), in the last `days`."""
    at = stage.past.follows[2]
    inside = at < stage.now
    if days is not None:
        inside = inside & (at >= stage.now - days * DAY_SECONDS)
    people = stage.past.follows[end][inside]
    return np.bincount(people, minlength=stage.size).astype(np.float64)


def influence(points: Floats, best: Floats) -> Floats:
    """1 to 1,000 on a logarithmic range, the best being 1,000."""
    return 1 + 999 * share(np.log1p(points), np.log1p(best), 0.0)


def level(points: Floats) -> Floats:
    """The largest n for which 100·n^1.43 points are there: 100 for level 1, 270 for level 2."""
    # A hair more, so that exactly the points of a level reach it.
    return np.floor((points / LEVEL_POINTS) ** (1 / GROWTH) + 1e-9)
