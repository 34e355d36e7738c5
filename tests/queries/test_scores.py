"""Every row of SCORES against its oracle, on a network drawn at random and on toys."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator
from datetime import timedelta

import networkx as nx
import pytest

from loader.records import Kind
from queries.errors import DatabaseUnreachable, NothingToScore
from queries.graph import Graph
from queries.recipe import recipe_from
from queries.scores import SCORES
from queries.scoring.run import Run, score_everything
from tests.conftest import emptied
from tests.named import NAMED
from tests.networks import END, act, anyone, load, person, star, two_cliques
from tests.oracles import ORACLES as OURS
from tests.oracles import attention_and_follows, loaded

ORACLES = OURS | NAMED

SCORED = """
MATCH (person:User)-[scored:SCORED {run: $run, topic: $topic}]->(:Topic)
RETURN person.id AS id, properties(scored) AS scored
"""
ARROWS = """
MATCH (who:User)-[arrow:ATTENDS_TO]->(whom:User)
RETURN who.id, whom.id, arrow.topic AS topic, arrow.weight ORDER BY who.id, whom.id, topic
"""
NAMES = "MATCH (run:Run|PastRun {id: $run}) RETURN run.measured AS names"


def scored_on(graph: Graph, run: Run, topic: str = "*") -> dict[str, dict]:
    """Each person's properties of the score; what is kept as a list under its names."""
    rows, _, _ = graph.driver.execute_query(SCORED, run=run.id, topic=topic)
    told = graph.driver.execute_query(NAMES, run=run.id).records
    names = told[0]["names"] if told else []
    return {row["id"]: _unlisted(names, row["scored"]) for row in rows}


def _unlisted(names: list[str], scored: dict) -> dict:
    known = {
        name: value
        for name, value in zip(names, scored.pop("measured", []), strict=False)
        if not math.isnan(value)
    }
    assert not set(known) & set(scored)
    return scored | known


@pytest.fixture(scope="module")
def records() -> list:
    return anyone()


@pytest.fixture(scope="module")
def run(database: Graph, records: list) -> Iterator[Run]:
    """One run over `anyone`, shared by this module's comparisons."""
    load(emptied(database), records)
    return score_everything(database, recipe_from())


@pytest.fixture(scope="module")
def scored(database: Graph, run: Run) -> dict[str, dict[str, dict]]:
    """By topic and person, all that the run says."""
    return {topic: scored_on(database, run, topic) for topic in ("*", "bread", "food", "ac/dc")}


def test_every_row_has_an_oracle() -> None:
    assert set(ORACLES) | {"community"} == set(SCORES)


CASES = [
    (name, topic)
    for name, row in SCORES.items()
    if name in ORACLES
    for topic in (("*", "bread", "food", "ac/dc") if row.over == "topics" else ("*",))
]


@pytest.mark.parametrize(("name", "topic"), CASES)
def test_each_score_agrees_with_its_oracle(
    scored: dict[str, dict[str, dict]], records: list, name: str, topic: str
) -> None:
    known = loaded(records, recipe_from())
    expected = ORACLES[name](known, topic)

    found = {one: row[name] for one, row in scored[topic].items() if row.get(name) is not None}

    assert set(expected) <= set(found)
    assert {one: found[one] for one in expected} == pytest.approx(expected, rel=1e-5, abs=1e-6)
    beyond = {one: found[one] for one in set(found) - set(expected)}
    assert all(value == pytest.approx(0, abs=1e-9) for value in beyond.values())


def test_communities_are_at_least_as_modular_as_louvain(
    database: Graph, run: Run, records: list
) -> None:
    network = nx.Graph()
    for who, whom, weight in attention_and_follows(loaded(records, recipe_from())).edges(
        data="weight"
    ):
        before = network.get_edge_data(who, whom, {"weight": 0.0})["weight"]
        network.add_edge(who, whom, weight=before + weight)
    groups: dict[int, set[str]] = {}
    for one, scored in scored_on(database, run).items():
        groups.setdefault(scored["community"], set()).add(one)

    ours = nx.community.modularity(network, groups.values())
    theirs = nx.community.modularity(network, nx.community.louvain_communities(network, seed=1))

    assert ours >= theirs - 0.02
    assert [len(groups[i]) for i in range(len(groups))] == sorted(
        map(len, groups.values()), reverse=True
    )


def test_the_points_sum_to_the_score(database: Graph, run: Run) -> None:
    for scored in scored_on(database, run).values():
        if "score" in scored:
            parts = [value for name, value in scored.items() if name.startswith("points_")]
            assert len(parts) == 5
            assert sum(parts) == pytest.approx(scored["score"], abs=1e-9)


def test_the_best_of_a_series_has_100_points_and_rank_1(database: Graph, run: Run) -> None:
    scored = [one for one in scored_on(database, run).values() if "score" in one]
    best = max(scored, key=lambda one: one["score"])
    assert best["score"] == pytest.approx(100)
    assert best["rank"] == 1
    assert best["percentile"] == pytest.approx(100 * (len(scored) - 1) / len(scored))


