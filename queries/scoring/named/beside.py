"""Named measures beside the lines of a run."""

from __future__ import annotations

from typing import Any

import pandas as pd

from queries.graph import Graph
from queries.recipe import Recipe
from queries.scoring.arrows import EVERYTHING
from queries.scoring.draws import Ground
from queries.scoring.named.counts import endorsed_in
from queries.scoring.named.measured import measured
from queries.scoring.named.posts import posts_in
from queries.scoring.named.stage import Stage, placed


def with_measures(
    graph: Graph, ground: Ground, lines: pd.DataFrame, recipe: Recipe, *, as_of: str
) -> tuple[pd.DataFrame, dict[str, Any]]:
    """The lines with a column `measured`, a list each, and what the run says of these lists.

    `lines` has topic (a name), person (a position) and, where it is known, page_rank.
    """
    past, scene = ground.past, ground.scene
    stage = Stage.of(past, scene, recipe, posts_in(graph, past, as_of=as_of), now=ground.now)
    page_rank = None
    if "page_rank" in lines:
        overall = lines[lines["topic"] == EVERYTHING].sort_values("person")
        page_rank = overall["page_rank"].to_numpy(float)
    found = measured(stage, recipe, endorsed=endorsed_in(graph, past), page_rank=page_rank)
    number = {name: i for i, name in enumerate(scene.arrows.topics)}
    keys = (lines["topic"].map(number) * stage.size + lines["person"]).to_numpy(int)
    lists = found.lists()
    told = {
        "measured": found.names,
        "medians": [found.medians[name] for name in found.names],
    }
    column = pd.Series([lists[i] for i in placed(found.keys, keys)], lines.index, dtype=object)
    return lines.assign(measured=column), told
