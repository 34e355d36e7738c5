"""An influence flower: somebody in the middle, counterparts around, two strokes to each.

After Shin, Soen, Readshaw and others 2019, "Influence Flowers of Academic Entities": from the
left, who influences the person most one-sidedly, to the right, whom the person influences.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from queries.graph import Row

WIDTH, HEIGHT = 760.0, 440.0
CENTRE = (WIDTH / 2, HEIGHT - 70)
REACH = 250.0
# Degrees left free at either end, so that names have room.
MARGIN = 4.0
LEAST_STROKE, MOST_STROKE = 0.75, 9.0
LONGEST = 18


@dataclass(frozen=True, slots=True)
class Petal:
    """A counterpart: where it stands, its two strokes as SVG paths, and how wide they are.

    `lean` is from 0, only influencing the person, to 1, only influenced.
    """

    row: Row
    x: float
    y: float
    radius: float
    lean: float
    incoming: str
    outgoing: str
    incoming_width: float
    outgoing_width: float
    label: str
    label_x: float
    label_y: float
    anchor: str
    turn: float


def flower_of(rows: Sequence[Row]) -> list[Petal]:
    """The petals of `rows` of `flower`, from left to right."""
    if not rows:
        return []
    ordered = sorted(rows, key=lambda row: (lean(row), -whole(row), row["id"]))
    strongest = max(max(row["incoming"], row["outgoing"]) for row in rows) or 1.0
    largest = max(map(whole, rows)) or 1.0
    count = len(ordered)
    return [
        _petal(row, _angle(place, count), strongest=strongest, largest=largest)
        for place, row in enumerate(ordered)
    ]


def lean(row: Row) -> float:
    """Which way influence flows between the two: the outgoing part, in 0..1."""
    return row["outgoing"] / whole(row) if whole(row) else 0.5


def whole(row: Row) -> float:
    """Both ways together."""
    total: float = row["incoming"] + row["outgoing"]
    return total


def _angle(place: int, count: int) -> float:
    """Radians from the left: 0 is straight left, π straight right."""
    share = 0.5 if count == 1 else place / (count - 1)
    return math.radians(MARGIN + share * (180 - 2 * MARGIN))


def _petal(row: Row, angle: float, *, strongest: float, largest: float) -> Petal:
    x = CENTRE[0] - REACH * math.cos(angle)
    y = CENTRE[1] - REACH * math.sin(angle)
    radius = 4 + 8 * math.sqrt(whole(row) / largest)
    left = math.cos(angle) > 0
    far = REACH + radius + 6
    name = str(row["name"] or row["handle"] or row["id"])
    return Petal(
        row=row,
        x=round(x, 1),
        y=round(y, 1),
        radius=round(radius, 1),
        lean=lean(row),
        incoming=_stroke(x, y, angle, -1),
        outgoing=_stroke(x, y, angle, 1),
        incoming_width=_width(row["incoming"], strongest),
        outgoing_width=_width(row["outgoing"], strongest),
        label=name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…",
        label_x=round(CENTRE[0] - far * math.cos(angle), 1),
        label_y=round(CENTRE[1] - far * math.sin(angle), 1),
        # Along the stroke, and never upside down: so that names do not meet.
        anchor="end" if left else "start",
        turn=round(math.degrees(angle) - (0 if left else 180), 1),
    )


def _stroke(x: float, y: float, angle: float, side: int) -> str:
    """A bent line between the middle and (x, y); `side` says to which side it bends."""
    bend = 26.0 * side
    across = (math.sin(angle) * bend, -math.cos(angle) * bend)
    middle = ((CENTRE[0] + x) / 2 + across[0], (CENTRE[1] + y) / 2 + across[1])
    return f"M{CENTRE[0]:.1f} {CENTRE[1]:.1f}Q{middle[0]:.1f} {middle[1]:.1f} {x:.1f} {y:.1f}"


def _width(weight: float, strongest: float) -> float:
    """How wide a stroke is; 0 where there is none."""
    if weight <= 0:
        return 0.0
    part = math.sqrt(weight / strongest)
    return round(LEAST_STROKE + (MOST_STROKE - LEAST_STROKE) * part, 2)
