"""The classical measures in memory: what is attacked is not in the database."""

from __future__ import annotations

import numpy as np

from queries.recipe import Recipe
from queries.scoring.arrows import Floats, Integers
from queries.scoring.backtest.networks import authority
from queries.scoring.named.networks import paths_through
from queries.scoring.named.stage import share
from queries.scoring.named.walks import mapped, walked
from queries.scoring.past import Past
from queries.scoring.scene import Scene


def classical_of(past: Past, scene: Scene, recipe: Recipe, *, now: int) -> dict[str, Floats]:
    """Those over attention and follows that no baseline tells: of everybody, as in SCORES.

    Without an eigenvector where it does not converge, as a run leaves it out.
    """
    who, whom, weight = _arrows(past, scene, recipe, now)
    size, d = len(past.ids), recipe.network.damping
    out = np.bincount(who, minlength=size)
    base = np.full(size, 1 - d)

    whole = np.bincount(who, weights=weight, minlength=size)
    less = 1 / (out[who] + len(who) / max(size, 1))
    rank = walked(who, whom, share(weight, whole[who]), base, damping=d)
    found = {
        "x_map": mapped(rank / rank.sum()),
        "article_rank": walked(who, whom, less, base, damping=d),
        "degree": np.bincount(whom, minlength=size).astype(np.float64),
        "hits_hub": authority(whom, who, size),
        "betweenness": betweenness(who, whom, size, recipe),
    }
    leading = _eigenvector(who, whom, size, recipe)
    return found if leading is None else found | {"eigenvector": leading}


def betweenness(who: Integers, whom: Integers, size: int, recipe: Recipe) -> Floats:
    """Shortest paths through each, from a sample of everybody scaled to all."""
    drawn = np.random.default_rng(recipe.network.seed).permutation(size)
    samples = drawn[: recipe.network.betweenness_samples]
    return paths_through(who, whom, samples, size) * (size / max(len(samples), 1))


def _arrows(
    past: Past, scene: Scene, recipe: Recipe, now: int
) -> tuple[Integers, Integers, Floats]:
    """Each pair once, weighted by attention and, a little, by a follow."""
    overall, size = scene.arrows.on("*"), len(past.ids)
    follower, followed = past.followed(now=now)
    keys, place = np.unique(
        np.concatenate([overall.who * size + overall.whom, follower * size + followed]),
        return_inverse=True,
    )
    each = np.concatenate([overall.weight, np.full(len(follower), recipe.network.follow)])
    weight = np.bincount(place, weights=each, minlength=len(keys))
    return keys // size, keys % size, weight.astype(np.float64)


def _eigenvector(who: Integers, whom: Integers, size: int, recipe: Recipe) -> Floats | None:
    value: Floats = np.full(size, 1 / np.sqrt(max(size, 1)))
    for _ in range(recipe.network.iterations):
        # Its own value besides: the leading vector is the same, and no cycle turns for ever.
        grown = value + np.bincount(whom, weights=value[who], minlength=size).astype(np.float64)
        fresh: Floats = grown / np.sqrt((grown * grown).sum())
        if float(np.abs(fresh - value).max(initial=0.0)) < recipe.network.tolerance:
            return fresh
        value = fresh
    return None
