"""An act that a list tells without its record, and the record: one act, in whatever order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import permutations

import pytest

from loader.batches import batch_of
from loader.past import past_of
from loader.records import Interaction, Kind, Record, Removal, Thing
from loader.writer import write
from queries.graph import Graph

AT = datetime(2026, 5, 1, tzinfo=UTC)
POSTS = {Kind.LIKE: "toy:p1", Kind.REPOST: "toy:p1", Kind.FOLLOW: None}


def listed(kind: Kind) -> Interaction:
    id_ = f"toy:{kind}:bo:ada"
    return Interaction(id_, "toy:bo", "toy:ada", kind, post=POSTS[kind], unnamed=id_)


def record(kind: Kind, key: str = "1") -> Interaction:
    unnamed = f"toy:{kind}:bo:ada"
    return Interaction(
        f"toy:{kind}/{key}", "toy:bo", "toy:ada", kind, AT, post=POSTS[kind], unnamed=unnamed
    )


def ids(graph: Graph) -> list[str]:
    ask = "MATCH (:User)-[act]->(:User) RETURN act.id AS id ORDER BY id"
    return [row["id"] for row in graph.driver.execute_query(ask).records]


@pytest.mark.parametrize("kind", POSTS)
@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_a_list_and_the_record_are_one_act(
    graph: Graph, kind: Kind, together: bool, order: Sequence[int]
) -> None:
    told: list[Record] = [listed(kind), record(kind), listed(kind)]
    ordered = [told[place] for place in order]

    batches = [ordered] if together else [[one] for one in ordered]
    accepted = sum(write(graph, batch_of(batch)).accepted for batch in batches)

    # Whoever comes first is written; the record gives the act its id, or had given it.
    assert ids(graph) == [f"toy:{kind}/1"]
    assert accepted == 1
    # Without a database it is one, too.
    past = past_of(ordered)
    assert len(past.acts) + len(past.follows[0]) == 1
    dated = past.follows[2] if kind is Kind.FOLLOW else past.acts.at // 1000
    assert dated.tolist() == [AT.timestamp()]


@pytest.mark.parametrize("kind", POSTS)
def test_what_a_list_told_is_taken_back_by_the_record_that_came_after(
    graph: Graph, kind: Kind
) -> None:
    write(graph, batch_of([listed(kind)]))
    write(graph, batch_of([record(kind)]))

    assert write(graph, batch_of([Removal(f"toy:{kind}/1", Thing.ACT)])).accepted == 1
    assert ids(graph) == []


def test_without_a_database_too_a_list_tells_of_acts_that_have_no_record() -> None:
    other = Interaction("toy:other", "toy:bo", "toy:ada", Kind.LIKE, AT, post="toy:p2")
    past = past_of([listed(Kind.LIKE), other, listed(Kind.FOLLOW), listed(Kind.REPOST)])
    assert (len(past.acts), len(past.follows[0])) == (3, 1)


def test_a_record_completes_what_a_list_told(graph: Graph) -> None:
    write(graph, batch_of([listed(Kind.REPOST)]))
    write(graph, batch_of([replace(record(Kind.REPOST), topics=("tea",))]))

    ask = "MATCH (:User)-[act:REPOSTED]->(:User) RETURN act"
    told = dict(graph.driver.execute_query(ask).records[0]["act"])
    expected = {"id": "toy:repost/1", "topics": ["tea"], "post": "toy:p1", "count": 1}
    assert told == expected | {"credit": 1.0, "at": told["at"]}
    assert told["at"].to_native() == AT


def test_liked_again_after_unliking_is_liked(graph: Graph) -> None:
    first, again = record(Kind.LIKE), record(Kind.LIKE, "2")

    write(graph, batch_of([first, Removal(first.id, Thing.ACT), again]))

    assert ids(graph) == [again.id]


def test_a_list_names_no_act_on_another_post(graph: Graph) -> None:
    other = Interaction("toy:other", "toy:bo", "toy:ada", Kind.LIKE, AT, post="toy:p2")
    write(graph, batch_of([other]))

    write(graph, batch_of([listed(Kind.LIKE)]))

    assert ids(graph) == ["toy:like:bo:ada", "toy:other"]
