"""The measures after TweetLevel a second time: by loops."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from statistics import median

from loader.records import Interaction
from tests.named.common import (
    CARRY,
    NOTHING,
    TALK,
    distinct,
    done,
    followers,
    lines,
    posts_on,
    second,
    within,
)
from tests.oracles import (
    Loaded,
    Values,
)


def bucket(count: float) -> int:
    """The first of thirty ranges, each 10^(1/5) times as wide, that a count does not pass."""
    n = 0
    while n < 30 and 10 ** (n / 5) < (1 + count) * (1 - 1e-12):
        n += 1
    return n


def _month(known: Loaded, topic: str = "*") -> list[Interaction]:
    return within(known, known.on(topic), 30)


def tweetlevel_popularity(known: Loaded, _: str) -> Values:
    return {one: 100 / 30 * bucket(count) for one, count in followers(known).items()}


def tweetlevel_trust(known: Loaded, topic: str) -> Values:
    times, people = (
        done(_month(known, topic), CARRY, "whom"),
        distinct(_month(known, topic), CARRY, "whom"),
    )
    return {
        one: 100 / 60 * (bucket(times.get(one, 0)) + bucket(people.get(one, 0)))
        for one in lines(known, topic)
    }


def tweetlevel_engagement(known: Loaded, topic: str) -> Values:
    said, people = (
        done(_month(known, topic), TALK, "who"),
        distinct(_month(known, topic), TALK, "whom"),
    )
    return {
        one: 100 / 60 * (bucket(said.get(one, 0)) + bucket(people.get(one, 0)))
        for one in lines(known, topic)
    }


def tweetlevel_influence(known: Loaded, topic: str) -> Values:
    month, follow = _month(known, topic), followers(known)
    times, people = done(month, CARRY, "whom"), distinct(month, CARRY, "whom")
    named, passed = done(month, TALK, "whom"), done(month, CARRY, "who")
    wrote = Counter(post.author for post in posts_on(known, topic, 30))
    return {
        one: 100
        / 30
        * (
            0.2 * bucket(follow[one])
            + 0.3 * bucket(times.get(one, 0))
            + 0.2 * bucket(named.get(one, 0))
            + 0.1 * bucket(wrote[one] + passed.get(one, 0))
            + 0.2 * bucket(people.get(one, 0))
        )
        for one in lines(known, topic)
    }


def role_inputs(known: Loaded, topic: str) -> dict[str, tuple[int, int, int, float]]:
    """Starts, passed, said, and how early; the last NaN for who passed nothing on."""
    month = _month(known, topic)
    every = [act for act in _month(known) if act.kind in CARRY and act.post]
    starts: dict[str, set[str]] = defaultdict(set)
    early: dict[str, list[float]] = defaultdict(list)
    for act in (act for act in month if act.kind in CARRY and act.post):
        starts[act.whom].add(act.post or "")
        others = [o for o in every if o.post == act.post and o is not act]
        later = sum(second(known, o) > second(known, act) for o in others)
        early[act.who].append(later / len(others) if others else 0.0)
    passed, said = done(month, CARRY, "who"), done(month, TALK, "who")
    return {
        one: (
            len(starts[one]),
            passed.get(one, 0),
            said.get(one, 0),
            sum(early[one]) / len(early[one]) if early[one] else NOTHING,
        )
        for one in lines(known, topic)
    }


def tweetlevel_role(known: Loaded, topic: str) -> Values:
    inputs = role_inputs(known, topic)
    leads = [lead for *_, lead in inputs.values() if not math.isnan(lead)]
    middle = median(leads) if leads else math.inf

    def role(starts: int, passed: int, said: int, lead: float) -> int:
        if not starts + passed + said:
            return 4
        if starts and starts >= passed:
            return 0
        if passed and passed >= said:
            return 1 if lead > middle else 2
        return 3

    return {one: float(role(*values)) for one, values in inputs.items()}
