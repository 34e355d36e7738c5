"""What fakes buy by the other scores: the parts of ours, and measures after others."""

from __future__ import annotations

import numpy as np

from queries.recipe import Recipe
from queries.scores import SCORES
from queries.scoring.arrows import EVERYTHING, Floats
from queries.scoring.backtest.baselines import BASELINES
from queries.scoring.gaming.classical import classical_of
from queries.scoring.heard import heard
from queries.scoring.impact import settled
from queries.scoring.named.measured import measured
from queries.scoring.named.posts import Posts
from queries.scoring.named.stage import Stage
from queries.scoring.past import Past

OF_TABLE = ("true_reach", "amplification", "audience", "credible", "returning", "active_days")
PARTS = (*OF_TABLE, "trust", "network_impact")
# Not a score that somebody would buy: what others say here, and how little somebody passes on.
APART = frozenset({"plus_k", "passivity"})


def parts_of(past: Past, recipe: Recipe, *, now: int) -> dict[str, Floats]:
    """Everybody's PARTS over everything, 0 where there is none; `past` is on no topic."""
    scene = past.scene(recipe, now=now, reported=False)
    table, size = scene.scored(recipe).table, len(past.ids)
    found = {name: np.zeros(size) for name in PARTS}
    for name in OF_TABLE:
        found[name][table["person"]] = table[name]
    found["trust"] = scene.standing.trust
    overall = scene.arrows.on(EVERYTHING)
    impact = settled(overall, size, damping=recipe.network.damping)
    found["network_impact"][impact.keys % size] = impact.values
    return found


def named_of(past: Past, recipe: Recipe, posts: Posts, *, now: int) -> dict[str, Floats]:
    """Everybody's measures after others and from papers, over everything, 0 where there is none.

    Without kinds of people, and what a baseline of the same name tells.
    """
    scene = past.scene(recipe, now=now, reported=False)
    stage = Stage.of(past, heard(past, scene, recipe, now=now), recipe, posts, now=now)
    nobody = np.zeros(0, np.int64)
    told = measured(stage, recipe, endorsed=(nobody, nobody, []), page_rank=None)
    values = {name: all_of[told.over_all] for name, all_of in told.by_topic.items()}
    values |= {**told.overall, **classical_of(past, scene, recipe, now=now)}
    return {
        name: np.nan_to_num(one)
        for name, one in values.items()
        if is_bought(name) and not np.isnan(one).all()
    }


def is_bought(name: str) -> bool:
    """Whether it is a row of SCORES with a number that one might buy, and no baseline."""
    if name not in SCORES or name in APART or name in BASELINES:
        return False
    return not SCORES[name].unit.startswith("one of")
