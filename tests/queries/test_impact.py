"""Network Impact taken apart, against another library and by hand."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest

from queries.errors import SettingRefused
from queries.recipe import recipe_from
from queries.scoring.arrows import Arrows
from queries.scoring.impact import settled
from tests.pasts import NOW, past_of


def arrows(seed: int = 5, people: int = 60, acts: int = 400) -> Arrows:
    dice = np.random.default_rng(seed)
    who, whom = dice.integers(0, people, (2, acts))
    topics = [("bread",) if one else () for one in dice.integers(0, 2, acts)]
    past = past_of(who, whom, dice.random(acts) * 60, topics=topics, people=people)
    return past.folded(recipe_from(), now=NOW)


def test_contributions_and_what_everybody_has_sum_to_each_value() -> None:
    found = settled(arrows(), 60, damping=0.85)

    summed = 0.15 + np.bincount(found.whom, found.contributions, minlength=len(found.keys))

    assert found.values == pytest.approx(summed, abs=1e-9)


def test_each_topic_has_the_page_rank_of_its_own_network() -> None:
    drawn = arrows()
    found = settled(drawn, 60, damping=0.85)
    for number, topic in enumerate(drawn.topics):
        own = drawn.on(topic)
        network = nx.DiGraph()
        network.add_weighted_edges_from(zip(own.who, own.whom, own.weight, strict=True))
        out = dict(network.out_degree(weight="weight"))
        value = dict.fromkeys(network, 0.15)
        for _ in range(150):
            value = {
                one: 0.15
                + sum(
                    0.85 * value[u] * w / out[u] for u, _, w in network.in_edges(one, data="weight")
                )
                for one in network
            }
        here = found.keys // 60 == number
        values = dict(zip((found.keys[here] % 60).tolist(), found.values[here], strict=True))
        assert values == pytest.approx(value, abs=1e-9)


def test_where_it_begins_does_not_matter() -> None:
    drawn = arrows()
    cold = settled(drawn, 60, damping=0.85)
    some = np.arange(0, len(cold.keys), 3)[::-1]

    warm = settled(drawn, 60, damping=0.85, start=(cold.keys[some], cold.values[some] + 0.3))

    assert warm.values == pytest.approx(cold.values, abs=1e-9)


def test_a_damping_at_which_nothing_settles_is_refused() -> None:
    past = past_of([0, 1, 2, 3], [1, 0, 0, 0], [1.0] * 4)
    with pytest.raises(SettingRefused, match="lower 'damping'"):
        settled(past.folded(recipe_from(), now=NOW), 4, damping=0.99999)
