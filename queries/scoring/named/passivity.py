"""Influence and passivity after Romero and others: who moves those whom little moves."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from queries.scoring.arrows import Floats, Integers
from queries.scoring.named.counts import reposted
from queries.scoring.named.stage import CARRY, Stage, share

# Turns, as far as so many steps along arrows go.
ARROWS_TIMES_TURNS = 300_000_000
LEAST, MOST = 20, 500
TOLERANCE = 1e-10


def influence_passivity(stage: Stage) -> dict[str, Floats]:
    """Both, in percent of everybody's on the topic, for each line; NaN on topics where nobody
    passes on a part alone of what they see.

    I_i = Σ_j u_ij·P_j and P_j = Σ_i v_ji·I_i over who passed on whom: u is i's part of all that j
    accepts, v is i's part of all that j rejects. The topics do not touch: see `topic_hits`.
    """
    lines, senders = len(stage.keys), len(stage.senders)
    taken = stage.summed(stage.of_kinds(CARRY) * stage.dated.count)
    some = taken > 0
    taken, i, j = taken[some], stage.line[some], stage.sender[some]
    accepted = taken / np.maximum(_posts(stage)[i], taken)
    rejected = 1 - accepted
    u = share(accepted, np.bincount(j, weights=accepted, minlength=senders)[j], 0.0)
    v = share(rejected, np.bincount(i, weights=rejected, minlength=lines)[i], 0.0)
    influence, passivity = _settled(
        stage,
        sparse.csr_array((u, (i, j)), shape=(lines, senders)),
        sparse.csr_array((v, (j, i)), shape=(senders, lines)),
    )
    passive, known = np.zeros(lines), stage.home >= 0
    passive[stage.home[known]] = passivity[known]
    told = stage.by_topic(np.add, influence) > 0
    return {
        "influence_passivity": np.where(told, 100 * influence, np.nan),
        "passivity": np.where(told, 100 * passive, np.nan),
    }


def _posts(stage: Stage) -> Floats:
    """How many posts of each line there were to see: those loaded, or those passed on."""
    line, _ = reposted(stage)
    passed_on = np.bincount(line, minlength=len(stage.keys)).astype(np.float64)
    return np.maximum(stage.posted(stage.posts.ever), passed_on)


def _settled(
    stage: Stage, accepts: sparse.csr_array, rejects: sparse.csr_array
) -> tuple[Floats, Floats]:
    """The influence of lines and the passivity of senders, each 1 in all on a topic, or 0."""
    topic, from_topic = stage.topic, stage.senders // stage.size
    influence, passivity = np.ones(len(topic)), np.ones(len(from_topic))
    turns = ARROWS_TIMES_TURNS // max(accepts.nnz, 1)
    for _ in range(min(max(turns, LEAST), MOST)):
        # As the paper does it: passivity from the old influence, then influence from it.
        rejected = _shared(rejects @ influence, from_topic)
        moved = _shared(accepts @ rejected, topic)
        change = _moved(moved - influence, topic) + _moved(rejected - passivity, from_topic)
        influence, passivity = moved, rejected
        if change < TOLERANCE:
            break
    return influence, passivity


def _shared(values: Floats, topic: Integers) -> Floats:
    """Each one's part of the topic's whole."""
    return share(values, np.bincount(topic, weights=values)[topic], 0.0)


def _moved(change: Floats, topic: Integers) -> float:
    """By how much the topic moved that moved most."""
    return float(np.bincount(topic, weights=np.abs(change)).max(initial=0.0))
