"""The constraints and indexes are there, whatever was there before."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from loader.records import Kind
from queries.errors import DatabaseRefused
from queries.graph import Graph
from queries.schema import ACT_IDS, acts_lack_ids, make_schema, prepare, schema_of


@pytest.mark.parametrize("at_once", [1, 4])
def test_an_index_that_a_killed_database_left_does_not_stand_in_the_way(
    graph: Graph, at_once: int
) -> None:
    whole = schema_of(graph)
    graph.state("DROP CONSTRAINT liked_id")
    make_schema(graph, ["CREATE INDEX liked_id FOR ()-[act:LIKED]-() ON (act.id)"])

    prepare(graph, act_ids=ACT_IDS, at_once=at_once)

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

    prepare(graph, act_ids=ACT_IDS, awaited=False)

    assert any("liked_id" in row["statement"] for row in graph.run("constraints_made").rows)
    assert graph.ask("find_people", text="ada").rows
    prepare(graph)
    assert schema_of(graph) == whole


def test_what_finds_acts_by_id_is_made_for_who_writes_acts_alone(graph: Graph) -> None:
    whole = schema_of(graph)
    assert {f"{kind.relationship.lower()}_id" for kind in Kind} == set(ACT_IDS)
    graph.state("CREATE (:User {id: 'toy:ada'})-[:LIKED {id: 'toy:1'}]->(:User {id: 'toy:bo'})")
    assert not acts_lack_ids(graph)
    for name in ACT_IDS:
        graph.state(f"DROP CONSTRAINT {name}")

    prepare(graph)

    assert acts_lack_ids(graph)
    assert not [name for name in ACT_IDS if name in " ".join(schema_of(graph))]
    prepare(graph, act_ids=ACT_IDS)
    assert schema_of(graph) == whole
    assert not acts_lack_ids(graph)


def test_two_who_make_constraints_at_once_do_not_undo_each_others(graph: Graph) -> None:
    whole = schema_of(graph)
    graph.state("UNWIND range(1, 100) AS n CREATE (:User {id: 'toy:' + n})")
    for name in ACT_IDS:
        graph.state(f"DROP CONSTRAINT {name}")
        of = name.removesuffix("_id").upper()
        graph.state(
            "MATCH (one:User), (other:User) "
            f"CREATE (one)-[:{of} {{id: one.id + other.id + '{of}'}}]->(other)"
        )

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: prepare(graph, act_ids=ACT_IDS, at_once=2), range(3)))

    assert schema_of(graph) == whole
