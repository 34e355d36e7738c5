"""Whether an invented community's influential people lead their topics."""

from __future__ import annotations

from typing import Any

from queries.recipe import Recipe
from queries.recovery import precision_at_planted, recovered
from queries.scoring.past import Past


def planted_rows(past: Past, recipe: Recipe, truth: dict[str, Any]) -> dict[str, Any]:
    """`precision_at_planted` just after the last act, and each topic's in `planted`."""
    result, arrows = past.scored(recipe, now=past.moment())
    table = result.table.dropna(subset=["score"]).sort_values("score", ascending=False)
    rows = []
    for topic in sorted(truth["influencers"]):
        its = table[table["topic"] == arrows.topics.index(topic)]
        leaders = [
            (past.ids[person], int(rank))
            for person, rank in zip(its["person"], its["rank"], strict=True)
        ]
        rows.append(recovered(topic, leaders, truth))
    told = [
        {"topic": row.topic, "planted": row.planted, "found": row.found}
        | {"precision": row.precision, "best_popular": row.best_popular}
        for row in rows
    ]
    return {"precision_at_planted": round(precision_at_planted(rows), 4), "planted": told}
