"""The fold against a naive one in plain Python, over any small past; and what must hold of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from queries.recipe import recipe_from
from queries.scoring.arrows import EVERYTHING, Arrows
from queries.scoring.past import DAY_MILLIS, KIND_NAMES, UNKNOWN, Acts, Past

RECIPE = recipe_from()
PEOPLE = 6
NOW = 1_700_000_000
LINEAGE = {"bread": ["bread", "food"], "rye": ["rye", "bread", "food"], "food": ["food"]}

quickly = settings(max_examples=20, deadline=None, derandomize=True, database=None)


class Act(NamedTuple):
    """An act as a person would write it down; `at` in milliseconds, -1 when unknown."""

    who: int
    whom: int
    kind: int
    at: int
    credit: float
    count: int
    tags: tuple[str, ...]


people = some.integers(0, PEOPLE - 1)
moments = some.just(UNKNOWN) | some.integers((NOW - 90 * 86_400) * 1000, (NOW + 86_400) * 1000)
tag_sets = some.lists(some.sampled_from(["bread", "rye", "food", "ac/dc"]), max_size=3, unique=True)
one_act = some.builds(
    Act,
    who=people,
    whom=people,
    kind=some.integers(0, len(KIND_NAMES) - 1),
    at=moments,
    credit=some.sampled_from([1.0, 0.5, 0.1]),
    count=some.integers(1, 5),
    tags=tag_sets.map(tuple),
)
some_acts = some.lists(one_act, max_size=25)


def past_of(acts: Sequence[Act]) -> Past:
    def column(name: str, kind: Any = np.int64) -> Any:
        return np.array([getattr(act, name) for act in acts], kind)

    sets = list(dict.fromkeys(act.tags for act in acts))
    nothing = np.array([], np.int64)
    return Past(
        numbers=np.arange(PEOPLE),
        ids=[f"toy:{number}" for number in range(PEOPLE)],
        created=np.full(PEOPLE, (NOW - 900 * 86_400) * 1000),
        reported=np.zeros(PEOPLE, np.int64),
        acts=Acts(
            who=column("who"),
            whom=column("whom"),
            kind=column("kind"),
            at=column("at"),
            credit=column("credit", np.float64),
            count=column("count"),
            tags=np.array([sets.index(act.tags) for act in acts], np.int64),
            post=np.full(len(acts), UNKNOWN),
            tag_sets=sets,
        ),
        follows=(nothing, nothing, nothing),
        posting=(nothing, nothing, nothing),
        lineage=LINEAGE,
    )


Fold = dict[tuple[int, int, str], tuple[float, float, float, int]]


def naive(acts: Sequence[Act], now: int = NOW) -> Fold:
    """Attention as the recipe tells it in words: the largest decayed act of each pair and topic."""
    fold: Fold = {}
    for act in acts:
        worth = RECIPE.kinds[KIND_NAMES[act.kind]] * act.credit
        if act.who == act.whom or worth <= 0 or act.at >= now * 1000:
            continue
        age = 0.0 if act.at == UNKNOWN else (now * 1000 - act.at) / DAY_MILLIS
        lasting = RECIPE.memory.lasting
        weight = worth * (
            (1 - lasting) * 0.5 ** (age / RECIPE.memory.horizon_days)
            + lasting * 0.5 ** (age / RECIPE.memory.lasting_days)
        )
        recent = worth * 0.5 ** (age / RECIPE.memory.short_days)
        first = UNKNOWN if act.at == UNKNOWN else act.at // 1000
        for topic in {EVERYTHING}.union(*(LINEAGE.get(tag, [tag]) for tag in act.tags)):
            key = (act.who, act.whom, topic)
            before = fold.get(key, (0.0, 0.0, 0.0, UNKNOWN))
            known = [one for one in (first, before[3]) if one != UNKNOWN]
            fold[key] = (
                max(before[0], weight),
                max(before[1], recent),
                before[2] + act.count,
                min(known, default=UNKNOWN),
            )
    return fold


def written(arrows: Arrows) -> Fold:
    columns = zip(
        arrows.who.tolist(), arrows.whom.tolist(), arrows.topic.tolist(), arrows.weight.tolist(),
        arrows.recent.tolist(), arrows.acts.tolist(), arrows.first.tolist(), strict=True,
    )  # fmt: skip
    return {
        (who, whom, arrows.topics[topic]): tuple(rest)  # type: ignore[misc]
        for who, whom, topic, *rest in columns
    }


def folded(acts: Sequence[Act], now: int = NOW) -> Fold:
    return written(past_of(acts).folded(RECIPE, now=now))


def same(one: Fold, other: Fold) -> bool:
    return one.keys() == other.keys() and all(
        one[key] == pytest.approx(other[key], rel=1e-12) for key in one
    )


@quickly
@given(some_acts)
def test_the_fold_is_the_naive_one(acts: list[Act]) -> None:
    assert same(folded(acts), naive(acts))


@quickly
@given(some_acts, some.randoms(use_true_random=False))
def test_the_order_of_acts_does_not_matter(acts: list[Act], dice: Any) -> None:
    shuffled = dice.sample(acts, len(acts))

    assert same(folded(shuffled), folded(acts))


@quickly
@given(some_acts, some.integers(0, 24))
def test_an_act_told_twice_adds_to_the_number_of_acts_alone(acts: list[Act], place: int) -> None:
    once, twice = folded(acts), folded([*acts, *acts[place : place + 1]])

    assert once.keys() == twice.keys()
    for key, (weight, recent, count, first) in once.items():
        assert twice[key][:2] == (weight, recent)
        assert twice[key][2] >= count
        assert twice[key][3] == first


@quickly
@given(some_acts, one_act)
def test_one_more_act_lowers_no_attention(acts: list[Act], more: Act) -> None:
    before, after = folded(acts), folded([*acts, more])

    assert before.keys() <= after.keys()
    for key, values in before.items():
        assert all(new >= old for new, old in zip(after[key][:3], values[:3], strict=True))


@quickly
@given(some_acts, some.integers(NOW - 80 * 86_400, NOW))
def test_what_came_later_is_not_in_the_fold_of_before(acts: list[Act], then: int) -> None:
    until = [act for act in acts if act.at < then * 1000]

    assert same(folded(acts, then), folded(until, then))


@quickly
@given(some_acts, some.integers(NOW - 80 * 86_400, NOW))
def test_time_may_be_split(acts: list[Act], then: int) -> None:
    """The larger of what two halves of time tell is what the whole tells."""
    early = folded([act for act in acts if act.at < then * 1000])
    late = folded([act for act in acts if act.at >= then * 1000])
    whole = folded(acts)

    assert whole.keys() == early.keys() | late.keys()
    nothing = (0.0, 0.0, 0.0, UNKNOWN)
    for key, (weight, recent, count, _) in whole.items():
        one, other = early.get(key, nothing), late.get(key, nothing)
        assert (weight, recent) == (max(one[0], other[0]), max(one[1], other[1]))
        assert count == one[2] + other[2]


@settings(quickly, max_examples=10)
@given(some.lists(one_act, min_size=1, max_size=20), some.integers(0, PEOPLE - 2))
def test_one_more_person_who_acts_lowers_no_score(acts: list[Act], whom: int) -> None:
    """Of the one acted upon: with the same reference, and without what the others are worth."""
    new = PEOPLE - 1
    before = [act for act in acts if new not in (act.who, act.whom)]
    more = Act(new, whom, KIND_NAMES.index("repost"), (NOW - 86_400) * 1000, 1.0, 1, ("bread",))

    def score(told: list[Act]) -> float:
        table = past_of(told).scored(RECIPE, now=NOW, reference=10.0)[0].table
        found = table[(table.person == whom) & table.score.notna()]
        everything = found[found.topic == 0]
        return float(everything.score.max()) if len(everything) else 0.0

    assert score([*before, more]) >= score(before) - 1e-9
