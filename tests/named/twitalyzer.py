"""The measures after Twitalyzer a second time: by loops."""

from __future__ import annotations

import math
from collections import Counter
from statistics import median

from loader.records import Interaction
from tests.named.common import (
    CARRY,
    TALK,
    best,
    distinct,
    done,
    followers,
    lines,
    posts_on,
    within,
)
from tests.oracles import (
    Loaded,
    Values,
)


def _week(known: Loaded, topic: str) -> list[Interaction]:
    return within(known, known.on(topic), 7)


def twitalyzer_velocity(known: Loaded, topic: str) -> Values:
    passed = done(_week(known, topic), CARRY, "who")
    wrote = Counter(post.author for post in posts_on(known, topic, 7))
    return {one: float(passed[one] + wrote[one]) for one in lines(known, topic)}


def twitalyzer_impact(known: Loaded, topic: str) -> Values:
    week, here = _week(known, topic), lines(known, topic)
    counts: list[Values] = [
        followers(known),
        dict(distinct(week, TALK, "whom")),
        dict(distinct(week, CARRY, "whom")),
        dict(distinct(week, CARRY, "who")),
        twitalyzer_velocity(known, topic),
    ]
    counted = [{one: count.get(one, 0.0) for one in here} for count in counts]
    return {
        one: sum(
            20 * math.log1p(count[one]) / math.log1p(best(count))
            for count in counted
            if best(count)
        )
        for one in here
    }


def twitalyzer_engagement(known: Loaded, topic: str) -> Values:
    week = _week(known, topic)
    whom, who = distinct(week, TALK, "who"), distinct(week, TALK, "whom")
    return {one: whom.get(one, 0) / who[one] for one in lines(known, topic) if who.get(one)}


def twitalyzer_influence(known: Loaded, topic: str) -> Values:
    week = _week(known, topic)
    active = {act.who for act in week} | {post.author for post in posts_on(known, topic, 7)}
    people = distinct(week, (*CARRY, *TALK), "whom")
    return {one: 100 * people.get(one, 0) / max(len(active), 1) for one in lines(known, topic)}


def twitalyzer_clout(known: Loaded, topic: str) -> Values:
    named = done(_week(known, topic), TALK, "whom")
    whole = sum(named.values())
    return {one: 100 * named[one] / whole if whole else 0.0 for one in lines(known, topic)}


def twitalyzer_generosity(known: Loaded, topic: str) -> Values:
    passed = done(_week(known, topic), CARRY, "who")
    return {
        one: 100 * passed[one] / velocity
        for one, velocity in twitalyzer_velocity(known, topic).items()
        if velocity
    }


def twitalyzer_signal(known: Loaded, topic: str) -> Values:
    passed = done(_week(known, topic), CARRY, "who")
    points = Counter(
        post.author
        for post in posts_on(known, topic, 7)
        if post.topics or any(mark in (post.text or "") for mark in ("@", "#", "://"))
    )
    return {
        one: 100 * (passed[one] + points[one]) / velocity
        for one, velocity in twitalyzer_velocity(known, topic).items()
        if velocity
    }


def twitalyzer_type(known: Loaded, topic: str) -> Values:
    measures = [
        of(known, topic)
        for of in (twitalyzer_influence, twitalyzer_generosity, twitalyzer_engagement)
    ]
    middle = [median(values.values()) if values else math.inf for values in measures]

    def kind(one: str) -> int:
        influential, generous, engaged = (
            values.get(one, -1.0) > m for values, m in zip(measures, middle, strict=True)
        )
        if influential and generous:
            return 2
        if influential:
            return 0 if engaged else 1
        return 3 if engaged else 4

    return {one: float(kind(one)) for one in lines(known, topic)}
