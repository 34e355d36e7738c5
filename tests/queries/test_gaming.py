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
from queries.scores import KINDS, SCORES
from queries.scoring.backtest.baselines import BASELINES
from queries.scoring.backtest.cuts import dated
from queries.scoring.gaming.attacks import ATTACKS, attacked, repost_of
from queries.scoring.gaming.classical import classical_of
from queries.scoring.gaming.others import PARTS
from queries.scoring.gaming.prices import NAMED, WITHOUT, price_list
from queries.scoring.past import DAY_SECONDS, KIND_NAMES, Past
from queries.settings import Settings
from tests.named import NAMED as NAMED_ORACLES
from tests.networks import anyone, star
from tests.oracles import ORACLES, loaded

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


def test_where_nobody_reposts_fakes_do_what_most_do(past: Past) -> None:
    reposts = np.isin(past.acts.kind, [KIND_NAMES.index("repost"), KIND_NAMES.index("quote")])
    talk = past.without_acts(reposts)
    assert repost_of(past.acts) == "repost"
    assert repost_of(talk.acts) == "like"
    after = attacked(
        talk, ATTACKS["bots"], np.array([0]), fakes=K, now=past.moment(), days=DAYS, seed=1
    )
    assert set(after.acts.kind[len(talk.acts) :].tolist()) == {KIND_NAMES.index("like")}


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
    # Nobody would buy them; and here no numbers of posts are known.
    apart = {*KINDS, "community", "plus_k", "passivity", "reactions_a_post"}
    assert set(gained) == set(SCORES) - apart - set(BASELINES)
    assert gained["cha_reposts"] > gained["kred_influence"] > gained["score"] > 0
    assert gained["true_reach"] > 0
    assert gained["network_impact"] > 0


@pytest.mark.parametrize("seed", [11, 3])
def test_classical_measures_in_memory_are_those_of_their_oracles(seed: int) -> None:
    records, recipe = anyone(seed=seed), recipe_from()
    some = past_of(records)
    scene = some.scene(recipe, now=some.moment())

    found = classical_of(some, scene, recipe, now=some.moment())

    known = loaded(records, recipe)
    assert set(found) == {"x_map", "article_rank", "degree", "hits_hub", "betweenness",
                          "eigenvector"}  # fmt: skip
    for name, values in found.items():
        expected = (ORACLES | NAMED_ORACLES)[name](known, "*")
        told = dict(zip(some.ids, values.tolist(), strict=True))
        assert told == pytest.approx(expected, rel=1e-4, abs=1e-5), name


def test_a_network_without_cycles_has_no_eigenvector_to_buy() -> None:
    some = past_of(star())
    scene = some.scene(recipe_from(), now=some.moment())
    assert "eigenvector" not in classical_of(some, scene, recipe_from(), now=some.moment())


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
