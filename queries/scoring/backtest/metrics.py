"""How well a score foretells: each metric takes the scores and what came, side by side.

Ties in the score are drawn as ties: every order of those who tie counts the same. Where a metric
takes `counts`, each of the people is there so many times, as a bootstrap draws them.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from queries.scoring.arrows import Floats, Integers

TOP = 100
# The sum of the discounts of the first so many places.
DISCOUNTS = np.concatenate([[0.0], np.cumsum(1 / np.log2(np.arange(2, TOP + 2)))])


@dataclass(frozen=True, slots=True)
class Concordance:
    """C-index: P(score of i > score of j | outcome of i > outcome of j), ties a half.

    Two different outcomes differ first at one of their bits. So for each bit those are compared
    that have the same bits above, in the order of their scores: O(n log n) in all, and what does
    not depend on `counts` is made once.
    """

    passes: tuple[_Pass, ...]

    @classmethod
    def of(cls, score: Floats, outcome: Floats) -> Concordance:
        """`outcome` may be any numbers."""
        _, level = np.unique(outcome, return_inverse=True)
        _, place = np.unique(score, return_inverse=True)
        # The lowest is most people's; alone at the first bit, it costs nothing at the others.
        passes = [_Pass.of(place, (level > 0).astype(np.int64), np.zeros_like(level))]
        above = np.flatnonzero(level > 0)
        bits = int(level.max(initial=0)).bit_length()
        for bit in reversed(range(bits)):
            passes.append(
                _Pass.of(place[above], level[above] >> bit & 1, level[above] >> (bit + 1), above)
            )
        return cls(tuple(passes))

    def value(self, counts: Floats | None = None) -> float:
        """In 0..1; .5 tells nothing, NaN where all outcomes are the same."""
        won, pairs = self.pairs(counts)
        return won / pairs if pairs else float("nan")

    def pairs(self, counts: Floats | None = None) -> tuple[float, float]:
        """How many pairs are in order (a tie is half a pair), and how many there are."""
        found = [one.pairs(counts) for one in self.passes]
        return sum(won for won, _ in found), sum(pairs for _, pairs in found)


@dataclass(frozen=True, slots=True)
class _Pass:
    """One bit. `chosen` are the people by prefix and score; ties and prefixes begin at `starts`."""

    chosen: Integers
    upper: Floats
    starts: Integers
    group: Integers

    @classmethod
    def of(
        cls, place: Integers, bit: Integers, prefix: Integers, chosen: Integers | None = None
    ) -> _Pass:
        order = np.lexsort((place, prefix))
        tied = np.diff(prefix[order], prepend=-1) == 0
        tied &= np.diff(place[order], prepend=-1) == 0
        starts = np.flatnonzero(~tied)
        prefixes = prefix[order][starts]
        _, group = np.unique(prefixes, return_inverse=True)
        return cls(
            order if chosen is None else chosen[order],
            bit[order].astype(np.float64),
            starts,
            np.flatnonzero(np.diff(group, prepend=-1)) if len(group) else group,
        )

    def pairs(self, counts: Floats | None) -> tuple[float, float]:
        if not len(self.starts):
            return 0.0, 0.0
        there = np.ones(len(self.chosen)) if counts is None else counts[self.chosen]
        upper = np.add.reduceat(there * self.upper, self.starts)
        lower = np.add.reduceat(there * (1 - self.upper), self.starts)
        below = np.cumsum(lower) - lower
        sizes = np.diff(np.append(self.group, len(self.starts)))
        below -= np.repeat(below[self.group], sizes)
        won = (upper * (below + lower / 2)).sum()
        pairs = np.add.reduceat(upper, self.group) * np.add.reduceat(lower, self.group)
        return float(won), float(pairs.sum())


@dataclass(frozen=True, slots=True)
class Gain:
    """NDCG of the first hundred: gain log2(1 + outcome), discount 1/log2(1 + place)."""

    gains: Floats
    ours: _Order
    best: _Order

    @classmethod
    def of(cls, score: Floats, outcome: Floats) -> Gain:
        """`outcome` is counts."""
        return cls(np.log2(1 + outcome), _Order.of(score), _Order.of(outcome))

    def value(self, counts: Floats | None = None, *, top: int = TOP) -> float:
        """In 0..1, by the first `top`, at most a hundred; NaN where nothing came."""
        there = np.ones(len(self.gains)) if counts is None else counts
        best = self.best.discounted(self.gains, there, top)
        return self.ours.discounted(self.gains, there, top) / best if best else float("nan")


@dataclass(frozen=True, slots=True)
class _Order:
    """The best first, as far as a bootstrap can reach; those who tie begin at `starts`."""

    people: Integers
    starts: Integers

    @classmethod
    def of(cls, values: Floats) -> _Order:
        people = np.argsort(-values, kind="stable")
        starts = np.flatnonzero(np.diff(values[people], prepend=np.nan) != 0)
        # Whole groups: of ten times a hundred people, a hundred are drawn for sure.
        beyond = starts[np.searchsorted(starts, 10 * TOP) :][:1]
        end = int(beyond[0]) if len(beyond) else len(people)
        return cls(people[:end], starts[starts < end])

    def discounted(self, gains: Floats, there: Floats, top: int) -> float:
        """The sum over the first `top` places; those who tie share their places' discounts."""
        if not len(self.people):
            return 0.0
        drawn = there[self.people]
        sizes = np.add.reduceat(drawn, self.starts)
        shared = np.add.reduceat(drawn * gains[self.people], self.starts) / np.maximum(sizes, 1)
        ends = np.minimum(np.cumsum(sizes), top).astype(np.int64)
        return float((shared * np.diff(DISCOUNTS[ends], prepend=0.0)).sum())


