"""How far people reach together, against sets and loops."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from queries.reach import (
    Audience,
    audience_of,
    only,
    ordered,
    regions,
    suggested,
    together,
    within,
)


def some(seed: int, people: int = 7, of: int = 40) -> list[set[int]]:
    """Audiences of very different sizes that overlap."""
    dice = random.Random(seed)
    return [set(dice.sample(range(of), dice.randint(0, of // 2))) for _ in range(people)]


def arrays(sets: list[set[int]]) -> list[Audience]:
    return [audience_of(sorted(one)) for one in sets]


@pytest.mark.parametrize("seed", range(8))
def test_regions_and_unique_reach_are_those_of_sets(seed: int) -> None:
    sets = some(seed)
    counted: dict[tuple[int, ...], int] = {}
    for who in set().union(*sets):
        members = tuple(i for i, one in enumerate(sets) if who in one)
        counted[members] = counted.get(members, 0) + 1

    found = regions(arrays(sets))

    assert {one.members: one.people for one in found} == counted
    assert [one.people for one in found] == sorted(counted.values(), reverse=True)
    assert only(arrays(sets)) == [counted.get((i,), 0) for i in range(len(sets))]
    assert sum(one.people for one in found) == len(together(arrays(sets)))


@pytest.mark.parametrize("seed", range(8))
def test_each_next_one_adds_most(seed: int) -> None:
    sets = some(seed)
    left, reached = list(range(len(sets))), set()
    for step in ordered(arrays(sets)):
        gains = {i: len(sets[i] - reached) for i in left}
        assert step.adds == max(gains.values())
        assert step.position == min(i for i in left if gains[i] == step.adds)
        reached |= sets[step.position]
        left.remove(step.position)
        assert step.together == len(reached)
    assert left == []


def test_nobody_at_all_reaches_nobody() -> None:
    assert ordered([]) == []
    assert regions([]) == []
    assert only([audience_of([])]) == [0]
    assert [(step.adds, step.together) for step in ordered([audience_of([])])] == [(0, 0)]


@pytest.mark.parametrize("seed", range(12))
def test_what_a_budget_buys_fits_it_and_is_near_the_best_there_is(seed: int) -> None:
    sets, dice = some(seed), random.Random(seed)
    costs = [dice.choice([None, 0.0, 1.0, 2.5, 4.0]) for _ in sets]
    budget = 5.0
    buyable = [i for i, cost in enumerate(costs) if cost is not None]
    best = max(
        len(set().union(*(sets[i] for i in group)))
        for size in range(len(buyable) + 1)
        for group in combinations(buyable, size)
        if sum(costs[i] or 0 for i in group) <= budget
    )

    steps = within(arrays(sets), costs, budget)

    bought = [step.position for step in steps]
    assert len(set(bought)) == len(bought)
    assert all(costs[i] is not None for i in bought)
    assert sum(costs[i] or 0 for i in bought) <= budget
    reached = len(set().union(*(sets[i] for i in bought)))
    assert reached == (steps[-1].together if steps else 0)
    assert reached >= (1 - 1 / 2.718281828) / 2 * best


@pytest.mark.parametrize("seed", range(8))
def test_who_is_suggested_adds_most_of_all(seed: int) -> None:
    sets = {f"p{i:03}": one for i, one in enumerate(some(seed, people=180, of=300))}
    covered = set(range(0, 300, 3))
    candidates = sorted(((id_, len(one)) for id_, one in sets.items()), key=lambda one: -one[1])
    asked: list[str] = []

    def ask(ids: list[str]) -> dict[str, Audience]:
        asked.extend(ids)
        return {id_: audience_of(sorted(sets[id_])) for id_ in ids}

    found, sure = suggested(audience_of(sorted(covered)), candidates, ask, wanted=5)

    gains = sorted(((-len(one - covered), id_) for id_, one in sets.items()))[:5]
    assert sure
    assert [(-one.adds, one.id) for one in found] == gains
    assert [one.people for one in found] == [len(sets[one.id]) for one in found]
    assert len(asked) == len(set(asked))


def test_a_suggestion_that_may_not_be_the_best_says_so() -> None:
    sets = {f"p{i}": set(range(10)) for i in range(60)} | {"last": set(range(20, 29))}
    candidates = [(id_, len(one)) for id_, one in sets.items()]

    def ask(ids: list[str]) -> dict[str, Audience]:
        return {id_: audience_of(sorted(sets[id_])) for id_ in ids}

    covered = audience_of(list(range(10)))
    assert suggested(covered, candidates, ask, wanted=1, most=50) == ([], False)
    found, sure = suggested(covered, candidates, ask, wanted=1)
    assert ([(one.id, one.adds) for one in found], sure) == ([("last", 9)], True)
