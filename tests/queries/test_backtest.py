"""The backtest: nothing of the future is read, and what came is what came."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from loader.past import past_of
from loader.records import Interaction, Kind, Post
from queries.errors import NothingToBacktest
from queries.recipe import recipe_from
from queries.recipe_memory import scaled
from queries.scoring.backtest.cuts import cuts_in, dated, target_kinds
from queries.scoring.backtest.outcome import Outcome, outcome
from queries.scoring.backtest.planted import planted_rows
from queries.scoring.backtest.run import backtest, foretold
from queries.scoring.backtest.scores import Bin, calibration, redundancy, rises, sums
from queries.scoring.backtest.table import Cut, gains, measured
from queries.scoring.past import Past
from tests.networks import END, act, anyone

DAY = 86_400


@pytest.fixture(scope="module")
def past() -> Past:
    posts = [
        Post(f"toy:post{i}", f"toy:p{i % 40:02}", at=END - timedelta(days=i / 7))
        for i in range(900)
    ]
    acts = [
        replace(one, post=f"toy:post{i % 97}") if isinstance(one, Interaction) else one
        for i, one in enumerate(anyone(acts=3_000))
    ]
    return past_of([*acts, *posts])


def seen(past: Past, now: int) -> dict[str, np.ndarray]:
    whole = dated(past)
    cut, ours = foretold(
        whole, recipe_from(), now, seconds=20 * DAY, kinds=target_kinds(whole.acts)
    )
    return {**cut.values, "candidates": cut.came.candidates, "everybody": ours.total}


def test_without_the_future_every_method_says_the_same(past: Past) -> None:
    now = past.moment() - 30 * DAY
    follower, followed, since = past.follows
    poster, first, posts = past.posting
    kept, earlier = since < now, first < now
    gone = replace(
        past.without_acts(past.acts.at >= now * 1000),
        follows=(follower[kept], followed[kept], since[kept]),
        posting=(poster[earlier], first[earlier], posts[earlier]),
        reported=np.zeros_like(past.reported),
    )
    assert 0 < kept.sum() < len(since)
    assert 0 < len(gone.acts) < len(past.acts)

    whole, cut = seen(past, now), seen(gone, now)

    assert len(whole) == 16
    assert whole.keys() == cut.keys()
    assert {name: np.abs(whole[name] - cut[name]).max() for name in whole} == dict.fromkeys(
        whole, 0.0
    )


def drawn(people: int = 4_000) -> Cut:
    """A cut whose score is what came, and whose baseline that with noise."""
    dice = np.random.default_rng(1)
    came = np.floor(np.maximum(dice.pareto(1.0, people) - 3, 0))
    known = Outcome(np.arange(people), np.arange(people), came, came)
    return Cut(0, {"score": came, "noisy": came + dice.exponential(2, people)}, known)


def test_the_outcome_as_a_score_is_perfect_and_a_permuted_one_tells_nothing() -> None:
    cut = drawn()
    mixed = np.random.default_rng(2).permutation(cut.came.people)
    permuted = replace(cut, came=replace(cut.came, people=mixed, fresh=mixed))

    perfect, chance = measured([cut])["score"], measured([permuted])["score"]

    assert perfect == dict.fromkeys(perfect, 1.0) | {"caught": perfect["caught"]}
    assert chance["c_index"] == pytest.approx(0.5, abs=0.03)
    assert chance["ndcg"] < 0.2


def test_a_gain_that_is_there_is_found(past: Past) -> None:
    cut = drawn(800)
    told = {one.metric: one for one in gains([cut, cut], measured([cut, cut]))}
    one = told["c_index"]
    assert one.baseline == "noisy"
    assert one.low < one.difference < one.high
    assert one.low > 0


def test_what_came_is_counted_by_hand() -> None:
    reposted = [
        act("a", "star", days_ago=9), act("b", "star", Kind.LIKE, days_ago=8),
        act("c", "star", days_ago=7), act("a", "dim", days_ago=6),
        act("b", "star", days_ago=3), act("b", "star", days_ago=2), act("d", "star", days_ago=1),
        act("e", "star", Kind.LIKE, days_ago=1), act("e", "dim", days_ago=-3),
        act("e", "unseen", days_ago=1),
    ]  # fmt: skip
    past = past_of(reposted)
    came = outcome(past, int(END.timestamp()) - 5 * DAY, seconds=6 * DAY, kinds=("repost", "quote"))
    told = [past.ids[i] for i in came.candidates]
    assert told == ["toy:star", "toy:dim"]
    assert came.people.tolist() == [2, 0]
    assert came.fresh.tolist() == [1, 0]
    assert [told[i] for i in came.established] == ["toy:star"]
    rest = came.without(came.candidates[:1])
    assert [past.ids[i] for i in rest.candidates] == ["toy:dim"]
    assert (rest.people.tolist(), rest.fresh.tolist(), len(rest.established)) == ([0], [0], 0)


def test_cuts_are_even_and_do_not_look_at_the_same_days(past: Past) -> None:
    cuts = cuts_in(dated(past))
    steps = np.diff(cuts.moments)
    assert len(cuts.moments) == 10
    assert cuts.dev == 5
    assert steps.max() - steps.min() <= 1
    assert steps.min() >= cuts.horizon_seconds - 1
    assert cuts.moments[-1] + cuts.horizon_seconds <= past.moment() + 1
    assert (past.acts.at < cuts.moments[0] * 1000).mean() == pytest.approx(0.2, abs=0.01)


def test_reposts_are_foretold_where_there_are_any(past: Past) -> None:
    adopted = past_of([act(f"a{i}", "b", Kind.ADOPT) for i in range(5)])
    assert target_kinds(past.acts) == ("repost", "quote")
    assert target_kinds(adopted.acts) == ("adopt",)


@pytest.mark.parametrize(
    ("records", "horizon", "complaint"),
    [
        ([], None, "no acts are loaded"),
        ([act("a", "b", at=None)], None, "none of the 1 acts that are loaded says when it was"),
        ([act("a", "b"), act("b", "a")], None, "needs 200 acts that say when they were; 2 do"),
        (anyone(), 150.0, "no room for 4 cuts with 150 days ahead of each; give less"),
    ],
)
def test_why_a_backtest_cannot_be_is_told(
    records: list, horizon: float | None, complaint: str
) -> None:
    with pytest.raises(NothingToBacktest, match=complaint):
        backtest(past_of(records), recipe_from(), horizon_days=horizon)


def test_everything_remembered_is_stretched_to_the_horizon() -> None:
    recipe = scaled(recipe_from(), 15.0)
    assert recipe.memory.horizon_days == 15.0
    assert recipe.memory.short_days == 15.0 / 8
    assert recipe.memory.lasting_days == 120.0
    assert recipe.credibility.lag_days == 15.0 / 4


def test_who_is_under_the_floor_has_no_points_but_a_place() -> None:
    past = past_of(
        [act("a", "one"), act("a", "two"), act("b", "two"), *(act(x, "many") for x in "abcd")]
    )
    found = sums(past, recipe_from(), past.moment())
    one, two, many = (past.ids.index(f"toy:{name}") for name in ("one", "two", "many"))
    assert 0 < found.total[one] < found.total[two] < found.total[many]
    assert np.isnan(found.points(found.largest)[[one, two]]).all()
    assert found.points(found.largest)[many] == 100


@pytest.mark.parametrize(
    ("means", "rising"),
    [((0, 0, 1, 2), True), ((0, 1, 1, 2), False), ((0, 1, 0, 2), False), ((1, 2, 3), True)],
)
def test_points_mean_people_unless_nobody_came_at_all(means: tuple[int, ...], rising: bool) -> None:
    assert rises([Bin(10 * i, 10 * i + 10, 30, one, 0.5) for i, one in enumerate(means)]) is rising


def test_calibration_and_redundancy_by_hand() -> None:
    points = np.array([5.0, 15, 15, 100, np.nan])
    bins = calibration([points], [np.array([0.0, 0, 2, 7, 9])])
    assert [(one.low, one.accounts, one.people, one.any) for one in bins] == [
        (0, 1, 0.0, 0.0), (10, 2, 1.0, 0.5), (90, 1, 7.0, 1.0),
    ]  # fmt: skip
    assert rises([replace(one, accounts=30) for one in bins])
    assert not rises([replace(one, accounts=30) for one in reversed(bins)])

    dice = np.random.default_rng(4)
    followers, reposts = dice.integers(0, 900, (2, 500)).astype(float)
    told = redundancy(3 * np.log1p(followers) + np.log1p(reposts), followers, reposts)
    assert told["both"] == pytest.approx(1.0)
    assert 0 < told["reposts"] < told["followers"] < 1
    assert redundancy(dice.random(500), followers, reposts)["both"] < 0.03


def test_a_whole_backtest_has_every_part(past: Past) -> None:
    told = backtest(past, recipe_from()).told()
    assert told["rows"][0]["c_index"] >= told["rows"][-1]["c_index"]
    assert len(told["rows"]) == 14
    assert {row["name"] for row in told["rows"]} >= {"score", "followers", "twitter_rank"}
    assert told["left_out"] == []
    assert [one["metric"] for one in told["gains"]] == ["c_index", "ndcg", "ndcg_new"]
    assert [one["part"] for one in told["cuts"]] == ["dev"] * 5 + ["test"] * 5
    assert told["recipe"] == recipe_from().hash
    assert 0.9 < told["stability"][0]["spearman"] <= 1


def test_precision_at_planted_asks_who_leads_each_topic() -> None:
    acts = [act(f"a{i}", "star", topics=("tea",)) for i in range(5)]
    acts += [act(f"a{i}", "dim", topics=("tea",), days_ago=60) for i in range(3)]
    truth = {"influencers": {"tea": ["toy:star"]}, "popular": {"tea": ["toy:dim"]}}
    told = planted_rows(past_of(acts), recipe_from(), truth)
    assert told["precision_at_planted"] == 1.0
    assert told["planted"] == [
        {"topic": "tea", "planted": 1, "found": 1, "precision": 1.0, "best_popular": 2}
    ]
    truth["influencers"]["tea"] = ["toy:dim"]
    assert planted_rows(past_of(acts), recipe_from(), truth)["precision_at_planted"] == 0.0
