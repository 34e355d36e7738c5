"""Who is flagged in the invented town, where it is known who cheats; and what that is worth."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from loader.forget import forget
from loader.past import past_of
from loader.sources import SOURCES
from queries.flags import FLAGS
from queries.graph import Graph
from queries.library import library
from queries.recipe import recipe_from
from queries.scoring.past import Past
from queries.scoring.points import Scored
from queries.scoring.quality.quality import Quality, quality_of
from queries.scoring.run import score_everything
from queries.scoring.scene import Scene
from tests.networks import act, load

RECIPE = recipe_from()


def planted(seed: str) -> tuple[Past, dict]:
    source = SOURCES["planted"]
    options = {option.name: option.default for option in source.options} | {"seed": seed}
    return past_of(source.read((), options, lambda _: None)), json.loads(source.truth(options))


def judged(past: Past) -> tuple[Scene, Scored, Quality]:
    scene = past.scene(RECIPE, now=past.moment())
    result = scene.scored(RECIPE)
    return scene, result, quality_of(past, scene, result, RECIPE, now=past.moment())


@pytest.fixture(scope="module")
def seven() -> tuple[Past, dict, Scored, Quality]:
    past, truth = planted("7")
    _, result, quality = judged(past)
    return past, truth, result, quality


def test_the_ring_is_flagged_and_hardly_anybody_else(seven) -> None:
    past, truth, _, quality = seven
    flagged = {past.ids[i] for i in np.flatnonzero(quality.people["flags"].notna())}
    ring, bought = set(truth["ring"]), set(truth["bought"])
    found = flagged & ring
    recall, precision = len(found) / len(ring), len(found) / len(flagged - bought)
    assert (recall, precision) == (1.0, pytest.approx(1.0, abs=0.25)), flagged - ring
    assert len(flagged - ring - bought) <= 3
    assert quality.withheld == ()


def test_the_five_hundred_followers_that_were_bought_buy_nothing(seven) -> None:
    past, truth, result, _ = seven
    bought = np.isin(past.ids, truth["bought"])
    kept = ~bought[past.follows[0]]
    honest = replace(
        past,
        follows=(past.follows[0][kept], past.follows[1][kept], past.follows[2][kept]),
        # What the network reported counts those that were bought.
        reported=past.reported - np.bincount(past.follows[1][~kept], minlength=len(past.ids)),
    )
    less = honest.scored(RECIPE, now=past.moment(), reference=result.reference)[0]
    ring = [past.ids.index(one) for one in truth["ring"]]
    gained = []
    for person in ring:
        with_all, without = (
            one.table[(one.table["topic"] == 0) & (one.table["person"] == person)]["score"]
            for one in (result, less)
        )
        gained.append(float(with_all.iloc[0] - without.iloc[0]))
    assert len(gained) == 12
    assert max(gained) < 0.1, gained


def test_nothing_of_the_ring_is_left_without_suspicious_support(seven) -> None:
    past, truth, result, quality = seven
    table = result.table.join(quality.rows)
    overall = table[table["topic"] == 0].set_index("person")
    ring = overall.loc[[past.ids.index(one) for one in truth["ring"]]]
    leaders = overall.loc[
        [past.ids.index(one) for some in truth["influencers"].values() for one in some]
    ]
    assert ring["score_without"].isna().all() or (ring["score_without"] < ring["score"] / 2).all()
    moved = (leaders["score"] - leaders["score_without"]).abs()
    assert moved.max() < 1
    assert len(leaders) == 60


STEPS = "MATCH (:User)-[step:IN_STEP]->(:User) RETURN step.run AS run"


def test_accounts_in_step_are_kept_with_the_posts_that_they_share(
    graph: Graph, tmp_path: Path
) -> None:
    organic = [
        act(f"o{i % 60}", f"a{i % 7}", days_ago=1 + i / 11, post=f"toy:post{i % 151}")
        for i in range(600)
    ]
    bots = [
        act(f"bot{bot}", "a3", days_ago=20 - night + bot / 9_000, post=f"toy:night{night}")
        for night in range(8)
        for bot in range(5)
    ]
    load(graph, [*organic, *bots])
    score_everything(graph, RECIPE)
    newest = score_everything(graph, RECIPE)

    flagged = {row["id"]: row["flags"] for row in graph.ask("flagged").rows}
    assert {one for one, flags in flagged.items() if "in_step" in flags.split(",")} == {
        f"toy:bot{bot}" for bot in range(5)
    }
    (flag,) = graph.ask("person_flags", person="toy:bot2").rows
    assert (flag["flag"], flag["value"]) == ("in_step", 5.0)
    rows = graph.ask("flag_in_step", person="toy:bot2").rows
    assert {row["id"] for row in rows} == {f"toy:bot{bot}" for bot in (0, 1, 3, 4)}
    for row in rows:
        assert row["says"] == "8 of 8 posts that both acted on, within a minute"
        assert row["posts"] == ["toy:night7", "toy:night6", "toy:night5"]
    audience = graph.ask("flag_audience_in_step", person="toy:a3").rows
    assert {row["id"] for row in audience} == {f"toy:bot{bot}" for bot in range(5)}
    (quality,) = graph.ask("audience_quality", person="toy:a3").rows
    assert quality["people"] - quality["people_without"] == 5
    assert {row["run"] for row in graph.driver.execute_query(STEPS).records} == {newest.id}

    forget(graph, tmp_path, "toy:bot2")
    assert len(graph.ask("flag_in_step", person="toy:bot1").rows) == 3


def test_every_flag_has_its_evidence_as_a_question() -> None:
    for flag in FLAGS.values():
        query = library().readable[flag.query]
        assert flag.query == f"flag_{flag.name}"
        columns = [column.name for column in query.returns]
        assert columns[:6] == ["id", "handle", "name", "says", "at", "posts"]


def test_a_flag_rests_on_the_people_it_says(town: Graph, seven) -> None:
    past, truth, _, quality = seven
    one = truth["ring"][0]
    rows = {row["flag"]: row for row in town.ask("person_flags", person=one).rows}
    told = quality.people.iloc[past.ids.index(one)]
    assert set(rows) == set(told["flags"].split(","))
    for name, row in rows.items():
        assert row["value"] == pytest.approx(told[name])
        rests_on = town.ask(row["evidence"], person=one, limit=1_000).rows
        assert rests_on
        assert all(evidence["says"] for evidence in rests_on)
    young = town.ask("flag_young_followers", person=one, limit=1_000).rows
    assert len(young) == round(rows["young_followers"]["value"] * rows["young_followers"]["among"])
    burst = town.ask("flag_follow_burst", person=one, limit=1_000).rows
    assert len(burst) == round(rows["follow_burst"]["value"] * rows["follow_burst"]["among"])
    ours = {row["id"] for row in young}
    assert len(ours & set(truth["bought"])) == 500


def test_the_leaders_without_are_those_that_were_computed(town: Graph, seven) -> None:
    past, _, result, quality = seven
    table = result.table.join(quality.rows)
    expected = table[table["topic"] == 0].dropna(subset=["rank_without"])
    expected = expected.assign(id=[past.ids[i] for i in expected["person"]])
    expected = expected.sort_values(["rank_without", "id"]).head(20)
    rows = town.ask("leaders_without", topic="*", limit=20).rows
    assert [row["id"] for row in rows] == expected["id"].tolist()
    assert [row["score"] for row in rows] == pytest.approx(expected["score_without"].tolist())
    flagged = {row["id"] for row in town.ask("flagged", limit=1_000).rows}
    assert flagged == {past.ids[i] for i in np.flatnonzero(quality.people["flags"].notna())}
