"""Intervals of score and rank: on pasts whose truth is known, and on toys."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from queries.recipe import Recipe, Weights, recipe_from
from queries.scoring.bootstrap import COLUMNS, intervals, poisson_times
from queries.scoring.draws import ground_at
from queries.scoring.past import Past
from tests.pasts import NOW, past_of

WINDOW_DAYS = 90


def told(past: Past, recipe: Recipe, reference: float | None = None) -> pd.DataFrame:
    ground = ground_at(past, recipe, now=NOW, reference=reference)
    table = ground.result.table.join(intervals(ground, recipe))
    return table[table["topic"] == ground.scene.arrows.topics.index("*")].set_index("person")


def drawn(recipe: Recipe, resamples: int) -> Recipe:
    return replace(recipe, uncertainty=replace(recipe.uncertainty, resamples=resamples))


def lived(towns: int, seed: int, *, regular: float) -> tuple[Past, int]:
    """So many towns that live by the same habits, each in a past of its own dice.

    In each of them 12 people have audiences of 20 to 240 who act seldom (but for the part that
    is `regular`), and act themselves. Person t × 12 + i is the same one in every town t.
    """
    dice = np.random.default_rng(seed)
    leads = 12
    whom: list[int] = []
    who: list[int] = []
    next_one = towns * leads
    for town in range(towns):
        for i in range(leads):
            pool = 20 * (i + 1)
            rates = np.where(np.arange(pool) < regular * pool, 12.0, 0.4)
            acts = dice.poisson(rates)
            who += np.repeat(np.arange(next_one, next_one + pool), acts).tolist()
            own = int(dice.poisson(10 + i))
            who += [town * leads + i] * own
            whom += [town * leads + i] * int(acts.sum()) + [next_one] * own
            next_one += pool
    return past_of(who, whom, dice.random(len(who)) * WINDOW_DAYS), leads


@pytest.mark.parametrize("regular", [0.0, 0.1], ids=["all seldom", "some regular"])
def test_nine_in_ten_intervals_hold_the_score_that_habits_lead_to(regular: float) -> None:
    recipe = recipe_from()
    past, leads = lived(50, 1, regular=regular)
    known = told(past, drawn(recipe, 0), 6.0)
    known = known[known.index < 50 * leads]
    truth = known["score"].groupby(known.index % leads).mean()

    past, leads = lived(20, 2, regular=regular)
    found = told(past, recipe, 6.0)
    found = found[(found.index < 20 * leads) & found["score"].notna()]

    expected = truth.loc[found.index % leads].to_numpy()
    covers = (found["score_low"] <= expected) & (expected <= found["score_high"])
    assert len(found) > 200
    assert 0.8 <= covers.mean() <= 0.97


def test_an_act_is_drawn_once_on_average_as_a_poisson_variable_is() -> None:
    times = poisson_times(7, 0, 200_000)
    assert times.mean() == pytest.approx(1, abs=0.01)
    assert times.var() == pytest.approx(1, abs=0.02)
    assert (times == 0).mean() == pytest.approx(np.exp(-1), abs=0.005)


def test_many_equal_supporters_are_sure_and_three_are_not() -> None:
    many, few = 0, 1
    past = past_of(range(2, 805), [many] * 800 + [few] * 3, [10.0] * 803)

    found = told(past, recipe_from())

    width = found["score_high"] - found["score_low"]
    assert width[many] / found.loc[many, "score"] < 0.08
    assert width[few] / found.loc[few, "score"] > 0.5


def test_an_interval_holds_its_value_and_is_the_same_each_time() -> None:
    past, _ = lived(1, 3, regular=0.1)

    first, again = told(past, recipe_from()), told(past, recipe_from())
    network = replace(recipe_from().network, seed=8)
    other = told(past, replace(recipe_from(), network=network))

    scored = first["score"].notna()
    assert first.loc[scored, list(COLUMNS)].notna().all(axis=None)
    assert first[list(COLUMNS)].equals(again[list(COLUMNS)])
    assert not first[list(COLUMNS)].equals(other[list(COLUMNS)])
    for value in ("score", "rank"):
        assert (first[f"{value}_low"] <= first[value])[scored].all()
        assert (first[value] <= first[f"{value}_high"])[scored].all()


def test_who_is_under_the_floor_has_no_interval() -> None:
    past = past_of([2, 3, 4, 5, 6], [0, 0, 0, 1, 1], [1.0] * 5)

    found = told(past, recipe_from())

    assert found.loc[1, ["score", "rank", *COLUMNS]].isna().all()
    assert found.loc[0, ["score", "rank", *COLUMNS]].notna().all()


def test_equal_scores_share_a_rank_in_every_resample() -> None:
    """Followers alone count here, and they are not drawn: what remains are the ties."""
    recipe = replace(recipe_from(), weights=Weights(0, 0, 0, 0, 1.0))
    acts = [(who, whom) for whom in range(4) for who in range(4, 8)]
    followers = [50, 9, 9, 2, 0, 0, 0, 0]
    past = past_of(*zip(*acts, strict=True), [1.0] * 16, followers=followers)

    found = told(past, recipe)

    for column in ("rank", "rank_low", "rank_high"):
        assert found[column].tolist() == [1, 2, 2, 4]


def test_an_estimated_score_varies_with_the_share_and_with_the_whole() -> None:
    whole, topic = 40, ("bread",)
    past = past_of(
        range(1, whole + 1), [0] * whole, [5.0] * whole, topics=[topic] * 2 + [()] * (whole - 2)
    )
    recipe = recipe_from()
    ground = ground_at(past, recipe, now=NOW)
    table = ground.result.table.join(intervals(ground, recipe))

    estimated = table[table["backed_off"]].iloc[0]

    assert estimated["score"] == pytest.approx(0.1 * 2 / whole * 100)
    assert estimated["score_low"] == 0
    # Two acts drawn five times or more come in one of twenty resamples.
    assert 2 * estimated["score"] <= estimated["score_high"] <= 3 * estimated["score"]


def test_no_resamples_are_no_intervals() -> None:
    past, _ = lived(1, 3, regular=0.1)
    assert told(past, drawn(recipe_from(), 0))[list(COLUMNS)].isna().all(axis=None)
