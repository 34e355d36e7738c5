"""What pages would wait for is read before anybody asks, once for each run."""

from __future__ import annotations

from itertools import product
from threading import Event
from typing import Any

import pytest

from explorer import boards as boards_module
from explorer.ahead import LENGTHS, SIZES, WITH_BOARD, Ahead
from explorer.boards import Boards, Matching, Remembering
from explorer.views.flags import MOST_ROWS, lenses_of
from explorer.views.leaders import sorts
from explorer.views.search import matching_of, of_people
from queries.errors import DatabaseUnreachable
from queries.graph import Row
from tests.explorer.canned import ADA, ANSWERS, COLUMNS, LEADER
from tests.recording import RecordingGraph

STATE: Row = {"run": "r1", "people": 3, "loads": 1, "topics": 2, "ties": 1}
# As many rows as a lens has, of one person.
MANY_ROWS: list[Row] = [{"id": f"toy:{number}"} for number in range(MOST_ROWS + 1)]


@pytest.fixture
def graph() -> RecordingGraph:
    return RecordingGraph(
        ANSWERS
        | {
            "board_state": [STATE],
            "topic_columns": [COLUMNS],
            "leaders": [LEADER, LEADER | {"id": ADA, "people": 6_000}],
            "topics": [{"id": "ac/dc", "people": 50_000}, {"id": "small", "people": 10}],
            "where_measures_differ": MANY_ROWS,
        }
    )


def test_a_run_is_read_once_and_after_that_nothing_is_asked_for(graph: RecordingGraph) -> None:
    boards = Boards()
    ahead = Ahead(graph, boards)
    assert ahead.read() == ["*", "ac/dc"]
    asked = len(graph.asked)
    assert ahead.read() == []
    boards.board(graph, "ac/dc", "score")
    lenses_of(Remembering(boards, graph), "ac/dc", 10)
    assert set(graph.names()[asked:]) == {"board_state"}


def test_another_run_is_read_anew_and_before_the_first_there_is_nothing(
    graph: RecordingGraph,
) -> None:
    ahead = Ahead(graph, Boards())
    graph.answers["board_state"] = [STATE | {"run": None}]
    assert ahead.read() == []
    for run in ("r1", "r2"):
        graph.answers["board_state"] = [STATE | {"run": run}]
        graph.answers["topic_columns"] = [COLUMNS | {"run": run}]
        assert ahead.read() == ["*", "ac/dc"]
    assert graph.names().count("topic_quality") == 4


def test_receipts_and_orders_are_read_until_something_changes(
    graph: RecordingGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Ahead, "_plans", lambda _: ())
    boards = Boards()
    ahead = Ahead(graph, boards)
    ahead.read()
    topics = ("*", "ac/dc")
    every = [(topic, by) for topic in topics for by in sorts(topic) if by not in WITH_BOARD]

    def changed(by: str, **_: object) -> list[Row]:
        if by == "hidden":
            graph.answers["board_state"] = [STATE | {"loads": 2}]
        return ANSWERS["topic_column"]  # type: ignore[return-value]

    # Both lists of the one receipt that is long, and the orders.
    assert ahead.read_more(pauses=False) == 2 + len(every)
    asked = [(told["topic"], told["by"]) for name, told in graph.asked if name == "topic_column"]
    assert sorted(asked) == sorted(every)
    assert [topic for topic, by in asked if by == "people"] == ["*", "ac/dc"]
    assert asked.index(("ac/dc", "people")) < asked.index(("*", "page_rank"))
    assert ahead.read_more() == 0
    window = {"person": ADA, "topic": "*", "skip": 0, "limit": 50}
    Remembering(boards, graph).ask("receipt", **window)
    assert [told for name, told in graph.asked if name == "receipt"] == [window]

    graph.answers["topic_column"] = changed
    graph.answers["board_state"] = [STATE | {"run": "r2"}]
    assert ahead.read() == ["*", "ac/dc"]
    assert 0 < ahead.read_more(pauses=False) < len(every)


