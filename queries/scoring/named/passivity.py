"""Influence and passivity after Romero and others: who moves those whom little moves."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse

from queries.scoring.arrows import Floats, Integers
from queries.scoring.named.counts import reposted
from queries.scoring.named.stage import CARRY, Stage, share
from queries.scoring.named.turns import Step, turned

STEPS = 500
TOLERANCE = 1e-10


def influence_passivity(stage: Stage) -> dict[str, Floats]:
    """Both, for each line, in percent of all on its topic.

    I_i = Σ_j u_ij·P_j and P_j = Σ_i v_ji·I_i over who passed on whom: u is i's part of all that j
    accepts, v is i's part of all that j rejects. NaN on topics where nobody passes on a part alone
    of what they see.
    """
    taken = stage.summed(stage.of_kinds(CARRY) * stage.dated.count)
    some = np.flatnonzero(taken)
    taken, i, j = taken[some], stage.line[some], stage.sender[some]
    lines, senders = len(stage.keys), len(stage.senders)
    accepted = taken / np.maximum(_posts(stage)[i], taken)
    rejected = 1 - accepted
    u = share(accepted, np.bincount(j, weights=accepted, minlength=senders)[j], 0.0)
    v = share(rejected, np.bincount(i, weights=rejected, minlength=lines)[i], 0.0)

    def step_of(kept: Integers) -> Step:
        place = np.full(lines, -1)
        place[kept] = np.arange(len(kept))
        inside = place[i] >= 0
        at, by = place[i[inside]], j[inside]
        accepts = sparse.csr_array((u[inside], (at, by)), shape=(len(kept), senders))
        rejects = sparse.csr_array((v[inside], (by, at)), shape=(senders, len(kept)))
        # As the paper does it: passivity from the old influence, then influence from it.
        return lambda influence: _whole(accepts @ (rejects @ influence), stage.topic[kept])

    influence, _ = turned(step_of, np.ones(lines), stage.topic, tolerance=TOLERANCE, steps=STEPS)
    by_sender = np.bincount(j, weights=v * influence[i], minlength=senders)
    passivity = _whole(by_sender, stage.senders // stage.size)
    found = np.zeros(lines)
    known = stage.home >= 0
    found[stage.home[known]] = passivity[known]
    told = stage.by_topic(np.add, influence) > 0
    return {
        "influence_passivity": np.where(told, 100 * influence, np.nan),
        "passivity": np.where(told, 100 * found, np.nan),
    }


def _whole(values: npt.NDArray[Any], topic: Integers) -> Floats:
    """Each topic's values as parts of their sum; 0 where there is none."""
    return share(values, np.bincount(topic, weights=values)[topic], 0.0)


def _posts(stage: Stage) -> Floats:
    """How many posts of each line there were to see: those loaded, or known to be passed on."""
    line, _ = reposted(stage, stage.of_kinds(CARRY))
    passed_on = np.bincount(line, minlength=len(stage.keys)).astype(np.float64)
    return np.maximum(stage.posted(stage.posts.ever), passed_on)
