"""What is handed on along arrows: PageRank and its kin, all topics at once.

Arrows become a sparse matrix of SciPy's once, and each step is a product with it: some tens of
milliseconds for millions of arrows, without a projection and a write-back for each topic.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy import sparse

from queries.scoring.arrows import Floats, Integers, distinct
from queries.scoring.named.stage import Stage, share

TOLERANCE = 1e-8
STEPS = 2_000
X_BASE, X_SLOPE = 130.0, 5.21
# TunkRank: the chance that a reader passes on what they read.
PASSED_ON = 0.5
# Topic-sensitive PageRank walks the whole network once for each topic: so many at once, on so
# many topics, and on fewer where arrows × topics would be more than this.
COLUMNS = 8
TOPICS = 100
ARROWS_TIMES_TOPICS = 20_000_000


def settled(matrix: Any, base: Floats, *, damping: float) -> Floats:
    """x = base + d·matrix·x, iterated until no value moves by more than 1e-8 of itself.

    `base` may hold several columns. After STEPS it stays as it is: with a damping factor of .99
    that is 1e-9 of the whole.
    """
    value = base
    for _ in range(STEPS):
        fresh = base + damping * (matrix @ value)
        still = bool((np.abs(fresh - value) <= TOLERANCE * fresh).all())
        value = fresh
        if still:
            break
    return value


def walked(who: Integers, whom: Integers, part: Floats, base: Floats, *, damping: float) -> Floats:
    """For each person x = base + d·Σ part·x over the arrows that come in."""
    size = len(base)
    matrix = sparse.csr_array((part, (whom, who)), shape=(size, size))
    return settled(matrix, base, damping=damping)


def handed_on(
    stage: Stage, weights: Floats, base: Floats, outside: Floats, *, damping: float,
    shares: Floats | None = None,
) -> Floats:  # fmt: skip
    """For each line x = base + d·Σ share·x of whoever acts there.

    A share is an arrow's part of the weight that its sender gives on the topic, times `shares`.
    Senders on whom nobody acts have `outside` for good, so only lines are iterated. What somebody
    who acts on nobody would hand on is dropped.
    """
    part = share(weights, stage.sent(weights)[stage.sender], 0.0)
    if shares is not None:
        part = part * shares
    home = stage.home[stage.sender]
    inside = (home >= 0) & (part > 0)
    matrix = sparse.csr_array(
        (part[inside], (stage.line[inside], home[inside])), shape=(len(base), len(base))
    )
    given = np.where(home < 0, part * outside[stage.sender], 0.0)
    return settled(matrix, base + damping * stage.received(given), damping=damping)


def tunk_rank(stage: Stage) -> Floats:
    """I = Σ (1 + p·I of who acts) / on how many they act, for each line.

    With x = 1 + p·I that is a PageRank with damping factor p and base 1: I = (x − 1)/p.
    """
    ones = np.ones(len(stage.line))
    base, outside = np.ones(len(stage.keys)), np.ones(len(stage.senders))
    return (handed_on(stage, ones, base, outside, damping=PASSED_ON) - 1) / PASSED_ON


def topic_article_rank(stage: Stage, *, damping: float) -> Floats:
    """PageRank in which whoever attends to few hands on less: out-degree plus the topic's mean."""
    ones = np.ones(len(stage.line))
    out = stage.sent(ones)
    topics = len(stage.scene.arrows.topics)
    people = np.bincount(stage.topic, minlength=topics)
    people = people + np.bincount(stage.senders[stage.home < 0] // stage.size, minlength=topics)
    arrows = np.bincount(stage.scene.arrows.topic, minlength=topics)
    mean = share(arrows.astype(np.float64), people, 0.0)
    less = (out / (out + mean[stage.senders // stage.size]))[stage.sender]
    base = np.full(len(stage.keys), 1 - damping)
    outside = np.full(len(stage.senders), 1 - damping)
    return handed_on(stage, ones, base, outside, damping=damping, shares=less)


def twitter_rank(stage: Stage, *, damping: float) -> Floats:
    """Percent of visits of a walk that prefers who says much, and says it on the same topics."""
    own, theirs = _said(stage)
    in_all = own[stage.over_all][stage.person]
    sender_in_all = own[stage.over_all][stage.senders % stage.size]
    interest, others = share(own, in_all, 0.0), share(theirs, sender_in_all, 0.0)
    weights = 1 + in_all[stage.line]
    alike = 1 - np.abs(others[stage.sender] - interest[stage.line])
    whole = _whole(stage)
    begin = 100 * (1 - damping) * share(own, whole[stage.topic], 0.0)
    outside = 100 * (1 - damping) * share(theirs, whole[stage.senders // stage.size], 0.0)
    return handed_on(stage, weights, begin, outside, damping=damping, shares=alike)


def _said(stage: Stage) -> tuple[Floats, Floats]:
    """How many acts and posts on the topic are of each line's person, and of each sender."""
    acts = stage.summed(np.ones(len(stage.dated.who)))
    own = stage.given(acts) + stage.posted(stage.posts.ever)
    keys, counts = stage.posted_by_topic(stage.posts.ever)
    theirs = stage.sent(acts)
    place = np.searchsorted(stage.senders, keys)
    place[place == len(stage.senders)] = 0
    known = stage.senders[place] == keys if len(stage.senders) else np.zeros(len(keys), np.bool_)
    theirs += np.bincount(place[known], weights=counts[known], minlength=len(theirs))
    return own, theirs


def _whole(stage: Stage) -> Floats:
    """How many acts and posts each topic has."""
    topics = len(stage.scene.arrows.topics)
    acts = stage.sent(stage.summed(np.ones(len(stage.dated.who))))
    keys, counts = stage.posted_by_topic(stage.posts.ever)
    whole = np.bincount(stage.senders // stage.size, weights=acts, minlength=topics)
    whole = whole + np.bincount(keys // stage.size, weights=counts, minlength=topics)
    return whole.astype(np.float64)


def x_map(stage: Stage, page_rank: Floats | None, *, damping: float) -> Floats:
    """X's map of the PageRank of each line.

    On a topic that is of its attention, weighted; over everything `page_rank` of everybody, NaN
    where it is not known.
    """
    base, outside = np.full(len(stage.keys), 1 - damping), np.full(len(stage.senders), 1 - damping)
    rank = handed_on(stage, stage.scene.arrows.weight, base, outside, damping=damping)
    alone = np.bincount(
        stage.senders[stage.home < 0] // stage.size, minlength=len(stage.scene.arrows.topics)
    )
    whole = stage.by_topic(np.add, rank) + (1 - damping) * alone[stage.topic]
    found = mapped(rank / whole)
    everything = np.nan if page_rank is None else mapped(page_rank / page_rank.sum())
    found[stage.over_all] = everything
    return found


def mapped(part: Floats) -> Floats:
    """X's published map, to 0..100, of a PageRank as a part of everybody's."""
    told: Floats = np.clip(X_BASE + X_SLOPE * np.log(part), 0, 100)
    return told


def topic_page_rank(stage: Stage, *, damping: float) -> Floats:
    """Percent of visits of a walk over everything that begins again among a topic's people.

    NaN on topics that are not among the largest.
    """
    matrix = _attention(stage)
    told = np.full(len(stage.keys), np.nan)
    for topics in _blocks(stage, matrix.nnz):
        begin = np.zeros((stage.size, len(topics)))
        for column, topic in enumerate(topics):
            begin[_people_of(stage, topic), column] = 1.0
        begin /= begin.sum(axis=0)
        value = settled(matrix, (1 - damping) * begin, damping=damping)
        value *= 100 / value.sum(axis=0)
        for column, topic in enumerate(topics):
            lines = _lines_of(stage, topic)
            told[lines] = value[stage.person[lines], column]
    return told


def personalised_page_rank(stage: Stage, *, damping: float) -> Floats:
    """Percent of visits of a walk over everything that begins again with who is active."""
    active = stage.scene.people.active
    if not active.sum():
        return np.full(stage.size, np.nan)
    value = settled(_attention(stage), (1 - damping) * active / active.sum(), damping=damping)
    whole: Floats = 100 * value / value.sum()
    return whole


def _attention(stage: Stage) -> Any:
    """Row whom, column who: the part of the person's attention over everything."""
    overall = stage.overall
    arrows = stage.scene.arrows
    who, whom, weight = arrows.who[overall], arrows.whom[overall], arrows.weight[overall]
    out = np.bincount(who, weights=weight, minlength=stage.size)
    part = share(weight, out[who].astype(np.float64), 0.0)
    return sparse.csr_array((part, (whom, who)), shape=(stage.size, stage.size))


def _blocks(stage: Stage, arrows: int) -> list[list[int]]:
    """ "*" and the topics with most people, some at a time."""
    sizes = np.bincount(stage.topic, minlength=len(stage.scene.arrows.topics))
    order = [int(one) for one in np.lexsort((np.arange(len(sizes)), -sizes)) if sizes[one]]
    most = max(1, min(TOPICS, ARROWS_TIMES_TOPICS // max(arrows, 1)))
    chosen = [stage.star, *[one for one in order if one != stage.star][:most]]
    return [chosen[i : i + COLUMNS] for i in range(0, len(chosen), COLUMNS)]


def _lines_of(stage: Stage, topic: int) -> slice:
    begin, end = np.searchsorted(stage.keys, [topic * stage.size, (topic + 1) * stage.size])
    return slice(int(begin), int(end))


def _people_of(stage: Stage, topic: int) -> Any:
    """Who acts or is acted on on a topic; everybody for "*"."""
    begin, end = np.searchsorted(stage.senders, [topic * stage.size, (topic + 1) * stage.size])
    acting = stage.senders[begin:end] % stage.size
    return distinct(np.concatenate([acting, stage.person[_lines_of(stage, topic)]]))
