"""Times as sources write them, and which of them are believed.

A number is taken for seconds, milliseconds or microseconds by its size, since none of the three
is near another between 1990 and today; nanoseconds, leap seconds, days that no month has, and
years past 9999 are no times.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo

from queries.errors import SourceError

# Nobody acted online before 1990: earlier times are an empty cell in disguise
# (0 seconds since 1970, 1900-01-01). A day ahead allows for clocks that differ.
EARLIEST = datetime(1990, 1, 1, tzinfo=UTC)
AHEAD = timedelta(days=1)

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun",
           "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")  # fmt: skip
_TWITTER = re.compile(
    r"[A-Z][a-z]{2} ([A-Z][a-z]{2}) (\d\d) (\d\d:\d\d:\d\d) ([+-]\d{4}) (\d{4})", re.ASCII
)
_SPACED_ZONE = re.compile(r" (?:UTC|GMT|([+-]\d\d:?\d\d))$", re.ASCII)
_FRACTION = re.compile(r"-?\d{1,20}(\.\d*)?", re.ASCII)
_COMPACT_DATE_DIGITS = 8
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

# A number of seconds stays below 1e11 until the year 5138, and one of milliseconds
# passes it in 1973; each further unit is a thousand times finer.
_UNITS = ((1e11, 1.0), (1e14, 1e3), (1e17, 1e6))


class NotATime(ValueError):
    """Text that is no time, or one that cannot be believed; the message is the reason."""


@dataclass(frozen=True, slots=True)
class Clock:
    """Reads times; `zone` is assumed where a time names none, None refuses such times."""

    latest: datetime
    zone: tzinfo | None = None

    def moment(self, value: object) -> datetime | None:
        """The time that `value` says, in UTC; None for an empty cell, or one of blanks.

        Takes ISO 8601, seconds, milliseconds or microseconds since 1970, and
        'Wed Aug 27 13:08:45 +0000 2008'. Raises NotATime.
        """
        if value is None or value == "" or (isinstance(value, str) and value.isspace()):
            return None
        at = _read(value)
        if at.tzinfo is None:
            if self.zone is None:
                raise NotATime(f"has no time zone: {shown(value)}; name one with --zone")
            at = at.replace(tzinfo=self.zone)
        return self._believed(at, value)

    def is_moment(self, value: object) -> bool:
        """Whether `value` says a time, be it one that names no zone."""
        try:
            return Clock(self.latest, self.zone or UTC).moment(value) is not None
        except NotATime:
            return False

    def _believed(self, at: datetime, value: object) -> datetime:
        """`at` in UTC, when it lies between 1990 and tomorrow."""
        try:
            at = at if at.tzinfo is UTC else at.astimezone(UTC)
        except OverflowError:
            raise NotATime(f"is no time of ours: {shown(value)}") from None
        if at < EARLIEST:
            raise NotATime(f"is before 1990: {shown(value)}")
        if at > self.latest:
            raise NotATime(f"is in the future: {shown(value)}")
        return at


def clock(zone: str, now: datetime) -> Clock:
    """A clock that believes times up to a day after `now`; `zone` may be empty.

    Raises SourceError when there is no such zone.
    """
    if not zone:
        return Clock(now + AHEAD)
    try:
        return Clock(now + AHEAD, UTC if zone.upper() in ("UTC", "Z") else ZoneInfo(zone))
    except (KeyError, ValueError, OSError) as error:
        raise SourceError(f"no time zone '{zone}'; try UTC or Europe/Berlin") from error


def shown(value: object) -> str:
    """`value` for a message, in quotes and cut where it would fill the screen."""
    text = str(value)
    return repr(text if len(text) <= 60 else text[:57] + "…")


def _read(value: object) -> datetime:
    """The time in `value`, with a zone or without."""
    if isinstance(value, str):
        return _from_text(value.strip())
    if isinstance(value, datetime):
        return value
    if isinstance(value, date):
        return datetime.combine(value, time())
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _from_number(value, value)
    raise NotATime(f"is no time: {shown(value)}")


def _from_text(text: str) -> datetime:
    if text.isdecimal() and len(text) != _COMPACT_DATE_DIGITS:
        return _from_number(float(text), text)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return _from_other_spelling(text)


def _from_number(number: float, value: object) -> datetime:
    for limit, parts in _UNITS:
        if 0 <= number < limit:
            return _EPOCH + timedelta(seconds=number / parts)
    if number < 0:
        raise NotATime(f"is before 1990: {shown(value)}")
    raise NotATime(f"is no time: {shown(value)}")


def _from_other_spelling(text: str) -> datetime:
    """The time in Twitter's spelling, with a space before the zone, or as a fraction."""
    if _FRACTION.fullmatch(text):
        return _from_number(float(text), text)
    if found := _TWITTER.fullmatch(text):
        month, day, clock_time, zone, year = found.groups()
        if month in _MONTHS:
            text = f"{year}-{_MONTHS.index(month) + 1:02}-{day}T{clock_time}{zone}"
    else:
        text = _SPACED_ZONE.sub(lambda found: found[1] or "+00:00", text)
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        raise NotATime(f"is no time: {shown(text)}") from None
