"""Seeds against closed forms, against brute force, and against cascades run forwards."""

from __future__ import annotations

import itertools
import math

import numpy as np
import pytest

from queries.planning.planner import Plan, group_of, planned
from queries.planning.spread import Network, reverse_sets, simulated


def network(size: int, arrows: list[tuple[int, int, float]]) -> Network:
    """Arrows as (source, hearer, chance)."""
    source, hearer, chance = (np.array(column) for column in zip(*arrows, strict=True))
    return Network.of(size, hearer, source, chance.astype(np.float64))


def at_random(size: int = 300, arrows: int = 2_000, seed: int = 5) -> Network:
    dice = np.random.default_rng(seed)
    source = (size * dice.random(arrows) ** 2).astype(np.int64)
    hearer = dice.integers(0, size, arrows)
    keys = np.unique(hearer * size + source)
    keys = keys[keys // size != keys % size]
    return Network.of(size, keys // size, keys % size, dice.uniform(0, 0.4, len(keys)))


def anyone(network: Network) -> np.ndarray:
    return np.ones(network.size, np.bool_)


def reach(network: Network, seeds: list[int], runs: int = 4_000) -> float:
    return float(simulated(network, np.array(seeds, np.int64), runs=runs, seed=3).mean())


def test_a_chain_hands_on_as_far_as_its_chances_say() -> None:
    chain = network(3, [(0, 1, 0.5), (1, 2, 0.25)])
    expected = 1 + 0.5 + 0.5 * 0.25

    backwards = group_of(reverse_sets(chain, 200_000, seed=1), np.array([0]), 3).together

    assert backwards.people == pytest.approx(expected, abs=0.01)
    assert backwards.low < expected < backwards.high
    assert reach(chain, [0], runs=100_000) == pytest.approx(expected, abs=0.01)


def test_what_the_sets_say_is_what_cascades_do() -> None:
    drawn = at_random()
    sets = reverse_sets(drawn, 100_000, seed=2)
    dice = np.random.default_rng(9)
    inside = 0
    for _ in range(20):
        seeds = dice.choice(drawn.size, 4, replace=False)
        told = group_of(sets, seeds, drawn.size).together
        inside += told.low <= reach(drawn, seeds.tolist(), runs=20_000) <= told.high
    # Of twenty 95 % intervals, fewer than 16 hold the truth once in 400 tries.
    assert inside >= 16


def test_nobody_who_reaches_the_same_people_is_asked_twice() -> None:
    """Two with the largest reach share it; a smaller one adds more than the second of them."""
    shared = [(hub, leaf, 0.9) for hub in (0, 1) for leaf in range(10, 30)]
    alone = [(2, leaf, 0.9) for leaf in range(30, 40)]
    overlapping = network(40, shared + alone)

    plan = planned(overlapping, seeds=2, allowed=anyone(overlapping))

    assert set(plan.chosen.seeds.tolist()) in ({0, 2}, {1, 2})
    by_reach = group_of(plan.evaluation, np.array([0, 1]), 40)
    # 20 people twice with .9 each: .81 of them are reached by both.
    assert by_reach.overlap == pytest.approx(20 * 0.81, abs=0.5)
    assert plan.chosen.overlap == pytest.approx(0, abs=0.5)
    assert plan.chosen.together.low > by_reach.together.high


def test_the_promise_holds_against_every_pair() -> None:
    small = at_random(size=24, arrows=120, seed=8)
    plan = planned(small, seeds=2, allowed=anyone(small))

    best = max(reach(small, list(pair)) for pair in itertools.combinations(range(24), 2))

    assert 1 - 1 / math.e - 0.05 <= plan.promise <= 1
    assert reach(small, plan.chosen.seeds.tolist()) >= plan.promise * best - 0.05


def test_what_is_added_sums_to_the_whole() -> None:
    drawn = at_random()
    plan = planned(drawn, seeds=7, allowed=anyone(drawn))
    added = [one.people for one in plan.chosen.added]
    assert sum(added) == pytest.approx(plan.chosen.together.people)
    assert added[0] == pytest.approx(plan.chosen.alone[0].people)
    assert plan.chosen.overlap == pytest.approx(
        sum(one.people for one in plan.chosen.alone) - sum(added)
    )


def test_the_same_seed_gives_the_same_plan() -> None:
    drawn = at_random()
    first, again = (planned(drawn, seeds=5, allowed=anyone(drawn), seed=4) for _ in range(2))
    assert first.chosen.seeds.tolist() == again.chosen.seeds.tolist()
    assert first.chosen.together == again.chosen.together


def with_costs(costs: list[float], budget: float) -> Plan:
    stars = [(0, leaf, 1.0) for leaf in range(10, 30)]
    stars += [(1, leaf, 1.0) for leaf in range(30, 45)]
    stars += [(2, leaf, 1.0) for leaf in range(45, 60)]
    plain = network(60, stars)
    prices = np.full(60, math.inf)
    prices[: len(costs)] = costs
    return planned(plain, seeds=5, allowed=prices <= budget, costs=prices, budget=budget)


def test_a_budget_buys_two_cheap_ones_rather_than_the_largest() -> None:
    plan = with_costs([10.0, 5.0, 5.0], budget=10)
    assert sorted(plan.chosen.seeds.tolist()) == [1, 2]


def test_a_budget_buys_the_largest_rather_than_the_cheapest() -> None:
    """Greedy by gain a cost alone would take the cheap one and could buy nothing more."""
    plan = with_costs([10.0, 1.0, 20.0], budget=10)
    assert plan.chosen.seeds.tolist() == [0]


def test_who_is_not_allowed_is_not_chosen() -> None:
    drawn = at_random()
    free = planned(drawn, seeds=3, allowed=anyone(drawn))
    without = anyone(drawn)
    without[free.chosen.seeds] = False
    plan = planned(drawn, seeds=3, allowed=without)
    assert set(plan.chosen.seeds.tolist()).isdisjoint(free.chosen.seeds.tolist())


def test_fewer_are_chosen_where_nobody_else_adds_anything() -> None:
    everybody = network(3, [(0, 1, 1.0), (1, 2, 1.0)])
    plan = planned(everybody, seeds=3, allowed=anyone(everybody))
    assert plan.chosen.seeds.tolist() == [0]
    assert plan.chosen.together.people == pytest.approx(3)
