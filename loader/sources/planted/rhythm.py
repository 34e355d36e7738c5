"""Six months of days and weeks: when people are awake, at work, or at leisure.

Moments are whole seconds since the first of January 2026, so that all sums are exact.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from loader.sources.planted.dice import Dice

HOUR = 3600
DAY = 24 * HOUR
FIRST = datetime(2026, 1, 1, tzinfo=UTC)
LAST = datetime(2026, 6, 30, 18, tzinfo=UTC)
END = int((LAST - FIRST).total_seconds())

# How much is written in each hour of the day, from midnight on.
_HOURS = (1, 0, 0, 0, 0, 1, 3, 7, 9, 7, 6, 6, 8, 7, 5, 5, 6, 8, 10, 13, 14, 11, 6, 3)
# From Thursday on, which the first of January 2026 is.
_WEEKDAYS = (8, 7, 9, 10, 8, 8, 8)
_WEEK = tuple(day * hour for day in _WEEKDAYS for hour in _HOURS)
_MOST = max(_WEEK)


def date(moment: int) -> datetime:
    """The zoned date and time of a moment."""
    return FIRST + timedelta(seconds=moment)


def liveliness(moment: int) -> int:
    """How much is written at this moment, between 0 and 140."""
    return _WEEK[moment // HOUR % len(_WEEK)]


def moment(dice: Dice, first: int, last: int) -> int:
    """A moment between two others, more likely in a lively hour."""
    length = max(1, last - first)
    for _ in range(40):
        found = first + dice.below(length)
        if dice.below(_MOST) < liveliness(found):
            break
    return found


def early_moment(dice: Dice, first: int, last: int) -> int:
    """A moment between two others, most likely soon after the first."""
    luck = dice.roll()
    day = first + int(luck * luck * max(1, last - first))
    return moment(dice, max(first, day - DAY), min(last, day + DAY))


def evenly(dice: Dice, count: int, first: int, last: int) -> list[int]:
    """`count` moments, one in each of as many equal parts of the time between."""
    part = max(1, (last - first) // count)
    return [moment(dice, first + turn * part, first + (turn + 1) * part) for turn in range(count)]


def reaction(dice: Dice, to: int, typical_hours: float) -> int:
    """When someone reacts to what was written at `to`: after a while, and not asleep."""
    at = to + 40 + int(min(dice.delay(typical_hours * HOUR), 6 * DAY))
    if _HOURS[at // HOUR % 24] == 0:
        at += (5 + dice.below(4)) * HOUR
    return at if at < END else to + int((END - to) * dice.roll())
