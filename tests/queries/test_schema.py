"""The constraints and indexes are there, whatever was there before."""

from __future__ import annotations

import pytest

from queries.errors import DatabaseRefused
from queries.graph import Graph
from queries.schema import make_schema, prepare, schema_of


@pytest.mark.parametrize("at_once", [1, 4])
def test_an_index_that_a_killed_database_left_does_not_stand_in_the_way(
    graph: Graph, at_once: int
) -> None:
    whole = schema_of(graph)
    graph.state("DROP CONSTRAINT liked_id")
    make_schema(graph, ["CREATE INDEX liked_id FOR ()-[act:LIKED]-() ON (act.id)"])

    prepare(graph, at_once=at_once)

    assert schema_of(graph) == whole


def test_a_graph_that_breaks_a_constraint_is_refused(graph: Graph) -> None:
    whole = schema_of(graph)
    graph.state("DROP CONSTRAINT user_id")
    graph.state("UNWIND [1, 2] AS one CREATE (:User {id: 'twice'})")
    with pytest.raises(DatabaseRefused):
        prepare(graph)
    graph.state("MATCH (n:User {id: 'twice'}) DELETE n")
    prepare(graph)
    assert schema_of(graph) == whole


def test_constraints_hold_before_indexes_are_made_and_a_search_waits_for_its_own(
    graph: Graph,
) -> None:
    whole = schema_of(graph)
    graph.state("UNWIND range(1, 40000) AS n CREATE (:User {id: 'toy:' + n, name: 'Ada ' + n})")
    graph.state("DROP INDEX people_text")
    graph.state("DROP CONSTRAINT liked_id")

    prepare(graph, awaited=False)

    assert any("liked_id" in row["statement"] for row in graph.run("constraints_made").rows)
    assert graph.ask("find_people", text="ada").rows
    prepare(graph)
    assert schema_of(graph) == whole
