"""What a recipe that nobody has scored with would do to the ranks."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from queries.connection import connection_for
from queries.errors import DatabaseUnreachable, NotInGraph, QueryStopped
from queries.graph import Graph
from queries.recipe import Recipe, Topics, presets, recipe_from
from queries.reranking import rerank
from queries.reranking.ranker import Ranker, Reranked, Working
from queries.reranking.rerank import Tables, narrowed, steps
from queries.reranking.wanted import MOVED, Wanted
from queries.scoring.differences import differences, table_of
from queries.scoring.past import Past, past_in
from queries.settings import Settings
from tests.pasts import NOW, past_of

SHIPPED = recipe_from()
TAGS = [("bread",), ("rye",), ("hiv", "bread"), ()]


@pytest.fixture(scope="module")
def past() -> Past:
    """Fourteen people who act on four, on bread, on rye, which is bread, and on what is hidden."""
    pairs = [
        (who, whom) for who in range(4, 14) for whom in range(4) if (who + whom) % 4 or who > 9
    ]
    made = past_of(
        [who for who, _ in pairs],
        [whom for _, whom in pairs],
        [1.0 + 7 * i % 90 for i in range(len(pairs))],
        topics=[TAGS[(3 * i) % 7 % 4] for i in range(len(pairs))],
    )
    lineage = {"rye": ["rye", "bread"]}
    return replace(made, lineage=lineage, called={"hiv": ["hiv"], "rye": ["rye"]})


def wanted(a: Recipe, b: Recipe, **changes: Any) -> Wanted:
    made = Wanted("now", a.text, b.text, (None, None), "*", NOW, 100)
    return replace(made, **changes)


def told(past: Past, asked: Wanted) -> dict[str, Any]:
    (*_, last) = steps(Tables(past), asked)
    return dict(last["done"])


def other(**kinds: float) -> Recipe:
    return replace(SHIPPED, name="mine", kinds={**SHIPPED.kinds, **kinds})


def with_floor(floor: int) -> Recipe:
    return replace(SHIPPED, evidence=replace(SHIPPED.evidence, floor=floor))


@pytest.mark.parametrize("topic", ["*", "bread", "rye", "hiv"])
def test_of_one_topic_the_scores_are_what_they_are_among_all(past: Past, topic: str) -> None:
    whole = table_of(past, SHIPPED, topic=topic, now=NOW)
    alone = table_of(narrowed(past, SHIPPED, topic), SHIPPED, topic=topic, now=NOW)
    assert len(whole) == (0 if topic == "hiv" else 4)
    pd.testing.assert_frame_equal(whole, alone)


@pytest.mark.parametrize("name", ["klout", "kred", "peerindex"])
def test_who_moves_is_told_as_the_command_tells_it(past: Past, name: str) -> None:
    recipe = recipe_from(presets()[name])
    found = differences(past, SHIPPED, recipe, topic="bread", now=NOW)
    rows = told(past, wanted(SHIPPED, recipe, topic="bread"))["rows"]
    moved = [row for row in rows if row["ranks"]]
    assert [(row["id"], row["rank_before"], row["rank_after"], row["why"]) for row in moved] == [
        (one.person, one.rank_a, one.rank_b, one.why) for one in found.moved
    ]
    assert len(found.changed) > 5
    assert all(set(row) == {"id", *MOVED} for row in rows)
    for row in rows:
        gains = sum(row[name] for name in MOVED[6:11])
        assert gains == pytest.approx(row["change"], abs=1e-9)


def test_where_reasons_would_take_too_long_who_moves_is_told_without(
    past: Past, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = wanted(SHIPPED, recipe_from(presets()["kred"]))
    whole = told(past, asked)["rows"]
    monkeypatch.setattr(rerank, "REASON_SECONDS", 0.0)
    rows = told(past, asked)["rows"]
    assert (
        {row["why"] for row in rows}
        == {"several numbers together"}
        != {row["why"] for row in whole}
    )
    assert [row["score_after"] for row in rows] == [row["score_after"] for row in whole]


def test_who_loses_a_score_stands_first_and_who_gets_one_after_them(past: Past) -> None:
    down = told(past, wanted(SHIPPED, with_floor(9)))
    up = told(past, wanted(with_floor(9), SHIPPED))
    gone = [row for row in down["rows"] if "rank_after" not in row]
    assert down["lost"] == len(gone) > 0
    assert down["rows"][: len(gone)] == gone
    assert [row["id"] for row in up["rows"] if "rank_before" not in row] == [
        row["id"] for row in gone
    ]


def test_what_the_run_does_not_rank_is_not_ranked_here_either(past: Past) -> None:
    free = replace(SHIPPED, topics=Topics(()))
    closed = replace(SHIPPED, topics=Topics(("hiv", "rye")))
    assert told(past, wanted(free, other(reply=0.5), topic="bread"))["shared"] == 4
    assert told(past, wanted(free, closed, topic="rye"))["lost"] == 4
    with pytest.raises(NotInGraph, match="nobody is scored on a topic 'hiv'"):
        told(past, wanted(SHIPPED, free, topic="hiv"))


def test_the_reference_of_a_series_makes_the_points(past: Past) -> None:
    asked = wanted(SHIPPED, with_floor(2))
    own = told(past, asked)
    half = told(past, replace(asked, references=(1e3, None)))
    assert own["rows"] == []
    assert [row["ranks"] for row in half["rows"]] == [0] * 4
    assert max(row["score_before"] for row in half["rows"]) < 1
    assert max(row["score_after"] for row in half["rows"]) == pytest.approx(100)


@pytest.fixture(scope="module")
def ranker(town: Graph, town_settings: Settings) -> Iterator[Ranker]:
    made = Ranker(lambda: connection_for(town_settings), seconds=60, memory_mb=4_000)
    yield made
    made.close()


def in_town(town: Graph, b: Recipe, **changes: Any) -> Wanted:
    row = town.ask("run_recipes", limit=1).rows[0]
    now = int(row["as_of"].to_native().timestamp())
    return Wanted("town", row["text"], b.text, (row["reference"], None), "*", now, 50, **changes)


def test_a_process_works_it_out_and_the_scores_before_are_those_shown(
    town: Graph, ranker: Ranker
) -> None:
    asked = in_town(town, other(reply=0.9))
    first = ranker.ask(asked, wait_seconds=60)
    started = time.perf_counter()
    again = ranker.ask(asked, wait_seconds=60)
    kept = time.perf_counter() - started
    assert isinstance(first, Reranked)
    assert again is first
    assert kept < 0.1
    rows = first.told["rows"]
    assert rows == told(past_in(town), asked)["rows"]
    shown = {row["id"]: row for row in town.ask("leaders", topic="*", limit=50).rows}
    same = [row for row in rows if row["id"] in shown and row.get("rank_before")]
    assert len(same) > 20
    for row in same:
        assert row["rank_before"] == shown[row["id"]]["rank"]
        assert row["score_before"] == pytest.approx(shown[row["id"]]["score"], abs=1e-6)


def test_what_nobody_waits_for_gives_way_and_what_was_read_stays(
    town: Graph, ranker: Ranker
) -> None:
    many = recipe_from(presets()["kred"])
    begun = ranker.ask(in_town(town, many), wait_seconds=0.05)
    left = ranker.ask(in_town(town, other(like=0.8)), wait_seconds=0.05, left=lambda: True)
    asked = in_town(town, other(like=0.9))
    answer = ranker.ask(asked, wait_seconds=30)
    assert isinstance(begun, Working)
    assert isinstance(left, Working)
    assert isinstance(answer, Reranked)
    assert isinstance(ranker.ask(in_town(town, many), wait_seconds=30), Reranked)


def test_a_topic_that_is_none_is_said(town: Graph, ranker: Ranker) -> None:
    asked = replace(in_town(town, other(like=0.9)), topic="none")
    with pytest.raises(NotInGraph, match="nobody is scored on a topic 'none'"):
        ranker.ask(asked, wait_seconds=30)


def test_what_takes_too_long_or_too_much_is_ended(town: Graph, town_settings: Settings) -> None:
    for seconds, memory, said in ((0.01, 4_000, "RERANK_SECONDS"), (60, 100, "RERANK_MB")):
        made = Ranker(lambda: connection_for(town_settings), seconds=seconds, memory_mb=memory)
        with pytest.raises(QueryStopped, match=said):
            made.ask(in_town(town, other(like=0.9)), wait_seconds=30)
        made.close()


def test_a_database_that_is_away_is_said(past: Past) -> None:
    def nowhere() -> Any:
        raise DatabaseUnreachable("no database is up")

    made = Ranker(nowhere, seconds=5, memory_mb=4_000)
    with pytest.raises(DatabaseUnreachable, match="no database is up"):
        made.ask(wanted(SHIPPED, other(like=0.9)), wait_seconds=5)
    made.close()
