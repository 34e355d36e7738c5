"""The measures after Klout and its kin, and from papers, where there are posts and cascades."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from functools import cache
from statistics import median

import numpy as np
import pytest

from loader.forget import held
from loader.past import past_of
from queries.export.frames import scores_frame
from queries.graph import Graph
from queries.recipe import recipe_from
from queries.scores import KINDS, SCORES, families, sortable
from queries.scoring.heard import heard
from queries.scoring.lenses import lenses
from queries.scoring.named.measured import DECIDING, measured
from queries.scoring.named.posts import Posts
from queries.scoring.named.stage import Stage
from queries.scoring.run import Run, score_everything
from tests.conftest import emptied
from tests.named import NAMED
from tests.named.klout import style_inputs
from tests.named.kred import points_of
from tests.named.tweetlevel import role_inputs
from tests.networks import load, talkative
from tests.oracles import Loaded, loaded
from tests.queries.test_scores import scored_on

NOBODY = (np.zeros(0, np.int64), np.zeros(0, np.int64), [])
TOPICS = ("*", "bread", "food", "ac/dc")


@cache
def known() -> Loaded:
    return loaded(talkative(), recipe_from())


@pytest.fixture(scope="module")
def run(database: Graph) -> Run:
    """One run over `talkative`."""
    emptied(database)
    load(database, talkative())
    return score_everything(database, recipe_from())


@pytest.fixture(scope="module")
def scored(database: Graph, run: Run) -> dict[str, dict[str, dict]]:
    """By topic and person, all that the run says."""
    return {topic: scored_on(database, run, topic) for topic in (*TOPICS, "coffee")}


CASES = [
    (name, topic)
    for name in NAMED
    for topic in (TOPICS if SCORES[name].over == "topics" else TOPICS[:1])
]


@pytest.mark.parametrize(("name", "topic"), CASES)
def test_each_measure_agrees_with_its_oracle(
    scored: dict[str, dict[str, dict]], name: str, topic: str
) -> None:
    expected = {
        one: value for one, value in NAMED[name](known(), topic).items() if not math.isnan(value)
    }

    found = {one: row[name] for one, row in scored[topic].items() if name in row}

    assert found == pytest.approx(expected, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("topic", TOPICS)
def test_what_decides_a_style_and_a_role_agrees_with_its_oracle(
    scored: dict[str, dict[str, dict]], topic: str
) -> None:
    axes = ("klout_creating", "klout_listening", "klout_focused", "klout_consistent")
    inputs = ("tweetlevel_starts", "tweetlevel_passed", "tweetlevel_said", "tweetlevel_lead")
    for names, told in (
        (axes, style_inputs(known(), topic)),
        (inputs, role_inputs(known(), topic)),
    ):
        for i, name in enumerate(names):
            expected = {one: each[i] for one, each in told.items() if not math.isnan(each[i])}
            found = {one: row[name] for one, row in scored[topic].items() if name in row}
            assert found == pytest.approx(expected)


@pytest.mark.parametrize("days", [30, 60, 90, 0])
@pytest.mark.parametrize("topic", ["*", "food"])
def test_the_ledger_adds_up_to_the_points(database: Graph, run: Run, topic: str, days: int) -> None:
    for way, end in (("received", "whom"), ("given", "who")):
        points = points_of(known(), topic, days or math.inf, end)
        busiest = max(points, key=lambda one: points[one])

        listed = database.ask("ledger", person=busiest, topic=topic, days=days, limit=5_000)
        summed = database.ask("ledger_sums", person=busiest, topic=topic)

        told = sum(row["points"] for row in listed.rows if row["way"] == way)
        column = f"points_{days}" if days else "points"
        assert told == points[busiest] > 0
        assert {row["way"]: row[column] for row in summed.rows}[way] == points[busiest]
    assert all(row["id"] != busiest for row in listed.rows)


@pytest.mark.parametrize(
    ("topic", "by"),
    [("*", "twitalyzer_engagement"), ("*", "klout"), ("food", "peerindex"), ("*", "page_rank")],
)
def test_leaders_can_be_sorted_by_what_is_kept_as_a_list(
    database: Graph, run: Run, topic: str, by: str
) -> None:
    """Whoever has no number is not listed: it would come first, as NaN does."""
    leaders = database.ask("leaders_by", topic=topic, by=by, limit=1_000).rows

    scored = scored_on(database, run, topic)
    values = {one: row[by] for one, row in scored.items() if by in row}
    assert {row["id"]: row["value"] for row in leaders} == values
    assert [row["value"] for row in leaders] == sorted(values.values(), reverse=True)
    assert [row["place"] for row in leaders] == list(range(1, len(values) + 1))


def test_a_person_s_measures_stand_beside_the_middle_of_everybody(
    database: Graph, run: Run
) -> None:
    scored = scored_on(database, run)
    told = {row["name"]: row for row in database.ask("person_measured", person="toy:p03").rows}

    assert {name: row["value"] for name, row in told.items() if row["value"] is not None} == {
        name: value for name, value in scored["toy:p03"].items() if name in told
    }
    for name in ("klout", "twitalyzer_engagement", "tweetlevel_lead"):
        each = [row[name] for row in scored.values() if name in row]
        assert told[name]["median"] == pytest.approx(median(each))
    assert {name for name, row in told.items() if row["median"] is None} == {*KINDS, "plus_k"}


def test_a_footprint_is_of_all_topics_the_best_first(database: Graph, run: Run) -> None:
    rows = database.ask("footprint", person="toy:p00", limit=50).rows

    by_topic = {row["topic"]: row["peerindex"] for row in rows}
    assert by_topic == {
        topic: scored_on(database, run, topic)["toy:p00"]["peerindex"] for topic in by_topic
    }
    assert set(by_topic) == {"bread", "coffee", "food", "ac/dc"}
    assert [*by_topic.values()] == sorted(by_topic.values(), reverse=True)


def test_what_decides_a_kind_on_a_topic_stands_beside_the_middle_of_the_topic(
    database: Graph, run: Run
) -> None:
    rows = database.ask("footprint", person="toy:p03", limit=50).rows
    assert rows
    for row in rows:
        scored = scored_on(database, run, row["topic"])
        told = database.ask("person_measured", person="toy:p03", topic=row["topic"]).rows
        known = {each["name"]: each for each in told}
        mine = scored["toy:p03"]
        for column, name in (
            ("style", "klout_style"), ("type", "twitalyzer_type"), ("role", "tweetlevel_role"),
        ):  # fmt: skip
            assert row[column] == mine.get(name) == known[name]["value"]
        for name in DECIDING:
            each = [one[name] for one in scored.values() if name in one]
            assert known[name]["median"] == (pytest.approx(median(each)) if each else None)
        assert known["klout"]["median"] is None


def test_an_export_has_each_measure_as_a_column(database: Graph, run: Run) -> None:
    frame = scores_frame(database).set_index(["person", "topic"])

    assert set(NAMED) <= set(frame.columns)
    assert "measured" not in frame
    for topic in ("*", "food"):
        scored = scored_on(database, run, topic)["toy:p00"]
        for name in NAMED:
            value = frame.loc[("toy:p00", topic), name]
            assert value == scored[name] if name in scored else math.isnan(value)


def test_what_is_held_about_a_person_names_each_measure(database: Graph, run: Run) -> None:
    arrows = held(database, "toy:p00")["relationships"]

    told = {row["other"]: row["properties"] for row in arrows if row["type"] == "SCORED"}
    scored = scored_on(database, run, "food")["toy:p00"]
    assert told["food"]["measured"]["klout"] == scored["klout"]
    assert told["*"]["measured"]["plus_k"] is None
    assert set(NAMED) <= set(told["*"]["measured"])
    json.dumps(arrows, allow_nan=False)


WEIGHED = {"topic_page_rank", "personalised_page_rank", "peerindex", "peerindex_audience"}


def test_acts_that_a_recipe_weighs_nothing_count_for_the_measures_of_others() -> None:
    past, shipped = past_of(talkative()), recipe_from()
    now, found, seen = past.moment(), [], []
    for weight in (0.1, 0.0):
        recipe = replace(shipped, kinds={**shipped.kinds, "like": weight})
        scene = past.scene(recipe, now=now)
        result, every = scene.scored(recipe), heard(past, scene, recipe, now=now)
        stage = Stage.of(past, every, recipe, Posts(), now=now)
        found.append(measured(stage, recipe, endorsed=NOBODY, page_rank=None))
        table = result.table[["topic", "person"]]
        table = table.join(lenses(past.acts, scene, result, heard=every.unfolded))
        seen.append(table.set_index(["topic", "person"])[["approving", "disputing"]].dropna())

    weighed, nothing = found
    assert np.array_equal(weighed.keys, nothing.keys)
    for name in set(weighed.names) - WEIGHED:
        one, other = (
            (each.by_topic | each.overall)[name]  # type: ignore[operator]
            for each in found
        )
        np.testing.assert_allclose(one, other, rtol=1e-9, err_msg=name)
    both = seen[0].index.intersection(seen[1].index)
    assert len(both) > 20
    assert seen[0].loc[both].equals(seen[1].loc[both])


def test_each_row_is_of_one_family_and_each_list_of_names_is_known() -> None:
    told = [row.name for rows in families().values() for row in rows]
    assert sorted(told) == sorted(SCORES)
    assert {name for name in SCORES if not sortable(SCORES[name])} == {*KINDS, "community"}
    assert all(len(set(names)) == len(names) for names in KINDS.values())
