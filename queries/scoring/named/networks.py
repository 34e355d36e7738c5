"""Who stands where in each topic's network: k-core, eigenvector and betweenness.

All topics are one network here, as they do not touch. Its nodes are the lines, and after them
the senders on whom nobody acts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numba
import numpy as np
from scipy import sparse
from scipy.sparse import csgraph

from queries.recipe import Recipe
from queries.scoring.arrows import Floats, Integers
from queries.scoring.named.hits import normed
from queries.scoring.named.stage import Chosen, Stage, placed
from queries.scoring.named.turns import Step, turned

TOLERANCE = 1e-9
STEPS = 2_000
# Betweenness looks along so many arrows at most, all samples of all topics together.
ARROWS_TIMES_SAMPLES = 500_000_000


@dataclass(frozen=True, slots=True)
class Network:
    """Arrow i goes from node `who[i]` to node `whom[i]`; `topic` is that of each node."""

    who: Integers
    whom: Integers
    topic: Integers

    @classmethod
    def of(cls, stage: Stage) -> Network:
        """The unweighted arrows of all topics."""
        outside = stage.home < 0
        node = np.where(outside, len(stage.keys) - 1 + np.cumsum(outside), stage.home)
        topic = np.concatenate([stage.topic, stage.senders[outside] // stage.size])
        return cls(node[stage.sender], stage.line, topic)

    @property
    def size(self) -> int:
        """How many nodes there are."""
        return len(self.topic)


def in_networks(stage: Stage, recipe: Recipe) -> dict[str, Floats]:
    """The three measures of each line."""
    network = Network.of(stage)
    lines = len(stage.keys)
    return {
        "topic_eigenvector": leading(stage),
        "topic_betweenness": between(network, recipe)[:lines],
        "topic_k_core": cores(network)[:lines].astype(np.float64),
    }


def cores(network: Network) -> Integers:
    """For each node the largest k such that it is among nodes that each have k of them.

    Without direction, an arrow and its reverse being one. Source: Batagelj and Zaveršnik 2003.
    """
    ones = np.ones(len(network.who), np.int8)
    one_way = sparse.csr_array((ones, (network.who, network.whom)), shape=(network.size,) * 2)
    both = (one_way + one_way.T).tocsr()
    found: Integers = _peeled(both.indptr, both.indices)
    return found


@numba.njit(cache=True, nogil=True)
def _peeled(starts: Integers, ends: Integers) -> Integers:
    size = len(starts) - 1
    left = starts[1:] - starts[:-1]
    most = left.max() if size else 0
    begins = np.zeros(most + 2, np.int64)
    for node in range(size):
        begins[left[node] + 1] += 1
    begins = np.cumsum(begins)
    place, order, filled = np.empty(size, np.int64), np.empty(size, np.int64), begins.copy()
    for node in range(size):
        place[node] = filled[left[node]]
        order[place[node]] = node
        filled[left[node]] += 1
    for at in range(size):
        node = order[at]
        for arrow in range(starts[node], starts[node + 1]):
            other = ends[arrow]
            if left[other] > left[node]:
                # To the front of those with as many left, which then begin one later.
                first = begins[left[other]]
                moved = order[first]
                order[first], order[place[other]] = other, moved
                place[moved], place[other] = place[other], first
                begins[left[other]] += 1
                left[other] -= 1
    return left


def between(network: Network, recipe: Recipe) -> Floats:
    """Shortest paths through each node, from a sample of its topic's nodes scaled to all."""
    topics = int(network.topic.max(initial=-1)) + 1
    nodes = np.bincount(network.topic, minlength=topics)
    arrows = np.bincount(network.topic[network.who], minlength=topics)
    samples = np.minimum(nodes, recipe.network.betweenness_samples)
    looks = float((samples * arrows).sum())
    if looks > ARROWS_TIMES_SAMPLES:
        fewer = np.floor(samples * (ARROWS_TIMES_SAMPLES / looks)).astype(np.int64)
        samples = np.minimum(samples, np.maximum(fewer, 1))
    drawn = np.random.default_rng(recipe.network.seed).permutation(network.size)
    drawn = drawn[np.argsort(network.topic[drawn], kind="stable")]
    within = np.arange(len(drawn)) - (np.cumsum(nodes) - nodes)[network.topic[drawn]]
    begins = drawn[within < samples[network.topic[drawn]]]
    scale = nodes / np.maximum(samples, 1)
    return paths_through(network.who, network.whom, begins, network.size) * scale[network.topic]


