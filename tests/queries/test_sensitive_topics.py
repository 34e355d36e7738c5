"""Topics on which nobody is ranked, and what caps take off an act."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from explorer.app import create_app
from loader.records import Topic
from queries.graph import Graph
from queries.recipe import Caps, Recipe, Topics, recipe_from
from queries.scoring.arrows import arrows_in, people_in
from queries.scoring.caps import share_of_day
from queries.scoring.past import past_in, seconds_of
from queries.scoring.run import score_everything
from queries.scoring.topics import without
from queries.settings import settings_from
from tests.networks import act, load
from tests.small_pasts import at, past_of


def recipe_with(*sensitive: str, per_day: float = 0.0) -> Recipe:
    return dataclasses.replace(recipe_from(), topics=Topics(sensitive), caps=Caps(per_day))


def test_what_counts_for_a_hidden_topic_still_counts_for_what_is_above_it() -> None:
    lineage = {"flu": ["flu", "health", "life"], "health": ["health", "life"], "bread": ["bread"]}
    assert without(lineage, {"health", "alone"}) == {
        "flu": ["life"], "health": ["life"], "bread": ["bread"], "alone": [],
    }  # fmt: skip


def test_a_crowded_day_is_shared_and_other_days_are_not() -> None:
    day = 86_400_000
    who, whom = np.array([0, 0, 0, 0, 1, 0]), np.array([1, 2, 3, 3, 2, 1])
    at = np.array([5, 6, 7, 8, 9, day + 1])
    assert share_of_day(who, whom, at, per_day=2).tolist() == [2 / 3] * 4 + [1, 1]
    assert share_of_day(who, whom, at, per_day=0).tolist() == [1] * 6
    assert share_of_day(who, whom, np.full(6, -1), per_day=1).tolist() == [1] * 6


def test_nobody_is_ranked_or_listed_on_a_sensitive_topic_and_both_folds_agree(
    graph: Graph,
) -> None:
    """One act on many people a day, on tags below a sensitive topic, on others, on none."""
    tags = [("flu",), ("bread", "long-covid"), ("bread",), ("bread",)]
    acts = [
        act(f"p{i}", f"hub{j}", days_ago=0.01 * j + i, topics=tags[j])
        for i in range(5)
        for j in range(4)
    ]
    load(graph, [Topic("flu", parents=("ill",)), Topic("ill", name="Health conditions"), *acts])
    recipe = recipe_with("health-conditions", "Long COVID", per_day=2)

    run = score_everything(graph, recipe)

    people = people_in(graph, as_of=run.as_of, horizon_days=30.0)
    inside = arrows_in(graph, people)
    folded = past_in(graph).folded(recipe, now=seconds_of(run.as_of))
    assert inside.topics == folded.topics == ["*", "bread"]
    assert sorted(inside.weight) == pytest.approx(sorted(folded.weight), rel=1e-12)
    assert inside.weight.max() == pytest.approx(0.5, rel=1e-2)
    site = create_app(settings_from({}), graph).test_client()
    for topic in ("ill", "flu", "long-covid"):
        page = site.get(f"/topics/{topic}").text
        assert "This topic is sensitive" in page
        assert "hub0" not in page
        assert (site.get(f"/topics/{topic}.json").json or {})["rows"] == []
        assert (site.get(f"/topics/{topic}/arrows.json").json or {})["rows"] == []
        assert site.get(f"/people/toy:hub0?topic={topic}").status_code == 404
    assert "topic is sensitive" not in site.get("/topics/bread").text


def test_a_recipe_of_other_topics_ranks_on_them_again() -> None:
    past = dataclasses.replace(past_of((1, 0, -1), tag="HIV"), called={"hiv": ["HIV"]})
    topics = {
        name: past.folded(recipe, now=at(0).now).topics
        for name, recipe in {"shipped": recipe_from(), "own": recipe_with()}.items()
    }
    assert topics == {"shipped": ["*"], "own": ["*", "HIV"]}
