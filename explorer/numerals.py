"""Numbers as they are read."""

from __future__ import annotations

import math

# What stands where there is no number.
NOTHING = "–"


def count(value: float | None) -> str:
    """12345 as "12,345"."""
    return NOTHING if value is None else f"{value:,.0f}"


def several(value: float, one: str, many: str = "") -> str:
    """1 as "1 act", 12,345 as "12,345 acts"; `many` where it is not `one` with an s."""
    return f"{count(value)} {one if value == 1 else many or one + 's'}"


def decimal(value: float | None, places: int = 1) -> str:
    """A number for reading: "47.1"; "<0.1" is more than nothing."""
    if value is None or not math.isfinite(value):
        return NOTHING
    if 0 < value < 0.5 * 10**-places:
        return "<0.1" if places == 1 else f"{value:.2g}"
    return f"{value:,.{places}f}"


def points(value: float | None) -> str:
    """Points of a score, where they are few: "2.28"; "<0.01" is more than nothing."""
    return "<0.01" if value and 0 < value < 0.005 else decimal(value, 2)


def share(value: float | None) -> str:
    """0.327 as "33%"."""
    if value is None:
        return NOTHING
    return "<1%" if 0 < value < 0.01 else f"{100 * value:.0f}%"


def span(seconds: float | None) -> str:
    """8,100 seconds as "2.2 h"."""
    if seconds is None or seconds < 0:
        return NOTHING
    for unit, size in (("d", 86_400), ("h", 3_600), ("min", 60)):
        if seconds >= size:
            return f"{seconds / size:,.1f} {unit}"
    return f"{seconds:.0f} s"


def signed(value: float | None) -> str:
    """0.25 as "+0.25"."""
    return NOTHING if value is None else f"{value:+z.2f}".replace("-", "−")


def percent(value: float | None) -> str:
    """99.96 as "99.9%": rounded down, so that "100%" is all of them and nobody is above all."""
    return NOTHING if value is None else f"{math.floor(value * 10) / 10:g}%"


def money(value: float | None) -> str:
    """A sum of money: "1,250.50"; whole ones without a fraction."""
    if value is None or not math.isfinite(value):
        return NOTHING
    return f"{value:,.0f}" if value == round(value) else f"{value:,.2f}"


def plain_number(value: float | None) -> str:
    """A number as a field holds it: "1250.5"; nothing where there is none."""
    return "" if value is None else f"{value:.6f}".rstrip("0").rstrip(".")


def width(value: float | None, whole: float = 100.0) -> str:
    """How far a bar reaches, in 0..100."""
    part = 100 * (value or 0.0) / whole if whole else 0.0
    return f"{min(100.0, max(0.0, part)):.1f}"
