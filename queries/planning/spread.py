"""How far a message goes: the independent cascade, backwards and forwards, compiled.

A person who has heard of it passes it on to each of those they influence, once, with the
arrow's chance. Backwards: the reverse-reachable set of a person is everybody from whom it would
have come to them in one drawing of the chances, so the share of such sets that a group of seeds
meets is the share of people that it reaches.

Source: Kempe, Kleinberg and Tardos 2003 (the cascade); Borgs and others 2014 (the sets).
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numba
import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Integers = npt.NDArray[np.int64]
Positions = npt.NDArray[np.int32]

# Fixed, so that the result does not depend on how many processors there are.
PARTS = 16


@dataclass(frozen=True, slots=True)
class Network:
    """Who hears from whom: person p hears from `sources[starts[p]:starts[p + 1]]`.

    `chance` in 0..1 runs beside `sources`.
    """

    starts: Integers
    sources: Positions
    chance: npt.NDArray[np.float32]

    @property
    def size(self) -> int:
        """How many people there are."""
        return len(self.starts) - 1

    @classmethod
    def of(cls, size: int, hearer: Integers, source: Integers, chance: Floats) -> Network:
        """The network of these arrows; each pair may stand there once only."""
        order = np.argsort(hearer, kind="stable")
        starts = np.zeros(size + 1, np.int64)
        np.cumsum(np.bincount(hearer, minlength=size), out=starts[1:])
        return cls(starts, source[order].astype(np.int32), chance[order].astype(np.float32))


@dataclass(frozen=True, slots=True)
class Sets:
    """Reverse-reachable sets: set i is `members[ends[i - 1]:ends[i]]`."""

    members: Positions
    ends: Integers

    def __len__(self) -> int:
        return len(self.ends)

    def __add__(self, other: Sets) -> Sets:
        """Both, one after the other."""
        return Sets(
            np.concatenate([self.members, other.members]),
            np.concatenate([self.ends, other.ends + len(self.members)]),
        )


def reverse_sets(network: Network, count: int, *, seed: int) -> Sets:
    """`count` sets from people drawn at random; the same for the same seed."""
    shares = np.diff(np.linspace(0, count, PARTS + 1).astype(np.int64))
    with ThreadPoolExecutor(max_workers=os.cpu_count()) as threads:
        parts = list(
            threads.map(
                lambda part: _reverse_sets(
                    network.starts,
                    network.sources,
                    network.chance,
                    int(shares[part]),
                    (seed * PARTS + part) % 2**31,
                ),
                range(PARTS),
            )
        )
    before = np.cumsum([0, *(len(members) for members, _ in parts[:-1])])
    return Sets(
        np.concatenate([members for members, _ in parts]),
        np.concatenate([ends + base for (_, ends), base in zip(parts, before, strict=True)]),
    )


def covered(sets: Sets, seeds: Integers, size: int) -> Integers:
    """For each seed in turn, how many sets it meets that no earlier one did."""
    return _covered(sets.members, sets.ends, seeds, size)


def simulated(network: Network, seeds: Integers, *, runs: int, seed: int) -> Floats:
    """How many people each of `runs` forward cascades from `seeds` reached, seeds included."""
    hearers = np.repeat(np.arange(network.size), np.diff(network.starts))
    order = np.argsort(network.sources, kind="stable")
    starts = np.zeros(network.size + 1, np.int64)
    np.cumsum(np.bincount(network.sources, minlength=network.size), out=starts[1:])
    return _cascades(
        starts, hearers[order].astype(np.int32), network.chance[order], seeds, runs, seed
    )


@numba.njit(cache=True, nogil=True)
def _reverse_sets(
    starts: Integers,
    sources: Positions,
    chance: npt.NDArray[np.float32],
    count: int,
    seed: int,
) -> tuple[Positions, Integers]:
    np.random.seed(seed)
    size = len(starts) - 1
    met = np.full(size, -1, np.int32)
    members = np.empty(max(1024, 4 * count), np.int32)
    ends = np.empty(count, np.int64)
    length = 0
    for i in range(count):
        at = length
        root = np.random.randint(0, size)
        met[root] = i
        if length == len(members):
            members = _doubled(members)
        members[length] = root
        length += 1
        while at < length:
            hearer = members[at]
            at += 1
            for arrow in range(starts[hearer], starts[hearer + 1]):
                source = sources[arrow]
                if met[source] != i and np.random.random() < chance[arrow]:
                    met[source] = i
                    if length == len(members):
                        members = _doubled(members)
                    members[length] = source
                    length += 1
        ends[i] = length
    return members[:length].copy(), ends


@numba.njit(cache=True, nogil=True)
def _doubled(members: Positions) -> Positions:
    larger = np.empty(2 * len(members), np.int32)
    larger[: len(members)] = members
    return larger


@numba.njit(cache=True, nogil=True)
def _covered(members: Positions, ends: Integers, seeds: Integers, size: int) -> Integers:
    turn = np.full(size, len(seeds), np.int64)
    for i in range(len(seeds) - 1, -1, -1):
        turn[seeds[i]] = i
    fresh = np.zeros(len(seeds), np.int64)
    begin = 0
    for end in ends:
        earliest = len(seeds)
        for at in range(begin, end):
            earliest = min(earliest, turn[members[at]])
        if earliest < len(seeds):
            fresh[earliest] += 1
        begin = end
    return fresh


@numba.njit(cache=True, nogil=True)
def _cascades(
    starts: Integers,
    hearers: Positions,
    chance: npt.NDArray[np.float32],
    seeds: Integers,
    runs: int,
    seed: int,
) -> Floats:
    np.random.seed(seed)
    reached = np.empty(runs, np.float64)
    heard = np.full(len(starts) - 1, -1, np.int64)
    line = np.empty(len(starts) - 1, np.int64)
    for run in range(runs):
        length = 0
        for person in seeds:
            if heard[person] != run:
                heard[person] = run
                line[length] = person
                length += 1
        at = 0
        while at < length:
            source = line[at]
            at += 1
            for arrow in range(starts[source], starts[source + 1]):
                hearer = hearers[arrow]
                if heard[hearer] != run and np.random.random() < chance[arrow]:
                    heard[hearer] = run
                    line[length] = hearer
                    length += 1
        reached[run] = length
    return reached
