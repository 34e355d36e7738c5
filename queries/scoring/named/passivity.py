"""Influence and passivity after Romero and others: who moves those whom little moves."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from queries.scoring.arrows import Floats
from queries.scoring.named.counts import reposted
from queries.scoring.named.stage import CARRY, Stage, share

STEPS = 500
TOLERANCE = 1e-10


def influence_passivity(stage: Stage) -> dict[str, Floats]:
    """Both, in percent of everybody's; NaN where nobody passes on a part alone of what they see.

    I_i = Σ_j u_ij·P_j and P_j = Σ_i v_ji·I_i over who passed on whom: u is i's part of all that j
    accepts, v is i's part of all that j rejects.
    """
    overall = np.flatnonzero(stage.overall)
    taken = stage.summed(stage.of_kinds(CARRY) * stage.dated.count)[overall]
    some = overall[taken > 0]
    taken = taken[taken > 0]
    i, j = stage.scene.arrows.whom[some], stage.scene.arrows.who[some]
    accepted = taken / np.maximum(_posts(stage)[i], taken)
    rejected = 1 - accepted
    u = share(accepted, np.bincount(j, weights=accepted, minlength=stage.size)[j], 0.0)
    v = share(rejected, np.bincount(i, weights=rejected, minlength=stage.size)[i], 0.0)
    return _settled(stage.size, sparse.csr_array((u, (i, j)), shape=(stage.size,) * 2),
                    sparse.csr_array((v, (j, i)), shape=(stage.size,) * 2))  # fmt: skip


def _posts(stage: Stage) -> Floats:
    """How many posts of each there were to see: those loaded, or those known to be passed on."""
    line, _ = reposted(stage)
    here = stage.over_all
    known = line[(line >= here.start) & (line < here.stop)] - here.start
    passed_on = np.bincount(known, minlength=stage.size).astype(np.float64)
    return np.maximum(stage.posted_overall(stage.posts.ever), passed_on)


def _settled(size: int, accepts: sparse.csr_array, rejects: sparse.csr_array) -> dict[str, Floats]:
    influence, passivity = np.ones(size), np.ones(size)
    for _ in range(STEPS):
        # As the paper does it: passivity from the old influence, then influence from it.
        rejected = rejects @ influence
        moved = accepts @ rejected
        if not rejected.sum() or not moved.sum():
            nothing = np.full(size, np.nan)
            return {"influence_passivity": nothing, "passivity": nothing}
        rejected, moved = rejected / rejected.sum(), moved / moved.sum()
        change = np.abs(moved - influence).sum() + np.abs(rejected - passivity).sum()
        influence, passivity = moved, rejected
        if change < TOLERANCE:
            break
    return {"influence_passivity": 100 * influence, "passivity": 100 * passivity}
