"""Accounts in step: on the same posts within the same minute, far more often than chance.

Acts on one post are cut into minutes, twice: at whole and at half minutes. In each minute every
account meets the NEAREST others by number, so the cost is bounded however many act at once, and a
large group meets itself in the same order each time. A pair that met on MET posts is looked at
closely: how many posts both acted on, and how likely it is that so many were within a minute, when
any two acts on a post are so as often as on the network's posts.
Source: the test is a Poisson tail; Pacheco and others 2021 for the idea.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from queries.scoring.arrows import Integers
from queries.scoring.past import DAY_SECONDS, KIND_NAMES, Acts, Past
from queries.scoring.quality.sorted_keys import starts_of
from queries.scoring.unfolded import UNKNOWN

MINUTE = 60
NEAREST = 10
MET = 5
SHARE = 0.5
DAYS = 2
GROUP = 3
RARE = 1e-6
# Pairs that are looked at closely, those that met most often first.
MOST_PAIRS = 50_000
# What is inferred has no moment of its own.
INFERRED = KIND_NAMES.index("adopt")


@dataclass(frozen=True, slots=True)
class Steps:
    """Pairs of people in groups of GROUP or more: `together` posts within a minute, of `shared`.

    `group` is the size of the group that a pair belongs to.
    """

    one: Integers
    other: Integers
    together: Integers
    shared: Integers
    group: Integers

    def members(self, size: int) -> Integers:
        """For each of `size` people the size of their group, 0 for those in none."""
        found = np.zeros(size, np.int64)
        found[self.one] = found[self.other] = self.group
        return found


@dataclass(frozen=True, slots=True)
class _Met:
    """First acts of each person on each post, by post and moment (seconds)."""

    who: Integers
    post: Integers
    at: Integers


def steps_in(past: Past, *, now: int) -> Steps:
    """Those in step before `now`."""
    met = _first_acts(past.acts, now, len(past.ids))
    pairs = _close_pairs(met, len(past.ids))
    chance = _chance(met)
    found = [pair for pair in _looked_at(met, pairs, len(past.ids)) if _is_odd(pair, chance)]
    return _grouped(found)


def _first_acts(acts: Acts, now: int, size: int) -> _Met:
    chosen = (acts.at != UNKNOWN) & (acts.at < now * 1000) & (acts.who != acts.whom)
    chosen &= np.isin(acts.kind, _exact_kinds(acts))
    who, at = acts.who[chosen], acts.at[chosen] // 1000
    # Where it is not told on which post: the person acted on.
    beyond = int(acts.post.max(initial=-1)) + 1
    post = np.where(acts.post == UNKNOWN, beyond + acts.whom, acts.post)[chosen]
    order = np.lexsort((at, who, post))
    first = order[starts_of((post * size + who)[order])]
    first = first[np.lexsort((at[first], post[first]))]
    return _Met(who[first], post[first], at[first])


def _exact_kinds(acts: Acts) -> list[int]:
    """The kinds whose moments are told to the second: not to the minute, hour or day."""
    exact = []
    for kind in set(range(len(KIND_NAMES))) - {INFERRED}:
        at = acts.at[(acts.kind == kind) & (acts.at != UNKNOWN)] // 1000
        if len(at) and (at % MINUTE == 0).mean() < 0.5:
            exact.append(kind)
    return exact


def _close_pairs(met: _Met, size: int) -> tuple[Integers, Integers]:
    """Keys (one × size + other) of pairs that met on MET posts, and on how many they did."""
    seen: list[Integers] = []
    for shift in (0, MINUTE // 2):
        minute = (met.at + shift) // MINUTE
        order = np.lexsort((met.who, minute, met.post))
        who, minute, post = met.who[order], minute[order], met.post[order]
        for step in range(1, NEAREST + 1):
            same = (post[step:] == post[:-step]) & (minute[step:] == minute[:-step])
            pair = who[:-step][same] * size + who[step:][same]
            seen.append(np.stack([pair, post[step:][same]]))
    both = np.concatenate(seen, axis=1) if seen else np.zeros((2, 0), np.int64)
    order = np.lexsort((both[1], both[0]))
    pair, post = both[0][order], both[1][order]
    once = (np.diff(pair, prepend=-1) != 0) | (np.diff(post, prepend=-1) != 0)
    keys, counts = np.unique(pair[once], return_counts=True)
    often = counts >= MET
    keys, counts = keys[often], counts[often]
    chosen = np.argsort(-counts, kind="stable")[:MOST_PAIRS]
    return keys[chosen], counts[chosen]


def _chance(met: _Met) -> float:
    """How likely two acts on one post are within a minute: the mean over posts.

    Each post has one voice, so that a group cannot make what it does look common by its number.
    """
    starts = starts_of(met.post)
    sizes = np.diff(starts, append=len(met.post)).astype(np.float64)
    several = sizes > 1
    if not several.any():
        return 1.0
    base = int(met.at.min())
    span = int(met.at.max()) - base + MINUTE + 1
    place = np.repeat(np.arange(len(starts)), sizes.astype(np.int64)) * span + (met.at - base)
    near = np.searchsorted(place, place + MINUTE, side="right") - np.arange(len(place)) - 1
    close = np.add.reduceat(near, starts)[several]
    return float((close / (sizes * (sizes - 1) / 2)[several]).mean())


@dataclass(frozen=True, slots=True)
class _Pair:
    one: int
    other: int
    together: int
    shared: int
    days: int


def _looked_at(met: _Met, pairs: tuple[Integers, Integers], size: int) -> list[_Pair]:
    """Each pair's posts in full."""
    order = np.lexsort((met.post, met.who))
    who, post, at = met.who[order], met.post[order], met.at[order]
    begin = np.searchsorted(who, np.arange(size + 1))
    found = []
    for key in pairs[0].tolist():
        one, other = divmod(key, size)
        mine, theirs = slice(begin[one], begin[one + 1]), slice(begin[other], begin[other + 1])
        _, i, j = np.intersect1d(post[mine], post[theirs], assume_unique=True, return_indices=True)
        here, there = at[mine][i], at[theirs][j]
        close: npt.NDArray[np.bool_] = np.abs(here - there) <= MINUTE
        days = len(set((here[close] // DAY_SECONDS).tolist()))
        found.append(_Pair(one, other, int(close.sum()), len(i), days))
    return found


def _is_odd(pair: _Pair, chance: float) -> bool:
    enough = pair.together >= MET and pair.together >= SHARE * pair.shared and pair.days >= DAYS
    return enough and poisson_tail(pair.together, pair.shared * chance) < RARE


def poisson_tail(k: int, mean: float) -> float:
    """P(X ≥ k) for a Poisson variable; summed from k on, so that what is tiny is not lost."""
    if mean <= 0:
        return 0.0 if k > 0 else 1.0
    term = math.exp(k * math.log(mean) - mean - math.lgamma(k + 1))
    total, i = 0.0, k
    while term > total * 1e-12 and i < k + 10_000:
        total += term
        i += 1
        term *= mean / i
    return min(total, 1.0)


def _grouped(pairs: list[_Pair]) -> Steps:
    """Those in groups that are large enough."""
    parent: dict[int, int] = {}

    def root(one: int) -> int:
        while parent.setdefault(one, one) != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for pair in pairs:
        parent[root(pair.one)] = root(pair.other)
    sizes: dict[int, int] = {}
    for one in list(parent):
        sizes[root(one)] = sizes.get(root(one), 0) + 1
    kept = [pair for pair in pairs if sizes[root(pair.one)] >= GROUP]
    columns = [
        [pair.one for pair in kept],
        [pair.other for pair in kept],
        [pair.together for pair in kept],
        [pair.shared for pair in kept],
        [sizes[root(pair.one)] for pair in kept],
    ]
    return Steps(*(np.array(column, np.int64) for column in columns))
