"""The constraints and indexes that everything else relies on."""

from __future__ import annotations

from collections.abc import Collection
from concurrent.futures import ThreadPoolExecutor
from functools import partial

from queries.errors import DatabaseRefused
from queries.graph import Graph
from queries.library import library

# What finds an act by its id: whoever writes acts or takes them back needs these, and nobody else.
ACT_IDS = (
    "adopted_id",
    "follows_id",
    "liked_id",
    "mentioned_id",
    "quoted_id",
    "replied_to_id",
    "reposted_id",
)
# Of these there are most.
FIRST = ("user_id", "post_id")


def prepare(
    graph: Graph, *, act_ids: Collection[str] = (), at_once: int = 1, awaited: bool = True
) -> None:
    """Make each constraint, index and the topic "*" where it is missing, and wait for them.

    Of `ACT_IDS` only those named in `act_ids`: the importer's acts have ids of their own already.
    A constraint reads all that it is about, on one core: `at_once` are made side by side, the
    longest first.
    Without `awaited` the constraints hold afterwards, and indexes are made in the background.
    """
    schema = {one.name: one.cypher for one in library().queries.values() if one.folder == "schema"}
    constraints = [
        name
        for name, cypher in schema.items()
        if cypher.startswith("CREATE CONSTR") and (name in act_ids or name not in ACT_IDS)
    ]
    constraints.sort(key=lambda name: name not in FIRST)
    indexes = [name for name, cypher in schema.items() if " INDEX " in cypher]
    with ThreadPoolExecutor(at_once) as pool:
        list(pool.map(partial(_constrain, graph), constraints))
        # The database makes indexes in its own time: last, so that no constraint waits for them.
        list(pool.map(graph.run, ["everything", *indexes]))
    if awaited:
        graph.run("indexes_ready")


def acts_lack_ids(graph: Graph) -> bool:
    """Whether there is something in the graph, and not yet all that finds acts by their ids."""
    made = " ".join(row["statement"] for row in graph.run("constraints_made").rows)
    return not all(name in made for name in ACT_IDS) and graph.run("anything").rows[0]["anything"]


def _constrain(graph: Graph, name: str) -> None:
    try:
        graph.run(name)
    except DatabaseRefused:
        # A database that was killed while it made one leaves its index, which stands in the way.
        left = graph.run("indexes_left", name=name).rows
        if not left:
            raise
        graph.state(f"DROP INDEX {name} IF EXISTS")
        graph.run(name)


def schema_of(graph: Graph) -> list[str]:
    """The statements that make the constraints and indexes of `graph` again, in order."""
    made = ("constraints_made", "indexes_made")
    return [row["statement"] for name in made for row in graph.run(name).rows]


def make_schema(graph: Graph, statements: list[str]) -> None:
    """Make the constraints and indexes that `schema_of` another graph told, and wait for them."""
    for statement in statements:
        graph.state(statement)
    graph.run("indexes_ready")
