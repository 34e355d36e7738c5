"""The moments at which the past ends, and how far each looks ahead."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from queries.errors import NothingToBacktest
from queries.scoring.arrows import Integers
from queries.scoring.past import DAY_SECONDS, KIND_NAMES, Acts, Past
from queries.scoring.unfolded import UNKNOWN

CUTS = 10
FEWEST_CUTS = 4
FEWEST_ACTS = 200
LONGEST_DAYS = 30.0
# Before the first cut, as a share of all acts: with less, most people are not known yet.
WARM_UP = 0.2
# People who are acted on after a cut: with fewer it tells nothing.
FEWEST_POSITIVES = 3
REPOSTS = ("repost", "quote")
# A share of all acts; with fewer, reposts are not what this network is about.
FEWEST_REPOSTS = 0.01


@dataclass(frozen=True, slots=True)
class Cuts:
    """`moments` in epoch seconds, ascending; the first `dev` of them are there to choose by."""

    moments: tuple[int, ...]
    dev: int
    horizon_days: float

    @property
    def horizon_seconds(self) -> int:
        """How far each looks ahead."""
        return int(self.horizon_days * DAY_SECONDS)

    @property
    def test(self) -> tuple[int, ...]:
        """Those that are only looked at."""
        return self.moments[self.dev :]


def dated(past: Past, *, topics: bool = False) -> Past:
    """`past` with only what says when it was and is between two people; on no topic, unless asked.

    What is undated may be of the future; what a network reported (followers) is as new as the load,
    and so is what users say of people (labels).

    Raises NothingToBacktest when too little is left.
    """
    acts = past.acts
    kept = acts.kept((acts.at != UNKNOWN) & (acts.who != acts.whom))
    if not len(acts):
        raise NothingToBacktest("no acts are loaded; load something with 'influence load'")
    if not len(kept):
        raise NothingToBacktest(
            f"none of the {len(acts):,} acts that are loaded says when it was, so there is no"
            " past to foretell from; load data with times"
        )
    if len(kept) < FEWEST_ACTS:
        raise NothingToBacktest(
            f"a backtest needs {FEWEST_ACTS} acts that say when they were; {len(kept)} do"
        )
    if not topics:
        kept = replace(kept, tags=np.zeros_like(kept.tags), tag_sets=[()])
    who, whom, at = past.follows
    known = at != UNKNOWN
    return replace(past, acts=kept, follows=(who[known], whom[known], at[known]), labels={})


def cuts_in(past: Past, horizon_days: float | None = None) -> Cuts:
    """Up to ten cuts, evenly from the first fifth of the acts to one horizon before the last.

    The horizon is 30 days, or so much less that ten of them fit. A chosen one that is longer makes
    fewer cuts, of which two that follow each other share at most half of what they look at.
    `past` is dated. Raises NothingToBacktest when fewer than four cuts fit.
    """
    seconds = np.sort(past.acts.at) // 1000
    begin, end = int(seconds[int(WARM_UP * len(seconds))]), int(seconds[-1]) + 1
    days = (end - begin) / DAY_SECONDS
    horizon = horizon_days or min(LONGEST_DAYS, days / CUTS)
    room = days - horizon
    number = min(CUTS, int(room / (horizon / 2) + 1e-9) + 1) if horizon > 0 else 0
    if number < FEWEST_CUTS:
        raise NothingToBacktest(
            f"four fifths of the acts lie within {days:.2f} days, which leaves no room for"
            f" {FEWEST_CUTS} cuts with {horizon:.4g} days ahead of each; give less with"
            " --horizon-days"
        )
    moments = np.linspace(begin, end - horizon * DAY_SECONDS, number).astype(np.int64)
    return Cuts(tuple(moments.tolist()), number // 2, horizon)


def target_kinds(acts: Acts) -> tuple[str, ...]:
    """Reposts and quotes; every kind that is there when these are not what people do here."""
    counts = np.bincount(acts.kind, minlength=len(KIND_NAMES))
    if counts[_numbers(REPOSTS)].sum() >= FEWEST_REPOSTS * len(acts):
        return REPOSTS
    return tuple(KIND_NAMES[i] for i in np.flatnonzero(counts))


def of_kinds(acts: Acts, kinds: tuple[str, ...]) -> Acts:
    """The acts of these kinds."""
    return acts.kept(np.isin(acts.kind, _numbers(kinds)))


def until(past: Past, now: int) -> Past:
    """All that had happened at `now`: the rest is not there to be read."""
    who, whom, at = past.follows
    poster, first, posts = past.posting
    followed, posted = at < now, first < now
    # The count of a day that has not ended may be of its evening.
    over = first[posted] // DAY_SECONDS < now // DAY_SECONDS
    return replace(
        past,
        acts=past.acts.kept(past.acts.at < now * 1000),
        follows=(who[followed], whom[followed], at[followed]),
        posting=(poster[posted], first[posted], np.where(over, posts[posted], 1)),
    )


def _numbers(kinds: tuple[str, ...]) -> Integers:
    return np.array([KIND_NAMES.index(kind) for kind in kinds], np.int64)
