"""How far a score and a rank could have fallen otherwise: acts drawn again, with replacement.

A person counts once in an audience, however often they act. So what an arrow counts is spread
over its acts in proportion to their decayed worth, and the audience is a sum over acts: Poisson
weights of mean 1 over the acts resample it without bias, where leaving acts out would shrink it.
Someone who acted once is there zero, one or more times; someone who acts every day hardly varies.
Days of activity are spread over the acts of the day alike; a day with a post stays.

Held fixed: credibility, followers, the reference, and who has enough evidence for a score.
Source: Efron 1979 (the bootstrap); Hanley and MacGibbon 2006 (Poisson weights).
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from queries.recipe import Recipe
from queries.scoring.arrows import EVERYTHING, Arrows, Floats, Integers, People
from queries.scoring.credibility import effective
from queries.scoring.drawn_acts import Entries, Sums, poisson_times
from queries.scoring.past import DAY_MILLIS, DAY_SECONDS, Past
from queries.scoring.unfolded import UNKNOWN, Unfolded

COLUMNS = ("score_low", "score_high", "rank_low", "rank_high")
# The share of resamples outside an interval, on both sides together.
OUTSIDE = 0.1
# About so many rows are held at once, each with a number for every resample.
GROUP_ROWS = 250_000
MOST_THREADS = 4


@dataclass(frozen=True, slots=True)
class Ground:
    """What is drawn from: acts unfolded at a moment, and what was made of them.

    `credible` runs beside `arrows`; `table` is that of `Scored`, `reference` too.
    """

    past: Past
    people: People
    unfolded: Unfolded
    arrows: Arrows
    credible: Floats
    table: pd.DataFrame
    reference: float
    steepness: float
    now: int


def intervals(ground: Ground, recipe: Recipe) -> pd.DataFrame:
    """For each row of the table COLUMNS: where nine in ten resamples put score and rank.

    Each holds the value that was computed. A smaller rank is better, so `rank_low` is the best
    that is plausible; ties share a rank. NaN where there is no score, and everywhere when the
    recipe's `resamples` are 0. The same acts and recipe give the same intervals.
    """
    found = np.full((len(COLUMNS), len(ground.table)), np.nan)
    resamples = int(recipe.uncertainty.resamples)
    if resamples and len(ground.table):
        drawing = _Drawing(ground, recipe, resamples)
        for rows, scores, ranks in drawing.groups():
            found[:2, rows] = _middle(scores)
            found[2:, rows] = _middle(ranks)
    for low, high, column in ((0, 1, "score"), (2, 3, "rank")):
        known = ground.table[column].to_numpy()
        found[low] = np.minimum(found[low], known)
        found[high] = np.maximum(found[high], known)
    return pd.DataFrame(dict(zip(COLUMNS, found, strict=True)), index=ground.table.index)


class _Drawing:
    """One bootstrap: everything that does not change from resample to resample."""

    def __init__(self, ground: Ground, recipe: Recipe, resamples: int) -> None:
        self.ground, self.recipe, self.resamples = ground, recipe, resamples
        table = ground.table
        self.person = table["person"].to_numpy()
        self.topic = table["topic"].to_numpy()
        self.enough = (table["people"] >= recipe.evidence.floor).to_numpy()
        self.thin = table["backed_off"].to_numpy(np.bool_)
        self.entries = _entries(ground)
        self.fixed_days, self.days, self.who = _activity(ground, recipe.memory.horizon_days)
        # The scores over everything, which those that back off are a part of.
        self.everything = ground.arrows.topics.index(EVERYTHING)
        overall = self.enough & (self.topic == self.everything)
        self.overall = np.zeros((resamples, int(overall.sum())), np.float32)
        self.place = np.zeros(len(ground.people), np.int64)
        self.place[self.person[overall]] = np.arange(self.overall.shape[1])

    def groups(self) -> Iterator[tuple[Integers, npt.NDArray[np.float32], npt.NDArray[np.int32]]]:
        """Rows that have a score, and their scores and ranks: a line for each resample."""
        for rows in self._rows():
            scores = np.zeros((self.resamples, len(rows)), np.float32)
            ranks = np.zeros((self.resamples, len(rows)), np.int32)
            group = _Group(self, rows)

            def draw(resample: int, group: _Group = group) -> tuple[Floats, Integers]:
                drawn = group.scores(resample)
                return drawn, group.ranks(drawn)

            # numpy lets go of the interpreter while it computes.
            with ThreadPoolExecutor(min(MOST_THREADS, os.cpu_count() or 1)) as threads:
                for resample, drawn in enumerate(threads.map(draw, range(self.resamples))):
                    scores[resample], ranks[resample] = drawn
            yield rows, scores, ranks

    def times(self, resample: int) -> Floats:
        """How often each act is there; the same for all groups."""
        seed = self.recipe.network.seed
        return poisson_times(seed, resample, len(self.ground.past.acts))

    def _rows(self) -> Iterator[Integers]:
        """Rows with a score in groups of whole topics, those over everything first of all."""
        ranked = np.flatnonzero(self.enough | self.thin)
        overall = self.topic[ranked] == self.everything
        ranked = np.concatenate([ranked[overall], ranked[~overall]])
        starts = np.flatnonzero(np.diff(self.topic[ranked], prepend=-1))
        wanted = np.searchsorted(starts, np.arange(0, len(ranked), GROUP_ROWS))
        cuts = np.unique(np.append(starts[wanted[wanted < len(starts)]], len(ranked)))
        for begin, end in pairwise(cuts.tolist()):
            yield ranked[begin:end]


class _Group:
    """Some rows, of whole topics, and the sums over acts that their scores are made of."""

    def __init__(self, drawing: _Drawing, rows: Integers) -> None:
        self.drawing = drawing
        self.solid = drawing.enough[rows]
        self.person = drawing.person[rows]
        self.audience = drawing.entries.sums(rows[self.solid], drawing.entries.audience)
        thin = rows[~self.solid]
        self.counted = drawing.entries.sums(thin, (drawing.entries.count,))
        self.backed = self._backed(thin)
        self.holds_everything = bool((drawing.topic[rows[:1]] == drawing.everything).all())
        starts = np.flatnonzero(np.diff(drawing.topic[rows], prepend=-1))
        sizes = np.diff(starts, append=len(rows))
        self.topic_start = np.repeat(starts, sizes)
        self.topic_number = np.repeat(np.arange(len(starts)), sizes) << 38
        followers = np.log1p(drawing.ground.people.followers[self.person[self.solid]])
        self.followers = drawing.recipe.weights.followers * followers

    def scores(self, resample: int) -> Floats:
        """Everybody's score in one resample."""
        drawing, times = self.drawing, self.drawing.times(resample)
        found = np.zeros(len(self.solid))
        found[self.solid] = self._points(times)
        overall = drawing.overall[resample]
        if self.holds_everything:
            overall[:] = found[: len(overall)]
        place = drawing.place[self.person[~self.solid]]
        found[~self.solid] = self.backed * self.counted.drawn(times)[0] * overall[place]
        return found

    def ranks(self, scores: Floats) -> Integers:
        """1 is best on each topic; scores less than a billionth of a point apart are a tie."""
        key = self.topic_number + np.round((100 - scores) * 2**30).astype(np.int64)
        order = np.argsort(key)
        key = key[order]
        first = np.maximum.accumulate(
            np.where(np.diff(key, prepend=-1) > 0, np.arange(len(key)), 0)
        )
        ranks = np.empty(len(key), np.int64)
        ranks[order] = first
        return ranks - self.topic_start + 1

    def _points(self, times: Floats) -> Floats:
        drawing, weights = self.drawing, self.drawing.recipe.weights
        audience, believed, recent, believed_recent = self.audience.drawn(times)
        steepness = drawing.ground.steepness
        days = drawing.fixed_days.copy()
        days[drawing.who] += drawing.days.drawn(times)[0]
        total = (
            weights.reach * np.log(1 + effective(audience, believed, steepness))
            + weights.amplification * np.log(1 + effective(recent, believed_recent, steepness))
            + weights.activity * np.log(1 + days[self.person[self.solid]])
            + weights.network * np.log(1 + believed)
            + self.followers
        )
        points: Floats = 100 * total / np.maximum(total, drawing.ground.reference)
        return points

    def _backed(self, rows: Integers) -> Floats:
        """What a count of acts on a topic is multiplied with: back-off over acts overall."""
        table = self.drawing.ground.table
        everything = table[table["topic"] == self.drawing.everything].set_index("person")
        acts = everything["acts"].reindex(self.drawing.person[rows]).to_numpy()
        backed: Floats = self.drawing.recipe.evidence.back_off / acts
        return backed