def test_the_future_does_not_change_a_score(graph: Graph, records: list) -> None:
    """What happens after the moment a run looks back from is not read."""
    cut = END - timedelta(days=20)
    earlier = [one for one in records if getattr(one, "at", cut) <= cut]
    load(graph, earlier)
    run = score_everything(graph, recipe_from())
    before = {one: s.get("score") for one, s in scored_on(graph, run).items()}

    load(graph, records)
    again = score_everything(graph, recipe_from(), as_of=run.as_of)

    after = {one: s.get("score") for one, s in scored_on(graph, again).items()}
    assert {one: after[one] for one in before} == pytest.approx(before, abs=1e-9)
    assert all(after[one] is None for one in set(after) - set(before))


def test_the_hub_of_a_star_leads_and_its_leaves_are_not_scored(graph: Graph) -> None:
    load(graph, star(leaves=6))

    run = score_everything(graph, recipe_from())

    scored = scored_on(graph, run, "stars")
    assert list(scored) == ["toy:hub"]
    assert scored["toy:hub"]["rank"] == 1
    assert scored["toy:hub"]["people"] == 6
    # Six leaves that nobody knows: E = 2(√(1 + 6) − 1), at an age of one second.
    assert scored["toy:hub"]["true_reach"] == pytest.approx(2 * (7**0.5 - 1), rel=1e-5)
    # Each leaf hands on (1 − d)·d.
    assert scored["toy:hub"]["network_impact"] == pytest.approx(0.15 + 6 * 0.85 * 0.15, abs=1e-6)
    leaves = [s for one, s in scored_on(graph, run).items() if one != "toy:hub"]
    assert all("score" not in leaf and "rank" not in leaf for leaf in leaves)


def test_two_cliques_are_two_communities(graph: Graph) -> None:
    load(graph, two_cliques())

    run = score_everything(graph, recipe_from())

    groups: dict[int, set[str]] = {}
    for one, scored in scored_on(graph, run).items():
        groups.setdefault(scored["community"], set()).add(one)
        assert scored["k_core"] == 4
    left, right = ({f"toy:{side}{i}" for i in range(5)} for side in ("left", "right"))
    assert sorted(groups.values(), key=sorted) == [left, right]


def test_repeating_an_act_at_one_time_adds_nothing(graph: Graph) -> None:
    """One person counts once, however often they act."""
    load(graph, star())
    once = score_everything(graph, recipe_from())
    load(graph, [act(f"leaf{i % 6}", "hub", topics=("stars",), post=f"toy:{i}") for i in range(6)])
    load(graph, [dataclasses.replace(one, id=f"again:{one.id}") for one in star()])

    again = score_everything(graph, recipe_from())

    first, second = (scored_on(graph, run)["toy:hub"] for run in (once, again))
    assert second["score"] == first["score"]
    assert second["true_reach"] == first["true_reach"]


def test_a_run_is_invisible_until_it_is_complete_and_old_ones_go(graph: Graph) -> None:
    load(graph, star())
    runs = [score_everything(graph, recipe_from(), runs_kept=2) for _ in range(4)]

    kept, _, _ = graph.driver.execute_query(
        "MATCH (run:Run) RETURN run.id AS id, run.complete AS c"
    )
    scored, _, _ = graph.driver.execute_query(
        "MATCH ()-[s:SCORED]->() RETURN DISTINCT s.run AS run"
    )

    assert {row["run"] for row in scored} == {row["id"] for row in kept}
    assert runs[-1].id in {row["id"] for row in kept}
    assert len(kept) == 3
    assert all(row["c"] for row in kept)


def test_a_run_that_breaks_off_while_it_folds_takes_nobody_s_arrows_away(
    graph: Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages show the arrows, too; those of the run before stay until the new ones are there."""
    load(graph, star())
    score_everything(graph, recipe_from())
    before = graph.driver.execute_query(ARROWS).records
    run = Graph.run

    def broken(self: Graph, name: str, /, **values: object) -> object:
        if name == "fold_attention":
            raise DatabaseUnreachable("the database does not answer")
        return run(self, name, **values)

    monkeypatch.setattr(Graph, "run", broken)
    with pytest.raises(DatabaseUnreachable):
        score_everything(graph, recipe_from())
    assert graph.driver.execute_query(ARROWS).records == before != []

    monkeypatch.undo()
    load(graph, [act("leaf0", "hub", topics=("moons",))])
    score_everything(graph, recipe_from())
    assert len(graph.driver.execute_query(ARROWS).records) == len(before) + 1


def test_follows_alone_give_measures_and_no_score(graph: Graph) -> None:
    load(graph, [act(f"leaf{i}", "hub", Kind.FOLLOW) for i in range(5)] + [person("alone")])

    run = score_everything(graph, recipe_from())

    hub = scored_on(graph, run)["toy:hub"]
    assert hub["degree"] == 5
    assert hub["page_rank"] == pytest.approx(0.15 + 5 * 0.85 * 0.15, abs=1e-6)
    assert "score" not in hub


def test_people_on_whom_nobody_acted_are_told_as_nothing_to_score(graph: Graph) -> None:
    load(graph, [person("ada")])
    with pytest.raises(NothingToScore, match="nobody acted on or followed anybody before"):
        score_everything(graph, recipe_from())
