"""What audiences are made of, and the scores without suspicious support, by plain loops."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest
from scipy import stats

from loader.past import past_of
from loader.records import Kind
from queries.labels import SUSPICIOUS
from queries.recipe import recipe_from
from queries.scoring.arrows import Arrows
from queries.scoring.past import DAY_SECONDS, Past
from queries.scoring.quality.audience import qualities
from queries.scoring.quality.circles import circles
from queries.scoring.quality.followers import BURST_DAYS, YOUNG_DAYS, followers_of
from queries.scoring.quality.quality import quality_of
from queries.scoring.quality.steps import poisson_tail, steps_in
from queries.scoring.scene import Scene
from tests.networks import END, act, anyone, person

RECIPE = recipe_from()
Row = dict[str, float]


@pytest.fixture(scope="module")
def past() -> Past:
    return past_of(anyone(acts=600))


@pytest.fixture(scope="module")
def scene(past: Past) -> Scene:
    return past.scene(RECIPE, now=past.moment())


def lines(arrows: Arrows) -> dict[tuple[int, int], list[tuple[int, float]]]:
    """Who acts on each (topic, person), and with what weight."""
    found: dict[tuple[int, int], list[tuple[int, float]]] = {}
    for who, whom, topic, weight in zip(
        arrows.who.tolist(),
        arrows.whom.tolist(),
        arrows.topic.tolist(),
        arrows.weight.tolist(),
        strict=True,
    ):
        found.setdefault((topic, whom), []).append((who, weight))
    return found


def test_each_quality_is_what_loops_give(past: Past, scene: Scene) -> None:
    now, people = past.moment(), scene.people
    stepping = np.arange(len(people)) % 7 == 0
    found = qualities(
        people, scene.arrows, past.followed(now=now), stepping, account_days=90
    ).to_dict("records")
    follows = set(zip(*(column.tolist() for column in past.followed(now=now)), strict=True))
    first: dict[tuple[int, int], int] = {}
    for who, whom, at in zip(past.acts.who, past.acts.whom, past.acts.at // 1000, strict=True):
        if who != whom:
            first[who, whom] = min(first.get((who, whom), at), at)
    expected = []
    for (_, whom), audience in sorted(lines(scene.arrows).items()):
        whole = sum(weight for _, weight in audience)
        known = [(who, weight) for who, weight in audience if people.created[who] >= 0]
        young = [
            weight
            for who, weight in known
            if first[who, whom] - people.created[who] < 90 * DAY_SECONDS
        ]
        back = [w for who, w in audience if (whom, who) in first or (whom, who) in follows]
        expected.append(
            {
                "top_share": sum(sorted((w for _, w in audience), reverse=True)[:3]) / whole,
                "effective": whole**2 / sum(weight**2 for _, weight in audience),
                "reciprocal": sum(back) / whole,
                "young_audience": sum(young) / sum(weight for _, weight in known),
                "audience_in_step": sum(w for who, w in audience if who % 7 == 0) / whole,
                "steppers": sum(who % 7 == 0 for who, _ in audience),
            }
        )
    assert len(found) == len(expected) > 100
    for one, other in zip(found, expected, strict=True):
        assert one == pytest.approx(other, abs=1e-12)


def test_followers_are_counted_as_loops_count_them() -> None:
    dice = np.random.default_rng(3)
    follows = [
        act(f"p{who}", f"p{whom}", Kind.FOLLOW, days_ago=round(float(days), 2))
        for who, whom, days in zip(
            dice.integers(0, 60, 900),
            dice.integers(0, 9, 900),
            dice.exponential(20, 900),
            strict=True,
        )
        if who != whom
    ]
    users = [
        person(
            f"p{i}", created_at=END - timedelta(days=int(dice.integers(1, 90))) if i % 5 else None
        )
        for i in range(60)
    ]
    past = past_of([*users, *follows])
    now = int(END.timestamp()) + 1
    found = followers_of(past, now=now)
    first: dict[tuple[int, int], int] = {}
    for who, whom, at in zip(*(column.tolist() for column in past.follows), strict=True):
        first[who, whom] = min(first.get((who, whom), at), at)
    for whom in range(len(past.ids)):
        came = sorted((at, who) for (who, followed), at in first.items() if followed == whom)
        aged = [(at, who) for at, who in came if past.created[who] >= 0]
        young = [at for at, who in aged if at - past.created[who] < YOUNG_DAYS * DAY_SECONDS]
        window = BURST_DAYS * DAY_SECONDS
        most = max(
            (sum(at <= other <= at + window for other, _ in came) for at, _ in came), default=0
        )
        assert (found.aged[whom], found.dated[whom]) == (len(aged), len(came))
        if came:
            assert found.young[whom] == pytest.approx(len(young) / len(aged))
            assert found.burst[whom] == pytest.approx(most / len(came))
            began = found.burst_at[whom]
            assert sum(began <= at <= began + window for at, _ in came) == most


def test_a_circle_is_as_closed_as_loops_say(scene: Scene) -> None:
    overall = scene.arrows.on("*")
    size = len(scene.people)
    pairs = list(zip(overall.who.tolist(), overall.whom.tolist(), strict=True))
    found = circles(scene.arrows, np.arange(size), size)
    for one in range(size):
        inside = {one} | {who for who, whom in pairs if whom == one}
        ending = [who for who, whom in pairs if whom in inside]
        share = sum(who in inside for who in ending) / len(ending) if ending else math.nan
        chance = sum(who in inside for who, _ in pairs) / len(pairs)
        assert found[one] == pytest.approx((share - chance) / (1 - chance), nan_ok=True)


@pytest.mark.parametrize(("k", "mean"), [(0, 0.0), (1, 0.0), (5, 0.2), (30, 2.5), (3, 40.0)])
def test_the_tail_is_that_of_scipy(k: int, mean: float) -> None:
    assert poisson_tail(k, mean) == pytest.approx(float(stats.poisson.sf(k - 1, mean)), rel=1e-9)


def crowd(
    groups: int, *, jitter: float, seed: int = 5, members: int = 6, nights: int = 12
) -> tuple[Past, set[str]]:
    """Four hundred people who repost on their own, and a group that does so within `jitter` s."""
    dice = np.random.default_rng(seed)
    acts = []
    for _ in range(6_000):
        who, post = int(dice.integers(0, 400)), int(dice.zipf(1.3)) % 500
        days = 30 + post / 20 - min(float(dice.exponential(0.4)), 25.0)
        acts.append(act(f"o{who}", f"a{post % 50}", days_ago=days, post=f"toy:post{post}"))
    named = [f"bot{i}" for i in range(members * groups)]
    for night in range(nights):
        post = int(dice.integers(0, 500))
        for name in named:
            days = 20 - night + float(dice.uniform(0, jitter)) / 86_400
            acts.append(act(name, f"a{post % 50}", days_ago=days, post=f"toy:post{post}"))
    return past_of(acts), {f"toy:{name}" for name in named}


def test_a_group_that_acts_in_step_is_found_and_nobody_else() -> None:
    past, bots = crowd(1, jitter=40)
    steps = steps_in(past, now=past.moment())
    assert {past.ids[i] for i in np.flatnonzero(steps.members(len(past.ids)))} == bots
    assert (steps.together >= 5).all()
    assert (steps.together <= steps.shared).all()


def test_a_large_group_is_found_at_a_bounded_cost() -> None:
    past, bots = crowd(1, jitter=25, members=400, nights=8)
    steps = steps_in(past, now=past.moment())
    found = {past.ids[i] for i in np.flatnonzero(steps.members(len(past.ids)))}
    assert len(found & bots) > 0.9 * len(bots)
    assert not found - bots


def test_who_does_the_same_hours_apart_is_not_in_step() -> None:
    past, _ = crowd(1, jitter=6 * 3600)
    assert not len(steps_in(past, now=past.moment()).one)


def test_moments_that_are_told_by_the_day_say_nothing_of_steps() -> None:
    past, _ = crowd(1, jitter=40)
    day = past.acts.at // 86_400_000 * 86_400_000
    blunt = replace(past, acts=replace(past.acts, at=day))
    assert not len(steps_in(blunt, now=past.moment() + DAY_SECONDS).one)


def test_without_suspicious_support_is_the_score_without_what_they_did(past: Past) -> None:
    now = past.moment()
    some = {3: SUSPICIOUS, 8: SUSPICIOUS, 21: SUSPICIOUS}
    # No ages of accounts, so that nothing else is flagged; followers are those that are loaded.
    unknown, none = np.full_like(past.created, -1), np.zeros_like(past.reported)
    labelled = replace(past, labels=some, reported=none, created=unknown)
    scene = labelled.scene(RECIPE, now=now)
    result = scene.scored(RECIPE)
    quality = quality_of(labelled, scene, result, RECIPE, now=now)
    assert quality.suspicious.tolist() == [3, 8, 21]

    kept = ~np.isin(past.follows[0], list(some))
    less = replace(
        labelled.without_acts(np.isin(past.acts.who, list(some))),
        follows=(past.follows[0][kept], past.follows[1][kept], past.follows[2][kept]),
    )
    there = less.scene(RECIPE, now=now)
    expected = replace(there, discount=scene.discount).scored(RECIPE, result.reference).table
    names = [there.arrows.topics[i] for i in expected["topic"]]
    known = {
        (name, who): score
        for name, who, score in zip(names, expected["person"], expected["score"], strict=True)
        if who not in some
    }
    compared = 0
    for topic, who, score in zip(
        result.table["topic"], result.table["person"], quality.rows["score_without"], strict=True
    ):
        if who not in some:
            wanted = known.get((scene.arrows.topics[topic], who), math.nan)
            assert score == pytest.approx(wanted, abs=1e-9, nan_ok=True)
            compared += not math.isnan(score)
    assert compared > 50


def test_what_most_have_is_no_sign() -> None:
    """A list that was loaded on one day makes nobody's followers suspicious."""
    follows = [
        act(f"p{who}", f"star{whom}", Kind.FOLLOW, days_ago=5 + who / 1_000)
        for whom in range(30)
        for who in range(60)
    ]
    past = past_of([*follows, *(act(f"p{i}", f"star{i}", days_ago=i) for i in range(30))])
    now = past.moment()
    scene = past.scene(RECIPE, now=now)
    quality = quality_of(past, scene, scene.scored(RECIPE), RECIPE, now=now)
    assert quality.withheld == ("follow_burst",)
    assert quality.people["flags"].isna().all()
    assert "score_without" not in quality.rows


