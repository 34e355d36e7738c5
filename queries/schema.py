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


def schema_of(graph: Graph) -> list[str]:
    """The statements that make the constraints and indexes of `graph` again, in order."""
    made = ("constraints_made", "indexes_made")
    return [row["statement"] for name in made for row in graph.run(name).rows]


def make_schema(graph: Graph, statements: list[str]) -> None:
    """Make the constraints and indexes that `schema_of` another graph told, and wait for them."""
    for statement in statements:
        graph.state(statement)
    graph.run("indexes_ready")
