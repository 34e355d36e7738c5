"""Each row of SCORES computed a second time, by other means and in the plainest way.

An oracle takes what was loaded (`Loaded`) and a topic, and gives each person's value. The
parts of the score follow the definitions with loops over acts; the graph measures come
from networkx, or from an iteration written out.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from statistics import median

import networkx as nx

from loader.records import Interaction, Kind, Post, Record, Topic, User
from queries.recipe import Recipe
from tests.networks import END

DAY = 86_400
Values = dict[str, float]


@dataclass(frozen=True)
class Loaded:
    """What was loaded, apart by sort; `now` is the moment just after the last act."""

    users: dict[str, User]
    acts: list[Interaction]
    follows: list[Interaction]
    parents: dict[str, tuple[str, ...]]
    recipe: Recipe
    now: float
    posts: list[Post] = field(default_factory=list)

    @property
    def people(self) -> list[str]:
        named = {one for act in (*self.acts, *self.follows) for one in (act.who, act.whom)}
        named |= {post.author for post in self.posts}
        return sorted(named | set(self.users))

    def worth(self, act: Interaction) -> float:
        return self.recipe.kinds[act.kind.value] * act.credit

    def age(self, act: Interaction) -> float:
        assert act.at is not None
        return (self.now - act.at.timestamp()) / DAY

    def about(self, act: Interaction, topic: str) -> bool:
        own = set(act.topics)
        return topic == "*" or topic in own | {up for t in own for up in self.parents.get(t, ())}

    def on(self, topic: str) -> list[Interaction]:
        return [act for act in self.acts if act.who != act.whom and self.about(act, topic)]


def loaded(records: Iterable[Record], recipe: Recipe) -> Loaded:
    records = list(records)
    acts = [r for r in records if isinstance(r, Interaction)]
    return Loaded(
        users={r.id: r for r in records if isinstance(r, User)},
        acts=list({a.id: a for a in acts if a.kind is not Kind.FOLLOW}.values()),
        follows=[a for a in acts if a.kind is Kind.FOLLOW and a.who != a.whom],
        parents={r.tag: r.parents for r in records if isinstance(r, Topic)},
        recipe=recipe,
        now=END.timestamp() + 1,
        posts=[r for r in records if isinstance(r, Post)],
    )


def left(known: Loaded, act: Interaction, half_life: float) -> float:
    """What is left of an act; in the long memory a part of it fades more slowly."""
    memory, age = known.recipe.memory, known.age(act)
    lasting = memory.lasting if half_life == memory.horizon_days else 0.0
    fading = (1 - lasting) * 2 ** (-age / half_life)
    return fading + lasting * 2 ** (-age / memory.lasting_days)


def pairs(known: Loaded, topic: str, half_life: float) -> dict[tuple[str, str], float]:
    """The largest decayed act of each pair."""
    best: dict[tuple[str, str], float] = defaultdict(float)
    for act in known.on(topic):
        weight = known.worth(act) * left(known, act, half_life)
        best[act.who, act.whom] = max(best[act.who, act.whom], weight)
    return dict(best)


def first_of_pair(known: Loaded) -> dict[tuple[str, str], float]:
    first: dict[tuple[str, str], float] = {}
    for act in known.on("*"):
        assert act.at is not None
        key = act.who, act.whom
        first[key] = min(first.get(key, math.inf), math.floor(act.at.timestamp()))
    return first


def attention(known: Loaded, topic: str) -> nx.DiGraph:
    """The network of a topic: an arrow a pair, weighted."""
    graph = nx.DiGraph()
    for (who, whom), weight in pairs(known, topic, known.recipe.memory.horizon_days).items():
        graph.add_edge(who, whom, weight=weight)
    return graph


def attention_and_follows(known: Loaded) -> nx.DiGraph:
    graph = attention(known, "*")
    graph.add_nodes_from(known.people)
    for who, whom in {(f.who, f.whom): None for f in known.follows}:
        weight = graph.get_edge_data(who, whom, {"weight": 0.0})["weight"]
        graph.add_edge(who, whom, weight=weight)
    for follow in known.follows:
        graph[follow.who][follow.whom]["weight"] += known.recipe.network.follow
    return graph


def rank_by_iteration(graph: nx.DiGraph, d: float, extra: float = 0.0) -> Values:
    """x = (1 − d) + d·Σ w/(out + extra)·x, two hundred times; 1-weighted out of nothing is lost."""
    out = {n: sum(w for _, _, w in graph.out_edges(n, data="weight")) for n in graph}
    x = dict.fromkeys(graph, 1 - d)
    for _ in range(300):
        fresh = dict.fromkeys(graph, 1 - d)
        for who, whom, weight in graph.edges(data="weight"):
            fresh[whom] += d * x[who] * weight / (out[who] + extra)
        x = fresh
    return x


def active_days(known: Loaded) -> Values:
    days: dict[str, set[int]] = defaultdict(set)
    for act in known.acts:
        assert act.at is not None
        days[act.who].add(int(act.at.timestamp()) // DAY)
    for post in known.posts:
        assert post.at is not None
        days[post.author].add(int(post.at.timestamp()) // DAY)
    today = int(known.now) // DAY
    half_life = known.recipe.memory.horizon_days
    return {
        one: sum(2 ** (-(today - day) / half_life) for day in days[one]) for one in known.people
    }


def credible(known: Loaded) -> dict[tuple[str, str], float]:
    """q of each pair that acted: the larger of the trust share and of the evidence."""
    first = first_of_pair(known)
    return _believed(known, first)


def credible_followers(known: Loaded) -> Values:
    """Followers who are loaded and credible by now, and those reported beyond them."""
    followed = {(f.who, f.whom) for f in known.follows}
    loaded: dict[str, int] = defaultdict(int)
    found: Values = defaultdict(float)
    for pair, q in _believed(known, dict.fromkeys(followed, known.now)).items():
        loaded[pair[1]] += 1
        found[pair[1]] += q
    for user in known.users.values():
        found[user.id] += max((user.followers or 0) - loaded[user.id], 0)
    return found


def _believed(known: Loaded, moments: dict[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """q of pairs, by what was known of the first of each at the moment."""
    first = first_of_pair(known)
    trust = _trust(known, first)
    positive = [value for value in trust.values() if value > 0]
    tau = median(positive) if positive else 1.0
    given = _evidence(known, moments)
    return {
        (who, whom): max(given[who, whom], trust[who] / (trust[who] + tau)) for who, whom in moments
    }


def _evidence(known: Loaded, moments: dict[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """What an account gives of itself: old and active by the moment, and known to others."""
    rule = known.recipe.credibility
    first = first_of_pair(known)
    days = defaultdict(set)
    for act in known.acts:
        assert act.at is not None
        days[act.who].add(int(act.at.timestamp()) // DAY)
    for post in known.posts:
        assert post.at is not None
        days[post.author].add(int(post.at.timestamp()) // DAY)
    knows = set(first) | {(f.who, f.whom) for f in known.follows}
    given = {}
    for (who, whom), moment in moments.items():
        created = _created(known, who, math.inf)
        others = {a for a, b in knows if b == who and a != whom}
        old = moment - created >= rule.account_days * DAY
        if old and len(days[who]) >= rule.active_days:
            given[who, whom] = 1.0 if len(others) >= rule.known_by else rule.alone
        else:
            given[who, whom] = 0.0
    return given


def covered(known: Loaded) -> float:
    """The mean evidence of pairs, of those older than the lag where there are any."""
    first, lag = first_of_pair(known), known.recipe.credibility.lag_days
    given = _evidence(known, first)
    older = {pair for pair in given if first[pair] < int(known.now) - lag * DAY}
    values = [value for pair, value in given.items() if pair in older or not older]
    return sum(values) / len(values)


def _created(known: Loaded, one: str, unknown: float) -> float:
    user = known.users.get(one)
    return user.created_at.timestamp() if user and user.created_at else unknown


def _trust(known: Loaded, first: dict[tuple[str, str], float]) -> Values:
    rule = known.recipe.credibility
    older = {pair for pair, at in first.items() if at < int(known.now) - rule.lag_days * DAY}
    received = defaultdict(int)
    for _, whom in older:
        received[whom] += 1
    noticed = {whom: min(at for pair, at in first.items() if pair[1] == whom) for _, whom in first}
    seeds = {
        one
        for one, count in received.items()
        if count >= known.recipe.evidence.floor
        and noticed[one] - _created(known, one, -math.inf) >= rule.account_days * DAY
    }
    edges = older | {(f.who, f.whom) for f in known.follows}
    out = defaultdict(int)
    for who, _ in edges:
        out[who] += 1
    base = {one: (1 - rule.damping) * (one in seeds) / max(len(seeds), 1) for one in known.people}
    x = dict(base)
    for _ in range(300):
        came: dict[str, list[float]] = defaultdict(list)
        for who, whom in edges:
            came[whom].append(x[who] / out[who])
        x = {
            one: base[one] + rule.damping * (sum(came[one]) - max(came[one], default=0.0))
            for one in known.people
        }
    return x


def reach(
    known: Loaded, topic: str, half_life: float, of: set[tuple[str, str]] | None = None
) -> tuple[Values, Values]:
    """(E, V) of everybody with an audience on the topic; of some pairs alone, when given."""
    q = credible(known)
    c = known.recipe.credibility
    bounded = covered(known) >= 0.5
    steepness = c.covered if bounded else c.open
    a: Values = defaultdict(float)
    v: Values = defaultdict(float)
    for pair, weight in pairs(known, topic, half_life).items():
        if of is not None and pair not in of:
            continue
        a[pair[1]] += weight
        v[pair[1]] += weight * q[pair]
    e = {}
    for one in a:
        counted = 2 * steepness * (math.sqrt(1 + (a[one] - v[one]) / steepness) - 1)
        if bounded:
            counted = steepness * math.log(1 + counted / steepness)
        e[one] = v[one] + counted
    return e, dict(v)


def returning(known: Loaded, topic: str) -> Values:
    """E of each, of those who acted again a day later or more."""
    moments: dict[tuple[str, str], list[int]] = defaultdict(list)
    for act in known.on(topic):
        assert act.at is not None
        moments[act.who, act.whom].append(math.floor(act.at.timestamp()))
    back = {pair for pair, at in moments.items() if max(at) - min(at) >= DAY}
    found: Values = defaultdict(float)
    found.update(reach(known, topic, known.recipe.memory.horizon_days, back)[0])
    return found


def true_reach(known: Loaded, topic: str) -> Values:
    return reach(known, topic, known.recipe.memory.horizon_days)[0]


def amplification(known: Loaded, topic: str) -> Values:
    return reach(known, topic, known.recipe.memory.short_days)[0]


def network_impact(known: Loaded, topic: str) -> Values:
    graph = attention(known, topic)
    ranks = rank_by_iteration(graph, known.recipe.network.damping)
    return {one: ranks[one] for one in graph if graph.in_degree(one)}


def audience(known: Loaded, topic: str) -> dict[str, int]:
    people: dict[str, set[str]] = defaultdict(set)
    for who, whom in pairs(known, topic, 1.0):
        people[whom].add(who)
    return {one: len(who) for one, who in people.items()}


def attention_received(known: Loaded, topic: str) -> Values:
    """A of everybody with an audience on the topic."""
    a: Values = defaultdict(float)
    for (_, whom), weight in pairs(known, topic, known.recipe.memory.horizon_days).items():
        a[whom] += weight
    return dict(a)


def credible_audience(known: Loaded, topic: str) -> Values:
    return reach(known, topic, known.recipe.memory.horizon_days)[1]


def days_of_audience(known: Loaded, topic: str) -> Values:
    """Active days of whoever was acted on on the topic."""
    days = active_days(known)
    return {one: days[one] for one in audience(known, topic)}


def trust_share(known: Loaded, _: str) -> Values:
    trust = _trust(known, first_of_pair(known))
    middle = median(value for value in trust.values() if value > 0)
    return {one: value / (value + middle) for one, value in trust.items()}


def sums(known: Loaded, topic: str) -> Values:
    """S of everybody with an audience on the topic."""
    w = known.recipe.weights
    e_long, v = reach(known, topic, known.recipe.memory.horizon_days)
    e_short, _ = reach(known, topic, known.recipe.memory.short_days)
    back = returning(known, topic)
    whole, _ = reach(known, "*", known.recipe.memory.horizon_days)
    days = active_days(known)
    followers = credible_followers(known)
    return {
        one: w.reach * math.log1p(e_long[one])
        + w.amplification * math.log1p(e_short[one] / known.recipe.evidence.few)
        + w.activity * math.log1p(min(days[one], known.recipe.evidence.days_each * whole[one]))
        + w.network * math.log1p(v[one])
        + w.returning * math.log1p(back[one])
        + w.followers * math.log1p(followers[one])
        for one in e_long
    }


def score(known: Loaded, topic: str) -> Values:
    floor = known.recipe.evidence.floor
    overall, people = sums(known, "*"), audience(known, "*")
    enough = {one for one, count in people.items() if count >= floor}
    reference = max(overall[one] for one in enough)
    points = {one: 100 * min(1.0, overall[one] / reference) for one in enough}
    if topic == "*":
        return points
    all_acts, its_acts = defaultdict(int), defaultdict(int)
    for act in known.on("*"):
        all_acts[act.whom] += act.count
    for act in known.on(topic):
        its_acts[act.whom] += act.count
    here, values = audience(known, topic), {}
    for one, total in sums(known, topic).items():
        if here[one] >= floor:
            values[one] = 100 * min(1.0, total / reference)
        elif one in points:
            share = its_acts[one] / all_acts[one]
            values[one] = known.recipe.evidence.back_off * share * points[one]
    return values


def page_rank(known: Loaded, _: str) -> Values:
    return rank_by_iteration(attention_and_follows(known), known.recipe.network.damping)


def article_rank(known: Loaded, _: str) -> Values:
    graph = attention_and_follows(known)
    nx.set_edge_attributes(graph, 1.0, "weight")
    average = graph.number_of_edges() / len(graph)
    return rank_by_iteration(graph, known.recipe.network.damping, extra=average)


def eigenvector(known: Loaded, _: str) -> Values:
    return nx.eigenvector_centrality_numpy(attention_and_follows(known))


def betweenness(known: Loaded, _: str) -> Values:
    return nx.betweenness_centrality(attention_and_follows(known), normalized=False)


def degree(known: Loaded, _: str) -> Values:
    return dict(attention_and_follows(known).in_degree())


def hits_authority(known: Loaded, _: str) -> Values:
    return _hits(known)[1]


def hits_hub(known: Loaded, _: str) -> Values:
    return _hits(known)[0]


def _hits(known: Loaded) -> tuple[Values, Values]:
    graph = nx.DiGraph(attention_and_follows(known).edges())
    hubs, authorities = nx.hits(graph, max_iter=1_000, tol=1e-12)
    return tuple(
        {one: value / math.hypot(*values.values()) for one, value in values.items()}
        for values in (hubs, authorities)
    )  # type: ignore[return-value]


def k_core(known: Loaded, _: str) -> Values:
    return nx.core_number(attention_and_follows(known).to_undirected())


Oracle = Callable[[Loaded, str], Values]

# Communities have no single right answer: `test_communities` holds them to modularity.
ORACLES: dict[str, Oracle] = {
    "score": score,
    "true_reach": true_reach,
    "amplification": amplification,
    "network_impact": network_impact,
    "audience": attention_received,
    "credible": credible_audience,
    "returning": returning,
    "active_days": days_of_audience,
    "trust": trust_share,
    "page_rank": page_rank,
    "article_rank": article_rank,
    "eigenvector": eigenvector,
    "betweenness": betweenness,
    "degree": degree,
    "hits_authority": hits_authority,
    "hits_hub": hits_hub,
    "k_core": k_core,
}
