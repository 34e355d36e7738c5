"""Whose rank and score another recipe would move against a run, step by step."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, replace
from typing import Any, TypeVar

import pandas as pd

from queries.recipe import Recipe, Topics, recipe_from, recipe_of
from queries.recipe_changes import changed
from queries.reranking.wanted import Wanted
from queries.scoring.differences import Differences, Moved, Standing, compared, ranked_on
from queries.scoring.past import Past
from queries.scoring.points import TERMS
from queries.scoring.scene import Scene
from queries.scoring.topics import sensitive, without

Told = Mapping[str, Any]
# What was scored is kept: while one number is changed, everything else stays as it was.
TABLES_KEPT = 24
SCENES_KEPT = 2
# So long the reasons may take: each number that differs is scored with alone.
REASON_SECONDS = 45.0

T = TypeVar("T")


class Tables:
    """The tables of scores that were made of one past; the ones used last are kept."""

    def __init__(self, past: Past) -> None:
        self.past = past
        self._kept: OrderedDict[object, pd.DataFrame] = OrderedDict()
        self._scenes: OrderedDict[object, Scene] = OrderedDict()
        self.slowest_seconds = 0.0

    def table(self, recipe: Recipe, reference: float | None, wanted: Wanted) -> pd.DataFrame:
        """Of everybody ranked on the topic: see `table_of`."""

        def made() -> pd.DataFrame:
            started = time.perf_counter()
            scene = self._scene(recipe, wanted)
            table = ranked_on(wanted.topic, scene.scored(recipe, reference), scene.arrows)
            self.slowest_seconds = max(self.slowest_seconds, time.perf_counter() - started)
            return table

        key = recipe.hash, reference, wanted.topic, wanted.now
        return _kept(self._kept, key, made, most=TABLES_KEPT)

    def _scene(self, recipe: Recipe, wanted: Wanted) -> Scene:
        def made() -> Scene:
            return narrowed(self.past, recipe, wanted.topic).scene(recipe, now=wanted.now)

        key = _under_scores(recipe).hash, wanted.topic, wanted.now
        return _kept(self._scenes, key, made, most=SCENES_KEPT)


def _kept(kept: OrderedDict[object, T], key: object, made: Callable[[], T], *, most: int) -> T:
    if key not in kept:
        kept[key] = made()
    kept.move_to_end(key)
    while len(kept) > most:
        kept.popitem(last=False)
    return kept[key]


def _under_scores(recipe: Recipe) -> Recipe:
    """The recipe without what only says how parts become a score: then the scene is the same."""
    shipped = recipe_from()
    return replace(
        recipe,
        weights=shipped.weights,
        evidence=replace(shipped.evidence, floor=recipe.evidence.floor),
        network=shipped.network,
        uncertainty=shipped.uncertainty,
    )


def narrowed(past: Past, recipe: Recipe, topic: str) -> Past:
    """The same, in which acts count for that topic and over everything alone.

    On the topic and over everything nothing changes by that: no score looks at other topics.
    """
    lineage = without(past.lineage, sensitive(past.called, recipe))
    tags = {tag for carried in past.acts.tag_sets for tag in carried}
    kept = {tag: [one for one in lineage.get(tag, [tag]) if one == topic] for tag in tags}
    return replace(past, lineage=kept, called={})


def steps(tables: Tables, wanted: Wanted) -> Iterator[Told]:
    """How far it is, before each step, as "step", "at" and "of"; at the end "done" alone.

    A number that is changed alone is told by the run's reference: what it does, and not what
    another scale does; of many numbers in a large graph it is not told.

    On topics that the run's recipe calls sensitive nobody is ranked here either: that is for
    whoever runs the scores to say. Raises NotInGraph where neither recipe scores anybody on the
    topic.
    """
    a, b = recipe_of(wanted.a), recipe_of(wanted.b)
    numbers = changed(a, b)
    hidden = dict.fromkeys((*a.topics.sensitive, *b.topics.sensitive))
    b = replace(b, topics=Topics(tuple(hidden)))
    of = len(numbers) + 2
    mine, theirs = wanted.references
    yield {"step": f"scoring with the recipe “{a.name}”", "at": 0, "of": of}
    one = tables.table(a, mine, wanted)
    yield {"step": f"scoring with the recipe “{b.name}”", "at": 1, "of": of}
    other = tables.table(b, theirs, wanted)
    # As if it did nothing: then the reason told is several numbers together.
    alone = dict.fromkeys(numbers, one)
    scored = numbers if len(one) or len(other) else []
    if len(numbers) > 1 and len(numbers) * tables.slowest_seconds > REASON_SECONDS:
        scored = []
    for at, number in enumerate(scored, start=2):
        yield {"step": f"what it does alone that {number.words}", "at": at, "of": of}
        other_of_a = replace(number.applied(a), topics=b.topics)
        alone[number] = tables.table(other_of_a, mine, wanted)
    found = compared(
        tables.past.ids,
        numbers,
        one,
        other,
        alone.__getitem__,
        topic=wanted.topic,
        first=wanted.first,
    )
    yield {"done": told_of(found)}


def told_of(found: Differences) -> dict[str, Any]:
    """The differences for JSON: a row for each person whose rank or score moves.

    Those come first who lose or get a rank, then those whose rank moves most, then those whose
    score does.
    """
    stayed = [row for row in found.stayed if row.score_a != row.score_b]
    stayed.sort(key=lambda row: (-abs(row.score_b - row.score_a), row.rank_a, row.person))
    rows = [
        *(_alone(one, "before") for one in found.gone),
        *(_alone(one, "after") for one in found.come),
        *(_both(one) for one in (*found.moved, *stayed)),
    ]
    return {
        "changed": [asdict(one) | {"words": one.words} for one in found.changed],
        "first": found.first,
        "shared": found.shared,
        "lost": found.lost,
        "gained": found.gained,
        "moved": len(found.moved),
        "rows": rows,
    }


def _both(row: Moved) -> dict[str, Any]:
    return {
        "id": row.person,
        "rank_before": row.rank_a,
        "rank_after": row.rank_b,
        "ranks": row.ranks,
        "score_before": row.score_a,
        "score_after": row.score_b,
        "change": row.score_b - row.score_a,
        **{term: row.gains[term] for term in TERMS},
        "term": row.term,
        "why": row.why,
    }


def _alone(one: Standing, when: str) -> dict[str, Any]:
    return {"id": one.person, f"rank_{when}": one.rank, f"score_{when}": one.score}
