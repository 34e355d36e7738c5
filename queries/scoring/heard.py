"""Acts of every kind, for measures that weigh acts by themselves."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from queries.recipe import Recipe
from queries.scoring.arrows import Arrows, Integers
from queries.scoring.credibility import believed
from queries.scoring.past import Past
from queries.scoring.scene import Scene


def heard(past: Past, scene: Scene, recipe: Recipe, *, now: int) -> Scene:
    """`scene` with acts of the kinds, too, that the recipe weighs 0.

    They are worth nothing, so nobody's weight or credibility is another.
    """
    if all(weight > 0 for weight in recipe.kinds.values()):
        return scene
    every = past.unfolded(recipe, now=now, every_kind=True)
    arrows, size = every.arrows(), len(past.ids)
    follows, known = past.followed(now=now), scene.standing
    credible, _ = believed(scene.people, arrows, follows, known, recipe.credibility, now=now)
    credible[np.searchsorted(_keys(arrows, size), _keys(scene.arrows, size))] = scene.credible
    return replace(scene, unfolded=every, arrows=arrows, credible=credible)


def _keys(arrows: Arrows, size: int) -> Integers:
    """As arrows are ordered."""
    return (arrows.who * size + arrows.whom) * len(arrows.topics) + arrows.topic
