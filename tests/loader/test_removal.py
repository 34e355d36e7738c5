"""What a source takes back is gone, and what it did not take back is not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import permutations

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
    # On a post and through a post that nobody told of.
    Interaction("toy:far", "toy:cy", "toy:ada", Kind.QUOTE, post="toy:p8", via="toy:p9"),
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
ACTS = {"toy:follow", "toy:like", "toy:reply", "toy:other", "toy:mention", "toy:far"}


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
            {"toy:follow", "toy:like", "toy:reply", "toy:mention", "toy:far"},
        ),
        (Removal("toy:p8", Thing.POST), set(), set(), {"toy:far"}),
        (Removal("toy:p9", Thing.POST), set(), set(), {"toy:far"}),
        (Removal("toy:p8", Thing.POST, author="toy:ada"), set(), set(), {"toy:far"}),
        (Removal("toy:p9", Thing.POST, author="toy:cy"), set(), set(), {"toy:far"}),
        (Removal("toy:p8", Thing.POST, author="toy:unheard-of"), set(), set(), set()),
        (Removal("toy:nobody", Thing.PERSON), set(), set(), set()),
        (Removal("toy:none", Thing.POST), set(), set(), set()),
        (Removal("toy:none", Thing.ACT), set(), set(), set()),
    ],
    ids=lambda one: f"{one.id} by {one.author}" if isinstance(one, Removal) else "",
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


def test_a_post_and_a_person_of_the_same_id_are_both_taken_back(graph: Graph) -> None:
    write(graph, batch_of([*FACTS, Post("toy:ada", author="toy:bo")]))

    write(graph, batch_of([Removal("toy:ada", Thing.POST), Removal("toy:ada", Thing.PERSON)]))

    assert left(graph)[:2] == (PEOPLE - {"toy:ada"}, {"toy:p2"})


DAY = datetime(2026, 5, 1, tzinfo=UTC)
VERSIONS = (
    Post("toy:p1", "toy:ada", DAY, "Rye today", lang="en", topics=("bread", "rye")),
    Post("toy:p1", "toy:ada", DAY, "Rye!", topics=("rye",), edited=DAY + timedelta(hours=1)),
    Post("toy:p1", "toy:ada", DAY, "Rye?", "de", None, ("rye", "oven"), DAY + timedelta(hours=2)),
)


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_the_latest_version_of_a_post_stands_in_whatever_order_they_come(
    graph: Graph, together: bool, order: tuple[int, ...]
) -> None:
    told: list[Record] = [VERSIONS[n] for n in order]

    accepted = [
        write(graph, batch_of(batch)).accepted
        for batch in ([told] if together else [*([one] for one in told), told])
    ]

    (row,) = graph.driver.execute_query(
        "MATCH (p:Post)-[:ABOUT]->(t:Topic) RETURN properties(p) AS post, collect(t.id) AS topics"
    ).records
    post = row["post"]
    assert (post["text"], post["lang"], sorted(row["topics"])) == ("Rye?", "de", ["oven", "rye"])
    assert post["edited_at"].to_native() == VERSIONS[2].edited
    # A version that is older than what is there is a duplicate, and so is all that comes again.
    newer = 1 + sum(order[n] > max(order[:n]) for n in (1, 2))
    assert sum(accepted) == (1 if together else newer)
