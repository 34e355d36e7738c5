"""The line of a score over time, as points of an SVG."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from queries.graph import Row
from queries.history import moment_of

WIDTH, HEIGHT, MARGIN = 600.0, 90.0, 6.0
# Points: a score that hardly moves is drawn as one that hardly moves.
LEAST_RANGE = 5.0


@dataclass(frozen=True, slots=True)
class Line:
    """Polylines, one for each series of runs, that of the newest last.

    `low` and `high` are the scores at the lower and upper edge.
    """

    polylines: tuple[str, ...]
    low: float
    high: float
    first: Row
    newest: Row


def sparkline(rows: Sequence[Row]) -> Line | None:
    """The line through `rows` of `person_history`; None below two moments.

    Time runs evenly from left to right. Runs of another recipe or reference begin a new line,
    since their scores cannot be compared.
    """
    known = sorted(rows, key=lambda row: moment_of(row["as_of"]))
    if len({row["as_of"] for row in known}) < 2:
        return None
    times = [moment_of(row["as_of"]).timestamp() for row in known]
    scores = [row["score"] for row in known]
    middle, reach = (max(scores) + min(scores)) / 2, max(scores) - min(scores)
    low = max(0.0, middle - max(reach, LEAST_RANGE) / 2)
    high = low + max(reach, LEAST_RANGE)

    def place(i: int) -> tuple[str, str]:
        across = (times[i] - times[0]) / (times[-1] - times[0])
        up = (scores[i] - low) / (high - low)
        return (
            f"{MARGIN + across * (WIDTH - 2 * MARGIN):.1f}",
            f"{HEIGHT - MARGIN - up * (HEIGHT - 2 * MARGIN):.1f}",
        )

    def series(i: int) -> tuple[bool, str, float]:
        row = known[i]
        named = (str(row["recipe"]), row["reference"] or 0.0)
        return (named == (known[-1]["recipe"], known[-1]["reference"]), *named)

    polylines = tuple(
        " ".join(",".join(place(i)) for i in group)
        for _, group in groupby(sorted(range(len(known)), key=series), key=series)
    )
    return Line(polylines, low, high, known[0], known[-1])
