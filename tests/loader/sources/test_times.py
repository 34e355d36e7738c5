"""Times as sources write them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from loader.sources.times import NotATime, clock
from queries.errors import SourceError

NOW = datetime(2024, 6, 1, tzinfo=UTC)
LEAP_DAY = datetime(2024, 2, 29, 13, 8, 45, tzinfo=UTC)


@pytest.mark.parametrize(
    "spelling",
    [
        "2024-02-29T13:08:45Z",
        "2024-02-29T13:08:45.000Z",
        "2024-02-29 13:08:45Z",
        "2024-02-29T14:08:45+01:00",
        "2024-02-29T08:08:45-0500",
        "20240229T130845Z",
        " 2024-02-29T13:08:45Z ",
        "2024-02-29 13:08:45 +0000",
        "2024-02-29 13:08:45 UTC",
        "Thu Feb 29 13:08:45 +0000 2024",
        "Thu Feb 29 14:08:45 +0100 2024",
        "1709212125",
        "1709212125.0",
        "1709212125000",
        "1709212125000000",
        1709212125,
        1709212125.0,
        1709212125000,
        LEAP_DAY,
        LEAP_DAY.astimezone(timezone(timedelta(hours=9))),
    ],
)
def test_one_moment_is_read_in_all_its_spellings(spelling: object) -> None:
    at = clock("", NOW).moment(spelling)

    assert at == LEAP_DAY
    assert at.tzinfo is UTC


@pytest.mark.parametrize("cell", [None, ""])
def test_an_empty_cell_is_no_time(cell: object) -> None:
    assert clock("", NOW).moment(cell) is None


@pytest.mark.parametrize(
    ("spelling", "reason"),
    [
        ("2024-02-29T13:08:45", "has no time zone: '2024-02-29T13:08:45'; name one with --zone"),
        ("2024-02-29", "has no time zone: '2024-02-29'; name one with --zone"),
        ("20240229", "has no time zone: '20240229'; name one with --zone"),
        (date(2024, 2, 29), "has no time zone: '2024-02-29'; name one with --zone"),
        (10**400, f"is no time: {str(10**400)[:57] + '…'!r}"),
        (-90_000_000_000, "is before 1990: '-90000000000'"),
        (float("-inf"), "is before 1990: '-inf'"),
        ("yesterday", "is no time: 'yesterday'"),
        ("2024-02-30T00:00:00Z", "is no time: '2024-02-30T00:00:00Z'"),
        ("Thu Foo 29 13:08:45 +0000 2024", "is no time: 'Thu Foo 29 13:08:45 +0000 2024'"),
        ("0", "is before 1990: '0'"),
        ("0000-00-00 00:00:00", "is no time: '0000-00-00 00:00:00'"),
        ("1970-01-01T00:00:00Z", "is before 1990: '1970-01-01T00:00:00Z'"),
        ("-1", "is before 1990: '-1'"),
        ("1989-12-31T23:59:59Z", "is before 1990: '1989-12-31T23:59:59Z'"),
        ("2024-06-02T00:00:01Z", "is in the future: '2024-06-02T00:00:01Z'"),
        ("0001-01-01T00:00:00+10:00", "is no time of ours: '0001-01-01T00:00:00+10:00'"),
        ("9" * 30, "is no time: '" + "9" * 30 + "'"),
        ("9" * 400, "is no time: '" + "9" * 57 + "…'"),
        (float("nan"), "is no time: 'nan'"),
        (float("inf"), "is no time: 'inf'"),
        (True, "is no time: 'True'"),
        ([2024], "is no time: '[2024]'"),
        ("x" * 100, "is no time: '" + "x" * 57 + "…'"),
    ],
)
def test_what_is_no_time_or_cannot_be_believed_is_refused(spelling: object, reason: str) -> None:
    with pytest.raises(NotATime) as caught:
        clock("", NOW).moment(spelling)

    assert str(caught.value) == reason


def test_a_clock_that_is_a_day_ahead_is_believed() -> None:
    assert clock("", NOW).moment("2024-06-01T23:00:00Z") == NOW + timedelta(hours=23)


def test_a_zone_is_taken_for_times_that_name_none_and_only_for_those() -> None:
    berlin = clock("Europe/Berlin", NOW)

    assert berlin.moment("2024-02-29T14:08:45") == LEAP_DAY
    assert berlin.moment("2024-02-29T13:08:45Z") == LEAP_DAY
    assert berlin.moment("2024-02-29") == datetime(2024, 2, 28, 23, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "\0", "Europe"])
def test_a_zone_that_does_not_exist_is_told(zone: str) -> None:
    with pytest.raises(SourceError, match="no time zone"):
        clock(zone, NOW)
