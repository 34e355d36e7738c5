"""Places of large networks: the forces against direct sums, the picture against its meaning."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from queries.graph import Graph
from queries.scoring import places as module
from queries.scoring.arrows import Arrows
from queries.scoring.places import SPREAD, Mesh, Ties, places, with_places


def circles(groups: int = 4, size: int = 60, seed: int = 3) -> tuple[Ties, np.ndarray]:
    """Groups of people who attend to each other and hardly to the rest."""
    dice = np.random.default_rng(seed)
    count = groups * size
    group = np.repeat(np.arange(groups), size)
    who = dice.integers(0, count, 12 * count)
    inside = dice.random(len(who)) < 0.9
    whom = np.where(
        inside,
        group[who] * size + dice.integers(0, size, len(who)),
        dice.integers(0, count, len(who)),
    )
    return Ties(count, who, whom, dice.random(len(who))), group


def test_the_push_is_the_sum_over_everybody_else() -> None:
    dice = np.random.default_rng(5)
    where = dice.random((300, 2)) * 100
    mass = 1 + dice.random(300)
    told = Mesh(256).push(where, mass)
    away = where[:, None] - where[None]
    square = (away**2).sum(axis=2)
    np.fill_diagonal(square, np.inf)
    direct = (mass[None, :, None] * away / square[:, :, None]).sum(axis=1)
    # The grid cannot tell neighbours within a cell apart, so near pairs differ.
    difference = np.hypot(*(told - direct).T) / np.hypot(*direct.T).mean()
    assert np.median(difference) < 0.05
    assert np.corrcoef(told.ravel(), direct.ravel())[0, 1] > 0.98


def test_who_belongs_together_stands_together_and_the_same_each_time() -> None:
    ties, group = circles()
    where = places(ties, group)
    assert np.array_equal(where, places(ties, group))
    assert np.isfinite(where).all()
    assert len({tuple(one) for one in where.round(3)}) == ties.count
    centres = np.array([where[group == one].mean(axis=0) for one in range(4)])
    nearest = np.argmin(((where[:, None] - centres[None]) ** 2).sum(axis=2), axis=1)
    assert (nearest == group).mean() > 0.95
    assert np.median(np.hypot(*where.T)) == pytest.approx(SPREAD)


def test_ties_pull_even_where_nobody_knows_of_groups() -> None:
    ties, _ = circles()
    where = places(ties, np.zeros(ties.count, np.int64))
    near = np.hypot(*(where[ties.who] - where[ties.whom]).T).mean()
    dice = np.random.default_rng(1)
    any_two = np.hypot(*(where[dice.permutation(ties.who)] - where[ties.whom]).T).mean()
    assert near < 0.75 * any_two


@pytest.mark.parametrize("count", [1, 2, 3])
def test_few_people_and_no_ties_are_no_trouble(count: int) -> None:
    nobody = np.zeros(0, np.int64)
    where = places(Ties(count, nobody, nobody, np.zeros(0)), np.full(count, -1))
    assert where.shape == (count, 2)
    assert np.isfinite(where).all()


def test_large_topics_alone_get_places_and_a_map(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGE", 3)
    # Person 7 is not on the topic "small"; arrows by position: two communities of two.
    people = np.array([7, 1, 2, 5])
    lines = pd.DataFrame(
        {
            "topic": ["*"] * 4 + ["small"] * 3,
            "person": [*people, 1, 2, 5],
            "community": [0, 0, 1, 1, np.nan, np.nan, np.nan],
        }
    )
    ends = [(7, 1, 1.0), (7, 2, 0.5), (1, 2, 0.25), (5, 7, 2.0)]
    who, whom, weight = (np.array(column) for column in zip(*ends, strict=True))
    arrows = Arrows(
        ["*", "small"], who, whom, np.zeros(4, np.int64), weight, *(np.zeros(4) for _ in range(4))
    )
    told, maps = with_places(lines, arrows)
    on_all = told["topic"] == "*"
    assert told.loc[on_all, ["x", "y"]].notna().all(axis=None)
    assert told.loc[~on_all, ["x", "y"]].isna().all(axis=None)
    assert set(maps) == {"*"}
    known = json.loads(maps["*"])
    assert [one[:2] for one in known["communities"]] == [[0, 2], [1, 2]]
    # Attention of 7 and 1 (community 0) to 2 (community 1): community 1 influences 0.
    assert known["arrows"] == [[0, 1, 2.0, 1], [1, 0, 0.75, 2]]


def test_a_small_network_is_left_to_the_browser() -> None:
    lines = pd.DataFrame({"topic": ["*"], "person": [0], "community": [0]})
    nobody = np.zeros(0, np.int64)
    arrows = Arrows(["*"], *([nobody] * 3), *([np.zeros(0)] * 5))
    told, maps = with_places(lines, arrows)
    assert (list(told.columns), maps) == (["topic", "person", "community"], {})


def test_a_map_is_told_by_topic_and_goes_when_its_run_is_of_the_past(graph: Graph) -> None:
    graph.driver.execute_query(
        "CREATE (:Run {id: 'r', at: datetime(), complete: true, map_topics: ['*', 'ac/dc'],"
        " map_texts: ['{}', '[1]']})"
    )
    told = {topic: graph.ask("community_maps", topic=topic).rows for topic in ("ac/dc", "food")}
    assert told == {
        "ac/dc": [{"run": "r", "told": "[1]"}],
        "food": [{"run": "r", "told": None}],
    }

    graph.run("run_past", id="r")

    (row,) = graph.driver.execute_query("MATCH (run:PastRun) RETURN keys(run) AS keys").records
    assert not {"map_topics", "map_texts"} & set(row["keys"])
