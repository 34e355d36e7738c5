"""Circles whose areas are the numbers, and numbers that stand in their own part."""

from __future__ import annotations

import math
import random

import pytest

from explorer.venn import HEIGHT, WIDTH, Venn, distance, drawn, shared_area
from queries.reach import Region


def scattered(r: float, s: float, d: float, points: int = 40_000) -> float:
    """The area that two circles share, by points at random in the first."""
    dice = random.Random(3)
    met = 0
    for _ in range(points):
        away, angle = r * math.sqrt(dice.random()), dice.random() * 2 * math.pi
        met += math.hypot(away * math.cos(angle) - d, away * math.sin(angle)) <= s
    return math.pi * r * r * met / points


@pytest.mark.parametrize(("r", "s", "d"), [(3, 2, 2.5), (3, 3, 1), (4, 1, 3.2), (2, 2, 3.9)])
def test_what_two_circles_share_is_what_points_at_random_find(r: float, s: float, d: float) -> None:
    assert shared_area(r, s, d) == pytest.approx(scattered(r, s, d), rel=0.06, abs=0.1)


@pytest.mark.parametrize("area", [0.5, 3.0, 9.0, 12.0])
def test_circles_stand_as_far_apart_as_they_share(area: float) -> None:
    assert shared_area(3, 2, distance(3, 2, area)) == pytest.approx(area, rel=1e-6)
    assert distance(3, 2, 0) > 5
    assert distance(3, 2, 4 * math.pi) == pytest.approx(1.0)


def parts(**people: int) -> list[Region]:
    return [Region(tuple("abc".index(one) for one in name), n) for name, n in people.items() if n]


def inside(venn: Venn, x: float, y: float) -> tuple[int, ...]:
    return tuple(
        i for i, one in enumerate(venn.circles) if math.hypot(x - one.x, y - one.y) < one.r
    )


@pytest.mark.parametrize(
    ("found", "count"),
    [
        (parts(a=50, b=30, ab=20), 2),
        (parts(a=5, b=300), 2),
        (parts(ab=20, a=10), 2),
        (parts(a=75, b=50, c=93, ab=51, ac=12, bc=5, abc=7), 3),
        (parts(a=100, b=100, c=100), 3),
        (parts(abc=40), 3),
        (parts(a=1, b=1000, bc=3), 3),
    ],
)
def test_each_number_stands_in_its_own_part_and_all_fits(found: list[Region], count: int) -> None:
    venn = drawn(found, count)
    assert venn is not None
    by_people = {region.people: region.members for region in found}
    for label in venn.labels:
        assert label.people in by_people
        if len(by_people) == len(found):
            assert inside(venn, label.x, label.y) == by_people[label.people]
    assert venn.crowded == (len(venn.labels) < len(found))
    assert venn.height <= HEIGHT + 1
    for one in venn.circles:
        assert one.x - one.r >= -1
        assert one.x + one.r <= WIDTH + 1
        assert 0 <= one.label_y <= venn.height
    sizes = [sum(r.people for r in found if i in r.members) for i in range(count)]
    areas = [one.r**2 for one in venn.circles]
    assert [area / max(areas) for area in areas] == pytest.approx(
        [size / max(sizes) for size in sizes]
    )


def test_who_reaches_nobody_is_not_drawn() -> None:
    assert drawn([], 2) is None
    assert drawn(parts(a=3), 2) is not None
