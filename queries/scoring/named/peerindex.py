"""After PeerIndex: authority that is handed on, audience and activity, topic by topic."""

from __future__ import annotations

import numpy as np

from queries.rows.peerindex import WEIGHTS, WINDOW_DAYS
from queries.scoring.arrows import Floats
from queries.scoring.named.stage import Chosen, Stage, share
from queries.scoring.named.walks import handed_on
from queries.scoring.past import DAY_SECONDS

WEEK_SECONDS = 7 * DAY_SECONDS
# 120 days are 17 weeks and a day.
SLOTS = 18
_ONES = np.array([bin(i).count("1") for i in range(1 << SLOTS)], np.float64)


def peerindex(stage: Stage, *, damping: float) -> dict[str, Floats]:
    """The index and its parts, for each line; over everything the index is that of the topics."""
    acts = stage.since(WINDOW_DAYS)
    weeks = weeks_of(stage, acts)
    there = (weeks > 0).astype(np.float64)
    people = stage.received(there)
    authority = _authority(stage, weeks, damping)
    reachable = stage.received(there * stage.scene.credible)
    # What sums to the same in another order is the same: people come in the database's order.
    audience = 100 * _below(stage, np.round(reachable, 9))
    done = stage.given(stage.summed(acts * stage.dated.count))
    done += stage.posted(stage.posts.season)
    activity = 100 * share(done, done + _median(stage, done), 0.0)
    parts = (authority, audience, activity)
    whole = np.sum([w * p for w, p in zip(WEIGHTS, parts, strict=True)], axis=0)
    return {
        "peerindex": _by_topics(stage, np.where(people > 0, whole, 0.0), people),
        "peerindex_authority": authority,
        "peerindex_audience": audience,
        "peerindex_activity": activity,
        "peerindex_resonance": 100 * share(people, _community(stage, there), 0.0),
    }


def weeks_of(stage: Stage, acts: Chosen) -> Floats:
    """For each arrow, in how many weeks there was one of these acts: a burst is one week."""
    age = np.maximum(stage.now - 1 - stage.dated.seconds, 0)
    slot = np.minimum(age // WEEK_SECONDS, SLOTS - 1)
    bits = np.where(acts, np.left_shift(1, slot), 0)
    weeks: Floats = _ONES[stage.scene.unfolded.reduced(np.bitwise_or, bits)]
    return weeks


def _authority(stage: Stage, weeks: Floats, damping: float) -> Floats:
    """ln(x/(1 − d)) of the PageRank on those weeks, the topic's largest being 100."""
    base = np.full(len(stage.keys), 1 - damping)
    outside = np.full(len(stage.senders), 1 - damping)
    rank = handed_on(stage, weeks, base, outside, damping=damping)
    above = np.log(rank / (1 - damping))
    return 100 * share(above, stage.best(above), 0.0)


def _below(stage: Stage, values: Floats) -> Floats:
    """The part of each topic's lines that has less."""
    order = np.lexsort((values, stage.topic))
    topic, sorted_ = stage.topic[order], values[order]
    new = np.ones(len(order), np.bool_)
    new[1:] = (topic[1:] != topic[:-1]) | (sorted_[1:] != sorted_[:-1])
    starts = np.flatnonzero(new)
    first = np.repeat(starts, np.diff(starts, append=len(order)))
    begin = np.searchsorted(topic, topic)
    less = np.empty(len(order))
    less[order] = first - begin
    return less / stage.by_topic(np.add, np.ones(len(order)))


def _median(stage: Stage, done: Floats) -> Floats:
    """For each line, the median of those on its topic who did anything; 0 where nobody did."""
    some = np.flatnonzero(done > 0)
    some = some[np.lexsort((done[some], stage.topic[some]))]
    topics = stage.topic[some]
    starts = np.searchsorted(topics, stage.topic)
    sizes = np.searchsorted(topics, stage.topic, side="right") - starts
    if not len(some):
        return np.zeros(len(done))
    values = done[some]
    low, high = starts + np.maximum(sizes - 1, 0) // 2, starts + sizes // 2
    last = len(some) - 1
    middle = (values[np.minimum(low, last)] + values[np.minimum(high, last)]) / 2
    return np.where(sizes > 0, middle, 0.0)


def _community(stage: Stage, there: Floats) -> Floats:
    """For each line, how many distinct people acted on anybody on its topic."""
    acted = np.zeros(len(stage.senders), np.bool_)
    acted[stage.sender[there > 0]] = True
    topics = len(stage.scene.arrows.topics)
    by_topic = np.bincount(stage.senders[acted] // stage.size, minlength=topics)
    return by_topic[stage.topic].astype(np.float64)


def _by_topics(stage: Stage, values: Floats, people: Floats) -> Floats:
    """The same, and over everything the mean of a person's topics, by how many act there."""
    told = values.copy()
    overall = stage.topic == stage.star
    weight = np.where(overall, 0.0, people)
    whole = np.bincount(stage.person, weights=weight, minlength=stage.size)
    total = np.bincount(stage.person, weights=weight * values, minlength=stage.size)
    mean = share(total.astype(np.float64), whole, 0.0)
    told[overall] = np.where(whole > 0, mean, told[overall])
    return told
