"""What can be asked, and the columns of what comes: all that the site needs to know of it."""

from __future__ import annotations

from dataclasses import dataclass

# Of each person whose rank or score moves; the five in the middle are points gained by each term.
MOVED = (
    "rank_before",
    "rank_after",
    "ranks",
    "score_before",
    "score_after",
    "change",
    "reach",
    "amplification",
    "activity",
    "network",
    "followers",
    "term",
    "why",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be worked out. `a` is the run's recipe as JSON, `b` the other.

    `state` changes when the graph does; `references` are those of the two series, None where one
    would begin; `now` is the moment that the run looks back from, in epoch seconds. Told of are
    the `first` people by either.
    """

    state: str
    a: str
    b: str
    references: tuple[float | None, float | None]
    topic: str
    now: int
    first: int
