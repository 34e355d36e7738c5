"""What the graph page asks, against counts by hand and against networkx."""

from __future__ import annotations

import statistics
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta

import networkx as nx
import pytest

from explorer.picture import MEASURES
from loader.records import Interaction, Kind, Post
from queries.graph import Graph
from queries.library import library
from queries.recipe import recipe_from
from queries.scoring.run import Run, score_everything
from tests.networks import END, act, anyone, load

ASKED = (
    "acts_among", "arrow_between", "arrows_among", "community_maps", "flower",
    "leaders_of_community", "path_between", "people_alike", "people_on_topic",
)  # fmt: skip
FOOD = {"food", "bread", "coffee"}
POST = Post(id="toy:post1", author="toy:p00", at=END - timedelta(hours=30))
ANSWERS = [
    act("p30", "p00", kind, at=END - timedelta(hours=hours), topics=("bread",), post=POST.id)
    for kind, hours in ((Kind.REPOST, 29), (Kind.LIKE, 20), (Kind.REPLY, 28))
]
# A chain that leads away from the rest, and an act that nobody dates.
CHAIN = [
    act("far1", "p00", Kind.LIKE, days_ago=2.0),
    act("far2", "far1", Kind.REPOST, days_ago=2.0),
    act("far3", "far2", Kind.LIKE, days_ago=2.0, at=None),
]
# Somebody who reposts on one topic and likes on another.
MIXED = [
    act("mixed", "p00", Kind.REPOST, topics=("ac/dc",)),
    act("mixed", "p00", Kind.LIKE, topics=("bread",)),
]
RECORDS = [*anyone(), POST, *ANSWERS, *CHAIN, *MIXED]
ACTS = [one for one in RECORDS if isinstance(one, Interaction) and one.kind is not Kind.FOLLOW]


@pytest.fixture(scope="module")
def run(database: Graph) -> Iterator[Run]:
    """One run over RECORDS."""
    with database.driver.session() as session:
        session.run("MATCH (node) DETACH DELETE node").consume()
    database.run("everything")
    load(database, RECORDS)
    return score_everything(database, recipe_from())


@pytest.fixture(scope="module")
def arrows(database: Graph, run: Run) -> nx.DiGraph:
    """The attention to everything, turned round: an edge goes from who influences."""
    cypher = (
        "MATCH (who:User)-[arrow:ATTENDS_TO {topic: '*'}]->(whom:User) "
        "RETURN whom.id AS source, who.id AS target, arrow.weight AS weight, arrow.acts AS acts"
    )
    rows, _, _ = database.driver.execute_query(cypher)
    network: nx.DiGraph = nx.DiGraph()
    for row in rows:
        network.add_edge(row["source"], row["target"], weight=row["weight"], acts=row["acts"])
    return network


def on(topic: str) -> list[Interaction]:
    below = {"*": None, "food": FOOD}.get(topic, {topic})
    return [one for one in ACTS if below is None or below & set(one.topics)]


@pytest.mark.parametrize("name", ASKED)
def test_no_plan_reads_everybody_or_multiplies(database: Graph, run: Run, name: str) -> None:
    query = library().named(name)
    with database.driver.session() as session:
        plan = session.run(f"EXPLAIN {query.cypher}", query.defaults).consume().plan

    def operators(node: dict) -> Iterator[str]:
        yield node["operatorType"].partition("@")[0]
        for child in node.get("children", []):
            yield from operators(child)

    found = set(operators(plan))
    assert not found & {"AllNodesScan", "CartesianProduct"}, found
    scans = [one for one in found if one.endswith("LabelScan")]
    # Of runs there are a handful.
    assert scans in ([], ["NodeByLabelScan"])
    assert not scans or "Run" in query.cypher


@pytest.mark.parametrize("topic", ["*", "food", "bread", "ac/dc"])
def test_acts_are_counted_by_kind_and_step(database: Graph, run: Run, topic: str) -> None:
    step = 7 * 86_400
    expected: dict = defaultdict(Counter)
    for one in on(topic):
        if one.who == one.whom:
            continue
        moment = None if one.at is None else int(one.at.timestamp()) // step
        expected[one.whom, one.who][one.kind.relationship, moment] += one.count
    pairs = sorted(expected)
    told = database.ask(
        "acts_among",
        influencers=[pair[0] for pair in pairs],
        influenced=[pair[1] for pair in pairs],
        topic=topic,
        step=step,
    )
    found = {
        (row["influencer"], row["influenced"]): {
            (kind, moment): count for kind, moment, count in row["acts"]
        }
        for row in told.rows
    }
    assert found == {pair: dict(counts) for pair, counts in expected.items()}


