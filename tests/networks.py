"""Small networks with known answers, and one drawn at random from a fixed seed."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from loader.batches import batches
from loader.records import Interaction, Kind, Post, Record, Topic, User
from loader.writer import write
from queries.graph import Graph

END = datetime(2026, 6, 30, 12, tzinfo=UTC)


def act(
    who: str,
    whom: str,
    kind: Kind = Kind.REPOST,
    *,
    days_ago: float = 0.0,
    topics: tuple[str, ...] = (),
    **more: object,
) -> Interaction:
    """One act in the network "toy", `days_ago` before END."""
    at = END - timedelta(days=days_ago)
    id_ = f"toy:{kind}:{who}:{whom}:{days_ago}:{'|'.join(topics)}"
    values = {"at": at, "topics": topics} | more
    return Interaction(id=id_, who=f"toy:{who}", whom=f"toy:{whom}", kind=kind, **values)  # type: ignore[arg-type]


def person(handle: str, **more: object) -> User:
    """Someone in the network "toy"."""
    return User(id=f"toy:{handle}", handle=handle, **more)  # type: ignore[arg-type]


def star(leaves: int = 6) -> list[Record]:
    """Everybody reposts the hub, on "stars"."""
    return [act(f"leaf{i}", "hub", topics=("stars",)) for i in range(leaves)]


def two_cliques(size: int = 5) -> list[Record]:
    """Two groups in which everybody reposts everybody, joined by a single act."""
    inside = [
        act(f"{group}{i}", f"{group}{j}", topics=(group,))
        for group in ("left", "right")
        for i in range(size)
        for j in range(size)
        if i != j
    ]
    return [*inside, act("left0", "right0", Kind.MENTION)]


def anyone(people: int = 40, acts: int = 400, seed: int = 11) -> list[Record]:
    """Acts of every kind at random over half a year, some on topics that are part of others."""
    dice = random.Random(seed)
    names = [f"p{i:02}" for i in range(people)]
    kinds = [kind for kind in Kind if kind is not Kind.ADOPT]
    topics: list[Record] = [
        Topic("bread", parents=("food",)),
        Topic("coffee", parents=("food",)),
        Topic("food"),
        Topic("ac/dc", name="AC/DC"),
    ]
    users: list[Record] = [
        person(
            name,
            followers=dice.choice([None, 3, 50, 2_000]),
            created_at=END - timedelta(days=dice.choice([20, 200, 900])),
        )
        for name in names
    ]
    drawn: list[Record] = []
    for i in range(acts):
        # Squared, so that a few people receive most.
        whom = names[int(dice.random() ** 2 * people)]
        chosen = tuple(dice.sample(["bread", "coffee", "food", "ac/dc"], dice.choice([0, 1, 1, 2])))
        kind = dice.choice(kinds)
        days = round(dice.expovariate(1 / 30), 3) if i else 0.0
        drawn.append(act(dice.choice(names), whom, kind, days_ago=days, topics=chosen))
    return [*topics, *users, *drawn]


def talkative(people: int = 25, posts: int = 120, acts: int = 350, seed: int = 5) -> list[Record]:
    """Posts with names, links and tags in them, some passed on often, and acts upon these."""
    dice = random.Random(seed)
    names = [f"p{i:02}" for i in range(people)]
    topics: list[Record] = [
        Topic("bread", parents=("food",)), Topic("coffee", parents=("food",)),
        Topic("food"), Topic("ac/dc", name="AC/DC"),
    ]  # fmt: skip
    users = [person(name, followers=dice.choice([None, 9, 400])) for name in names]
    written = [
        Post(
            id=f"toy:post{i}",
            author=f"toy:{names[int(dice.random() ** 2 * people)]}",
            at=END - timedelta(days=round(dice.expovariate(1 / 40), 3), minutes=1),
            text=dice.choice(["plain", "see https://example.org", "hello @you", "a #tag", ""]),
            topics=tuple(dice.sample(["bread", "coffee", "food", "ac/dc"], dice.choice([0, 1, 2]))),
        )
        for i in range(posts)
    ]
    drawn: list[Record] = []
    kinds = [Kind.REPOST] * 4 + [Kind.QUOTE, Kind.REPLY, Kind.MENTION, Kind.LIKE, Kind.FOLLOW]
    for i in range(acts):
        # Squared, so that a few posts are passed on often.
        post = written[int(dice.random() ** 2 * posts)]
        kind = dice.choice(kinds) if i else Kind.REPOST
        days = round(dice.expovariate(1 / 25), 3) if i else 0.0
        more = {} if kind is Kind.FOLLOW else {"post": post.id, "count": dice.choice([1, 1, 2])}
        who = dice.choice([name for name in names if i or f"toy:{name}" != post.author])
        topics_of = () if kind is Kind.FOLLOW else post.topics
        drawn.append(act(who, post.author[4:], kind, days_ago=days, topics=topics_of, **more))
    return [*topics, *users, *written, *drawn]


def load(graph: Graph, records: Iterable[Record]) -> None:
    """Write `records` as the loader does."""
    for batch in batches(records, size=1_000):
        write(graph, batch)
