"""The constraints and indexes that everything else relies on."""

from __future__ import annotations

from queries.graph import Graph
from queries.library import library


def prepare(graph: Graph) -> None:
    """Make each constraint, index and the topic "*" where it is missing, and wait for them."""
    for name, query in library().queries.items():
        if query.folder == "schema" and name != "indexes_ready":
            graph.run(name)
    graph.run("indexes_ready")
