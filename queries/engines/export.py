"""Interactions out of the graph, in parts that are read side by side."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from queries.engines.lake import Manifest, Writer, table_of
from queries.engines.pasts import topics_table
from queries.errors import EngineFailed, NothingToScore
from queries.graph import Graph, Row
from queries.recipe import KINDS
from queries.scoring.topics import called_in, lineage_in

KIND = "interactions"
# So many people's acts are asked for at once.
PART_PEOPLE = 5_000
WORKERS = 4

_KIND_OF = {relationship: kind for kind, relationship in KINDS.items()}


def export_interactions(
    graph: Graph,
    folder: Path,
    *,
    workers: int = WORKERS,
    part_people: int = PART_PEOPLE,
    progress: Callable[[int, int], None] | None = None,
) -> Manifest:
    """Write all that scores are computed from into `folder`, by several readers at once.

    `progress` is told how many parts of how many are written.

    Raises ParameterRefused when there is something in the folder, NothingToScore when nobody is
    in the graph, EngineFailed when acts came or went meanwhile.
    """
    people = graph.run("everybody_known").rows
    if not people:
        raise NothingToScore("nobody is in the graph; load something with 'influence load'")
    writer = Writer.into(folder, KIND)
    try:
        _write(graph, writer, people, workers, part_people, progress)
        references = graph.run("series_references").rows
        return writer.close(references={row["recipe"]: row["reference"] for row in references})
    except BaseException:
        writer.discard()
        raise


def _write(
    graph: Graph,
    writer: Writer,
    people: Sequence[Row],
    workers: int,
    part_people: int,
    progress: Callable[[int, int], None] | None,
) -> None:
    before = graph.run("latest_act").plain().rows
    writer.add("people", 0, table_of("people", _people(people)))
    numbers = [row["number"] for row in people]
    parts = [numbers[i : i + part_people] for i in range(0, len(numbers), part_people)]

    def part(number: int) -> None:
        for table, query, columns in _PARTS:
            rows = graph.run(query, numbers=parts[number]).rows
            writer.add(table, number, table_of(table, columns(rows)))

    with ThreadPoolExecutor(workers) as readers:
        for done, _ in enumerate(readers.map(part, range(len(parts))), start=1):
            if progress:
                progress(done, len(parts))
    writer.add("topics", 0, topics_table(lineage_in(graph), called_in(graph)))
    if graph.run("latest_act").plain().rows != before:
        raise EngineFailed("acts were loaded while they were read; export again into a new folder")


def _people(rows: Sequence[Row]) -> Mapping[str, Any]:
    names = ("number", "id", "created", "followers", "label")
    return {name: [row[name] for row in rows] for name in names}


def _acts(rows: Sequence[Row]) -> Mapping[str, Any]:
    kinds = [_KIND_OF[one] for one in _flat(rows, "kind")]
    names = ("whom", "at", "credit", "count", "topics")
    return {"who": _who(rows, "whom"), "kind": kinds} | {name: _flat(rows, name) for name in names}


def _follows(rows: Sequence[Row]) -> Mapping[str, Any]:
    return {"who": _who(rows, "whom"), "whom": _flat(rows, "whom"), "at": _flat(rows, "at")}


def _days(rows: Sequence[Row]) -> Mapping[str, Any]:
    names = ("first", "posts")
    return {"who": _who(rows, "first")} | {name: _flat(rows, name) for name in names}


def _who(rows: Sequence[Row], each: str) -> Any:
    who = np.array([row["who"] for row in rows], np.int64)
    return np.repeat(who, [len(row[each]) for row in rows])


def _flat(rows: Sequence[Row], name: str) -> list[Any]:
    return list(chain.from_iterable(row[name] for row in rows))


_PARTS = (
    ("acts", "acts_of", _acts),
    ("follows", "follows_of", _follows),
    ("days", "post_days_of", _days),
)