def first(values: Floats, number: int) -> Floats:
    """Who is among the first `number` by `values`: 1, 0, and a part for those who tie at the end.

    Sums to `number`, or to all there are.
    """
    if number >= len(values):
        return np.ones(len(values))
    edge = -np.partition(-values, number - 1)[number - 1] if number else np.inf
    above, tied = values > edge, values == edge
    share = (number - above.sum()) / max(tied.sum(), 1)
    chosen: Floats = above + tied * share
    return chosen


def precision(score: Floats, outcome: Floats) -> float:
    """What share of the first k by score is among the first k by what came.

    k is a hundred, or fewer where fewer were acted on at all; NaN where nobody was. All who tie
    for the k-th place are among the first.
    """
    number = min(TOP, int((outcome > 0).sum()))
    if not number:
        return float("nan")
    least = np.partition(outcome, -number)[-number]
    return float(first(score, number)[outcome >= least].sum()) / number


def caught(score: Floats, outcome: Floats) -> float:
    """The share of all that came that came to the first hundred by score."""
    total = float(outcome.sum())
    return float(first(score, TOP) @ outcome) / total if total else float("nan")


def spearman(one: Floats, other: Floats) -> float:
    """Correlation of the ranks, ties at their mean; NaN where either does not vary."""
    if not len(one) or np.ptp(one) == 0 or np.ptp(other) == 0:
        return float("nan")
    return float(np.corrcoef(_ranks(one), _ranks(other))[0, 1])


def kendall(score: Floats, outcome: Floats) -> float:
    """Kendall's tau-b, from the pairs that the C-index counts."""
    won, different = Concordance.of(score, outcome).pairs()
    apart = _different(score)
    return (2 * won - different) / np.sqrt(different * apart) if different * apart else float("nan")


def _different(values: Floats) -> float:
    """How many pairs do not tie."""
    _, counts = np.unique(values, return_counts=True)
    return (len(values) * (len(values) - 1) - float((counts * (counts - 1)).sum())) / 2


def _ranks(values: Floats) -> Floats:
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    mean: Floats = (ends - (counts - 1) / 2)[place]
    return mean
