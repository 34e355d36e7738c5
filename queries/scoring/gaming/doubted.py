"""What fakes buy once what flags throw doubt on is left out."""

from __future__ import annotations

import numpy as np

from queries.recipe import Recipe
from queries.scoring.arrows import EVERYTHING, Floats
from queries.scoring.past import Past
from queries.scoring.quality.quality import quality_of


def scores_without(past: Past, recipe: Recipe, *, now: int) -> Floats:
    """Everybody's score over everything without suspicious support, 0 where there is none."""
    scene = past.scene(recipe, now=now, reported=False)
    result = scene.scored(recipe)
    rows = quality_of(past, scene, result, recipe, now=now).rows
    column = rows["score_without"] if "score_without" in rows else result.table["score"]
    overall = (result.table["topic"] == scene.arrows.topics.index(EVERYTHING)).to_numpy()
    found = np.zeros(len(past.ids))
    person = result.table["person"].to_numpy()[overall]
    found[person] = column.fillna(0.0).to_numpy(np.float64)[overall]
    return found
