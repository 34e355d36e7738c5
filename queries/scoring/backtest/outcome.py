"""What came after a cut, and for whom it is asked."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from queries.scoring.arrows import Floats, Integers
from queries.scoring.backtest.cuts import of_kinds
from queries.scoring.past import Acts, Past, unique_pairs

ESTABLISHED = 3


@dataclass(frozen=True, slots=True)
class Outcome:
    """For those on whom somebody had acted at the cut, the `candidates` (positions of people).

    `people` is how many distinct people acted on each within the horizon, `fresh` how many of
    these had never acted on them before. `established` tells who was acted on by three or more.
    """

    candidates: Integers
    established: Integers
    people: Floats
    fresh: Floats

    def without(self, gone: Integers) -> Outcome:
        """The same for all others."""
        kept = ~np.isin(self.candidates, gone)
        established = np.isin(np.arange(len(kept)), self.established) & kept
        return Outcome(
            self.candidates[kept],
            np.flatnonzero(established[kept]),
            self.people[kept],
            self.fresh[kept],
        )


def outcome(past: Past, now: int, *, seconds: int, kinds: tuple[str, ...]) -> Outcome:
    """What happened in the `seconds` from `now` on, by acts of `kinds`; `past` is the whole."""
    acts, size = past.acts, len(past.ids)
    begin, end = now * 1000, (now + seconds) * 1000
    before = _pairs(acts.kept(acts.at < begin), size)
    later = acts.kept((acts.at >= begin) & (acts.at < end))
    after = _pairs(of_kinds(later, kinds), size)
    known = np.bincount(before % size, minlength=size)
    candidates = np.flatnonzero(known)
    people = np.bincount(after % size, minlength=size)
    fresh = np.bincount(np.setdiff1d(after, before, assume_unique=True) % size, minlength=size)
    return Outcome(
        candidates=candidates,
        established=np.flatnonzero(known[candidates] >= ESTABLISHED),
        people=people[candidates].astype(np.float64),
        fresh=fresh[candidates].astype(np.float64),
    )


def _pairs(acts: Acts, size: int) -> Integers:
    who, whom = unique_pairs(acts.who, acts.whom, size)
    return who * size + whom