def test_paths_are_as_short_as_networkx_finds_and_the_strongest_comes_first(
    database: Graph, arrows: nx.DiGraph
) -> None:
    sources = ["toy:p00", "toy:p01", "toy:p20", "toy:far3"]
    targets = ["toy:p02", "toy:p39", "toy:far2", "toy:far3"]
    seen = 0
    for source in sources:
        for target in targets:
            if source == target:
                continue
            rows = database.ask("path_between", source=source, target=target, limit=200).rows
            if not nx.has_path(arrows, source, target):
                assert rows == []
                continue
            chains = list(nx.all_shortest_paths(arrows, source, target))
            weakest = {
                tuple(chain): min(arrows.edges[step]["weight"] for step in nx.utils.pairwise(chain))
                for chain in chains
            }
            assert {tuple(row["people"]) for row in rows} == set(weakest)
            assert {row["hops"] for row in rows} == {len(chains[0]) - 1}
            best = max(weakest.values())
            assert rows[0]["weakest"] == pytest.approx(best)
            seen += 1
    assert seen > 5


def test_a_path_takes_only_arrows_with_an_act_of_the_kind(
    database: Graph, arrows: nx.DiGraph
) -> None:
    kinds = {Kind.REPOST, Kind.REPLY}
    allowed = {(one.whom, one.who) for one in ACTS if one.kind in kinds}
    fewer = arrows.edge_subgraph([edge for edge in arrows.edges if edge in allowed])
    names = [kind.relationship for kind in kinds]
    lengths = set()
    for target in ("toy:p02", "toy:p17", "toy:p39", "toy:far1"):
        rows = database.ask("path_between", source="toy:p00", target=target, kinds=names).rows
        reached = target in fewer and nx.has_path(fewer, "toy:p00", target)
        assert bool(rows) == reached
        if reached:
            assert rows[0]["hops"] == nx.shortest_path_length(fewer, "toy:p00", target)
            lengths.add(rows[0]["hops"])
    assert lengths


@pytest.mark.parametrize(
    ("topic", "kind"),
    [("*", "REPOSTED"), ("food", "LIKED"), ("bread", "LIKED"), ("ac/dc", "REPOSTED")],
)
def test_a_path_on_a_topic_takes_acts_on_that_topic(
    database: Graph, run: Run, topic: str, kind: str
) -> None:
    ends = {"source": "toy:p00", "target": "toy:mixed", "topic": topic}
    rows = database.ask("path_between", kinds=[kind], **ends).rows
    assert [row["hops"] for row in rows] == [1]
    other = "REPOSTED" if kind == "LIKED" else "LIKED"
    # The other kind is behind the same arrow, but on another topic.
    assert bool(database.ask("path_between", kinds=[other], **ends).rows) == (topic == "*")


def test_a_path_is_bounded(database: Graph, run: Run) -> None:
    assert database.ask("path_between", source="toy:p00", target="toy:far3").rows[0]["hops"] == 3
    assert database.ask("path_between", source="toy:far3", target="toy:p00").rows == []
    assert database.ask("path_between", source="toy:none", target="toy:p00").rows == []


def test_a_flower_sums_both_ways(database: Graph, arrows: nx.DiGraph) -> None:
    for person in ("toy:p00", "toy:p05", "toy:far3"):
        rows = database.ask("flower", person=person, limit=500).rows
        out, into = set(arrows.successors(person)), set(arrows.predecessors(person))
        assert {row["id"] for row in rows} == out | into
        for row in rows:
            outgoing = arrows.get_edge_data(person, row["id"], {"weight": 0, "acts": 0})
            incoming = arrows.get_edge_data(row["id"], person, {"weight": 0, "acts": 0})
            assert row["outgoing"] == pytest.approx(outgoing["weight"])
            assert row["incoming"] == pytest.approx(incoming["weight"])
            assert (row["outgoing_acts"], row["incoming_acts"]) == (
                outgoing["acts"],
                incoming["acts"],
            )
            counted = (row["all"], row["influenced"], row["influencers"])
            assert counted == (len(out | into), len(out), len(into))
        both = [row["outgoing"] + row["incoming"] for row in rows]
        assert both == sorted(both, reverse=True)


