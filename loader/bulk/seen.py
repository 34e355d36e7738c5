"""Which ids may have been met before, in eight bytes an id."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Hashes = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Seen:
    """A set of hashes that only grows: sorted runs, each at least twice as long as the next."""

    def __init__(self) -> None:
        self._runs: list[Hashes] = []

    def met(self, ids: Sequence[str]) -> Flags:
        """Of each id whether it may have been met before, here or earlier; then all are met.

        Two ids share a hash about once in 10¹⁹ pairs, and are then taken for one.
        """
        hashes = np.fromiter(map(hash, ids), np.int64, len(ids))
        order = np.argsort(hashes, kind="stable")
        run = hashes[order]
        known = np.zeros(len(ids), bool)
        known[1:] = run[1:] == run[:-1]
        for older in self._runs:
            # In order they are looked up many times as fast: what is read lies together.
            known |= older[np.minimum(np.searchsorted(older, run), len(older) - 1)] == run
        self._add(_each_once(run))
        again = np.empty(len(ids), bool)
        again[order] = known
        return again

    def _add(self, run: Hashes) -> None:
        if not len(run):
            return
        while self._runs and len(self._runs[-1]) < 2 * len(run):
            run = np.concatenate([self._runs.pop(), run])
            # A stable sort finds the two runs and merges them, in place: they may be large.
            run.sort(kind="stable")
            run = _each_once(run)
        self._runs.append(run)


def _each_once(run: Hashes) -> Hashes:
    """A sorted run without repetitions; what `np.unique` does in many times as long."""
    new = run[1:] != run[:-1]
    return run if new.all() else run[np.append(True, new)]
