"""Topics far above count what is said below, however many ways lead there."""

from __future__ import annotations

import pytest

from loader.records import Post, Record, Topic
from queries.graph import Graph
from queries.library import library
from tests.networks import act, load
from tests.queries.test_plans import operators

# Three to the power of nineteen ways from the lowest layer to the highest.
LAYERS, WIDTH = 20, 3


def diamonds() -> list[Record]:
    """Layers of topics, each part of all in the layer above."""
    return [
        Topic(
            f"t{layer}-{place}",
            parents=tuple(f"t{layer + 1}-{above}" for above in range(WIDTH))
            if layer + 1 < LAYERS
            else (),
        )
        for layer in range(LAYERS)
        for place in range(WIDTH)
    ]


def test_a_topic_is_part_of_all_above_it_each_once(graph: Graph) -> None:
    load(graph, diamonds())

    lineage = {row["topic"]: row["lineage"] for row in graph.run("topic_lineage").rows}

    above = {f"t{layer}-{place}" for layer in range(1, LAYERS) for place in range(WIDTH)}
    assert sorted(lineage["t0-0"]) == sorted({"t0-0", *above})
    assert len(lineage) == (LAYERS - 1) * WIDTH


def test_a_list_of_topics_names_what_each_is_part_of(graph: Graph) -> None:
    load(graph, [
        Topic("rye", parents=("bread", "grain")), Topic("bread", name="Breads"), Topic("grain"),
    ])  # fmt: skip

    rye = next(row for row in graph.ask("topics", least=0).rows if row["id"] == "rye")

    assert (rye["parents"], rye["parent_names"]) == (["bread", "grain"], ["Breads", "grain"])


def test_trees_of_two_sources_that_contradict_each_other_have_an_end(graph: Graph) -> None:
    load(graph, [Topic("bread", parents=("food",))])
    load(graph, [Topic("food", parents=("bread",))])

    lineage = {row["topic"]: row["lineage"] for row in graph.run("topic_lineage").rows}

    assert lineage == {"bread": ["bread", "food"], "food": ["bread", "food"]}


def test_evidence_on_a_topic_is_what_was_said_below_it(graph: Graph) -> None:
    post = Post("toy:p", "toy:hub", text="Rye", topics=("t0-0",))
    load(graph, [
        *diamonds(),
        post,
        act("fan", "hub", topics=("t0-0",), post="toy:p"),
        act("fan", "hub", days_ago=1.0, topics=("t19-1", "other"), post="toy:p"),
        act("fan", "hub", days_ago=2.0),
    ])  # fmt: skip

    def told(topic: str) -> tuple[int, int]:
        about = {"topic": topic}
        evidence = graph.ask("evidence", influencer="toy:hub", influenced="toy:fan", **about)
        (posts,) = graph.ask("posts_acted_on", person="toy:hub", **about).rows or [{"acts": 0}]
        return len(evidence.rows), posts["acts"]

    assert {topic: told(topic) for topic in ("t0-0", "t19-0", "t19-1", "t0-1", "none", "*")} == {
        "t0-0": (1, 1), "t19-0": (1, 1), "t19-1": (2, 2), "t0-1": (0, 0), "none": (0, 0),
        "*": (3, 2),
    }  # fmt: skip


@pytest.mark.parametrize("many", [9, 10, 11])
def test_no_plan_goes_all_ways_between_two_topics(graph: Graph, many: int) -> None:
    # So few topics, so much part of each other, that to look from both ends seems cheap.
    graph.driver.execute_query(
        "UNWIND range(1, $many) AS id CREATE (:Topic {id: toString(id)})", many=many
    )
    graph.driver.execute_query("MATCH (one:Topic), (other:Topic) CREATE (one)-[:CHILD_OF]->(other)")
    graph.driver.execute_query("CALL db.clearQueryCaches()")
    asked = [query for query in library().queries.values() if "CHILD_OF*" in query.cypher]

    plans = {
        query.name: graph.driver.execute_query(f"EXPLAIN {query.cypher}", query.defaults)
        for query in asked
    }

    ways = {
        (name, operator)
        for name, told in plans.items()
        for operator, _ in operators(dict(told.summary.plan or {}))
        if operator.startswith("VarLengthExpand")
    }
    assert len(plans) > 10
    assert {name for name, _ in ways} == set(plans)
    assert {operator for _, operator in ways} == {"VarLengthExpand(Pruning,BFS,All)"}
