"""Scores of past moments, computed in memory and kept as points of history."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from typing import Any
from uuid import uuid4

import numpy as np
import pandas as pd

from queries.errors import NothingToScore
from queries.graph import Graph, Row
from queries.history import Point, thinned
from queries.recipe import Recipe
from queries.scoring.past import Past, past_in
from queries.scoring.points import POINTS
from queries.settings import APPLICATION

WRITE_ROWS = 5_000
# Rows of points gathered before they are written: about 150 MB.
GATHERED_ROWS = 1_000_000
STEPS = {"daily": timedelta(days=1), "weekly": timedelta(days=7)}
# The lists of a STOOD, and the column of a table of scores that each is made from.
LISTS = {"scores": "score"} | {
    name: POINTS[term]
    for name, term in {
        "true_reach": "reach",
        "amplification": "amplification",
        "activity": "activity",
        "network": "network",
        "followers": "followers",
    }.items()
}


@dataclass(frozen=True, slots=True)
class PastRun:
    """A moment that was scored after it had passed."""

    id: str
    as_of: str
    reference: float
    people: int
    topics: int
    acts: int
    seconds: float


def score_past(
    graph: Graph, recipe: Recipe, moments: Sequence[datetime], *, past: Past | None = None
) -> list[PastRun]:
    """Score everybody as of each moment and keep that as points; the pages stay as they are.

    Only acts before a moment count. The reference is that of the recipe's series, or where
    none began that of the newest moment that is loaded. Follower counts that a network reported
    are as new as the load. All become visible at once. `past` saves reading it again.

    Raises NothingToScore when nobody is in the graph.
    """
    past = past or past_in(graph)
    if not past.ids:
        raise NothingToScore("nobody is in the graph; load something with 'influence load'")
    known = graph.run("series_reference", recipe=recipe.hash).one()
    reference = known["reference"] if known else _own_reference(past, recipe)
    done: list[PastRun] = []
    gathered: list[pd.DataFrame] = []
    for moment in moments:
        run, table, number = _scored_at(graph, past, recipe, moment, reference)
        done.append(run)
        gathered.append(table.assign(run=number))
        if sum(map(len, gathered)) > GATHERED_ROWS:
            _write(graph, past, gathered)
            gathered = []
    _write(graph, past, gathered)
    graph.run("past_runs_complete", ids=[run.id for run in done])
    return done


def moments_back(
    newest: datetime, first: datetime, step: timedelta, known: Iterable[Point], series: Any
) -> list[datetime]:
    """The moments in whole steps before `newest` and after `first` at which a point is wanted.

    Those that history would thin away again are left out, and those that are `known`.
    """
    count = max(0, int((newest - first) / step))
    wanted = [
        Point(f"new{i}", newest - i * step, newest, series)
        for i in range(count, 0, -1)
        if newest - i * step > first
    ]
    there = list(known)
    kept = thinned([Point("newest", newest, newest, series), *wanted])
    taken = {one.as_of for one in there if one.series == series}
    return [one.as_of for one in wanted if one.id in kept and one.as_of not in taken]


def _own_reference(past: Past, recipe: Recipe) -> float:
    result, *_ = past.scored(recipe, now=past.moment())
    return result.reference


def _scored_at(
    graph: Graph, past: Past, recipe: Recipe, moment: datetime, reference: float
) -> tuple[PastRun, pd.DataFrame, int]:
    """The run, noted but not visible, its table, and its number."""
    started, now = time.perf_counter(), int(moment.timestamp())
    result, arrows = past.scored(recipe, now=now, reference=reference)
    table = result.table.dropna(subset=["score"])
    table = table.assign(topic=np.array(arrows.topics, dtype=object)[table["topic"]])
    run = PastRun(
        id=uuid4().hex,
        as_of=moment.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        reference=reference,
        people=len(past.ids),
        topics=len(arrows.topics) - 1,
        acts=int((past.acts.at < now * 1000).sum()),
        seconds=round(time.perf_counter() - started, 3),
    )
    row = _noted(run, recipe)
    number = graph.run("past_runs_begin", runs=[row]).rows[0]["number"]
    return run, table[["person", "topic", "rank", "score", *POINTS.values()]], number


def _noted(run: PastRun, recipe: Recipe) -> Row:
    return {
        "id": run.id,
        "at": datetime.now(UTC).isoformat(),
        "as_of": run.as_of,
        "recipe": recipe.hash,
        "recipe_name": recipe.name,
        "recipe_text": recipe.text,
        "reference": run.reference,
        "people": run.people,
        "topics": run.topics,
        "acts": run.acts,
        "seconds": run.seconds,
        "versions": f"Influence Explorer {version(APPLICATION)}",
    }


def _write(graph: Graph, past: Past, tables: list[pd.DataFrame]) -> None:
    if not any(map(len, tables)):
        return
    rows = list(_rows(past, pd.concat(tables)))
    for start in range(0, len(rows), WRITE_ROWS):
        graph.run("points_write", rows=rows[start : start + WRITE_ROWS])


def _rows(past: Past, table: pd.DataFrame) -> Iterator[Row]:
    """A row for each person and topic, in order: two writers lock in the same order."""
    table = table.sort_values(["person", "topic", "run"], kind="stable")
    whole = {
        "runs": table["run"].to_numpy(np.int64),
        "ranks": table["rank"].to_numpy(np.int64),
        **{
            name: (table[column].to_numpy(np.float64) * 1000).round().astype(np.int64)
            for name, column in LISTS.items()
        },
    }
    person, topic = table["person"].to_numpy(), table["topic"].to_numpy()
    starts = np.flatnonzero(
        np.concatenate([[True], (person[1:] != person[:-1]) | (topic[1:] != topic[:-1])])
    )
    for start, end in zip(starts, [*starts[1:], len(table)], strict=True):
        lists = {name: values[start:end].tolist() for name, values in whole.items()}
        yield {"person": past.ids[person[start]], "topic": topic[start], **lists}
