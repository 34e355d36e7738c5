"""Every .cypher file keeps the rules; those that break them are refused."""

from __future__ import annotations

import pytest

from queries.errors import QueryFileBroken, UnknownQuery
from queries.graph import Graph
from queries.library import Query, library, query_from

QUERIES = sorted(library().queries.values(), key=lambda query: query.name)
READABLE = [query for query in QUERIES if query.folder == "read"]

GOOD = """// Who is there?
//
// Everybody.
//
// for: researchers
// returns: id STRING
:param limit => 25

MATCH (person:User)
RETURN person.id AS id ORDER BY id LIMIT $limit;
"""


def test_a_file_is_a_query() -> None:
    query = query_from(GOOD, "who_is_there", "read")

    assert query.title == "Who is there?"
    assert query.description == "Everybody."
    assert query.audiences == ("researchers",)
    assert [(column.name, column.type) for column in query.returns] == [("id", "STRING")]
    assert query.defaults == {"limit": 25}
    assert query.limited
    assert query.cypher.startswith("MATCH")
    assert query.cypher.endswith("LIMIT $limit")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (("// Who is there?\n", "\n"), "first line must be a comment"),
        (("// Who is there?", "//"), "first comment line is empty"),
        ((":param limit => 25", ":param limit => many"), "cannot read the default"),
        ((":param limit => 25", ":params limit"), "not a parameter line"),
        ((":param limit => 25", ""), "differ: limit"),
        ((":param limit => 25", ":param limit => 25\n:param top => 1"), "differ: top"),
        (("$limit;", "$limit"), "exactly one statement"),
        (("$limit;", "$limit; RETURN 1;"), "exactly one statement"),
        (("// returns: id STRING\n", ""), "no 'returns:'"),
        (("id STRING", "id"), "gives 'id' no type"),
    ],
)
def test_a_file_that_breaks_a_rule_is_refused(change: tuple[str, str], complaint: str) -> None:
    with pytest.raises(QueryFileBroken, match=complaint):
        query_from(GOOD.replace(*change), "who_is_there", "read")


def test_a_semicolon_or_a_dollar_in_a_string_or_comment_is_neither() -> None:
    text = GOOD.replace("RETURN", "WHERE person.id <> 'a;$b' // and; $c\nRETURN")
    assert query_from(text, "who_is_there", "read").defaults == {"limit": 25}


def test_an_unknown_name_is_told_its_neighbours() -> None:
    with pytest.raises(UnknownQuery, match=r"no query 'who_influence'; try: .*who_influences"):
        library().named("who_influence")


@pytest.mark.parametrize("query", READABLE, ids=lambda query: query.name)
def test_a_readable_query_asks_a_question_of_someone(query: Query) -> None:
    assert query.title.endswith("?")
    assert set(query.audiences) <= {"marketers", "researchers", "everybody", "developers"}
    assert query.audiences


@pytest.mark.parametrize("query", READABLE, ids=lambda query: query.name)
def test_a_readable_query_answers_its_declared_columns(graph: Graph, query: Query) -> None:
    result = graph.ask(query.name)
    assert result.columns == tuple(column.name for column in query.returns)


@pytest.mark.parametrize("query", READABLE, ids=lambda query: query.name)
def test_a_readable_query_only_reads(graph: Graph, query: Query) -> None:
    with graph.driver.session() as session:
        summary = session.run(f"EXPLAIN {query.cypher}", query.defaults).consume()
    assert summary.query_type == "r"


@pytest.mark.parametrize(
    "query", [query for query in QUERIES if query.limited], ids=lambda query: query.name
)
def test_a_limited_query_has_a_total_order(query: Query) -> None:
    assert "ORDER BY" in query.cypher
