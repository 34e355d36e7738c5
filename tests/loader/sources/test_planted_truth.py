"""The planted truth can be found by the score as it is defined, without any database."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from functools import cache
from math import log1p

import pytest

from loader.records import Interaction, Kind, Post, User
from loader.sources.planted import SOURCE, planted_truth
from loader.sources.planted.rhythm import LAST

SEEDS = (7, 1, 2)
WEIGHTS = {Kind.REPOST: 1.0, Kind.QUOTE: 1.0, Kind.REPLY: 0.2, Kind.MENTION: 0.2, Kind.LIKE: 0.2}
HALF_LIFE_DAYS = 30.0


class Town:
    """Posts, followers, and the acts that count, of one town."""

    def __init__(self, seed: int) -> None:
        records = list(SOURCE.read((), {"seed": str(seed)}, lambda _: None))
        self.posts = [record for record in records if isinstance(record, Post)]
        self.followers = {one.id: one.followers or 0 for one in records if isinstance(one, User)}
        acts = [record for record in records if isinstance(record, Interaction)]
        self.acts = [act for act in acts if act.kind in WEIGHTS]


def decay(at: datetime | None, half_life_days: float) -> float:
    assert at is not None
    return 2.0 ** (-((LAST - at).total_seconds() / 86_400) / half_life_days)


def reaches(acts: list[Interaction], half_life_days: float) -> dict[str, float]:
    """For each person, the sum over distinct people of their largest decayed act."""
    largest: dict[tuple[str, str], float] = defaultdict(float)
    for act in acts:
        weight = WEIGHTS[act.kind] * decay(act.at, half_life_days)
        largest[act.whom, act.who] = max(largest[act.whom, act.who], weight)
    reach: dict[str, float] = defaultdict(float)
    for (whom, _), weight in largest.items():
        reach[whom] += weight
    return reach


def active_days(of: Town) -> dict[str, float]:
    """For each person, the decayed number of days on which they posted or acted."""
    days = {(post.author, post.at.date()): post.at for post in of.posts if post.at}
    days |= {(act.who, act.at.date()): act.at for act in of.acts if act.at}
    active: dict[str, float] = defaultdict(float)
    for (who, _), at in days.items():
        active[who] += decay(at, HALF_LIFE_DAYS)
    return active


@cache
def rankings(seed: int) -> dict[str, list[str]]:
    """Everybody on whom somebody acted, best first, by topic; '*' is everything."""
    here = Town(seed)
    active = active_days(here)
    return {topic: ranking(here, active, acts) for topic, acts in acts_by_topic(here).items()}


def acts_by_topic(of: Town) -> dict[str, list[Interaction]]:
    acts = defaultdict(list, {"*": of.acts})
    for act in of.acts:
        for topic in act.topics:
            acts[topic].append(act)
    return acts


def ranking(of: Town, active: dict[str, float], acts: list[Interaction]) -> list[str]:
    """Everybody in order of the score of the recipe, with everybody credible."""
    long, short = reaches(acts, HALF_LIFE_DAYS), reaches(acts, HALF_LIFE_DAYS / 8)

    def score(person: str) -> float:
        return (
            0.5 * (log1p(long[person]) + log1p(short[person]))
            + 0.3 * log1p(active[person])
            + 0.1 * log1p(long[person])
            + 0.05 * log1p(of.followers[person])
        )

    return sorted(long, key=score, reverse=True)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_influential_are_the_first_five_of_their_topic(seed: int) -> None:
    truth = planted_truth({"seed": str(seed)})

    precision = {
        topic: len({*rankings(seed)[topic][:5]} & {*planted}) / 5
        for topic, planted in truth.influencers.items()
    }

    assert min(precision.values()) >= 0.8


@pytest.mark.parametrize("seed", SEEDS)
def test_the_merely_popular_are_outside_the_first_twenty(seed: int) -> None:
    truth = planted_truth({"seed": str(seed)})

    found = {
        topic: {*rankings(seed)[topic][:20]} & {*popular}
        for topic, popular in truth.popular.items()
    }

    assert found == {topic: set() for topic in truth.popular}


@pytest.mark.parametrize("seed", SEEDS)
def test_the_ring_is_not_among_the_first_five_anywhere(seed: int) -> None:
    ring = {*planted_truth({"seed": str(seed)}).ring}

    assert not ring & {one for best in rankings(seed).values() for one in best[:5]}
