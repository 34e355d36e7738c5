"""What the score holds itself to: each goal is measured, and says whether it is met."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest
from click.testing import CliRunner

from loader import goals_cli
from loader.past import past_of
from queries.cli import door
from queries.recipe import Weights, recipe_from
from queries.scoring.backtest.cuts import dated
from queries.scoring.backtest.metrics import Gain
from queries.scoring.backtest.scores import sums
from queries.scoring.backtest.topics import topic_cells
from queries.scoring.gaming import prices
from queries.scoring.gaming.doubted import scores_without
from queries.scoring.goal import Goal
from queries.scoring.goals import _gaming, _topics, goals
from queries.scoring.past import Past
from queries.scoring.planted_goals import planted_goals
from queries.settings import settings_from
from tests.networks import act, anyone


@pytest.fixture(scope="module")
def past() -> Past:
    """Nearly everybody is acted on by many; six by five people, for attacks."""
    middle = [act(f"p{who:02}", f"q{i}", days_ago=9) for i in range(6) for who in range(i, i + 5)]
    return past_of([*anyone(people=60, acts=2_500), *middle])


def test_ndcg_looks_at_the_first_alone() -> None:
    score, outcome = np.array([3.0, 2.0, 1.0]), np.array([0.0, 1.0, 3.0])
    # Gains are 0, 1, 2: the first two places against the two best.
    assert Gain.of(score, outcome).value(top=2) == pytest.approx(
        (1 / np.log2(3)) / (2 + 1 / np.log2(3))
    )


@pytest.mark.parametrize(
    ("goal", "met"),
    [
        (Goal("a", "", 1.0, least=1), True),
        (Goal("a", "", 0.9, least=1), False),
        (Goal("a", "", 1.1, most=1), False),
        (Goal("a", "", float("nan"), most=1), None),
        (Goal("a", "", None, most=1), None),
    ],
)
def test_a_goal_is_met_missed_or_says_nothing(goal: Goal, met: bool | None) -> None:
    assert goal.met is met
    assert json.loads(json.dumps(goal.told()))["met"] is met


def test_on_chance_no_topic_is_about_itself(past: Past) -> None:
    told = topic_cells(past, recipe_from())
    assert told.cells >= 8
    assert 0.8 < told.topic / told.mismatched < 1.25


def test_every_goal_is_measured(past: Past) -> None:
    found = goals(past, recipe_from())
    assert {one.id for one in found} == {"ring", "bots", "G1", "G2", "G5", "V4", "V5", "T1"}
    assert all((one.least is None) != (one.most is None) for one in found)
    assert {one.id for one in found if one.met is None} == set()
    by = {one.says: one.value for one in found}
    assert by["points that 1,000 own acts buy"] > 0
    assert by["points that 1,000 followers buy"] == pytest.approx(0, abs=1e-9)


def test_what_was_planted_is_among_the_goals(past: Past) -> None:
    """The best on coffee, the best of all as merely popular, and the last as a ring."""
    recipe, now = recipe_from(), past.moment()
    result, arrows = past.scored(recipe, now=now)
    table = result.table.dropna(subset=["score"])
    ranked = [
        [past.ids[i] for i in its.sort_values("rank")["person"]]
        for its in (table[table["topic"] == arrows.topics.index(on)] for on in ("coffee", "*"))
    ]
    buyers = {past.ids[i] for i in past.follows[0]}
    truth = {
        "influencers": {"coffee": ranked[0][:3]},
        "popular": {"coffee": [ranked[1][0], ranked[1][5]]},
        "ring": ranked[1][-3:],
        "bought": sorted(buyers - set(ranked[1][-3:])),
    }
    found = {one.says: one for one in planted_goals(past, recipe, truth)}

    values = {says: one.value for says, one in found.items()}
    assert values["of those made influential, among as many leaders of their topics"] == 1
    assert values["best rank of somebody merely popular, over everything"] == 1
    assert values["of the ring that bought followers, flagged"] == 0
    assert values["points that bought followers gave one of the ring"] > 0
    assert {one.id for one in found.values()} == {"planted"}
    assert not found["best rank of somebody merely popular, over everything"].met


def test_a_goal_that_a_perfect_score_would_miss_says_so(past: Past) -> None:
    told = topic_cells(past, recipe_from())
    found = list(_topics(past, recipe_from()))
    assert [one.perfect for one in found] == pytest.approx(
        [1 - told.overall, 1 - told.count, 1 / told.mismatched]
    )
    assert all(one.value < one.perfect for one in found)
    assert found[-1].perfect < found[-1].least


def test_no_more_attacks_are_made_than_goals_ask_for(monkeypatch, past: Past) -> None:
    doubted = []

    def counted(past: Past, *given, **named):
        doubted.append(len(past.ids))
        return scores_without(past, *given, **named)

    monkeypatch.setattr(prices, "scores_without", counted)
    made = list(_gaming(past, recipe_from()))
    assert len(doubted) == 3
    assert len(made) == 7


def test_where_everybody_is_believed_every_follower_counts(past: Past) -> None:
    """What the defences cost is all that they take away, of followers as well."""
    followers_alone = Weights(reach=0, amplification=0, activity=0, network=0, followers=1)
    recipe = replace(recipe_from(), weights=followers_alone)
    before = dated(past)

    found = sums(before, recipe, before.moment(), believing=True)

    loaded = np.bincount(before.followed(now=before.moment())[1], minlength=len(before.ids))
    known = found.people > 0
    assert loaded[known].max() > 3
    assert found.total[known] == pytest.approx(np.log1p(loaded[known]))


def test_the_command_tells_what_is_met_and_what_is_missed(monkeypatch, past: Past) -> None:
    monkeypatch.setattr(goals_cli, "town", lambda: (past, {}))
    told = CliRunner().invoke(door(), ["goals", "planted"], obj=settings_from({}))
    assert told.exit_code == 0, told.output
    assert " met, " in told.output
    assert "say nothing" in told.output
