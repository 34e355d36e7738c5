"""What becomes of earlier runs: the newest stay whole, the others become points, and those thin."""

from __future__ import annotations

from datetime import datetime

from queries.graph import Graph, Row
from queries.history import Point, thinned


def put_away(graph: Graph, *, runs_kept: int, running: str = "") -> None:
    """Let go of what earlier runs hold beyond history.

    The newest `runs_kept` besides `running` stay whole. Of the others those that `thinned`
    keeps leave score, rank and points; the rest, and what was broken off, is dropped. All
    deleting is in batches; what is cut off goes on the next time.
    """
    runs = graph.run("runs_known").rows
    done = [row for row in runs if row["complete"]]
    whole = [row for row in done if row["whole"] and row["id"] != running]
    kept = thinned(map(point, done)) | {row["id"] for row in whole[:runs_kept]} | {running}
    for row in whole[runs_kept:]:
        if row["id"] in kept:
            _become_points(graph, row["id"])
    for row in done:
        if row["scored"]:
            _emptied(graph, row["id"])
    _drop(graph, [row for row in runs if not row["complete"] or row["id"] not in kept])


def point(row: Row) -> Point:
    """A row of `runs_known` as history sees it."""
    as_of, at = (_native(row[name]) for name in ("as_of", "at"))
    return Point(row["id"], as_of, at, (row["recipe"], row["reference"]))


def _native(moment: object) -> datetime:
    native: datetime = moment.to_native()  # type: ignore[attr-defined]
    return native


def _become_points(graph: Graph, run: str) -> None:
    number = graph.run("run_number", id=run).rows[0]["number"]
    graph.run("run_points", run=run, number=number)
    graph.run("run_past", id=run)
    _emptied(graph, run)


def _emptied(graph: Graph, run: str) -> None:
    graph.run("run_scores_drop", run=run)
    graph.run("run_emptied", id=run)


def _drop(graph: Graph, runs: list[Row]) -> None:
    if not runs:
        return
    for row in runs:
        if row["whole"] or row["scored"]:
            graph.run("run_scores_drop", run=row["id"])
    numbers = [row["number"] for row in runs if row["number"] is not None]
    if numbers:
        graph.run("points_drop", numbers=numbers)
    graph.run("runs_drop", ids=[row["id"] for row in runs])
