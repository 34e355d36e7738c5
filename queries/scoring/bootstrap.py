"""How far a score and a rank could have fallen otherwise: acts drawn again, with replacement.

A person counts once in an audience, however often they act. So what an arrow counts is spread
over its acts in proportion to their decayed worth, and the audience is a sum over acts: Poisson
weights of mean 1 over the acts resample it without bias, where leaving acts out would shrink it.
Someone who acted once is there zero, one or more times; someone who acts every day hardly varies.
Days of activity are spread over the acts of the day alike; a day with a post stays.

Held fixed: credibility, followers, who came back, the reference, and who has enough evidence for
a score.
Source: Efron 1979 (the bootstrap); Hanley and MacGibbon 2006 (Poisson weights).
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pandas as pd

from queries.recipe import Recipe
from queries.scoring.arrows import EVERYTHING, Floats, Integers
from queries.scoring.draws import Ground, activity_of, entries_of
from queries.scoring.points import counted_days, sums_of

COLUMNS = ("score_low", "score_high", "rank_low", "rank_high")
# The share of resamples outside an interval, on both sides together.
OUTSIDE = 0.1
# About so many rows are held at once, each with a number for every resample.
GROUP_ROWS = 250_000
MOST_THREADS = 4
_STEPS = 2**16


def intervals(ground: Ground, recipe: Recipe) -> pd.DataFrame:
    """For each row of the table COLUMNS: where nine in ten resamples put score and rank.

    Each holds the value that was computed. A smaller rank is better, so `rank_low` is the best
    that is plausible; ties share a rank. NaN where there is no score, and everywhere when the
    recipe's `resamples` are 0. The same acts and recipe give the same intervals.
    """
    found = np.full((len(COLUMNS), len(ground.result.table)), np.nan)
    resamples = int(recipe.uncertainty.resamples)
    if resamples and len(ground.result.table):
        drawing = _Drawing(ground, recipe, resamples)
        for rows, scores, ranks in drawing.groups():
            found[:2, rows] = _middle(scores)
            found[2:, rows] = _middle(ranks)
    for low, high, column in ((0, 1, "score"), (2, 3, "rank")):
        known = ground.result.table[column].to_numpy()
        found[low] = np.minimum(found[low], known)
        found[high] = np.maximum(found[high], known)
    return pd.DataFrame(dict(zip(COLUMNS, found, strict=True)), index=ground.result.table.index)


def poisson_times(seed: int, resample: int, acts: int) -> Floats:
    """How often each act is there in one resample: Poisson of mean 1."""
    dice = np.random.default_rng([seed, resample])
    times: Floats = _QUANTILES[dice.integers(0, _STEPS, size=acts, dtype=np.uint16)]
    return times


class _Drawing:
    """One bootstrap: everything that does not change from resample to resample."""

    def __init__(self, ground: Ground, recipe: Recipe, resamples: int) -> None:
        self.ground, self.recipe, self.resamples = ground, recipe, resamples
        table = ground.result.table
        self.person = table["person"].to_numpy()
        self.topic = table["topic"].to_numpy()
        self.enough = (table["people"] >= recipe.evidence.floor).to_numpy()
        self.thin = table["backed_off"].to_numpy(np.bool_)
        self.entries = entries_of(ground)
        self.fixed_days, self.days, self.who = activity_of(ground, recipe.memory.horizon_days)
        # The scores over everything, which those that back off are a part of, and True Reach.
        self.everything = ground.scene.arrows.topics.index(EVERYTHING)
        overall = self.enough & (self.topic == self.everything)
        self.overall = np.zeros((resamples, int(overall.sum())), np.float32)
        self.reach = np.zeros_like(self.overall)
        self.place = np.zeros(len(ground.scene.people), np.int64)
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
        self.followers = drawing.ground.scene.followers[self.person[self.solid]]

    def scores(self, resample: int) -> Floats:
        """Everybody's score in one resample."""
        drawing, times = self.drawing, self.drawing.times(resample)
        found = np.zeros(len(self.solid))
        found[self.solid] = self._points(times, drawing.reach[resample])
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

    def _points(self, times: Floats, overall: npt.NDArray[np.float32]) -> Floats:
        """`overall` is True Reach over everything, filled by the group that holds it."""
        drawing, ground = self.drawing, self.drawing.ground
        audience, believed, recent, believed_recent, back, back_believed = self.audience.drawn(
            times
        )
        days = drawing.fixed_days.copy()
        days[drawing.who] += drawing.days.drawn(times)[0]
        reach = ground.scene.discount.effective(audience, believed)
        if self.holds_everything:
            overall[:] = reach[: len(overall)]
        person = self.person[self.solid]
        whole = overall[drawing.place[person]]
        terms = sums_of(
            drawing.recipe,
            active=ground.result.active,
            true_reach=reach,
            amplification=ground.scene.discount.effective(recent, believed_recent),
            credible=believed,
            returning=ground.scene.discount.effective(back, back_believed),
            counted_days=counted_days(days[person], whole, drawing.recipe.evidence),
            followers=self.followers,
        )
        total = np.sum(list(terms.values()), axis=0)
        points: Floats = 100 * total / np.maximum(total, ground.result.reference)
        return points

    def _backed(self, rows: Integers) -> Floats:
        """What a count of acts on a topic is multiplied with: back-off over acts overall."""
        table = self.drawing.ground.result.table
        everything = table[table["topic"] == self.drawing.everything].set_index("person")
        acts = everything["acts"].reindex(self.drawing.person[rows]).to_numpy()
        backed: Floats = self.drawing.recipe.evidence.back_off / acts
        return backed


def _middle(drawn: npt.NDArray[np.float32] | npt.NDArray[np.int32]) -> Floats:
    """The outermost of the middle nine in ten of each column: a line low, a line high."""
    last = len(drawn) - 1
    low, high = math.floor(last * OUTSIDE / 2), math.ceil(last * (1 - OUTSIDE / 2))
    lines = np.sort(np.ascontiguousarray(drawn.T), axis=1)
    return np.stack([lines[:, low], lines[:, high]]).astype(np.float64)


def _quantiles() -> Floats:
    """The quantiles of a Poisson variable of mean 1, in the middle of each of `_STEPS` steps."""
    below = np.cumsum([math.exp(-1) / math.factorial(k) for k in range(12)])
    return np.searchsorted(below, (np.arange(_STEPS) + 0.5) / _STEPS).astype(np.float64)


_QUANTILES = _quantiles()