def test_each_magnitude_is_planned_for_with_nobody_in_it(graph: RecordingGraph) -> None:
    ahead = Ahead(graph, Boards())
    ahead.read()
    graph.asked.clear()
    ahead.read_more(pauses=False)
    every = {(len(told["ids"]), len(told["topic"])) for told in asked_of(graph, "arrows_among")}
    assert every == set(product(SIZES, LENGTHS))
    assert [told["numbers"] for told in asked_of(graph, "people_numbered")] == [
        [0] * size for size in SIZES
    ]
    assert [told["topic"] for told in asked_of(graph, "who_influences")] == [
        "~",
        10 * "~",
        100 * "~",
    ]
    assert {"topics", "find_people", "who_bridges"}.isdisjoint(graph.names())


def asked_of(graph: RecordingGraph, query: str) -> list[dict[str, Any]]:
    return [told for name, told in graph.asked if name == query]


def test_whom_a_first_letter_finds_among_many_is_read_and_kept(
    graph: RecordingGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("explorer.ahead.MANY", 2)
    graph.answers["people_matching"] = [{"match": 1.0, "numbers": [11, 99, 12]}]
    boards = Boards()
    ahead = Ahead(graph, boards)
    ahead.read()
    ahead.read_more(pauses=False)
    asked = [told["text"] for name, told in graph.asked if name == "people_matching"]
    assert len(asked) == 36

    # Of the canned people 12 has rank 1 and 11 rank 2; 99 has none.
    found = matching_of(graph, boards, of_people("a"))
    assert found == Matching([(12, 1.0), (11, 1.0), (99, 1.0)], 3)
    assert graph.names().count("people_matching") == 36
    graph.answers["board_state"] = [STATE | {"loads": 2}]
    matching_of(graph, boards, of_people("a"))
    assert graph.names().count("people_matching") == 37


def test_no_more_is_read_than_two_thirds_of_what_is_kept(
    graph: RecordingGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    boards = Boards()
    boards.board(graph, "*", "score")
    monkeypatch.setattr("explorer.ahead.MOST_CELLS", 1.5 * boards.cells - 1)
    monkeypatch.setattr(boards_module, "MOST_CELLS", 2 * boards.cells - 1)
    assert Ahead(graph, boards).read() == []


def test_when_there_is_no_room_for_boards_plans_are_made_all_the_same(
    graph: RecordingGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = Ahead(graph, Boards())
    ahead.read()
    monkeypatch.setattr("explorer.ahead.MOST_CELLS", 0)
    graph.asked.clear()
    ahead.read_more(pauses=False)
    assert len(asked_of(graph, "arrows_among")) == len(SIZES) * len(LENGTHS)
    # Each magnitude of a topic once, and none for an order.
    assert len(asked_of(graph, "topic_column")) == len(LENGTHS)


def test_a_database_that_is_away_is_looked_at_again(
    graph: RecordingGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("explorer.ahead.LOOK_SECONDS", 0.001)
    looked, back = 0, Event()

    def away(**_: object) -> list[Row]:
        nonlocal looked
        looked += 1
        if looked < 3:
            raise DatabaseUnreachable("away")
        back.set()
        return [STATE | {"run": None}]

    graph.answers["board_state"] = away
    ahead = Ahead(graph, Boards())
    ahead.begin()
    try:
        assert back.wait(10)
    finally:
        ahead.end()


def test_every_length_of_a_lens_is_cut_from_what_is_kept(graph: RecordingGraph) -> None:
    kept = Remembering(Boards(), graph)
    told = [lenses_of(kept, "ac/dc", limit)["differ"] for limit in (1, 10, MOST_ROWS)]
    assert [(len(one.rows), one.parameters["limit"]) for one in told] == [
        (1, 1), (10, 10), (MOST_ROWS, MOST_ROWS),
    ]  # fmt: skip
    assert all(one.truncated for one in told)
    assert graph.names().count("where_measures_differ") == 1
