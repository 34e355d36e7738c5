"""What the score holds itself to: each goal is measured, and says whether it is met."""

from __future__ import annotations

import json

import numpy as np
import pytest
from click.testing import CliRunner

from loader import goals_cli
from loader.past import past_of
from queries.cli import door
from queries.recipe import recipe_from
from queries.scoring.backtest.metrics import Gain
from queries.scoring.backtest.topics import ndcg, topic_cells
from queries.scoring.goals import Goal, goals
from queries.scoring.past import Past
from queries.settings import settings_from
from tests.networks import anyone


@pytest.fixture(scope="module")
def past() -> Past:
    return past_of(anyone(people=60, acts=2_500))


def test_ndcg_is_that_of_the_backtest_where_the_first_fifty_are_all() -> None:
    dice = np.random.default_rng(1)
    for _ in range(20):
        score, outcome = (
            dice.integers(0, 9, 45).astype(float),
            dice.integers(0, 5, 45).astype(float),
        )
        assert ndcg(score, outcome) == pytest.approx(Gain.of(score, outcome).value())


def test_ndcg_looks_at_the_first_alone() -> None:
    score, outcome = np.array([3.0, 2.0, 1.0]), np.array([0.0, 1.0, 3.0])
    # Gains are 0, 1, 2: the first two places against the two best.
    assert ndcg(score, outcome, top=2) == pytest.approx((1 / np.log2(3)) / (2 + 1 / np.log2(3)))


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
    # Everybody is acted on by more than ten: there is nobody in the middle to attack.
    nothing = {one.id for one in found if one.met is None}
    assert nothing <= {"ring", "bots", "G1", "G2"}


def test_the_command_tells_what_is_met_and_what_is_missed(monkeypatch, past: Past) -> None:
    monkeypatch.setattr(goals_cli, "town", lambda: (past, {}))
    told = CliRunner().invoke(door(), ["goals", "planted"], obj=settings_from({}))
    assert told.exit_code == 0, told.output
    assert " met, " in told.output
    assert "say nothing" in told.output
