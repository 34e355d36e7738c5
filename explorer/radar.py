"""A footprint as the points of an SVG: one axis for each topic."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

SIZE, REACH = 220.0, 84.0
# With fewer axes there is no area; with more, nobody tells them apart.
LEAST, MOST = 3, 12


@dataclass(frozen=True, slots=True)
class Axis:
    """One of them: where it ends, and where its number stands."""

    number: int
    x: str
    y: str
    label_x: str
    label_y: str


@dataclass(frozen=True, slots=True)
class Radar:
    """A polygon, the axes, and rings at a half and the whole."""

    polygon: str
    axes: tuple[Axis, ...]
    rings: tuple[str, ...]


def radar(values: Sequence[float]) -> Radar | None:
    """The figure of `values`, each 0 to 100, clockwise from the top; None below three."""
    values = values[:MOST]
    if len(values) < LEAST:
        return None
    turns = [i / len(values) for i in range(len(values))]
    axes = tuple(
        Axis(i + 1, *_point(turn, REACH), *_point(turn, REACH + 14)) for i, turn in enumerate(turns)
    )
    return Radar(
        polygon=_joined(turns, [REACH * min(100.0, max(0.0, v)) / 100 for v in values]),
        axes=axes,
        rings=tuple(_joined(turns, [REACH * part] * len(turns)) for part in (0.5, 1.0)),
    )


def _joined(turns: Sequence[float], reaches: Sequence[float]) -> str:
    return " ".join(",".join(_point(t, r)) for t, r in zip(turns, reaches, strict=True))


def _point(turn: float, reach: float) -> tuple[str, str]:
    angle = 2 * math.pi * turn
    x, y = SIZE / 2 + reach * math.sin(angle), SIZE / 2 - reach * math.cos(angle)
    return f"{x:.1f}", f"{y:.1f}"
