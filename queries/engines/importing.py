"""Scores from Parquet into the graph, as one run that is visible all at once."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from queries.engines.progress import Step, Tell, tell_nobody
from queries.engines.results import batches_in, count_of, read_manifest
from queries.errors import FilesRefused, ParameterRefused
from queries.graph import Graph
from queries.recipe import recipe_of
from queries.schema import prepare
from queries.scoring.run import fold
from queries.scoring.runs import Run, begin, shown, write

TOP = 100
LONGEST_ID = 1_000
# Which of some ids are of people who opted out, as of now.
OptedOut = Callable[[Iterable[str]], set[str]]


def nobody(ids: Iterable[str]) -> set[str]:
    """For a graph that nobody opted out of."""
    del ids
    return set()


@dataclass(frozen=True, slots=True)
class Imported:
    """What came in: the run, its lines, and how many people were not in the graph before."""

    run: Run
    lines: int
    people: int
    met: int

    def told(self) -> dict[str, Any]:
        """The same as an object for JSON."""
        counts = {"lines": self.lines, "people_imported": self.people, "people_met": self.met}
        return self.run.told() | counts


def import_scores(
    graph: Graph,
    folder: Path,
    *,
    opted_out: OptedOut = nobody,
    top: int = TOP,
    runs_kept: int = 5,
    tell: Tell = tell_nobody,
) -> Imported:
    """Bring in all scores of whoever is in the graph, and of the first `top` of each topic.

    Who is among the first and not in the graph is put there, unless they opted out; that is asked
    before and after, so that whoever opts out meanwhile stays out. The acts in the graph are folded
    as of the run's moment, so that its arrows fit.

    Raises FilesRefused when the files are not scores, ParameterRefused when the run is there.
    """
    started = time.perf_counter()
    manifest, run = read_manifest(folder)
    try:
        recipe = recipe_of(manifest.more["recipe_text"])
    except KeyError:
        raise FilesRefused(f"{folder}: the manifest has no 'recipe_text'") from None
    if recipe.hash != run.recipe:
        raise FilesRefused(
            f"{folder}: its recipe is {recipe.hash}, and its run says {run.recipe[:40]}"
        )
    # Before the arrows are folded anew: what breaks after that leaves them as of another moment.
    count_of(folder, manifest)
    prepare(graph)
    _make_room(graph, run)
    tell(Step("folding acts into attention"))
    hidden = {*fold(graph, recipe, run.as_of), *manifest.more.get("sensitive", ())}
    here = {row["id"] for row in graph.run("everybody_known").rows}
    tell(Step("looking for the first of each topic"))
    met = {id_ for id_ in _first(folder, top, hidden) if id_ not in here}
    met -= opted_out(met)
    _meet(graph, sorted(met))
    # Who opted out after they were asked for, and before they were put there, is there again.
    late = opted_out(met)
    graph.run("remove_people", ids=sorted(late))
    met -= late
    known = here | met
    begin(graph, run, {**_more(manifest.more), "sensitive": sorted(hidden)})
    lines, people = 0, set[str]()
    for batch in batches_in(folder):
        some = batch[~_among(batch["topic"], hidden) & _among(batch["id"], known)]
        _know(graph, some["topic"].unique().tolist())
        write(graph, run, some)
        lines += len(some)
        people.update(some["id"])
        tell(Step(f"writing the scores: {lines:,} lines"))
    done = shown(graph, run, run.seconds + time.perf_counter() - started, runs_kept)
    return Imported(done, lines, len(people), len(met))


def _make_room(graph: Graph, run: Run) -> None:
    """Take away what an import that was cut off left. Raises ParameterRefused."""
    for row in graph.run("runs_known").rows:
        if row["id"] == run.id and row["complete"]:
            raise ParameterRefused(f"run {run.id} is in the graph already")
        if row["id"] == run.id:
            graph.run("run_scores_drop", run=run.id)
            graph.run("runs_drop", ids=[run.id])


def _among(column: pd.Series, some: Collection[str]) -> pd.Series:
    # Not `isin`, which makes a table of `some` each time: of everybody for every few lines.
    return column.map(some.__contains__).astype(bool)


def _first(folder: Path, top: int, hidden: Collection[str]) -> Iterator[str]:
    if not top:
        return
    for batch in batches_in(folder, ("id", "topic", "rank")):
        best = (batch["rank"] <= top) & ~_among(batch["topic"], hidden)
        yield from batch.loc[best, "id"]


def _meet(graph: Graph, ids: list[str]) -> None:
    rows = []
    for id_ in ids:
        network, colon, native = id_.partition(":")
        if not colon or not native or len(id_) > LONGEST_ID:
            raise FilesRefused(f"{id_[:60]!r} is no person's id; ids are such as bluesky:did:plc:…")
        rows.append({"id": id_, "network": network, "handle": native})
    for start in range(0, len(rows), 5_000):
        graph.run("people_met", rows=rows[start : start + 5_000])


def _know(graph: Graph, topics: list[str]) -> None:
    graph.run("topics_met", rows=[{"id": topic, "name": topic} for topic in sorted(topics)])


def _more(told: Any) -> dict[str, Any]:
    wanted = ("recipe_text", "versions", "engine", "input")
    return {name: told[name] for name in wanted if isinstance(told.get(name), str)}
