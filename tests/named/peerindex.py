"""The measures after PeerIndex a second time: by loops."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from statistics import median

import networkx as nx

from tests.named.common import best, lines, posts_on, second, within
from tests.oracles import (
    DAY,
    Loaded,
    Values,
    credible,
    rank_by_iteration,
)


def _weeks(known: Loaded, topic: str) -> dict[tuple[str, str], int]:
    weeks: dict[tuple[str, str], set[int]] = defaultdict(set)
    for act in within(known, known.on(topic), 120):
        weeks[act.who, act.whom].add((int(known.now) - 1 - second(known, act)) // (7 * DAY))
    return {pair: len(each) for pair, each in weeks.items()}


def peerindex_authority(known: Loaded, topic: str) -> Values:
    graph = nx.DiGraph()
    graph.add_nodes_from(lines(known, topic))
    for (who, whom), weight in _weeks(known, topic).items():
        graph.add_edge(who, whom, weight=weight)
    d = known.recipe.network.damping
    above = {
        one: math.log(value / (1 - d))
        for one, value in rank_by_iteration(graph, d).items()
        if one in lines(known, topic)
    }
    return {one: 100 * value / best(above) if best(above) else 0.0 for one, value in above.items()}


def peerindex_audience(known: Loaded, topic: str) -> Values:
    q, total = credible(known), dict.fromkeys(lines(known, topic), 0.0)
    for pair in _weeks(known, topic):
        total[pair[1]] += q[pair]
    # What sums to the same in another order is the same.
    rounded = {one: round(value, 9) for one, value in total.items()}
    return {
        one: 100 * sum(other < value for other in rounded.values()) / len(rounded)
        for one, value in rounded.items()
    }


def peerindex_activity(known: Loaded, topic: str) -> Values:
    done = dict.fromkeys(lines(known, topic), 0)
    for act in within(known, known.on(topic), 120):
        if act.who in done:
            done[act.who] += act.count
    for post in posts_on(known, topic, 120):
        if post.author in done:
            done[post.author] += 1
    some = [value for value in done.values() if value]
    middle = median(some) if some else 0.0
    return {one: 100 * v / (v + middle) if v else 0.0 for one, v in done.items()}


def _people(known: Loaded, topic: str) -> dict[str, int]:
    return Counter(whom for _, whom in _weeks(known, topic))


def _index(known: Loaded, topic: str) -> Values:
    people = _people(known, topic)
    authority, audience, activity = (
        part(known, topic) for part in (peerindex_authority, peerindex_audience, peerindex_activity)
    )
    return {
        one: 0.6 * authority[one] + 0.25 * audience[one] + 0.15 * activity[one]
        if people.get(one)
        else 0.0
        for one in authority
    }


def peerindex(known: Loaded, topic: str) -> Values:
    own = _index(known, topic)
    if topic != "*":
        return own
    tags = {tag for act in known.acts for tag in act.topics}
    topics = tags | {up for tag in tags for up in known.parents.get(tag, ())}
    by_topic = {one: (_index(known, one), _people(known, one)) for one in topics}
    found = {}
    for person, value in own.items():
        weights = {t: people.get(person, 0) for t, (_, people) in by_topic.items()}
        whole = sum(weights.values())
        found[person] = (
            sum(w * by_topic[t][0][person] for t, w in weights.items() if w) / whole
            if whole
            else value
        )
    return found


def peerindex_resonance(known: Loaded, topic: str) -> Values:
    people, pairs = _people(known, topic), _weeks(known, topic)
    everybody = len({who for who, _ in pairs})
    return {
        one: 100 * people.get(one, 0) / everybody if everybody else 0.0
        for one in lines(known, topic)
    }
