"""The measures from papers a second time: by loops, numpy and networkx."""

from __future__ import annotations

import math
from collections import Counter, defaultdict

import networkx as nx
import numpy as np

from tests.named.common import CARRY, TALK, done, followers, lines, posts_on, within
from tests.oracles import (
    Loaded,
    Values,
    active_days,
    attention,
    page_rank,
    rank_by_iteration,
)


def cha_reposts(known: Loaded, topic: str) -> Values:
    times = done(known.on(topic), CARRY, "whom")
    return {one: float(times.get(one, 0)) for one in lines(known, topic)}


def cha_mentions(known: Loaded, topic: str) -> Values:
    times = done(known.on(topic), TALK, "whom")
    return {one: float(times.get(one, 0)) for one in lines(known, topic)}


def repost_h_index(known: Loaded, topic: str) -> Values:
    times: dict[str, Counter[str]] = defaultdict(Counter)
    for act in known.on(topic):
        if act.kind in CARRY and act.post:
            times[act.whom][act.post] += act.count
    return {
        one: max((h for h in range(1, 99) if sum(n >= h for n in times[one].values()) >= h),
                 default=0)
        for one in lines(known, topic)
    }  # fmt: skip


def interactor_ratio(known: Loaded, topic: str) -> Values:
    people = Counter(whom for _, whom in {(act.who, act.whom) for act in known.on(topic)})
    follow = followers(known)
    return {one: people[one] / follow[one] for one in lines(known, topic) if follow[one]}


def reactions_a_post(known: Loaded, topic: str) -> Values:
    acts = [act for act in within(known, known.on(topic), 30) if act.post]
    wrote = Counter(post.author for post in posts_on(known, topic, 30))
    reacted: Counter[str] = Counter()
    for act in acts:
        reacted[act.whom] += act.count
    if not wrote:
        return {}
    mean = sum(reacted.values()) / sum(wrote.values())
    return {one: (reacted[one] + 10 * mean) / (wrote[one] + 10) for one in lines(known, topic)}


def tunk_rank(known: Loaded, topic: str) -> Values:
    pairs = {(act.who, act.whom) for act in known.on(topic)}
    out = Counter(who for who, _ in pairs)
    value = dict.fromkeys({*lines(known, topic), *out}, 0.0)
    for _ in range(200):
        fresh = dict.fromkeys(value, 0.0)
        for who, whom in pairs:
            fresh[whom] += (1 + 0.5 * value[who]) / out[who]
        value = fresh
    return {one: value[one] for one in lines(known, topic)}


def topic_article_rank(known: Loaded, topic: str) -> Values:
    graph = attention(known, topic)
    graph.add_nodes_from(lines(known, topic))
    nx.set_edge_attributes(graph, 1.0, "weight")
    average = graph.number_of_edges() / len(graph)
    value = rank_by_iteration(graph, known.recipe.network.damping, extra=average)
    return {one: value[one] for one in lines(known, topic)}


def _singular(known: Loaded, topic: str) -> tuple[Values, Values]:
    """Authority and hub: the leading singular vectors of who acts on whom."""
    graph = nx.DiGraph(attention(known, topic).edges())
    people = sorted(graph)
    left, _, right = np.linalg.svd(nx.to_numpy_array(graph, nodelist=people))
    by_person = [dict(zip(people, np.abs(v).tolist(), strict=True)) for v in (right[0], left.T[0])]
    return by_person[0], by_person[1]


def topic_authority(known: Loaded, topic: str) -> Values:
    found, _ = _singular(known, topic)
    return {one: found.get(one, 0.0) for one in lines(known, topic)}


def topic_hub(known: Loaded, topic: str) -> Values:
    _, found = _singular(known, topic)
    return {one: found.get(one, 0.0) for one in lines(known, topic)}


def twitter_rank(known: Loaded, topic: str) -> Values:
    def said(about: str) -> Counter[str]:
        acts = Counter(act.who for act in known.on(about))
        return acts + Counter(post.author for post in posts_on(known, about))

    d, on, all_ = known.recipe.network.damping, said(topic), said("*")
    interest = {one: on[one] / all_[one] if all_[one] else 0.0 for one in known.people}
    pairs = {(act.who, act.whom) for act in known.on(topic)}
    weight = {pair: 1 + all_[pair[1]] for pair in pairs}
    out: Counter[str] = Counter()
    for (who, _), each in weight.items():
        out[who] += each
    begin = {one: 100 * on[one] / sum(on.values()) for one in known.people}
    value = {one: (1 - d) * begin[one] for one in known.people}
    for _ in range(300):
        fresh = {one: (1 - d) * begin[one] for one in known.people}
        for who, whom in pairs:
            alike = 1 - abs(interest[who] - interest[whom])
            fresh[whom] += d * value[who] * weight[who, whom] / out[who] * alike
        value = fresh
    return {one: value[one] for one in lines(known, topic)}


