"""Counts: reposts, mentions, the h-index, who interacts, reactions a post; and +K."""

from __future__ import annotations

import numpy as np

from queries.graph import Graph
from queries.rows.made_of import LENT_POSTS, WINDOW_DAYS
from queries.scoring.arrows import EVERYTHING, Floats, Integers, distinct
from queries.scoring.named.stage import CARRY, TALK, Chosen, Stage, placed, share
from queries.scoring.past import Past
from queries.scoring.unfolded import UNKNOWN, spread

# Who was endorsed by whom on what: positions, endorsers as numbers, topics by name.
Endorsed = tuple[Integers, Integers, list[str]]


def counts(stage: Stage) -> dict[str, Floats]:
    """Reposts and mentions received, and the h-index of reposts, for each line."""
    count = stage.dated.count
    return {
        "cha_reposts": stage.received(stage.summed(stage.of_kinds(CARRY) * count)),
        "cha_mentions": stage.received(stage.summed(stage.of_kinds(TALK) * count)),
        "repost_h_index": repost_h_index(stage),
    }


def repost_h_index(stage: Stage) -> Floats:
    """The largest h such that h posts on the topic were reposted h times, for each line."""
    line, times = reposted(stage, stage.of_kinds(CARRY))
    order = np.lexsort((-times, line))
    line, times = line[order], times[order]
    starts = np.flatnonzero(np.diff(line, prepend=-1))
    place = np.arange(len(line)) - np.repeat(starts, np.diff(np.append(starts, len(line))))
    found = np.bincount(line, weights=times > place, minlength=len(stage.keys))
    return found.astype(np.float64)


def reposted(stage: Stage, acts: Chosen) -> tuple[Integers, Floats]:
    """For each post that these acts are on, and each topic it counts for: the line, how often."""
    entry = stage.scene.unfolded
    act = entry.act
    chosen = (acts & (stage.post != UNKNOWN))[act]
    act = act[chosen]
    posts = int(stage.post.max(initial=0)) + 1
    keys, place = np.unique(
        stage.line[entry.arrow()[chosen]] * posts + stage.post[act], return_inverse=True
    )
    times = np.bincount(place, weights=stage.dated.count[act], minlength=len(keys))
    return keys // posts, times.astype(np.float64)


def interactor_ratio(stage: Stage) -> Floats:
    """The part of each line's followers that interacts there."""
    followers = stage.scene.people.followers[stage.person]
    return share(stage.received(np.ones(len(stage.line))), followers)


def reactions_a_post(stage: Stage) -> Floats:
    """Acts on each line's posts over these, shrunk to the mean of the topic."""
    reacted = stage.since(WINDOW_DAYS) & (stage.post != UNKNOWN)
    received = stage.received(stage.summed(reacted * stage.dated.count))
    keys, counts = stage.posted_by_topic(stage.posts.month)
    topics = len(stage.scene.arrows.topics)
    posts = np.bincount(keys // stage.size, weights=counts, minlength=topics)[stage.topic]
    mean = share(stage.by_topic(np.add, received), posts)
    return (received + LENT_POSTS * mean) / (stage.posted(stage.posts.month) + LENT_POSTS)


def endorsed_in(graph: Graph, past: Past, *, before: str | None = None) -> Endorsed:
    """Every endorsement in the graph, or those `before` a moment.

    They are given here, long after what was loaded: just after the last act there would be none.
    """
    rows = graph.run("endorsements", **({"before": before} if before else {})).rows
    by = {name: i for i, name in enumerate(sorted({row["by"] for row in rows}))}
    return (
        past.positions(np.array([row["person"] for row in rows], np.int64)),
        np.array([by[row["by"]] for row in rows], np.int64),
        [row["topic"] for row in rows],
    )


def plus_k(stage: Stage, endorsed: Endorsed) -> Floats:
    """How many people endorsed each line's person on its topic or on what is part of it.

    NaN throughout where nobody endorsed anybody yet: that is not 0.
    """
    person, by, topics = endorsed
    if not len(person):
        return np.full(len(stage.keys), np.nan)
    number = {name: i for i, name in enumerate(stage.scene.arrows.topics)}
    above = [
        {EVERYTHING, *stage.past.lineage.get(topic, [topic])} & set(number) for topic in topics
    ]
    sizes = np.array([len(one) for one in above], np.int64)
    flat = np.array([number[name] for one in above for name in sorted(one)], np.int64)
    which = np.arange(len(person))
    topic = spread(which, sizes, flat)
    each = np.repeat(which, sizes)
    line = placed(stage.keys, topic * stage.size + person[each])
    pairs = distinct(line[line >= 0] * (int(by.max()) + 1) + by[each][line >= 0])
    told = np.bincount(pairs // (int(by.max()) + 1), minlength=len(stage.keys))
    return told.astype(np.float64)