def test_people_are_alike_by_the_cosine_of_their_audiences(
    database: Graph, arrows: nx.DiGraph
) -> None:
    person = "toy:p00"
    heard = {name: set(arrows.successors(name)) for name in arrows}
    likeness = {
        other: len(heard[person] & theirs) / (len(heard[person]) * len(theirs)) ** 0.5
        for other, theirs in heard.items()
        if other != person and len(heard[person] & theirs) >= 3
    }

    rows = database.ask("people_alike", person=person, limit=500).rows

    assert len(rows) > 5
    assert {row["id"]: row["likeness"] for row in rows} == pytest.approx(likeness)
    assert [row["likeness"] for row in rows] == sorted(likeness.values(), reverse=True)
    assert all(row["shared"] == len(heard[person] & heard[row["id"]]) for row in rows)
    fewer = len(heard[person]) - 1
    asked = database.ask("people_alike", person=person, heard=fewer, limit=500).rows
    assert {row["asked"] for row in asked} == {fewer}
    assert database.ask("people_alike", person="toy:far3").rows == []


def test_an_arrow_is_told_in_all_its_parts(database: Graph, arrows: nx.DiGraph) -> None:
    ends = {"influencer": "toy:p00", "influenced": "toy:p30"}
    acts = [one for one in ACTS if (one.whom, one.who) == ("toy:p00", "toy:p30")]
    back = arrows.get_edge_data("toy:p30", "toy:p00", {})
    row = database.ask("arrow_between", **ends).plain().one()
    assert row is not None
    assert row["acts"] == sum(one.count for one in acts)
    assert {one["kind"]: one["acts"] for one in row["kinds"]} == Counter(
        one.kind.relationship for one in acts
    )
    assert row["weight"] == pytest.approx(arrows.edges["toy:p00", "toy:p30"]["weight"])
    whole = sum(told["weight"] for _, _, told in arrows.in_edges("toy:p30", data=True))
    assert row["share"] == pytest.approx(row["weight"] / whole)
    assert row["delays"] == 3
    assert row["delay_hours"] == pytest.approx(statistics.median([1, 10, 2]))
    assert (row["back_weight"], row["back_acts"]) == (back.get("weight"), back.get("acts"))
    on_bread = database.ask("arrow_between", topic="bread", **ends).one()
    assert on_bread is not None
    assert on_bread["acts"] == sum(one.count for one in acts if "bread" in one.topics)
    assert database.ask("arrow_between", topic="stars", **ends).one() is None


def test_all_that_people_are_drawn_by_is_told(database: Graph, run: Run) -> None:
    leaders = {row["id"]: row for row in database.ask("leaders", topic="food", limit=500).rows}
    ids = ["toy:p00", "toy:p01", "toy:none"]
    rows = {row["id"]: row for row in database.ask("people_on_topic", ids=ids, topic="food").rows}
    assert set(rows) == set(ids[:2])
    for id, row in rows.items():
        for name in ("score", "true_reach", "network_impact", "people"):
            assert row["on_topic"][name] == leaders[id][name]
        drawn = {measure.name: measure.per_topic for measure in MEASURES} | {"followers": None}
        assert {name for name, here in drawn.items() if here} <= set(row["on_topic"])
        assert {name for name, here in drawn.items() if here is False} <= set(row["overall"])
        assert row["overall"]["community"] == leaders[id]["community"]
        assert row["overall"]["page_rank"] > 0


def test_communities_are_counted_and_named_after_their_best(database: Graph, run: Run) -> None:
    cypher = (
        "MATCH (person:User)-[scored:SCORED {topic: '*', run: $run}]->() "
        "RETURN person.id AS id, scored.community AS community, scored.rank AS rank"
    )
    rows, _, _ = database.driver.execute_query(cypher, run=run.id)
    sizes = Counter(row["community"] for row in rows)
    best: dict = dict.fromkeys(sizes)
    for row in sorted(
        (row for row in rows if row["rank"]), key=lambda row: (row["rank"], row["id"])
    ):
        best[row["community"]] = best[row["community"]] or row["id"]
    told = database.ask("communities", limit=100).rows
    expected = sorted(sizes.items(), key=lambda one: (-one[1], one[0]))
    assert [(row["community"], row["people"]) for row in told] == expected
    assert {row["community"]: row["around"] for row in told} == best


def test_a_community_s_leaders_are_all_leaders_of_that_community(database: Graph, run: Run) -> None:
    everybody = database.ask("leaders", topic="food", limit=500).rows
    communities = {row["community"] for row in everybody}
    told = {
        community: [
            row["id"]
            for row in database.ask(
                "leaders_of_community", community=community, topic="food", limit=500
            ).rows
        ]
        for community in communities
    }
    assert told == {
        community: [row["id"] for row in everybody if row["community"] == community]
        for community in communities
    }