def paths_through(who: Integers, whom: Integers, begins: Integers, size: int) -> Floats:
    """Of the shortest paths from each of `begins`, the parts that lead through each node.

    Source: Brandes 2001; sampling after Brandes and Pich 2007.
    """
    order = np.argsort(who, kind="stable")
    starts = np.concatenate([[0], np.cumsum(np.bincount(who, minlength=size))])
    found: Floats = _through(starts, whom[order], begins, size)
    return found


@numba.njit(cache=True, nogil=True)
def _through(starts: Integers, targets: Integers, samples: Integers, size: int) -> Floats:
    total, hangs = np.zeros(size), np.zeros(size)
    steps, paths = np.full(size, -1, np.int64), np.zeros(size)
    queue = np.empty(size, np.int64)
    for source in samples:
        steps[source], paths[source], queue[0], met = 0, 1.0, source, 1
        at = 0
        while at < met:
            person = queue[at]
            at += 1
            for arrow in range(starts[person], starts[person + 1]):
                target = targets[arrow]
                if steps[target] < 0:
                    steps[target] = steps[person] + 1
                    queue[met] = target
                    met += 1
                if steps[target] == steps[person] + 1:
                    paths[target] += paths[person]
        for back in range(met - 1, -1, -1):
            person = queue[back]
            for arrow in range(starts[person], starts[person + 1]):
                target = targets[arrow]
                if steps[target] == steps[person] + 1:
                    hangs[person] += paths[person] / paths[target] * (1 + hangs[target])
            if person != source:
                total[person] += hangs[person]
        for i in range(met):
            person = queue[i]
            steps[person], paths[person], hangs[person] = -1, 0.0, 0.0
    return total


def leading(stage: Stage) -> Floats:
    """The leading eigenvector of each topic's arrows, of Euclidean length 1, for each line.

    NaN throughout a topic on which nobody acts in a circle, as there is none, and where it does
    not come to rest. Nobody acts on a sender without a line, so they hand on nothing.
    """
    home = stage.home[stage.sender]
    known = home >= 0
    who, whom = home[known], stage.line[known]
    lines = np.flatnonzero(_with_circles(stage, who, whom)[stage.topic])
    topic = stage.topic[lines]
    who, whom = placed(lines, who), placed(lines, whom)
    who, whom = who[who >= 0], whom[who >= 0]

    def step_of(some: Integers) -> Step:
        begin, end = placed(some, who), placed(some, whom)
        inside = begin >= 0
        begin, end = begin[inside], end[inside]
        matrix = sparse.csr_array((np.ones(len(end)), (end, begin)), shape=(len(some),) * 2)
        # Their own value besides: the leading vector is the same, and no circle turns for ever.
        return lambda value: normed(value + matrix @ value, topic[some])

    found = np.full(len(stage.keys), np.nan)
    begun = normed(np.ones(len(lines)), topic)
    value, rests = turned(step_of, begun, topic, tolerance=TOLERANCE, steps=STEPS)
    found[lines[rests]] = value[rests]
    return found


def _with_circles(stage: Stage, who: Integers, whom: Integers) -> Chosen:
    """For each topic, whether somebody's act comes back to them through others."""
    size = len(stage.keys)
    matrix = sparse.csr_array((np.ones(len(who), np.int8), (who, whom)), shape=(size, size))
    _, part = csgraph.connected_components(matrix, directed=True, connection="strong")
    in_circle = np.bincount(part)[part] > 1
    topics = len(stage.scene.arrows.topics)
    return np.bincount(stage.topic[in_circle], minlength=topics) > 0
