"""The constraints and indexes that everything else relies on."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from queries.graph import Graph
from queries.library import library

# Building one index keeps one core busy.
AT_ONCE = 4


def prepare(graph: Graph) -> None:
    """Make each constraint, index and the topic "*" where it is missing, and wait for them."""
    constraints, others = _statements()
    for name in (*constraints, *others):
        graph.run(name)
    graph.run("indexes_ready")


def prepare_full(graph: Graph) -> None:
    """The same where there is much already, several at once; the database makes what is no
    constraint in its own time, and whoever calls `prepare` next waits for it.
    """
    constraints, others = _statements()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(graph.run, constraints))
    for name in others:
        graph.run(name)


def _statements() -> tuple[list[str], list[str]]:
    """The names of the constraints, and of the rest."""
    queries = [query for query in library().queries.values() if query.folder == "schema"]
    names = {
        one: [query.name for query in queries if ("CREATE CONSTRAINT" in query.cypher) is one]
        for one in (True, False)
    }
    return names[True], [name for name in names[False] if name != "indexes_ready"]


def schema_of(graph: Graph) -> list[str]:
    """The statements that make the constraints and indexes of `graph` again, in order."""
    made = ("constraints_made", "indexes_made")
    return [row["statement"] for name in made for row in graph.run(name).rows]


def make_schema(graph: Graph, statements: list[str]) -> None:
    """Make the constraints and indexes that `schema_of` another graph told, and wait for them."""
    for statement in statements:
        graph.state(statement)
    graph.run("indexes_ready")
