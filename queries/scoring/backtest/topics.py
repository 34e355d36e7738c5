"""Whether the score on a topic is about the topic, and not about fame."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from queries.errors import NothingToBacktest
from queries.recipe import Recipe
from queries.recipe_memory import scaled
from queries.scoring.arrows import EVERYTHING, Floats
from queries.scoring.backtest.cuts import cuts_in, dated, of_kinds, target_kinds, until
from queries.scoring.backtest.metrics import Gain
from queries.scoring.past import Past, unique_pairs

TOP = 50
TOPICS = 12
FEWEST_POSITIVES = 10
ESTABLISHED = 3


@dataclass(frozen=True, slots=True)
class TopicCells:
    """Means over `cells`, each a topic at a test cut: NDCG@50 of the topic's score, of the score
    over everything, of the count of acts on the topic, and of the scores of other topics."""

    cells: int
    topic: float
    overall: float
    count: float
    mismatched: float


def topic_cells(past: Past, recipe: Recipe, *, horizon_days: float | None = None) -> TopicCells:
    """The largest topics at the test cuts, for those whom three people acted on before.

    A cell counts with FEWEST_POSITIVES who are acted on within the horizon. Raises
    NothingToBacktest where there is none.
    """
    past = dated(past, topics=True)
    cuts, kinds = cuts_in(past, horizon_days), target_kinds(past.acts)
    stretched = scaled(recipe, cuts.horizon_days)
    names = _largest(past)
    found = []
    for now in cuts.test:
        values = _values(until(past, now), stretched, now, names)
        later = (past.acts.at >= now * 1000) & (past.acts.at < (now + cuts.horizon_seconds) * 1000)
        for name in names:
            acts = of_kinds(past.acts.kept(later & past.about(name)), kinds)
            came = _people(acts.who, acts.whom, len(past.ids))
            cell = _cell(values, names, name, came)
            found += [] if cell is None else [cell]
    if not found:
        raise NothingToBacktest("on no topic were ten people acted on after a cut")
    return TopicCells(len(found), *(float(one) for one in np.nanmean(found, axis=0)))


def _largest(past: Past) -> list[str]:
    """Tags that most acts carry."""
    sizes = np.bincount(past.acts.tags, minlength=len(past.acts.tag_sets))
    counts: dict[str, int] = {}
    for tags, size in zip(past.acts.tag_sets, sizes.tolist(), strict=True):
        for tag in tags:
            counts[tag] = counts.get(tag, 0) + size
    return sorted(counts, key=lambda tag: (-counts[tag], tag))[:TOPICS]


@dataclass(frozen=True, slots=True)
class _Values:
    """By topic ("*" is everything) each person's score, acts, and how many acted on them."""

    score: dict[str, Floats]
    acts: dict[str, Floats]
    people: dict[str, Floats]


def _values(before: Past, recipe: Recipe, now: int, names: list[str]) -> _Values:
    result, arrows = before.scored(recipe, now=now, reported=False)
    table = result.table
    found = _Values({}, {}, {})
    for name in (EVERYTHING, *names):
        number = arrows.topics.index(name) if name in arrows.topics else -1
        rows = table[table["topic"] == number]
        person = rows["person"].to_numpy()
        for into, column in (
            (found.score, "score"),
            (found.acts, "acts"),
            (found.people, "people"),
        ):
            into[name] = np.zeros(len(before.ids))
            into[name][person] = rows[column].fillna(0.0).to_numpy(np.float64)
    return found


def _cell(
    values: _Values, names: list[str], name: str, came: Floats
) -> tuple[float, float, float, float] | None:
    """What each way to rank makes of those who were known on the topic."""
    known = (values.people[name] > 0) & (values.people[EVERYTHING] >= ESTABLISHED)
    if (came[known] > 0).sum() < FEWEST_POSITIVES:
        return None
    others = [_ndcg(values.score[one][known], came[known]) for one in names if one != name]
    return (
        _ndcg(values.score[name][known], came[known]),
        _ndcg(values.score[EVERYTHING][known], came[known]),
        _ndcg(values.acts[name][known], came[known]),
        float(np.mean(others)) if others else float("nan"),
    )


def _ndcg(score: Floats, outcome: Floats) -> float:
    return Gain.of(score, outcome).value(top=TOP)


def _people(who: np.ndarray, whom: np.ndarray, size: int) -> Floats:
    return np.bincount(unique_pairs(who, whom, size)[1], minlength=size).astype(np.float64)
