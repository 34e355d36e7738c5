"""What a source takes back is gone, and what it did not take back is not."""

from __future__ import annotations

import pytest

from loader.batches import batch_of
from loader.records import Interaction, Kind, Post, Record, Removal, Thing, User
from loader.writer import write
from queries.graph import Graph

FACTS: list[Record] = [
    User("toy:ada", name="Ada"),
    Post("toy:p1", author="toy:ada", text="Rye today", topics=("bread",)),
    Post("toy:p2", author="toy:bo", text="Looks good"),
    Interaction("toy:follow", "toy:bo", "toy:ada", Kind.FOLLOW),
    Interaction("toy:like", "toy:cy", "toy:ada", Kind.LIKE, post="toy:p1"),
    Interaction("toy:reply", "toy:bo", "toy:ada", Kind.REPLY, post="toy:p1", via="toy:p2"),
    Interaction("toy:other", "toy:cy", "toy:bo", Kind.LIKE, post="toy:p2"),
    Interaction("toy:mention", "toy:ada", "toy:cy", Kind.MENTION),
]


def left(graph: Graph) -> tuple[set[str], set[str], set[str]]:
    """The people, posts and acts in the graph."""
    ask = graph.driver.execute_query
    return (
        {row["id"] for row in ask("MATCH (n:User) RETURN n.id AS id").records},
        {row["id"] for row in ask("MATCH (n:Post) RETURN n.id AS id").records},
        {row["id"] for row in ask("MATCH (:User)-[a]->(:User) RETURN a.id AS id").records},
    )


PEOPLE = {"toy:ada", "toy:bo", "toy:cy"}
ACTS = {"toy:follow", "toy:like", "toy:reply", "toy:other", "toy:mention"}


@pytest.mark.parametrize(
    ("removal", "people", "posts", "acts"),
    [
        (Removal("toy:like", Thing.ACT), set(), set(), {"toy:like"}),
        (Removal("toy:follow", Thing.ACT), set(), set(), {"toy:follow"}),
        (Removal("toy:p1", Thing.POST), set(), {"toy:p1"}, {"toy:like", "toy:reply"}),
        (Removal("toy:p2", Thing.POST), set(), {"toy:p2"}, {"toy:reply", "toy:other"}),
        (
            Removal("toy:ada", Thing.PERSON),
            {"toy:ada"},
            {"toy:p1"},
            {"toy:follow", "toy:like", "toy:reply", "toy:mention"},
        ),
        (Removal("toy:nobody", Thing.PERSON), set(), set(), set()),
        (Removal("toy:none", Thing.POST), set(), set(), set()),
        (Removal("toy:none", Thing.ACT), set(), set(), set()),
    ],
    ids=lambda one: one.id if isinstance(one, Removal) else "",
)
@pytest.mark.parametrize("together", [True, False])
def test_what_is_taken_back_is_gone_with_all_that_hung_on_it(
    graph: Graph,
    removal: Removal,
    people: set[str],
    posts: set[str],
    acts: set[str],
    together: bool,
) -> None:
    if together:
        counts = write(graph, batch_of([*FACTS, removal]))
        accepted = counts.accepted - len(FACTS)
    else:
        write(graph, batch_of(FACTS))
        counts = write(graph, batch_of([removal]))
        accepted = counts.accepted

    assert left(graph) == (PEOPLE - people, {"toy:p1", "toy:p2"} - posts, ACTS - acts)
    assert accepted == bool(people or posts or acts)
    assert counts.read == counts.accepted + counts.duplicate


def test_taking_back_twice_is_a_duplicate(graph: Graph) -> None:
    write(graph, batch_of(FACTS))
    write(graph, batch_of([Removal("toy:like", Thing.ACT)]))

    counts = write(graph, batch_of([Removal("toy:like", Thing.ACT)]))

    assert (counts.accepted, counts.duplicate) == (0, 1)


@pytest.mark.parametrize("together", [True, False])
def test_an_edited_post_takes_the_place_of_what_was_known(graph: Graph, together: bool) -> None:
    first = Post("toy:p1", author="toy:ada", text="Rye today", lang="en", topics=("bread", "rye"))
    edited = Post("toy:p1", author="toy:ada", text="Rye!", topics=("rye", "oven"), edited=True)
    batches = [[first, edited]] if together else [[first], [edited], [first], [edited]]

    accepted = [write(graph, batch_of(batch)).accepted for batch in batches]

    (row,) = graph.driver.execute_query(
        "MATCH (p:Post)-[:ABOUT]->(t:Topic) RETURN p.text AS text, collect(t.id) AS topics"
    ).records
    assert row["text"] == "Rye!"
    assert sorted(row["topics"]) == ["oven", "rye"]
    assert accepted == ([1] if together else [1, 1, 0, 0])
