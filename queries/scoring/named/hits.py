"""HITS on every topic at once: who is attended to by good finders, and who finds them."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from queries.scoring.arrows import Floats, Integers
from queries.scoring.named.stage import Stage

# Turns, as far as so many steps along arrows go.
ARROWS_TIMES_TURNS = 100_000_000
LEAST, MOST = 20, 500
TOLERANCE = 1e-9


def topic_hits(stage: Stage) -> dict[str, Floats]:
    """Authority and hub of each line, on the unweighted arrows of its topic.

    Each is of Euclidean length 1 on a topic. The topics do not touch, so one product with all
    arrows is a step on each of them; begun with ones, as Kleinberg has it.
    """
    points = sparse.csr_array(
        (np.ones(len(stage.line)), (stage.line, stage.sender)),
        shape=(len(stage.keys), len(stage.senders)),
    )
    back = points.T.tocsr()
    topic, from_topic = stage.topic, stage.senders // stage.size
    authority = np.ones(len(stage.keys))
    hub = np.zeros(len(stage.senders))
    turns = ARROWS_TIMES_TURNS // max(len(stage.line), 1)
    for _ in range(min(max(turns, LEAST), MOST)):
        hub = normed(back @ authority, from_topic)
        fresh = normed(points @ hub, topic)
        moved = float(np.abs(fresh - authority).max(initial=0.0))
        authority = fresh
        if moved < TOLERANCE:
            break
    found = np.zeros(len(stage.keys))
    known = stage.home >= 0
    found[stage.home[known]] = hub[known]
    return {"topic_authority": authority, "topic_hub": found}


def normed(values: Floats, topic: Integers) -> Floats:
    """Each topic's values of Euclidean length 1; 0 where there are none."""
    length = np.sqrt(np.bincount(topic, weights=values * values))
    told: Floats = np.divide(
        values, length[topic], out=np.zeros(len(values)), where=length[topic] > 0
    )
    return told
