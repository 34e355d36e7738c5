"""The backtest's metrics against their definitions, written out or by another library."""

from __future__ import annotations

import networkx as nx
import numpy as np
import pytest
from scipy.stats import kendalltau, spearmanr

from queries.scoring.backtest import metrics, networks
from queries.scoring.backtest.intervals import Pair, interval
from queries.scoring.backtest.metrics import Concordance, Gain

SEEDS = range(12)


def drawn(seed: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores and outcomes with many ties, and how often each person is counted."""
    dice = np.random.default_rng(seed)
    size = int(dice.integers(2, 60))
    score = dice.integers(0, 15, size).astype(float)
    outcome = np.maximum(dice.integers(-6, 9, size), 0).astype(float)
    outcome[0], outcome[1] = 0, 5
    return score, outcome, dice.integers(0, 3, size).astype(float)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_c_index_counts_the_pairs_one_by_one(seed: int) -> None:
    score, outcome, counts = drawn(seed)
    won = pairs = 0.0
    for i in range(len(score)):
        for j in range(len(score)):
            if outcome[i] > outcome[j]:
                both = counts[i] * counts[j]
                pairs += both
                won += both * ((score[i] > score[j]) + 0.5 * (score[i] == score[j]))

    found = Concordance.of(score, outcome).pairs(counts)

    assert found == pytest.approx((won, pairs), abs=1e-9)


@pytest.mark.parametrize("seed", SEEDS)
def test_correlations_of_ranks_are_those_of_scipy(seed: int) -> None:
    score, outcome, _ = drawn(seed)
    assert metrics.kendall(score, outcome) == pytest.approx(kendalltau(score, outcome).statistic)
    assert metrics.spearman(score, outcome) == pytest.approx(spearmanr(score, outcome).statistic)


def test_ndcg_by_hand() -> None:
    gains, discounts = np.log2([1, 2, 4]), 1 / np.log2([2, 3, 4])
    outcome = np.array([0.0, 1.0, 3.0])
    best = gains[::-1] @ discounts

    worst = Gain.of(np.array([3.0, 2.0, 1.0]), outcome).value()
    tied = Gain.of(np.zeros(3), outcome).value()

    assert worst == pytest.approx(gains @ discounts / best)
    assert tied == pytest.approx(gains.mean() * discounts.sum() / best)
    assert Gain.of(outcome, outcome).value() == 1.0
    assert np.isnan(Gain.of(outcome, np.zeros(3)).value())


@pytest.mark.parametrize("seed", SEEDS)
def test_who_is_counted_twice_is_there_twice(seed: int) -> None:
    score, outcome, counts = drawn(seed)
    again = np.repeat(np.arange(len(score)), counts.astype(int))
    for metric in (Gain, Concordance):
        repeated = metric.of(score[again], outcome[again]).value()
        assert metric.of(score, outcome).value(counts) == pytest.approx(repeated, nan_ok=True)


def test_only_the_first_hundred_places_gain() -> None:
    outcome = np.arange(3_000.0)
    score = outcome.copy()
    score[:2_900] = score[:2_900][::-1]
    assert Gain.of(score, outcome).value() == 1.0


def test_precision_and_what_was_caught_by_hand() -> None:
    score = np.array([5.0, 4.0, 3.0, 3.0, 0.0])
    outcome = np.array([9.0, 0.0, 0.0, 4.0, 7.0])
    # Three were acted on: the first, one of two who tie for the third place, and the last.
    assert metrics.precision(score, outcome) == pytest.approx((1 + 0.5) / 3)
    assert metrics.caught(score, outcome) == 1.0
    assert metrics.first(score, 3).tolist() == [1, 1, 0.5, 0.5, 0]


def test_an_interval_of_a_known_spread() -> None:
    dice = np.random.default_rng(3)
    values = [dice.normal(0.3, 1, 400) for _ in range(4)]

    def mean(one: np.ndarray):
        return lambda counts: float((counts * one).sum() / counts.sum())

    pairs = [Pair(400, mean(one), lambda _: 0.0) for one in values]
    low, high = interval(pairs, 400)

    cuts = np.array([one.mean() for one in values])
    spread = np.sqrt(cuts.var() / 4 + 1 / 1600)
    assert (high - low) / 2 == pytest.approx(1.96 * spread, rel=0.2)
    assert low < cuts.mean() < high


def test_nothing_differs_from_itself() -> None:
    score, outcome, _ = drawn(1)
    value = Gain.of(score, outcome).value
    assert interval([Pair(len(score), value, value)] * 3) == (0.0, 0.0)


@pytest.fixture(scope="module")
def network() -> nx.DiGraph:
    return nx.gnp_random_graph(60, 0.04, seed=5, directed=True)


def ends(network: nx.DiGraph) -> tuple[np.ndarray, np.ndarray]:
    who, whom = np.array(network.edges).T
    return who, whom


def test_page_rank_is_that_of_networkx(network: nx.DiGraph) -> None:
    who, whom = ends(network)
    start = np.arange(1.0, 61.0)
    expected = nx.pagerank(
        network, 0.85, personalization=dict(enumerate(start)), tol=1e-12, max_iter=500
    )
    found = networks.page_rank(who, whom, np.ones(len(who)), 60, start)
    assert any(degree == 0 for _, degree in network.out_degree)
    assert found == pytest.approx(list(expected.values()), abs=1e-9)


def test_authority_is_the_leading_vector(network: nx.DiGraph) -> None:
    matrix = nx.to_numpy_array(network)
    _, vectors = np.linalg.eigh(matrix.T @ matrix)
    assert networks.authority(*ends(network), 60) == pytest.approx(np.abs(vectors[:, -1]), abs=1e-6)


def test_cores_are_those_of_networkx(network: nx.DiGraph) -> None:
    expected = nx.core_number(nx.Graph(network))
    assert networks.cores(*ends(network), 60).tolist() == [expected[i] for i in range(60)]
