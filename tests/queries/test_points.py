"""The terms of the score: what counts only when enough of it is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from loader.past import past_of
from queries.recipe import recipe_from
from tests.networks import END, act, person


def active(records: list) -> np.ndarray:
    past = past_of(records)
    table = past.scored(recipe_from(), now=past.moment())[0].table
    return table["points_activity"].dropna().to_numpy()


def test_active_days_count_where_they_are_recorded() -> None:
    watched = [act(who, whom) for who in "abcd" for whom in "abcd" if who != whom]
    unseen = [act(who, f"unseen{i}") for who in "abcd" for i in range(5)]

    assert (active(watched) > 0).all()
    assert (active([*watched, *unseen]) == 0).all()


def test_strangers_who_came_just_now_do_not_decide_whether_active_days_count() -> None:
    """Nobody knows what those do who are acted on here; of a ring that comes, everything."""
    unseen = [act(who, f"unseen{i}", days_ago=30) for who in "abcd" for i in range(5)]
    own = [act(who, whom, days_ago=30) for who in "abcd" for whom in "abcd" if who != whom]
    ring = [act(f"r{i}", f"r{(i + step) % 20}") for i in range(20) for step in (1, 2, 3)]

    assert (active([*unseen, *own, *ring]) == 0).all()
    assert (active([*own, *ring]) > 0).any()


def test_active_days_count_up_to_so_many_for_each_person_of_true_reach_over_everything() -> None:
    """Four who act on each other each day, the fourth on a topic of which that is little."""
    recipe = recipe_from()
    daily = [
        act(who, whom, days_ago=day, topics=("tea",) if (whom, day) == ("d", 29) else ())
        for who in "abcd"
        for whom in "abcd"
        if who != whom
        for day in range(30)
    ]

    def days(each: float) -> pd.DataFrame:
        evidence = replace(recipe.evidence, days_each=each)
        past = past_of(daily)
        table = past.scored(replace(recipe, evidence=evidence), now=past.moment())[0].table
        return table[["topic", "person", "true_reach", "active_days", "counted_days"]]

    assert (days(0)["counted_days"] == days(0)["active_days"]).all()
    for each in (0.5, 10):
        found = days(each)
        assert set(found["topic"]) == {0, 1}
        reach = found[found["topic"] == 0].set_index("person")["true_reach"]
        allowed = each * reach.reindex(found["person"]).to_numpy()
        assert found["counted_days"].to_numpy() == pytest.approx(
            np.minimum(found["active_days"], allowed)
        )
    assert (days(0.5)["counted_days"] < days(0.5)["active_days"]).all()


def test_who_is_old_and_active_counts_in_part_and_in_full_once_others_know_them() -> None:
    recipe = recipe_from()
    made = END - timedelta(days=400)
    people = [person("old", created_at=made), person("new", created_at=END - timedelta(days=40))]
    told = [act(who, "star", days_ago=day) for who in ("old", "new") for day in range(10)]

    def credible(*known_by: str) -> dict[str, float]:
        acts = [act(one, who) for one in known_by for who in ("old", "new")]
        past = past_of([*people, *told, *acts])
        scene = past.scene(recipe, now=past.moment())
        star = past.ids.index("toy:star")
        return {
            past.ids[who]: float(value)
            for who, whom, value in zip(
                scene.arrows.who, scene.arrows.whom, scene.credible, strict=True
            )
            if whom == star
        }

    assert credible() == {"toy:old": recipe.credibility.alone, "toy:new": 0.0}
    assert credible("a") == {"toy:old": recipe.credibility.alone, "toy:new": 0.0}
    assert credible("a", "b") == {"toy:old": 1.0, "toy:new": 0.0}


def test_who_is_above_the_reference_ties_at_100() -> None:
    many = [act(f"fan{i}", f"star{j}", days_ago=i) for j in range(40) for i in range(5 + j)]
    past = past_of(many)

    table = past.scored(recipe_from(), now=past.moment(), reference=0.7)[0].table

    scored = table.dropna(subset="score")
    assert len(scored) == 40
    assert set(scored["score"]) == {100.0}
    assert set(scored["rank"]) == {1}