def _entries(ground: Ground) -> Entries:
    unfolded, arrows, dated = ground.unfolded, ground.arrows, ground.unfolded.dated
    arrow = unfolded.arrow()
    keys = arrows.topic * len(ground.people) + arrows.whom
    known = (ground.table["topic"] * len(ground.people) + ground.table["person"]).to_numpy()
    rows = np.searchsorted(known, keys)[arrow]
    order = np.argsort(rows, kind="stable")
    arrow, act = arrow[order], unfolded.act[order]
    audience: list[Floats] = []
    for folded, worth in ((arrows.weight, dated.weight), (arrows.recent, dated.recent)):
        whole = unfolded.reduced(np.add, worth)
        each = np.divide(folded, whole, out=np.zeros_like(whole), where=whole > 0)
        counts = each[arrow] * worth[act]
        audience += [counts, counts * ground.credible[arrow]]
    starts = np.flatnonzero(np.diff(rows[order], prepend=-1))
    return Entries(dated.number[act], starts, tuple(audience), dated.count[act])


def _activity(ground: Ground, horizon_days: float) -> tuple[Floats, Sums, Integers]:
    """Active days: what stays, what is drawn from acts, and whose sums these are."""
    acts, now = ground.past.acts, ground.now
    number = np.flatnonzero((acts.at != UNKNOWN) & (acts.at // 1000 < now))
    day = acts.at[number] // DAY_MILLIS
    posting = ground.past.posting
    base = now // DAY_SECONDS + 1
    key = acts.who[number] * base + day
    posted = (posting[0] * base + posting[1] // DAY_SECONDS)[posting[1] < now]
    drawn = ~np.isin(key, posted)
    key, number, day = key[drawn], number[drawn], day[drawn]
    order = np.argsort(key, kind="stable")
    key, number, day = key[order], number[order], day[order]
    _, place, sizes = np.unique(key, return_inverse=True, return_counts=True)
    counts = 2.0 ** (-(now // DAY_SECONDS - day) / horizon_days) / sizes[place]
    who = acts.who[number]
    starts = np.flatnonzero(np.diff(who, prepend=-1))
    fixed = ground.people.active - np.bincount(who, weights=counts, minlength=len(ground.people))
    return np.maximum(fixed, 0.0), Sums(number, starts, (counts,)), who[starts]


def _middle(drawn: npt.NDArray[np.float32] | npt.NDArray[np.int32]) -> Floats:
    """The outermost of the middle nine in ten of each column: a line low, a line high."""
    last = len(drawn) - 1
    low, high = math.floor(last * OUTSIDE / 2), math.ceil(last * (1 - OUTSIDE / 2))
    lines = np.sort(np.ascontiguousarray(drawn.T), axis=1)
    return np.stack([lines[:, low], lines[:, high]]).astype(np.float64)
