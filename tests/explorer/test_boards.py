"""What is kept of leaderboards in memory, and when it is asked for again."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event
from typing import Any

import numpy as np
import pytest

from explorer.boards import Boards
from queries.errors import QueryTooSlow
from queries.graph import Row
from tests.explorer.canned import ADA, ANSWERS, BO, COLUMNS
from tests.recording import RecordingGraph

STATE: Row = {"people": 3, "loads": 1, "topics": 2, "ties": 1}


@pytest.fixture
def graph() -> RecordingGraph:
    return RecordingGraph(ANSWERS | {"board_state": state, "topic_columns": columns})


def state(run: str = "") -> list[Row]:
    return [STATE | {"run": run or "r1"}]


def columns(run: str, **_: Any) -> list[Row]:
    return [COLUMNS | {"run": run}]


def test_another_order_asks_for_one_column_and_each_once(graph: RecordingGraph) -> None:
    boards = Boards()
    for by in ("people", "score", "page_rank", "people", "page_rank"):
        board = boards.board(graph, "*", by)
        assert board.ids[board.order(by, {})].tolist() == [ADA, BO]
    assert graph.names().count("topic_columns") == 1
    assert [values["by"] for name, values in graph.asked if name == "topic_column"] == [
        "people",
        "page_rank",
    ]


def test_a_column_is_told_by_number_and_who_is_not_in_it_has_nothing(graph: RecordingGraph) -> None:
    graph.answers["topic_column"] = [{"numbers": [99, 11], "values": [7.0, 0.25]}]
    values = Boards().board(graph, "*", "hidden").values["hidden"]
    assert np.isnan(values[0])
    assert values[1] == 0.25


def test_a_topic_has_languages_and_communities_from_everything(graph: RecordingGraph) -> None:
    def on(topic: str, **_: Any) -> list[Row]:
        if topic == "*":
            return [COLUMNS]
        return [{"run": "r1", "ids": [BO, "toy:new"], "numbers": [11, 10], "ranks": [1, 2]}]

    graph.answers["topic_columns"] = on
    board = Boards().board(graph, "ac/dc", "score")
    assert board.communities.tolist() == [1, -1]
    assert board.languages.tolist() == ["", ""]


def test_a_run_of_the_past_does_not_drive_out_the_newest(graph: RecordingGraph) -> None:
    boards = Boards()
    for run in ("", "r2", "", "r2"):
        boards.board(graph, "*", "people", run)
        boards.told(graph, "topic_family", run, topic="ac/dc", run=run)
    assert graph.names().count("topic_columns") == 2
    assert graph.names().count("topic_family") == 2


@pytest.mark.parametrize("changed", ["people", "loads", "topics", "ties"])
def test_all_is_asked_for_again_when_anything_came_or_went(
    graph: RecordingGraph, changed: str
) -> None:
    boards = Boards()
    boards.board(graph, "*", "people")
    boards.told(graph, "topics", limit=5)
    graph.answers["board_state"] = [STATE | {"run": "r1", changed: 9}]
    boards.board(graph, "*", "people")
    boards.told(graph, "topics", limit=5)
    assert [graph.names().count(name) for name in ("topic_columns", "topics")] == [2, 2]
    assert (len(boards.kept), len(boards.answers)) == (1, 1)


def test_of_answers_with_many_rows_fewer_are_kept(
    graph: RecordingGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("explorer.boards.MOST_ROWS", 5)
    graph.answers["topic_family"] = [{"id": "food"}, {"id": "bread"}]
    boards = Boards()
    for topic in ("food", "bread", "food", "tea", "food", "bread"):
        boards.told(graph, "topic_family", topic=topic)
    asked = [values["topic"] for name, values in graph.asked if name == "topic_family"]
    # Two of them fit, and who was not asked for longest goes.
    assert asked == ["food", "bread", "tea", "bread"]


def test_who_acts_on_somebody_is_asked_for_once(graph: RecordingGraph) -> None:
    boards = Boards()
    first = boards.audiences(graph, [ADA], "*")
    both = boards.audiences(graph, [ADA, BO, "toy:none"], "*")
    again = boards.audiences(graph, ["toy:none", BO], "*")
    other = boards.audiences(graph, [ADA], "ac/dc")
    asked = [
        (values["ids"], values["topic"]) for name, values in graph.asked if name == "audiences"
    ]
    assert asked == [([ADA], "*"), ([BO, "toy:none"], "*"), ([ADA], "ac/dc")]
    assert first[ADA] is both[ADA]
    assert both[BO] is again[BO]
    assert list(other) == [ADA]


def test_what_many_ask_for_at_once_is_asked_of_the_graph_once(graph: RecordingGraph) -> None:
    boards, together, go = Boards(), Barrier(4), Event()

    def slow(**_: Any) -> list[Row]:
        assert go.wait(10)
        return [COLUMNS]

    def one() -> object:
        together.wait(10)
        return boards.board(graph, "*", "people")

    graph.answers["topic_columns"] = slow
    with ThreadPoolExecutor(4) as crowd:
        answers = [crowd.submit(one) for _ in range(4)]
        go.set()
        told = {id(answer.result(10)) for answer in answers}
    assert len(told) == 1
    assert graph.names().count("topic_columns") == graph.names().count("topic_column") == 1


def test_what_failed_is_asked_for_anew(graph: RecordingGraph) -> None:
    boards = Boards()
    graph.answers["topic_columns"] = QueryTooSlow("slow")
    with pytest.raises(QueryTooSlow):
        boards.board(graph, "ac/dc", "people")
    graph.answers["topic_columns"] = columns
    assert len(boards.board(graph, "ac/dc", "people")) == 2
    assert boards.coming == {}


def test_a_board_whose_run_was_dropped_meanwhile_is_not_kept(graph: RecordingGraph) -> None:
    boards = Boards()
    graph.answers["topic_columns"] = []
    assert len(boards.board(graph, "*", "people")) == 0
    assert boards.kept == {}
