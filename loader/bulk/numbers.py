"""Which number each id has among the nodes of a store, in 16 bytes an id."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from queries.errors import LoadError

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

# Ends an id, to have another hash of it; of that so many bits are kept beside the number.
ANOTHER = "~"
BITS = 24


class Counter:
    """Numbers from 0 on, each given once."""

    def __init__(self) -> None:
        self.given = 0

    def take(self, count: int) -> Numbers:
        """The next numbers."""
        self.given += count
        return np.arange(self.given - count, self.given)


class Numbered:
    """Ids by their hashes, as rows of hashes and of numbers, with bits of another hash.

    They stand in sorted runs, each at least twice as long as the next.
    """

    def __init__(self, counter: Counter) -> None:
        self._counter = counter
        self._runs: list[Numbers] = []

    def __len__(self) -> int:
        return sum(run.shape[1] for run in self._runs)

    def of(self, ids: Sequence[str]) -> tuple[Numbers, Flags]:
        """Of different ids the number of each, and whether it is new.

        Raises LoadError where two ids have one hash, which is so of one pair in 10¹⁹: their other
        hashes differ.
        """
        hashes = np.fromiter(map(hash, ids), np.int64, len(ids))
        bits = np.fromiter((hash(id_ + ANOTHER) for id_ in ids), np.int64, len(ids))
        bits &= (1 << BITS) - 1
        order = np.argsort(hashes, kind="stable")
        looked_up, found = hashes[order], np.full(len(ids), -1)
        for run in self._runs:
            # In order they are looked up many times as fast: what is read lies together.
            places = np.minimum(np.searchsorted(run[0], looked_up), run.shape[1] - 1)
            known = run[0][places] == looked_up
            found[known] = run[1][places[known]]
        new = found < 0
        if ((found ^ bits[order])[~new] & ((1 << BITS) - 1)).any():
            raise LoadError("two ids have one hash, by chance; give the same command again")
        found[new] = (self._counter.take(int(new.sum())) << BITS) | bits[order][new]
        self._add(np.array([looked_up[new], found[new]]))
        numbers, is_new = np.empty_like(found), np.empty_like(new)
        numbers[order], is_new[order] = found >> BITS, new
        return numbers, is_new

    def each(self, ids: Sequence[str]) -> Numbers:
        """The number of each id; they may come more than once."""
        different = list(dict.fromkeys(ids))
        number = dict(zip(different, self.of(different)[0].tolist(), strict=True))
        return np.fromiter((number[id_] for id_ in ids), np.int64, len(ids))

    def _add(self, run: Numbers) -> None:
        if not run.shape[1]:
            return
        while self._runs and self._runs[-1].shape[1] < 2 * run.shape[1]:
            run = np.concatenate([self._runs.pop(), run], axis=1)
            order = np.argsort(run[0], kind="stable")
            # One row after the other, in place: they may be large.
            for row in run:
                row[:] = row[order]
        self._runs.append(run)
