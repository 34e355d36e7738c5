"""The measures after Klout and its kin, and from papers, a second time: by loops, and networkx."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from statistics import median

import networkx as nx
import numpy as np

from loader.records import Interaction, Kind, Post
from queries.rows.klout import STYLES
from tests.oracles import (
    DAY,
    Loaded,
    Values,
    active_days,
    attention,
    credible,
    page_rank,
    rank_by_iteration,
)

CARRY = (Kind.REPOST, Kind.QUOTE, Kind.ADOPT)
TALK = (Kind.REPLY, Kind.MENTION)
NOTHING = math.nan
Oracle = Callable[[Loaded, str], Values]


def second(known: Loaded, one: Interaction | Post) -> int:
    assert one.at is not None
    return math.floor(one.at.timestamp())


def within(known: Loaded, acts: Iterable[Interaction], days: float) -> list[Interaction]:
    return [act for act in acts if second(known, act) >= int(known.now) - days * DAY]


def posts_on(known: Loaded, topic: str, days: float = math.inf) -> list[Post]:
    """Those about the topic or what is part of it."""

    def about(post: Post) -> bool:
        own = set(post.topics)
        up = {p for t in own for p in known.parents.get(t, ())}
        return topic == "*" or topic in own | up

    return [
        post
        for post in known.posts
        if about(post) and int(known.now) - second(known, post) <= days * DAY
    ]


def lines(known: Loaded, topic: str) -> set[str]:
    """Who has a line: everybody over everything, and whoever was acted on on a topic."""
    return set(known.people) if topic == "*" else {act.whom for act in known.on(topic)}


def best(values: Values) -> float:
    return max(values.values(), default=0.0)


# After Klout.

WORTH = dict.fromkeys(CARRY, 1.0) | dict.fromkeys(TALK, 0.7) | {Kind.LIKE: 0.3}


def _selective(known: Loaded, topic: str) -> dict[tuple[str, str], list[float]]:
    busy = Counter((act.who, second(known, act) // DAY) for act in known.on("*"))
    found: dict[tuple[str, str], list[float]] = defaultdict(list)
    for act in within(known, known.on(topic), 90):
        day = second(known, act) // DAY
        found[act.who, act.whom].append(WORTH[act.kind] / busy[act.who, day])
    return found


def klout_reach(known: Loaded, topic: str) -> Values:
    total = dict.fromkeys(lines(known, topic), 0.0)
    for (_, whom), each in _selective(known, topic).items():
        total[whom] += max(each)
    return total


def klout_amplification(known: Loaded, topic: str) -> Values:
    total = dict.fromkeys(lines(known, topic), 0.0)
    for (_, whom), each in _selective(known, topic).items():
        total[whom] += sum(each)
    written = Counter(post.author for post in posts_on(known, topic, 90))
    return {one: value / max(written[one], 1) for one, value in total.items()}


def klout_network(known: Loaded, topic: str) -> Values:
    reach = klout_reach(known, "*")
    theirs: dict[str, list[float]] = {one: [] for one in lines(known, topic)}
    for who, whom in _selective(known, topic):
        theirs[whom].append(math.log1p(reach[who]))
    return {one: sum(each) / len(each) if each else 0.0 for one, each in theirs.items()}


def klout(known: Loaded, topic: str) -> Values:
    parts = [part(known, topic) for part in (klout_reach, klout_amplification, klout_network)]
    total = {
        one: 0.5 * math.log1p(parts[0][one])
        + 0.4 * math.log1p(parts[1][one])
        + 0.3 * math.log1p(parts[2][one])
        for one in parts[0]
    }
    return {one: 100 * value / best(total) if best(total) else 0.0 for one, value in total.items()}


def style_inputs(known: Loaded) -> dict[str, tuple[float, float, float, float]]:
    """Creating, listening, focused, consistent, of whoever did anything."""
    acts, posts = within(known, known.on("*"), 90), posts_on(known, "*", 90)
    found = {}
    for one in known.people:
        mine = [act for act in acts if act.who == one]
        wrote = [post for post in posts if post.author == one]
        if not mine and not wrote:
            continue
        passed = sum(act.kind in CARRY for act in mine)
        talked = sum(act.kind in TALK for act in mine)
        tags = Counter(tag for thing in (*mine, *wrote) for tag in thing.topics)
        whole = sum(tags.values())
        ages = [int(known.now) - 1 - second(known, thing) for thing in (*mine, *wrote)]
        found[one] = (
            len(wrote) / (len(wrote) + passed) if wrote or passed else 0.0,
            1 - talked / (len(mine) + len(wrote)),
            sum((times / whole) ** 2 for times in tags.values()) if whole else 0.0,
            len({min(age // (7 * DAY), 12) for age in ages}) / 13,
        )
    return found


def klout_style(known: Loaded, _: str) -> Values:
    inputs = style_inputs(known)
    middle = [median(values[i] for values in inputs.values()) for i in range(4)]
    found = {}
    for one, values in inputs.items():
        creating, listening, focused, consistent = (
            value > m for value, m in zip(values, middle, strict=True)
        )
        row = STYLES[8:] if listening else STYLES[:8]
        row = row[4:] if focused else row[:4]
        row = row[2:] if creating else row[:2]
        found[one] = float(STYLES.index(row[1] if consistent else row[0]))
    return found


# After PeerIndex.


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


# After Kred.


def points_of(known: Loaded, topic: str, days: float, end: str) -> Values:
    total = dict.fromkeys(lines(known, topic), 0.0)
    for act in within(known, known.on(topic), days):
        one = getattr(act, end)
        if one in total:
            total[one] += act.count * (1 if act.kind is Kind.LIKE else 10)
    if topic == "*":
        for follow in {f.id: f for f in within(known, known.follows, days)}.values():
            total[getattr(follow, end)] += 1
    return total


def _kred(days: float) -> Oracle:
    def influence(known: Loaded, topic: str) -> Values:
        points = points_of(known, topic, days, "whom")
        top = math.log1p(best(points))
        return {one: 1 + 999 * (math.log1p(p) / top if top else 0.0) for one, p in points.items()}

    return influence


def kred_outreach(known: Loaded, topic: str) -> Values:
    return points_of(known, topic, math.inf, "who")


def kred_level(known: Loaded, topic: str) -> Values:
    def level(points: float) -> int:
        n = 0
        while 100 * (n + 1) ** math.log2(2.7) <= points:
            n += 1
        return n

    return {one: level(points) for one, points in kred_outreach(known, topic).items()}


# After Twitalyzer.


def _week(known: Loaded) -> list[Interaction]:
    return within(known, known.on("*"), 7)


def _distinct(acts: Iterable[Interaction], kinds: tuple[Kind, ...], end: str) -> dict[str, int]:
    other = "whom" if end == "who" else "who"
    pairs = {(getattr(a, end), getattr(a, other)) for a in acts if a.kind in kinds}
    return Counter(one for one, _ in pairs)


def _done(acts: Iterable[Interaction], kinds: tuple[Kind, ...], end: str) -> dict[str, int]:
    total: Counter[str] = Counter()
    for act in acts:
        if act.kind in kinds:
            total[getattr(act, end)] += act.count
    return total


def twitalyzer_velocity(known: Loaded, _: str) -> Values:
    passed = _done(_week(known), CARRY, "who")
    wrote = Counter(post.author for post in posts_on(known, "*", 7))
    return {one: float(passed[one] + wrote[one]) for one in known.people}


def followers(known: Loaded, _: str = "*") -> Values:
    loaded = Counter(whom for _, whom in {(f.who, f.whom) for f in known.follows})
    return {
        one: float(max(loaded[one], (known.users[one].followers or 0) if one in known.users else 0))
        for one in known.people
    }


def twitalyzer_impact(known: Loaded, _: str) -> Values:
    week = _week(known)
    counted: list[Values] = [
        followers(known),
        dict(_distinct(week, TALK, "whom")),
        dict(_distinct(week, CARRY, "whom")),
        dict(_distinct(week, CARRY, "who")),
        twitalyzer_velocity(known, "*"),
    ]
    return {
        one: sum(
            20 * math.log1p(count.get(one, 0)) / math.log1p(best(count))
            for count in counted
            if best(count)
        )
        for one in known.people
    }


def twitalyzer_engagement(known: Loaded, _: str) -> Values:
    whom, who = _distinct(_week(known), TALK, "who"), _distinct(_week(known), TALK, "whom")
    return {one: whom.get(one, 0) / who[one] for one in known.people if who.get(one)}


def twitalyzer_influence(known: Loaded, _: str) -> Values:
    week = _week(known)
    active = {act.who for act in week} | {post.author for post in posts_on(known, "*", 7)}
    people = _distinct(week, (*CARRY, *TALK), "whom")
    return {one: 100 * people.get(one, 0) / max(len(active), 1) for one in known.people}


def twitalyzer_clout(known: Loaded, _: str) -> Values:
    named = _done(_week(known), TALK, "whom")
    whole = sum(named.values())
    return {one: 100 * named[one] / whole if whole else 0.0 for one in known.people}


def twitalyzer_generosity(known: Loaded, _: str) -> Values:
    passed = _done(_week(known), CARRY, "who")
    return {
        one: 100 * passed[one] / velocity
        for one, velocity in twitalyzer_velocity(known, "*").items()
        if velocity
    }


def twitalyzer_signal(known: Loaded, _: str) -> Values:
    passed = _done(_week(known), CARRY, "who")
    points = Counter(
        post.author
        for post in posts_on(known, "*", 7)
        if post.topics or any(mark in (post.text or "") for mark in ("@", "#", "://"))
    )
    return {
        one: 100 * (passed[one] + points[one]) / velocity
        for one, velocity in twitalyzer_velocity(known, "*").items()
        if velocity
    }


def twitalyzer_type(known: Loaded, _: str) -> Values:
    measures = [
        of(known, "*")
        for of in (twitalyzer_influence, twitalyzer_generosity, twitalyzer_engagement)
    ]
    middle = [median(values.values()) if values else math.inf for values in measures]

    def kind(one: str) -> int:
        influential, generous, engaged = (
            values.get(one, -1.0) > m for values, m in zip(measures, middle, strict=True)
        )
        if influential and generous:
            return 2
        if influential:
            return 0 if engaged else 1
        return 3 if engaged else 4

    return {one: float(kind(one)) for one in known.people}


# After TweetLevel.


def bucket(count: float) -> int:
    """The first of thirty ranges, each 10^(1/5) times as wide, that a count does not pass."""
    n = 0
    while n < 30 and 10 ** (n / 5) < (1 + count) * (1 - 1e-12):
        n += 1
    return n


def _month(known: Loaded) -> list[Interaction]:
    return within(known, known.on("*"), 30)


def tweetlevel_popularity(known: Loaded, _: str) -> Values:
    return {one: 100 / 30 * bucket(count) for one, count in followers(known).items()}


def tweetlevel_trust(known: Loaded, _: str) -> Values:
    times, people = _done(_month(known), CARRY, "whom"), _distinct(_month(known), CARRY, "whom")
    return {
        one: 100 / 60 * (bucket(times.get(one, 0)) + bucket(people.get(one, 0)))
        for one in known.people
    }


def tweetlevel_engagement(known: Loaded, _: str) -> Values:
    said, people = _done(_month(known), TALK, "who"), _distinct(_month(known), TALK, "whom")
    return {
        one: 100 / 60 * (bucket(said.get(one, 0)) + bucket(people.get(one, 0)))
        for one in known.people
    }


def tweetlevel_influence(known: Loaded, _: str) -> Values:
    month, follow = _month(known), followers(known)
    times, people = _done(month, CARRY, "whom"), _distinct(month, CARRY, "whom")
    named, passed = _done(month, TALK, "whom"), _done(month, CARRY, "who")
    wrote = Counter(post.author for post in posts_on(known, "*", 30))
    return {
        one: 100
        / 30
        * (
            0.2 * bucket(follow[one])
            + 0.3 * bucket(times.get(one, 0))
            + 0.2 * bucket(named.get(one, 0))
            + 0.1 * bucket(wrote[one] + passed.get(one, 0))
            + 0.2 * bucket(people.get(one, 0))
        )
        for one in known.people
    }


def role_inputs(known: Loaded) -> dict[str, tuple[int, int, int, float]]:
    """Starts, passed, said, and how early; the last NaN for who passed nothing on."""
    month = _month(known)
    reposts = [act for act in month if act.kind in CARRY and act.post]
    starts: dict[str, set[str]] = defaultdict(set)
    early: dict[str, list[float]] = defaultdict(list)
    for act in reposts:
        starts[act.whom].add(act.post or "")
        others = [o for o in reposts if o.post == act.post and o is not act]
        later = sum(second(known, o) > second(known, act) for o in others)
        early[act.who].append(later / len(others) if others else 0.0)
    passed, said = _done(month, CARRY, "who"), _done(month, TALK, "who")
    return {
        one: (
            len(starts[one]),
            passed.get(one, 0),
            said.get(one, 0),
            sum(early[one]) / len(early[one]) if early[one] else NOTHING,
        )
        for one in known.people
    }


def tweetlevel_role(known: Loaded, _: str) -> Values:
    inputs = role_inputs(known)
    leads = [lead for *_, lead in inputs.values() if not math.isnan(lead)]
    middle = median(leads) if leads else math.inf

    def role(starts: int, passed: int, said: int, lead: float) -> int:
        if not starts + passed + said:
            return 4
        if starts and starts >= passed:
            return 0
        if passed and passed >= said:
            return 1 if lead > middle else 2
        return 3

    return {one: float(role(*values)) for one, values in inputs.items()}


# From papers.


def cha_reposts(known: Loaded, topic: str) -> Values:
    times = _done(known.on(topic), CARRY, "whom")
    return {one: float(times.get(one, 0)) for one in lines(known, topic)}


def cha_mentions(known: Loaded, topic: str) -> Values:
    times = _done(known.on(topic), TALK, "whom")
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


def interactor_ratio(known: Loaded, _: str) -> Values:
    people = Counter(whom for _, whom in {(act.who, act.whom) for act in known.on("*")})
    return {one: people[one] / count for one, count in followers(known).items() if count}


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


def x_map(known: Loaded, _: str) -> Values:
    rank = page_rank(known, "*")
    whole = sum(rank.values())
    return {
        one: min(100.0, max(0.0, 130 + 5.21 * math.log(value / whole)))
        for one, value in rank.items()
    }


def _romero(known: Loaded) -> tuple[Values, Values]:
    taken: Counter[tuple[str, str]] = Counter()
    passed_on: dict[str, set[str]] = defaultdict(set)
    for act in known.on("*"):
        if act.kind in CARRY:
            taken[act.whom, act.who] += act.count
            if act.post:
                passed_on[act.whom].add(act.post)
    wrote = Counter(post.author for post in known.posts)
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
    return (
        {one: 100 * value for one, value in influence.items()},
        {one: 100 * value for one, value in passivity.items()},
    )


def influence_passivity(known: Loaded, _: str) -> Values:
    return _romero(known)[0]


def passivity(known: Loaded, _: str) -> Values:
    return _romero(known)[1]


def plus_k(known: Loaded, topic: str) -> Values:
    """Nobody endorses anybody in what is loaded; `test_endorsements` counts some."""
    return {}


NAMED: dict[str, Oracle] = {
    "klout": klout,
    "klout_reach": klout_reach,
    "klout_amplification": klout_amplification,
    "klout_network": klout_network,
    "klout_style": klout_style,
    "plus_k": plus_k,
    "peerindex": peerindex,
    "peerindex_authority": peerindex_authority,
    "peerindex_audience": peerindex_audience,
    "peerindex_activity": peerindex_activity,
    "peerindex_resonance": peerindex_resonance,
    "kred_influence": _kred(90),
    "kred_influence_30": _kred(30),
    "kred_influence_60": _kred(60),
    "kred_influence_all": _kred(math.inf),
    "kred_outreach": kred_outreach,
    "kred_level": kred_level,
    "twitalyzer_impact": twitalyzer_impact,
    "twitalyzer_engagement": twitalyzer_engagement,
    "twitalyzer_influence": twitalyzer_influence,
    "twitalyzer_clout": twitalyzer_clout,
    "twitalyzer_generosity": twitalyzer_generosity,
    "twitalyzer_velocity": twitalyzer_velocity,
    "twitalyzer_signal": twitalyzer_signal,
    "twitalyzer_type": twitalyzer_type,
    "tweetlevel_influence": tweetlevel_influence,
    "tweetlevel_popularity": tweetlevel_popularity,
    "tweetlevel_engagement": tweetlevel_engagement,
    "tweetlevel_trust": tweetlevel_trust,
    "tweetlevel_role": tweetlevel_role,
    "topic_page_rank": topic_page_rank,
    "personalised_page_rank": personalised_page_rank,
    "topic_article_rank": topic_article_rank,
    "topic_authority": topic_authority,
    "topic_hub": topic_hub,
    "twitter_rank": twitter_rank,
    "tunk_rank": tunk_rank,
    "repost_h_index": repost_h_index,
    "influence_passivity": influence_passivity,
    "passivity": passivity,
    "interactor_ratio": interactor_ratio,
    "cha_followers": followers,
    "cha_reposts": cha_reposts,
    "cha_mentions": cha_mentions,
    "x_map": x_map,
}
