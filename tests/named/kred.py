"""The measures after Kred a second time: by loops."""

from __future__ import annotations

import math

from loader.records import Kind
from tests.named.common import Oracle, best, lines, within
from tests.oracles import (
    Loaded,
    Values,
)


def points_of(known: Loaded, topic: str, days: float, end: str) -> Values:
    total = dict.fromkeys(lines(known, topic), 0.0)
    for act in within(known, known.on(topic), days):
        one = getattr(act, end)
        if one in total:
            total[one] += act.count * (1 if act.kind is Kind.LIKE else 10)
    if topic == "*":
        for follow in {f.id: f for f in within(known, known.follows, days)}.values():
            total[getattr(follow, end)] += 1
    return total


def kred_influence(days: float) -> Oracle:
    def influence(known: Loaded, topic: str) -> Values:
        points = points_of(known, topic, days, "whom")
        top = math.log1p(best(points))
        return {one: 1 + 999 * (math.log1p(p) / top if top else 0.0) for one, p in points.items()}

    return influence


def kred_outreach(known: Loaded, topic: str) -> Values:
    return points_of(known, topic, math.inf, "who")


def kred_level(known: Loaded, topic: str) -> Values:
    def level(points: float) -> int:
        n = 0
        while 100 * (n + 1) ** math.log2(2.7) <= points:
            n += 1
        return n

    return {one: level(points) for one, points in kred_outreach(known, topic).items()}
