"""What the score holds itself to where it is known who is influential: in an invented community."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np

from queries.recipe import Recipe
from queries.scoring.arrows import EVERYTHING, Floats, Integers
from queries.scoring.backtest.planted import planted_rows
from queries.scoring.goal import Goal
from queries.scoring.past import Past
from queries.scoring.quality.quality import quality_of

Truth = dict[str, Any]


def planted_goals(past: Past, recipe: Recipe, truth: Truth) -> Iterator[Goal]:
    """Who was made influential leads; who is merely popular, or bought followers, does not."""
    rows = planted_rows(past, recipe, truth)
    yield Goal(
        "planted",
        "of those made influential, among as many leaders of their topics",
        rows["precision_at_planted"],
        least=0.9,
    )
    now = past.moment()
    scene = past.scene(recipe, now=now)
    result = scene.scored(recipe)
    table = result.table[result.table["topic"] == scene.arrows.topics.index(EVERYTHING)]
    ranks = table.set_index("person")["rank"].reindex(_popular(past, truth))
    yield Goal(
        "planted", "best rank of somebody merely popular, over everything", ranks.min(), least=51
    )
    best = [row["best_popular"] for row in rows["planted"] if row["best_popular"]]
    yield Goal(
        "planted", "the same on a topic of theirs", float(min(best, default=np.nan)), least=51
    )
    ring = ring_of(past, truth)
    flags = quality_of(past, scene, result, recipe, now=now).people["flags"]
    yield Goal(
        "planted",
        "of the ring that bought followers, flagged",
        float(flags.notna().to_numpy()[ring].mean()),
        least=1,
    )
    without = _not_followed_by(past, _positions(past, truth["bought"]))
    gained = _scores(past, recipe, ring) - _scores(without, recipe, ring, result.reference)
    yield Goal(
        "planted", "points that bought followers gave one of the ring", float(gained.max()), most=5
    )


def ring_of(past: Past, truth: Truth) -> Integers:
    """The positions of the ring."""
    return _positions(past, truth["ring"])


def _popular(past: Past, truth: Truth) -> Integers:
    return _positions(past, [one for those in truth["popular"].values() for one in those])


def _positions(past: Past, ids: list[str]) -> Integers:
    return np.flatnonzero(np.isin(np.array(past.ids), ids))


def _not_followed_by(past: Past, gone: Integers) -> Past:
    """`past` without the follows of some, also among those that the network reported."""
    who, whom, at = past.follows
    lost = np.isin(who, gone)
    fewer = past.reported - np.bincount(whom[lost], minlength=len(past.ids))
    return replace(
        past,
        follows=(who[~lost], whom[~lost], at[~lost]),
        reported=np.maximum(fewer, 0),
    )


def _scores(past: Past, recipe: Recipe, people: Integers, reference: float | None = None) -> Floats:
    """What each scores over everything, 0 where there is no score."""
    result, arrows = past.scored(recipe, now=past.moment(), reference=reference)
    table = result.table[result.table["topic"] == arrows.topics.index(EVERYTHING)]
    found: Floats = table.set_index("person")["score"].reindex(people).fillna(0.0).to_numpy()
    return found
