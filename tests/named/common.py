"""What several of the oracles of named measures need."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable

from loader.records import Interaction, Kind, Post
from tests.oracles import (
    DAY,
    Loaded,
    Values,
)

CARRY = (Kind.REPOST, Kind.QUOTE, Kind.ADOPT)
TALK = (Kind.REPLY, Kind.MENTION)
NOTHING = math.nan
Oracle = Callable[[Loaded, str], Values]


def second(known: Loaded, one: Interaction | Post) -> int:
    assert one.at is not None
    return math.floor(one.at.timestamp())


def within(known: Loaded, acts: Iterable[Interaction], days: float) -> list[Interaction]:
    return [act for act in acts if second(known, act) >= int(known.now) - days * DAY]


def posts_on(known: Loaded, topic: str, days: float = math.inf) -> list[Post]:
    """Those about the topic or what is part of it."""

    def about(post: Post) -> bool:
        own = set(post.topics)
        up = {p for t in own for p in known.parents.get(t, ())}
        return topic == "*" or topic in own | up

    return [
        post
        for post in known.posts
        if about(post) and int(known.now) - second(known, post) <= days * DAY
    ]


def lines(known: Loaded, topic: str) -> set[str]:
    """Who has a line: everybody over everything, and whoever was acted on on a topic."""
    return set(known.people) if topic == "*" else {act.whom for act in known.on(topic)}


def best(values: Values) -> float:
    return max(values.values(), default=0.0)


def distinct(acts: Iterable[Interaction], kinds: tuple[Kind, ...], end: str) -> dict[str, int]:
    other = "whom" if end == "who" else "who"
    pairs = {(getattr(a, end), getattr(a, other)) for a in acts if a.kind in kinds}
    return Counter(one for one, _ in pairs)


def done(acts: Iterable[Interaction], kinds: tuple[Kind, ...], end: str) -> dict[str, int]:
    total: Counter[str] = Counter()
    for act in acts:
        if act.kind in kinds:
            total[getattr(act, end)] += act.count
    return total


def followers(known: Loaded, _: str = "*") -> Values:
    loaded = Counter(whom for _, whom in {(f.who, f.whom) for f in known.follows})
    return {
        one: float(max(loaded[one], (known.users[one].followers or 0) if one in known.users else 0))
        for one in known.people
    }
