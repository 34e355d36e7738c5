"""What changed a score, cause by cause."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import cast

import numpy as np
import pytest

from queries.errors import ParameterRefused
from queries.graph import Graph
from queries.recipe import recipe_from
from queries.scoring.change import CAUSES, change
from queries.scoring.moments import moment_from, since
from queries.scoring.past import Past
from tests.small_pasts import DAY, T0, at, past_of


def anybody(seed: int = 3, acts: int = 300) -> Past:
    dice = np.random.default_rng(seed)
    drawn = zip(
        dice.integers(0, 12, acts), dice.integers(0, 6, acts), dice.uniform(-60, 20, acts),
        strict=True,
    )  # fmt: skip
    return past_of(*[(int(who), int(whom), float(day)) for who, whom, day in drawn])


@pytest.mark.parametrize("topic", ["*", "bread"])
def test_the_causes_sum_to_the_difference_of_everybody(topic: str) -> None:
    past, other = anybody(), recipe_from(None)
    other = dataclasses.replace(other, kinds={**other.kinds, "repost": 0.5})
    before, after = at(0), at(20, other, 6.0)
    results = {}
    for moment in (before, after):
        result, arrows = past.scored(moment.recipe, now=moment.now, reference=moment.reference)
        table = result.table[result.table["topic"] == arrows.topics.index(topic)]
        results[moment.now] = table.set_index("person")["score"].dropna()
    for person in range(12):
        start, causes = change(past, person, topic, before, after)
        known = [results[moment.now].get(person, 0.0) for moment in (before, after)]
        assert start.score == pytest.approx(known[0], abs=1e-9)
        assert causes[-1].stand.score == pytest.approx(known[1], abs=1e-9)
        total = sum(cause.points for cause in causes)
        assert total == pytest.approx(known[1] - known[0], abs=1e-9)
        for cause in causes:
            shared = sum(one.points for one in cause.supporters)
            audience = sum(cause.terms[t] for t in ("reach", "amplification", "network"))
            assert not cause.supporters or shared == pytest.approx(audience, abs=1e-9)


def test_what_only_grows_older_only_fades() -> None:
    past = past_of(*[(i, 0, -1) for i in range(1, 6)])
    start, causes = change(past, 0, "*", at(0), at(30))
    told = {cause.name: cause.points for cause in causes}
    assert start.score > 0
    assert told["faded"] < -5
    assert told["came in"] == told["recipe"] == 0
    assert {one.person for one in causes[0].supporters} == {1, 2, 3, 4, 5}


def test_who_came_in_has_the_points_of_it() -> None:
    """The fourth and fifth to act, on top of three who had."""
    past = past_of(*[(i, 0, -1) for i in (1, 2, 3)], (4, 0, 5), (5, 0, 6))
    _, causes = change(past, 0, "bread", at(0), at(7))
    came = next(cause for cause in causes if cause.name == "came in")
    assert came.points > 0
    assert [one.person for one in came.supporters] == [5, 4]
    assert came.supporters[0].points > came.supporters[1].points > 0


def test_a_recipe_alone_is_the_only_cause_at_one_moment_apart() -> None:
    past = past_of(*[(i, 0, -1) for i in range(1, 6)])
    heavy = recipe_from()
    heavy = dataclasses.replace(heavy, weights=dataclasses.replace(heavy.weights, reach=1.0))
    _, causes = change(past, 0, "*", at(0), at(0, heavy))
    assert [cause.name for cause in causes if abs(cause.points) > 1e-9] == ["recipe"]
    assert causes[-1].points > 0


def test_who_had_no_score_rises_from_nothing() -> None:
    past = past_of(*[(i, 0, 3) for i in range(1, 6)])
    start, causes = change(past, 0, "*", at(0), at(7))
    assert (start.score, start.rank) == (0.0, None)
    assert causes[-1].stand.rank == 1
    assert set(CAUSES) == {"loaded", *(cause.name for cause in causes)}


def test_since_is_a_time_back_or_a_date_before_the_newest_run() -> None:
    graph, until = cast("Graph", None), at(0)
    assert since(graph, "7d", until)[0].now == until.now - 7 * DAY
    assert since(graph, "2w", until)[0].now == until.now - 14 * DAY
    assert since(graph, "2024-01-01", until)[0].now == 1_704_067_200
    assert moment_from("2024-01-01T02:00+02:00", "--as-of") == datetime(2024, 1, 1, tzinfo=UTC)
    for text in ("tomorrow", "0d", "2999-01-01", "99999d", ""):
        with pytest.raises(ParameterRefused, match="--since: must be"):
            since(graph, text, until)


def test_followers_who_became_credible_are_no_followers_who_came() -> None:
    """Ten follow at first, and only later are active and known to others."""
    fans = range(2, 12)
    acts = [(fan, 0, -1) for fan in fans]
    later = [
        (fan, (fan - 2 + i) % 10 + 2, day) for fan in fans for i, day in enumerate(range(1, 8), 1)
    ]
    follows = (np.array([*fans, 1]), np.zeros(11, np.int64), np.array([T0 - 9 * DAY] * 10 + [T0]))
    past = dataclasses.replace(past_of(*acts, *later), follows=follows)

    _, causes = change(past, 0, "*", at(0), at(8))

    moved = {cause.name: cause.terms["followers"] for cause in causes}
    assert moved["credibility"] > 0.5
    assert moved["came in"] == pytest.approx(0, abs=1e-9)
