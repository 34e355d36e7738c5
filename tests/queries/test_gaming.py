"""What fakes buy in the invented town, and that an attack does only what it says."""

from __future__ import annotations

import numpy as np
import pytest
from click.testing import CliRunner

from loader.past import past_of
from loader.sources import SOURCES
from queries.cli import door
from queries.errors import NothingToScore
from queries.graph import Graph
from queries.recipe import recipe_from
from queries.scores import SCORES
from queries.scoring.backtest.cuts import dated
from queries.scoring.gaming.attacks import ATTACKS, attacked
from queries.scoring.gaming.others import PARTS
from queries.scoring.gaming.prices import NAMED, WITHOUT, price_list
from queries.scoring.past import DAY_SECONDS, Past
from queries.settings import Settings

DAYS = 7.5
K = 20


@pytest.fixture(scope="module")
def past() -> Past:
    source = SOURCES["planted"]
    options = {option.name: option.default for option in source.options}
    return dated(past_of(source.read((), options, lambda _: None)))


@pytest.fixture(scope="module")
def bought(past: Past):
    """By (measure, attack, fakes): the price of it."""
    told = price_list(past, recipe_from(), fakes=(100, 1_000), targets=20, told=lambda _: None)
    return {(row["measure"], row["attack"], row["fakes"]): row for row in told["prices"]}


def made(past: Past, name: str) -> tuple[Past, np.ndarray, set[tuple[int, int]]]:
    """After the attack on the first three people: all, whether an act is new, who on whom."""
    targets = np.array([0, 1, 2])
    after = attacked(past, ATTACKS[name], targets, fakes=K, now=past.moment(), days=DAYS, seed=1)
    new = np.arange(len(after.acts)) >= len(past.acts)
    pairs = set(zip(after.acts.who[new].tolist(), after.acts.whom[new].tolist(), strict=True))
    return after, new, pairs


@pytest.mark.parametrize("name", ATTACKS)
def test_an_attack_adds_and_changes_nothing_that_was(past: Past, name: str) -> None:
    after, new, _ = made(past, name)
    for column in ("who", "whom", "kind", "at", "tags", "post"):
        assert np.array_equal(getattr(after.acts, column)[~new], getattr(past.acts, column))
    begin = (past.moment() - DAYS * DAY_SECONDS) * 1000
    assert (after.acts.at[new] >= begin).all()
    assert (after.acts.at[new] < past.moment() * 1000).all()
    assert len(after.ids) == len(past.ids) + 3 * K * ATTACKS[name].accounts
    assert len(set(after.ids)) == len(after.ids) == len(after.created) == len(after.numbers)


def test_bots_repost_five_times_each_and_follow(past: Past) -> None:
    after, new, pairs = made(past, "bots")
    size = len(past.ids)
    assert pairs == {(size + i, i // K) for i in range(3 * K)}
    assert new.sum() == 5 * 3 * K
    follows = {(int(a), int(b)) for a, b in zip(after.follows[0], after.follows[1], strict=True)}
    assert pairs <= follows


def test_a_ring_is_reposted_by_its_target(past: Past) -> None:
    _, _, pairs = made(past, "ring")
    size = len(past.ids)
    assert {(i // K, size + i) for i in range(3 * K)} <= pairs
    among = {(a, b) for a, b in pairs if a >= size and b >= size}
    assert among
    assert all(a != b and (a - size) // K == (b - size) // K for a, b in among)


def test_targets_do_not_act_on_each_other(past: Past) -> None:
    """Not where nearly everybody is popular: what each did itself would be what all bought."""
    few = past.without_acts(past.acts.whom >= 40)
    targets = np.flatnonzero(np.bincount(few.acts.whom, minlength=40)[:40])[:10]
    after = attacked(few, ATTACKS["spam"], targets, fakes=K, now=past.moment(), days=DAYS, seed=1)
    new = np.arange(len(after.acts)) >= len(few.acts)
    assert new.sum() == 10 * K
    assert set(after.acts.who[new].tolist()) == set(targets.tolist())
    assert not np.isin(after.acts.whom[new], targets).any()


def test_followers_do_not_act(past: Past) -> None:
    _, new, _ = made(past, "followers")
    assert new.sum() == 0


def test_a_thousand_followers_buy_nothing(bought) -> None:
    assert bought["score", "followers", 1_000]["points"] == pytest.approx(0, abs=0.01)
    assert bought["page_rank_follows", "followers", 1_000]["rank_after"] < 50


def test_a_thousand_own_acts_buy_no_more_than_a_hundred(bought) -> None:
    few, many = (bought["score", "spam", count]["points"] for count in (100, 1_000))
    assert many == pytest.approx(few, abs=0.5)
    assert many < 10


@pytest.mark.parametrize("attack", ["bots", "ring"])
def test_a_thousand_fakes_gain_a_fifth_of_the_ranks_that_recent_reposts_give(
    bought, attack: str
) -> None:
    ours, theirs = (bought[name, attack, 1_000]["ranks"] for name in ("score", "recent_reposts"))
    assert theirs > 1_000
    assert ours < theirs / 5


def test_a_ring_of_a_thousand_buys_a_tenth_without_suspicious_support(past: Past, bought) -> None:
    told = price_list(
        past,
        recipe_from(),
        fakes=(1_000,),
        targets=20,
        told=lambda _: None,
        attacks=("ring",),
        measures=(WITHOUT,),
    )
    ranks = {row["measure"]: row["ranks"] for row in told["prices"]}
    assert ranks[WITHOUT] < bought["recent_reposts", "ring", 1_000]["ranks"] / 10
    assert ranks[WITHOUT] < ranks["score"]


def test_every_score_has_its_price(past: Past) -> None:
    """Of the parts of ours, and of what is after others; fakes repost five times each."""
    told = price_list(
        past,
        recipe_from(),
        fakes=(100,),
        targets=5,
        told=lambda _: None,
        attacks=("bots",),
        measures=(*PARTS, NAMED),
    )
    gained = {row["measure"]: row["points"] for row in told["prices"]}
    # What page_rank over follows, people on this site, and nobody's count are needed for.
    missing = {"x_map", "plus_k", "passivity", "twitter_rank"}
    kinds = {row.name for row in SCORES.values() if row.unit.startswith("one of")}
    computed_here = {row.name for row in SCORES.values() if not row.algorithm}
    assert set(gained) == (computed_here | {"network_impact"}) - kinds - missing
    assert gained["cha_reposts"] > gained["kred_influence"] > gained["score"] > 0
    assert gained["true_reach"] > 0
    assert gained["network_impact"] > 0


def test_nobody_to_attack_is_said(past: Past) -> None:
    known = np.argsort(-np.bincount(past.acts.whom))[:20]
    alone = past.without_acts(~np.isin(past.acts.whom, known))
    with pytest.raises(NothingToScore, match="people were acted on by 3 to 10 others"):
        price_list(alone, recipe_from(), fakes=(1,), targets=5, told=lambda _: None)


def test_the_command_prints_a_price_for_each_attack_and_size(
    town: Graph, town_settings: Settings
) -> None:
    words = ["gaming", "--fakes", "10", "--targets", "5"]
    printed = CliRunner().invoke(door(), words, obj=town_settings)
    assert printed.exit_code == 0, printed.output
    assert all(attack.says in printed.output for attack in ATTACKS.values())
    assert "Median rank of 5 people after an attack" in printed.output