def _walk(known: Loaded, begin: dict[str, float]) -> Values:
    graph = attention(known, "*")
    graph.add_nodes_from(known.people)
    value = nx.pagerank(
        graph, known.recipe.network.damping, personalization=begin, dangling=begin,
        weight="weight", tol=1e-13, max_iter=1_000,
    )  # fmt: skip
    return {one: 100 * share for one, share in value.items()}


def topic_page_rank(known: Loaded, topic: str) -> Values:
    there = {one for act in known.on(topic) for one in (act.who, act.whom)}
    begin = {one: float(topic == "*" or one in there) for one in known.people}
    value = _walk(known, begin)
    return {one: value[one] for one in lines(known, topic)}


def personalised_page_rank(known: Loaded, _: str) -> Values:
    return _walk(known, active_days(known))


def x_map(known: Loaded, topic: str) -> Values:
    if topic == "*":
        rank = page_rank(known, "*")
    else:
        rank = rank_by_iteration(attention(known, topic), known.recipe.network.damping)
    whole = sum(rank.values())
    return {
        one: min(100.0, max(0.0, 130 + 5.21 * math.log(rank[one] / whole)))
        for one in lines(known, topic)
    }


def _network(known: Loaded, topic: str) -> nx.DiGraph:
    graph = nx.DiGraph((act.who, act.whom) for act in known.on(topic))
    graph.add_nodes_from(lines(known, topic))
    return graph


def topic_k_core(known: Loaded, topic: str) -> Values:
    cores = nx.core_number(_network(known, topic).to_undirected())
    return {one: float(cores[one]) for one in lines(known, topic)}


def topic_betweenness(known: Loaded, topic: str) -> Values:
    through = nx.betweenness_centrality(_network(known, topic), normalized=False)
    return {one: through[one] for one in lines(known, topic)}


def topic_eigenvector(known: Loaded, topic: str) -> Values:
    graph = _network(known, topic)
    people = sorted(graph)
    values, vectors = np.linalg.eig(nx.to_numpy_array(graph, nodelist=people).T)
    leading = np.abs(vectors[:, np.argmax(values.real)])
    found = dict(zip(people, leading.tolist(), strict=True))
    return {one: found[one] for one in lines(known, topic)}


def _romero(known: Loaded, topic: str) -> tuple[Values, Values]:
    taken: Counter[tuple[str, str]] = Counter()
    passed_on: dict[str, set[str]] = defaultdict(set)
    for act in known.on(topic):
        if act.kind in CARRY:
            taken[act.whom, act.who] += act.count
            if act.post:
                passed_on[act.whom].add(act.post)
    wrote = Counter(post.author for post in posts_on(known, topic))
    posts = {i: max(wrote[i], len(passed_on[i])) for i in known.people}
    w = {(i, j): n / max(posts[i], n) for (i, j), n in taken.items()}
    accepted: Values = defaultdict(float)
    rejected: Values = defaultdict(float)
    for (i, j), part in w.items():
        accepted[j] += part
        rejected[i] += 1 - part
    influence, passivity = dict.fromkeys(known.people, 1.0), dict.fromkeys(known.people, 1.0)
    for _ in range(2_000):
        passivity = dict.fromkeys(known.people, 0.0)
        for (i, j), part in w.items():
            if rejected[i]:
                passivity[j] += (1 - part) / rejected[i] * influence[i]
        influence = dict.fromkeys(known.people, 0.0)
        for (i, j), part in w.items():
            influence[i] += part / accepted[j] * passivity[j]
        if not sum(passivity.values()) or not sum(influence.values()):
            return {}, {}
        influence, passivity = (
            {one: value / sum(each.values()) for one, value in each.items()}
            for each in (influence, passivity)
        )
    told = lines(known, topic)
    return (
        {one: 100 * influence[one] for one in told},
        {one: 100 * passivity[one] for one in told},
    )


def influence_passivity(known: Loaded, topic: str) -> Values:
    return _romero(known, topic)[0]


def passivity(known: Loaded, topic: str) -> Values:
    return _romero(known, topic)[1]


def plus_k(known: Loaded, topic: str) -> Values:
    """Nobody endorses anybody in what is loaded; `test_endorsements` counts some."""
    return {}
