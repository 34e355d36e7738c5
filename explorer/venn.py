"""Two or three audiences as circles, with a number in each part."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from queries.reach import Region

WIDTH, HEIGHT, MARGIN = 520.0, 340.0, 14.0
STEPS = 120
# An arc that is all but nothing cannot hold a number: its distance from every edge, in pixels.
LEAST_ROOM = 5.0


@dataclass(frozen=True, slots=True)
class Circle:
    """One audience: its middle, its radius, and where its letter stands."""

    x: float
    y: float
    r: float
    label_x: float
    label_y: float
    letter: str


@dataclass(frozen=True, slots=True)
class Label:
    """The number of a part, where there is room for it."""

    x: float
    y: float
    people: int


@dataclass(frozen=True, slots=True)
class Venn:
    """What is drawn. `exact` says whether all areas are as the numbers: of two always.

    `crowded` says that some number had no room and stands in the table alone.
    """

    circles: list[Circle]
    labels: list[Label]
    width: float
    height: float
    exact: bool
    crowded: bool


def drawn(found: Sequence[Region], count: int) -> Venn | None:
    """The circles of two or three audiences; None where nobody acts on any.

    The area of a circle is its audience, and of each two what they share. Three circles can be
    placed so that each pair's part is right, or nearly; what all three share then follows.
    """
    sizes = [sum(r.people for r in found if i in r.members) for i in range(count)]
    if not sum(sizes):
        return None
    radii = [math.sqrt(size / math.pi) for size in sizes]

    def both(i: int, j: int) -> int:
        return sum(r.people for r in found if i in r.members and j in r.members)

    apart = {
        (i, j): distance(radii[i], radii[j], both(i, j))
        for i in range(count)
        for j in range(i + 1, count)
    }
    middles = _placed(apart, count)
    return _fitted(middles, radii, found)


def shared_area(r: float, s: float, d: float) -> float:
    """The area that two circles share whose middles are `d` apart."""
    if d >= r + s:
        return 0.0
    if d <= abs(r - s):
        return math.pi * min(r, s) ** 2
    a = r * r * math.acos(_bounded((d * d + r * r - s * s) / (2 * d * r)))
    b = s * s * math.acos(_bounded((d * d + s * s - r * r) / (2 * d * s)))
    c = (-d + r + s) * (d + r - s) * (d - r + s) * (d + r + s)
    return a + b - math.sqrt(max(0.0, c)) / 2


def distance(r: float, s: float, area: float) -> float:
    """How far apart two circles stand so that they share `area`."""
    low, high = abs(r - s), r + s
    if area <= 0:
        return high * 1.06
    for _ in range(60):
        middle = (low + high) / 2
        if shared_area(r, s, middle) > area:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _bounded(value: float) -> float:
    return max(-1.0, min(1.0, value))


def _placed(apart: dict[tuple[int, int], float], count: int) -> list[tuple[float, float]]:
    first = apart[0, 1]
    middles = [(0.0, 0.0), (first, 0.0)]
    if count == 3:
        a, b = apart[0, 2], apart[1, 2]
        # Where the three distances make no triangle, the third is put as near as can be.
        along = (a * a - b * b + first * first) / (2 * first) if first else a
        along = max(-a, min(a, along))
        middles.append((along, math.sqrt(max(0.0, a * a - along * along))))
    return middles


def _fitted(
    middles: list[tuple[float, float]], radii: list[float], found: Sequence[Region]
) -> Venn:
    left = min(x - r for (x, _), r in zip(middles, radii, strict=True))
    right = max(x + r for (x, _), r in zip(middles, radii, strict=True))
    top = min(y - r for (_, y), r in zip(middles, radii, strict=True))
    bottom = max(y + r for (_, y), r in zip(middles, radii, strict=True))
    room = MARGIN + 16
    scale = min(
        (WIDTH - 2 * room) / max(right - left, 1e-9), (HEIGHT - 2 * room) / max(bottom - top, 1e-9)
    )
    height = (bottom - top) * scale + 2 * room
    across = (WIDTH - (right - left) * scale) / 2
    centre = (
        sum(x for x, _ in middles) / len(middles),
        sum(y for _, y in middles) / len(middles),
    )
    circles = []
    for i, ((x, y), r) in enumerate(zip(middles, radii, strict=True)):
        px, py = across + (x - left) * scale, room + (y - top) * scale
        away = math.atan2(y - centre[1], x - centre[0]) if (x, y) != centre else -math.pi / 2
        circles.append(
            Circle(
                px,
                py,
                r * scale,
                min(WIDTH - 10, max(10.0, px + math.cos(away) * (r * scale + 12))),
                min(height - 6, max(14.0, py + math.sin(away) * (r * scale + 12) + 5)),
                "ABC"[i],
            )
        )
    labels = [_label(circles, region) for region in found]
    return Venn(
        circles,
        [label for label in labels if label],
        WIDTH,
        height,
        exact=len(circles) == 2,
        crowded=None in labels,
    )


def _label(circles: list[Circle], region: Region) -> Label | None:
    """The point of a part that is farthest from every circle's edge."""
    best, where = LEAST_ROOM, None
    inside = [circles[i] for i in region.members]
    outside = [one for i, one in enumerate(circles) if i not in region.members]
    small = min(inside, key=lambda one: one.r)
    for i in range(STEPS + 1):
        for j in range(STEPS // 2 + 1):
            x = small.x + small.r * (2 * i / STEPS - 1)
            y = small.y + small.r * (4 * j / STEPS - 1)
            deep = min(
                *(one.r - math.hypot(x - one.x, y - one.y) for one in inside),
                *(math.hypot(x - one.x, y - one.y) - one.r for one in outside),
                math.inf,
            )
            if deep > best:
                best, where = deep, (x, y)
    return Label(*where, region.people) if where else None
