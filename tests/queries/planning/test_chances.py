"""Chances by hand, and the file of costs."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from queries.errors import SettingRefused
from queries.planning.chances import learned
from queries.planning.costs import costs_in
from queries.planning.spread import Network
from queries.recipe import recipe_from
from queries.scoring.past import DAY_MILLIS, KIND_NAMES, Acts

REPOST, REPLY = KIND_NAMES.index("repost"), KIND_NAMES.index("reply")


def acts(*told: tuple[int, int, int, int, int]) -> Acts:
    """Each act as (who, whom, kind, post, day)."""
    who, whom, kind, post, day = (np.array(column, np.int64) for column in zip(*told, strict=True))
    ones = np.ones(len(who), np.int64)
    return Acts(
        who, whom, kind, day * DAY_MILLIS, ones.astype(np.float64), ones, ones * 0, post, [()]
    )


def chances(network: Network) -> dict[tuple[int, int], float]:
    """By (source, hearer)."""
    hearers = np.repeat(np.arange(network.size), np.diff(network.starts))
    return {
        (int(source), int(hearer)): float(chance)
        for source, hearer, chance in zip(network.sources, hearers, network.chance, strict=True)
    }


def test_a_chance_is_the_share_of_posts_passed_on_shrunk_to_the_mean() -> None:
    """Person 0 has 20 posts: 1 reposts three of them, 2 replies to one and then reposts it."""
    told = acts(
        (1, 0, REPOST, 0, 1), (1, 0, REPOST, 1, 1), (1, 0, REPOST, 2, 2), (1, 0, REPLY, 2, 2),
        (2, 0, REPLY, 5, 3), (2, 0, REPOST, 5, 3),
    )  # fmt: skip
    network = learned(told, np.array([20, 0, 0]), recipe_from())
    mean = (3 + 1) / (20 + 20)
    assert chances(network) == pytest.approx(
        {(0, 1): (3 + 10 * mean) / 30, (0, 2): (1 + 10 * mean) / 30}, rel=1e-6
    )


def test_a_reply_weighs_as_the_recipe_says() -> None:
    network = learned(acts((1, 0, REPLY, 0, 1)), np.array([10, 0]), recipe_from())
    worth = recipe_from().kinds["reply"]
    assert chances(network)[0, 1] == pytest.approx((worth + 10 * worth / 10) / 20)


def test_a_day_stands_for_a_post_that_is_not_known() -> None:
    """Three acts on two days are on two posts; nothing says how many posts there were."""
    told = acts((1, 0, REPOST, -1, 1), (2, 0, REPOST, -1, 1), (1, 0, REPOST, -1, 2))
    network = learned(told, np.zeros(3, np.int64), recipe_from())
    mean = (2 + 1) / (2 + 2)
    assert chances(network) == pytest.approx(
        {(0, 1): (2 + 10 * mean) / 12, (0, 2): (1 + 10 * mean) / 12}, rel=1e-6
    )


def test_acts_on_oneself_pass_nothing_on() -> None:
    network = learned(acts((0, 0, REPOST, 0, 1)), np.array([1, 1]), recipe_from())
    assert chances(network) == {}


def test_costs_are_read_by_person(tmp_path: Path) -> None:
    file = tmp_path / "costs.csv"
    file.write_text("person,cost\ntoy:b,12.50\n")
    assert costs_in(file, ["toy:a", "toy:b"]).tolist() == pytest.approx(
        [float("nan"), 12.5], nan_ok=True
    )


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("who,cost\n", "costs.csv:1: needs the columns 'person' and 'cost'"),
        ("person,cost\ntoy:a,1\ntoy:z,1\n", "costs.csv:3: 'person' 'toy:z' is not in the graph"),
        ("person,cost\ntoy:a,free\n", "costs.csv:2: 'cost' must be a number above 0, got 'free'"),
        ("person,cost\ntoy:a,0\n", "costs.csv:2: 'cost' must be a number above 0, got '0'"),
        ("person,cost\ntoy:a\n", "costs.csv:2: 'cost' must be a number above 0, got None"),
        ("person,cost\ntoy:a,inf\n", "costs.csv:2: 'cost' must be a number above 0, got 'inf'"),
    ],
)
def test_a_cost_that_cannot_be_used_is_told_with_its_line(
    tmp_path: Path, text: str, told: str
) -> None:
    file = tmp_path / "costs.csv"
    file.write_text(text)
    with pytest.raises(SettingRefused, match=f"^{told}"):
        costs_in(file, ["toy:a", "toy:b"])
