"""+K: who says that whom influences them, and what becomes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from loader.forget import forget
from loader.records import Topic
from queries.endorsements import endorse, take_back
from queries.errors import NotInGraph, ParameterRefused
from queries.graph import Graph
from queries.recipe import recipe_from
from queries.scoring.run import score_everything
from tests.networks import END, act, load
from tests.queries.test_scores import scored_on


def endorsed(graph: Graph, by: str, person: str, topic: str) -> None:
    endorse(graph, by=by, person=f"toy:{person}", topic=topic, at=END)


def bakers(graph: Graph) -> None:
    """Ada and Bo are acted on, on bread, which is part of food."""
    load(graph, [Topic("bread", parents=("food",)), Topic("food"), Topic("hiv")])
    load(graph, [act("cy", whom, topics=("bread",)) for whom in ("ada", "bo")])


def test_endorsements_count_people_on_a_topic_and_on_what_it_is_part_of(
    graph: Graph, tmp_path: Path
) -> None:
    bakers(graph)
    given = [("x", "ada", "bread"), ("x", "ada", "food"), ("y", "ada", "food"), ("x", "bo", "hiv")]
    for one in [*given, given[0]]:
        endorsed(graph, *one)

    run = score_everything(graph, recipe_from())

    counted = {
        topic: {one[4:]: row["plus_k"] for one, row in scored_on(graph, run, topic).items()}
        for topic in ("bread", "food", "*")
    }
    assert counted == {
        "bread": {"ada": 1, "bo": 0},
        "food": {"ada": 2, "bo": 0},
        "*": {"ada": 2, "bo": 1, "cy": 0},
    }
    # Nobody is ranked on a sensitive topic, by endorsements neither.
    assert scored_on(graph, run, "hiv") == {}
    told = graph.ask("endorsed_on", person="toy:ada").rows
    assert [(row["topic"], row["people"]) for row in told] == [("food", 2), ("bread", 1)]
    assert graph.ask("endorsed_on", person="toy:bo").rows == []
    graph.run("forget_people", people=["toy:ada"])
    assert graph.ask("endorsed_on", person="toy:ada").rows == []
    assert forget(graph, tmp_path, "toy:bo").told()["posts"] == 0
    assert graph.run("endorsements").rows == []


def test_an_endorsement_can_be_taken_back(graph: Graph) -> None:
    bakers(graph)
    for topic in ("bread", "food"):
        endorsed(graph, "x", "ada", topic)
    endorsed(graph, "y", "ada", "food")

    assert take_back(graph, by="x", person="toy:ada", topic="bread")
    assert not take_back(graph, by="x", person="toy:ada", topic="bread")
    assert [(row["topic"], row["by"]) for row in graph.run("endorsements").rows] == [
        ("food", "x"),
        ("food", "y"),
    ]

    graph.run("endorsements_of_drop", by="x")
    assert [row["by"] for row in graph.run("endorsements").rows] == ["y"]


def test_without_any_there_is_no_number_and_whom_nobody_knows_is_not_endorsed(
    graph: Graph,
) -> None:
    bakers(graph)
    with pytest.raises(NotInGraph):
        endorsed(graph, "x", "nobody", "bread")
    with pytest.raises(NotInGraph):
        endorsed(graph, "x", "ada", "nothing")

    run = score_everything(graph, recipe_from())

    with pytest.raises(ParameterRefused, match="sensitive"):
        endorsed(graph, "x", "ada", "hiv")
    assert all("plus_k" not in row for row in scored_on(graph, run).values())
    assert graph.ask("leaders_by", topic="*", by="plus_k").rows == []
