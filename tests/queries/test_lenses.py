"""The same people seen otherwise, each by other means: loops, numpy's lines, scipy's ranks."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from scipy import stats

from loader.records import Interaction, Kind, Post, Record
from queries.graph import Graph
from queries.lenses import LENSES
from queries.recipe import recipe_from
from queries.scoring.run import Run, score_everything
from tests.networks import END, anyone, load
from tests.oracles import Loaded, audience, loaded, pairs

RECIPE = recipe_from()
SCORED = """
MATCH (person:User)-[scored:SCORED {run: $run}]->(topic:Topic)
RETURN person.id AS person, topic.id AS topic, properties(scored) AS scored
"""
Scores = dict[tuple[str, str], dict]


@pytest.fixture(scope="module")
def records() -> list[Record]:
    """Acts on posts, each of which is hours older."""
    drawn = anyone(acts=900)
    made: list[Record] = []
    for i, one in enumerate(drawn):
        if isinstance(one, Interaction) and one.kind is not Kind.FOLLOW and i % 3:
            post = f"toy:post{i % 90}:{one.whom}"
            made.append(
                Post(post, one.whom, at=END - timedelta(days=300 + i % 90), text=f"No. {i}")
            )
            made.append(replace(one, post=post))
        else:
            made.append(one)
    return made


@pytest.fixture(scope="module")
def run(database: Graph, records: list) -> Run:
    with database.driver.session() as session:
        session.run("MATCH (node) DETACH DELETE node").consume()
    database.run("everything")
    load(database, records)
    return score_everything(database, RECIPE)


@pytest.fixture(scope="module")
def known(records: list) -> Loaded:
    return loaded(records, RECIPE)


@pytest.fixture(scope="module")
def scores(database: Graph, run: Run) -> Scores:
    rows, _, _ = database.driver.execute_query(SCORED, run=run.id)
    return {(row["person"], row["topic"]): row["scored"] for row in rows}


def own(known: Loaded, topic: str) -> set[str]:
    """Who has a score of their own on a topic."""
    return {one for one, count in audience(known, topic).items() if count >= RECIPE.evidence.floor}


@pytest.mark.parametrize("topic", ["*", "bread", "food"])
def test_experts_experts_are_those_whom_members_act_on(
    known: Loaded, scores: Scores, topic: str
) -> None:
    members, expected = own(known, topic), defaultdict(float)
    for (who, whom), weight in pairs(known, topic, RECIPE.memory.horizon_days).items():
        expected[whom] += weight * (who in members)
    found = {
        person: scored["experts"]
        for (person, on), scored in scores.items()
        if on == topic and "experts" in scored
    }
    assert set(found) == members
    assert found == pytest.approx({one: expected[one] for one in members}, abs=1e-9)


@pytest.mark.parametrize("topic", ["*", "bread"])
def test_hidden_gems_are_above_the_line_that_numpy_draws(
    known: Loaded, scores: Scores, topic: str
) -> None:
    members = sorted(own(known, topic))
    counted: dict[str, set[str]] = defaultdict(set)
    for follow in known.follows:
        counted[follow.whom].add(follow.who)
    followers = [
        max(len(counted[one]), known.users[one].followers or 0) if one in known.users else 0
        for one in members
    ]
    x = np.log1p(np.array(followers, np.float64))
    y = np.array([scores[one, topic]["score"] for one in members])
    rest = y - np.polyval(np.polyfit(x, y, 1), x)
    found = [scores[one, topic]["hidden"] for one in members]
    assert len(members) >= 10
    assert found == pytest.approx(rest.tolist(), abs=1e-6)


@pytest.mark.parametrize("topic", ["*", "bread"])
def test_measures_differ_by_as_many_percentiles_as_scipy_ranks_them_apart(
    database: Graph, run: Run, known: Loaded, scores: Scores, topic: str
) -> None:
    members = sorted(own(known, topic))
    measured = database.ask("where_measures_differ", topic=topic).rows[0]["measured"]
    places = {}
    for name in measured:
        values = [scores[one, topic].get(name) for one in members]
        if None not in values:
            places[name] = 100 * (stats.rankdata(values) - 0.5) / len(members)
    rows = database.ask("where_measures_differ", topic=topic, limit=100).rows
    assert len(rows) == len(members)
    assert len(places) >= 4
    for row in rows:
        i = members.index(row["id"])
        mine = {name: values[i] for name, values in places.items()}
        assert row["disagreement"] == pytest.approx(max(mine.values()) - min(mine.values()))
        assert mine[row["highest_by"]] == max(mine.values())
        assert mine[row["lowest_by"]] == min(mine.values())
        if topic == "*":
            told = dict(zip(measured, row["places"], strict=True))
            assert {name: told[name] for name in mine} == pytest.approx(mine, abs=0.051)


def test_dispute_is_counted_by_people_with_the_interval_of_scipy(
    database: Graph, known: Loaded, run: Run
) -> None:
    against, favour = defaultdict(set), defaultdict(set)
    for one in known.on("*"):
        if one.kind in (Kind.REPLY, Kind.QUOTE):
            against[one.whom].add(one.who)
        if one.kind in (Kind.REPOST, Kind.LIKE):
            favour[one.whom].add(one.who)
    rows = database.ask("who_is_disputed", topic="*", limit=100).rows
    enough = {one for one in own(known, "*") if len(against[one]) + len(favour[one]) >= 10}
    assert {row["id"] for row in rows} == enough
    assert len(enough) > 10
    for row in rows:
        bad, good = len(against[row["id"]]), len(favour[row["id"]])
        test = stats.binomtest(bad, bad + good)
        interval = test.proportion_ci(0.9, method="wilson")
        assert (row["disputing"], row["approving"]) == (bad, good)
        assert row["dispute"] == pytest.approx(bad / (bad + good))
        assert (row["dispute_low"], row["dispute_high"]) == pytest.approx(
            (interval.low, interval.high), abs=1e-9
        )


@pytest.mark.parametrize("topic", ["*", "food"])
def test_seen_from_some_people_is_two_steps_of_a_matrix(
    database: Graph, known: Loaded, run: Run, topic: str
) -> None:
    viewers = ["toy:p05", "toy:p31", "toy:p38"]
    names = known.people
    place = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((len(names), len(names)))
    for (who, whom), weight in pairs(known, topic, RECIPE.memory.horizon_days).items():
        matrix[place[who], place[whom]] = weight
    whole = matrix.sum(axis=1, keepdims=True)
    matrix = np.divide(matrix, whole, out=np.zeros_like(matrix), where=whole > 0)
    start = np.zeros(len(names))
    start[[place[one] for one in viewers]] = 1 / len(viewers)
    direct = start @ matrix
    through = direct @ matrix
    expected = 0.15 * (0.85 * direct + 0.85**2 * through)

    rows = database.ask("seen_from", viewers=viewers, topic=topic, limit=200).rows

    assert len(rows) == sum(
        value > 0 for name, value in zip(names, expected, strict=True) if name not in viewers
    )
    for row in rows:
        i = place[row["id"]]
        assert row["influence"] == pytest.approx(expected[i], abs=1e-12)
        assert (row["direct"], row["through"]) == pytest.approx((direct[i], through[i]), abs=1e-12)
        assert row["viewers_acting"] == sum(matrix[place[one], i] > 0 for one in viewers)


@pytest.mark.parametrize("topic", ["*", "food"])
def test_an_arrow_tells_delay_reverse_and_net(
    database: Graph, known: Loaded, run: Run, records: list, topic: str
) -> None:
    posts = {one.id: one for one in records if isinstance(one, Post)}
    acts: dict[tuple[str, str], list[Interaction]] = defaultdict(list)
    for one in known.on(topic):
        acts[one.who, one.whom].append(one)
    rows = database.ask("whom_they_influence", person="toy:p00", topic=topic, limit=100).rows
    weights = pairs(known, topic, RECIPE.memory.horizon_days)
    assert len(rows) > 8
    assert any(row["back_acts"] for row in rows)
    for row in rows:
        here, back = acts[row["id"], "toy:p00"], acts["toy:p00", row["id"]]
        delays = [
            (one.at - posts[one.post].at).total_seconds() for one in here if one.post in posts
        ]
        interval = stats.binomtest(len(here), len(here) + len(back)).proportion_ci(
            0.9, method="wilson"
        )
        assert (row["acts"], row["back_acts"]) == (len(here), len(back))
        assert row["back_weight"] == pytest.approx(weights.get(("toy:p00", row["id"]), 0.0))
        assert row["delay"] == (pytest.approx(np.median(delays), abs=0.01) if delays else None)
        assert row["net"] == pytest.approx((len(here) - len(back)) / (len(here) + len(back)))
        assert row["net_low"] == pytest.approx(2 * interval.low - 1, abs=1e-9)
        assert row["net_high"] == pytest.approx(2 * interval.high - 1, abs=1e-9)
        assert {post["id"] for post in row["posts"]} <= {one.post for one in here}
        assert len(row["posts"]) == min(3, len({one.post for one in here if one.post}))
        (mirror,) = [
            one
            for one in database.ask("who_influences", person=row["id"], topic=topic, limit=100).rows
            if one["id"] == "toy:p00"
        ]
        for name in ("acts", "back_acts", "delay", "net", "net_low", "net_high", "posts"):
            assert mirror[name] == (pytest.approx(row[name]) if name != "posts" else row[name])


def test_what_can_be_sorted_by_is_there(database: Graph, run: Run) -> None:
    for lens in LENSES.values():
        if lens.sorts:
            rows = database.ask("leaders_by", topic="*", by=lens.name).rows
            values = [row["value"] for row in rows]
            assert values == sorted(values, reverse=True)
            assert all(not math.isnan(value) for value in values)
            assert rows
