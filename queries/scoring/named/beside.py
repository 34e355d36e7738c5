"""Named measures beside the lines of a run."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from queries.recipe import Recipe
from queries.scoring.arrows import EVERYTHING
from queries.scoring.named.counts import Endorsed
from queries.scoring.named.measured import Measured, measured
from queries.scoring.named.stage import Stage, placed


def with_measures(
    stage: Stage, lines: pd.DataFrame, recipe: Recipe, *, endorsed: Endorsed
) -> tuple[pd.DataFrame, Measured]:
    """The lines with `measured`, the number of each one's list; and these lists.

    `lines` has topic (a name), person (a position) and, where it is known, page_rank. A list for
    each line at once would be several times as large as the numbers in it.
    """
    page_rank = None
    if "page_rank" in lines:
        overall = lines[lines["topic"] == EVERYTHING].sort_values("person")
        page_rank = overall["page_rank"].to_numpy(float)
    found = measured(stage, recipe, endorsed=endorsed, page_rank=page_rank)
    number = {name: i for i, name in enumerate(stage.scene.arrows.topics)}
    keys = (lines["topic"].map(number) * stage.size + lines["person"]).to_numpy(int)
    return lines.assign(measured=placed(found.keys, keys)), found


def told_of(found: Measured) -> dict[str, Any]:
    """What the run says of the lists.

    `middles` has for each of `middle_topics` in turn the middle of each of `middle_names`.
    """
    return {
        "measured": found.names,
        "medians": [found.medians[name] for name in found.names],
        "middle_topics": list(found.topics),
        "middle_names": list(found.middles),
        "middles": np.column_stack(list(found.middles.values())).ravel().tolist(),
    }
