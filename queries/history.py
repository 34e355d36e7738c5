"""Which runs of the past are kept, and how far somebody moved between them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from queries.graph import Row

ALL_FOR = timedelta(days=2)
DAILY_FOR = timedelta(days=60)
WEEKLY_FOR = timedelta(days=365)
# How long ago, and how far from that the run may lie against which a move is told.
SPANS: dict[str, tuple[timedelta, timedelta]] = {
    "day": (timedelta(days=1), timedelta(hours=12)),
    "week": (timedelta(days=7), timedelta(days=2)),
    "month": (timedelta(days=30), timedelta(days=5)),
}


@dataclass(frozen=True, slots=True)
class Point:
    """One run, as history sees it: the moment it looks back from, its series, when it was made.

    A series is a recipe and a reference: only its scores can be compared.
    """

    id: str
    as_of: datetime
    at: datetime
    series: tuple[str, float]


def thinned(points: Iterable[Point]) -> set[str]:
    """The ids of the points that stay.

    Of each series all of the last two days, then the last of each day for 60 days, the last of
    each week for a year, and the last of each month. Age counts from the newest moment. Of two
    at one moment the later made one stays: it knows more.
    """
    known = sorted(points, key=lambda point: (point.as_of, point.at))
    if not known:
        return set()
    newest = known[-1].as_of
    last = {(*point.series, *_span(point.as_of, newest)): point.id for point in known}
    return set(last.values())


def _span(moment: datetime, newest: datetime) -> tuple[object, ...]:
    """The stretch of time of which one point stays."""
    utc, age = moment.astimezone(UTC), newest - moment
    if age <= ALL_FOR:
        return ("moment", utc)
    if age <= DAILY_FOR:
        return ("day", utc.date())
    if age <= WEEKLY_FOR:
        return ("week", *utc.isocalendar()[:2])
    return ("month", utc.year, utc.month)


def deltas(rows: Sequence[Row], run: str | None = None) -> dict[str, dict[str, Any] | None]:
    """How far somebody moved in a day, a week, a month: see SPANS.

    `rows` are those of `person_history`, the newest first, with moments as ISO 8601. A move is
    told from the first row, against the nearest row of the same recipe and reference; None where
    there is none near enough, or where the first row is not of `run`. A positive `rank` is up.
    """
    if not rows or (run and rows[0]["run"] != run):
        return dict.fromkeys(SPANS)
    now = rows[0]
    same = [row for row in rows[1:] if _series(row) == _series(now)]
    return {name: _delta(now, same, *span) for name, span in SPANS.items()}


def _series(row: Row) -> tuple[Any, Any]:
    return row["recipe"], row["reference"]


def _delta(
    now: Row, rows: Iterable[Row], ago: timedelta, tolerance: timedelta
) -> dict[str, Any] | None:
    wanted = moment_of(now["as_of"]) - ago
    near = [(abs(moment_of(row["as_of"]) - wanted), row) for row in rows]
    distance, then = min(near, key=lambda one: one[0], default=(timedelta.max, now))
    if distance > tolerance:
        return None
    return {
        "score": now["score"] - then["score"],
        "rank": then["rank"] - now["rank"],
        "as_of": then["as_of"],
        "run": then["run"],
    }


def moment_of(text: str) -> datetime:
    """An ISO 8601 moment; without a zone it is UTC."""
    moment = datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
