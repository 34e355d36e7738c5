"""The one driver: reads cannot write, limits hold, failures are told in our words."""

from __future__ import annotations

import re

import pytest

from queries.connection import Connection
from queries.errors import (
    DatabaseBroken,
    DatabaseRefused,
    DatabaseUnreachable,
    QueryTooSlow,
    UnknownQuery,
)
from queries.graph import Graph
from queries.library import query_from


def asking(cypher: str, parameters: str = "") -> object:
    return query_from(f"// Asked?\n// returns: x ANY\n{parameters}\n{cypher};\n", "asked", "read")


def test_one_row_more_tells_all_from_the_first_few(graph: Graph) -> None:
    query = asking("UNWIND range(1, 10) AS x RETURN x ORDER BY x LIMIT $limit", ":param limit => 5")

    some, all_ = graph.answer(query, {}), graph.answer(query, {"limit": 10})

    assert ([row["x"] for row in some.rows], some.truncated) == ([1, 2, 3, 4, 5], True)
    assert (len(all_.rows), all_.truncated) == (10, False)
    assert some.parameters == {"limit": 5}


def test_a_query_without_a_limit_stops_at_the_settings_rows(graph: Graph) -> None:
    few = Graph(graph.driver, graph.database, rows=3)
    result = few.answer(asking("UNWIND range(1, 10) AS x RETURN x"), {})
    assert (len(result.rows), result.truncated) == (3, True)


def test_asking_cannot_write(graph: Graph) -> None:
    with pytest.raises(DatabaseRefused, match=re.compile("read", re.IGNORECASE)):
        graph.answer(asking("CREATE (x:User) RETURN x"), {})
    with pytest.raises(UnknownQuery, match="'unfold_attention' writes"):
        graph.ask("unfold_attention")


def test_one_question_that_it_cannot_begin_does_not_make_a_database_broken(graph: Graph) -> None:
    """The code is that of a full disk, too, after which nothing is begun any more."""
    batches = asking("UNWIND [1] AS x CALL (x) { RETURN 1 AS one } IN TRANSACTIONS RETURN one")
    with pytest.raises(DatabaseRefused) as refused:
        graph.answer(batches, {})
    assert not isinstance(refused.value, DatabaseBroken)


def test_a_slow_query_is_cut_off(graph: Graph) -> None:
    hurried = Graph(graph.driver, graph.database, query_seconds=0.2)
    slow = asking("UNWIND range(1, 100000000) AS i WITH count(i % 7) AS x RETURN x")
    with pytest.raises(QueryTooSlow, match="INFLUENCE_QUERY_SECONDS"):
        hurried.answer(slow, {})


def test_several_queries_take_effect_together_or_not_at_all(graph: Graph) -> None:
    with pytest.raises(DatabaseRefused):
        graph.run_together(
            [
                ("people_met", {"rows": [{"id": "toy:a", "network": "toy", "handle": "a"}]}),
                ("load_begin", {"id": "1", "properties": {"nested": {"is": "no property"}}}),
            ]
        )
    rows, _, _ = graph.driver.execute_query("MATCH (person:User) RETURN person")
    assert rows == []


def test_values_become_what_json_has(graph: Graph) -> None:
    query = asking(
        "CREATE (one {a: 1}) RETURN {node: one, at: datetime('2026-01-02T03:04:05Z'), "
        "d: duration('P1D'), list: [date('2026-01-02')], none: null} AS x"
    )
    with graph.driver.session() as session, session.begin_transaction() as transaction:
        x = transaction.run(query.cypher).single()["x"]
        from queries.graph_values import plain

        assert plain(x) == {
            "node": {"a": 1},
            "at": "2026-01-02T03:04:05.000000000+00:00",
            "d": "P1D",
            "list": ["2026-01-02"],
            "none": None,
        }


def test_nobody_at_the_address_is_said_with_what_to_do() -> None:
    nowhere = Connection("bolt://127.0.0.1:9", "neo4j", "wrong")
    with Graph.open(nowhere) as graph, pytest.raises(DatabaseUnreachable, match="influence up"):
        graph.verify()


def test_a_wrong_password_is_told_apart_and_never_shown(graph: Graph) -> None:
    address = graph.driver.get_server_info().address
    wrong = Connection(f"bolt://127.0.0.1:{address[1]}", "neo4j", "tell-nobody")
    with Graph.open(wrong) as stranger, pytest.raises(DatabaseUnreachable) as refusal:
        stranger.verify()
    assert "refused the log-in" in str(refusal.value)
    assert "tell-nobody" not in str(refusal.value) + repr(wrong)


def test_an_address_that_is_none_is_refused() -> None:
    with pytest.raises(DatabaseUnreachable, match="not an address: 'somewhere'"):
        Graph.open(Connection("somewhere", "neo4j", ""))
