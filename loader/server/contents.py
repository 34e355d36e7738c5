"""What the database says of itself: versions, counts, loads, the newest run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from queries.cli_options import open_graph
from queries.errors import DatabaseRefused
from queries.graph import Graph
from queries.settings import Settings

LOADS_TOLD = 5


@dataclass(frozen=True, slots=True)
class Contents:
    """What is in a database. `gds` is None where Graph Data Science is not installed."""

    neo4j: str | None
    gds: str | None
    counts: Mapping[str, int]
    loads: Sequence[Mapping[str, Any]]
    newest_run: Mapping[str, Any] | None


def contents(settings: Settings) -> Contents:
    """What is in the database that `settings` lead to; its newest loads only.

    Raises DatabaseUnreachable.
    """
    with open_graph(settings) as graph:
        neo4j, gds = versions(graph)
        counted = graph.ask("what_is_in_the_graph").rows
        return Contents(
            neo4j=neo4j,
            gds=gds,
            counts={row["name"]: row["count"] for row in counted},
            loads=graph.ask("what_was_loaded", limit=LOADS_TOLD).plain().rows,
            newest_run=graph.ask("newest_run").plain().one(),
        )


def versions(graph: Graph) -> tuple[str | None, str | None]:
    """Neo4j's version and GDS's; None twice where GDS is not installed."""
    try:
        row = graph.run("versions").one() or {}
    except DatabaseRefused:
        return None, None
    return row.get("neo4j"), row.get("gds")