def test_what_is_left_out_does_not_decide_anew_whether_active_days_count() -> None:
    """Most of the audience is of people of whom nothing is recorded: of a suspicious account's."""
    watched = [act(who, whom) for who in "abcd" for whom in "abcd" if who != whom]
    unseen = [act("bad", f"unseen{i}") for i in range(60)]
    past = past_of([*watched, *unseen])
    past = replace(past, labels={past.ids.index("toy:bad"): SUSPICIOUS})
    scene = past.scene(RECIPE, now=past.moment())
    result = scene.scored(RECIPE)
    quality = quality_of(past, scene, result, RECIPE, now=past.moment())

    overall = result.table[result.table["topic"] == 0]
    own = overall[overall["person"].isin([past.ids.index(f"toy:{one}") for one in "abcd"])]
    assert not result.active
    assert len(own) == 4
    assert quality.rows.loc[own.index, "score_without"].to_numpy() == pytest.approx(
        own["score"].to_numpy()
    )


def test_an_audience_in_step_is_left_out_also_where_many_are_in_step() -> None:
    """Half of all accounts are, so nobody is flagged for it; few have them for an audience."""
    past, bots = crowd(1, jitter=25, members=400, nights=8)
    scene = past.scene(RECIPE, now=past.moment())
    result = scene.scored(RECIPE)
    quality = quality_of(past, scene, result, RECIPE, now=past.moment())

    assert quality.withheld == ("in_step",)
    flagged = np.flatnonzero(quality.people["flags"] == "audience_in_step")
    assert 3 <= len(flagged) <= 8
    assert len(quality.suspicious) > 300
    assert {past.ids[i] for i in quality.suspicious} <= bots
    table = result.table.join(quality.rows)
    overall = table[(table["topic"] == 0) & table["person"].isin(flagged)]
    assert (overall["people"] - overall["people_without"] > 300).all()
