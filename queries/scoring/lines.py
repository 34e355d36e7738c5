"""A line for each SCORED: what a run writes, whichever engine computed it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from queries.recipe import Recipe
from queries.scoring.arrows import EVERYTHING, Floats, Integers
from queries.scoring.credibility import NEVER, Standing
from queries.scoring.draws import Ground
from queries.scoring.impact import settled
from queries.scoring.points import percentile

# Columns that hold whole numbers.
WHOLE = frozenset(
    {
        "rank", "k_core", "community", "people", "degree", "acts",
        "rank_low", "rank_high", "known_by", "established", "rank_without", "people_without",
        "steppers", "in_step", "aged_followers", "dated_followers", "burst_at", "approving",
        "disputing",
    }
)  # fmt: skip
# What the table of scores has and a line has not.
_WITHIN = ["key", "followers", "sum", "counted_days"]


def lines_of(
    ground: Ground,
    drawn: pd.DataFrame,
    recipe: Recipe,
    *,
    begun: tuple[Integers, Floats] | None = None,
    measures: pd.DataFrame | None = None,
    over_all: bool = True,
) -> pd.DataFrame:
    """The parts of every score and Network Impact, and over everything the measures.

    Everybody has a line over everything; `person` is their position. `begun` is where Network
    Impact is iterated from, `measures` a line for each person, in order. Without `over_all` there
    are only the lines on topics.
    """
    people, arrows = ground.scene.people, ground.scene.arrows
    lines = ground.result.table.join(drawn)
    if not over_all:
        everything = arrows.topics.index(EVERYTHING)
        lines = lines[lines["topic"] != everything].reset_index(drop=True)
        arrows = arrows.kept(arrows.topic != everything)
    lines["key"] = lines["topic"] * len(people) + lines["person"]
    if len(lines):
        impact = settled(arrows, len(people), damping=recipe.network.damping, start=begun)
        lines["network_impact"] = lines["key"].map(pd.Series(impact.values, index=impact.keys))
        by_topic = lines.groupby("topic")["network_impact"]
        below = by_topic.rank(method="min") - 1
        lines["network_impact_percentile"] = percentile(below, by_topic.transform("count"))
    lines["topic"] = lines["topic"].map(dict(enumerate(arrows.topics)))
    if over_all:
        everybody = pd.DataFrame(index=range(len(people))) if measures is None else measures
        everybody = everybody.assign(person=np.arange(len(people)), topic=EVERYTHING)
        lines = lines.merge(everybody, on=["topic", "person"], how="outer")
    lines["id"] = [people.ids[i] for i in lines["person"]]
    return lines.drop(columns=_WITHIN, errors="ignore")


def with_people(
    lines: pd.DataFrame, known: Standing, more: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The same without positions, and over everything what makes each person credible (see
    `receipt.cypher`), and `more` of each, in order, that is not there yet."""
    told = pd.DataFrame(
        {
            "trust": known.trust,
            "known_by": known.known_by,
            "established": np.where(known.established == NEVER, np.nan, known.established),
            "labelled": known.labelled,
        }
    )
    if more is not None:
        told = more.drop(columns=[name for name in more if name in lines]).assign(**told)
    # Over everything alone: most lines are on topics, and have nothing of it.
    overall = lines.index[lines["topic"] == EVERYTHING]
    told = told.reindex(lines.loc[overall, "person"]).set_axis(overall)
    return lines.drop(columns="person").join(told)
