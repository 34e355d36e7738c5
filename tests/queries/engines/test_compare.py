"""What counts as a difference between two computations."""

from __future__ import annotations

import math

import pandas as pd

from queries.engines.compare import compared


def lines(**columns: list[object]) -> pd.DataFrame:
    size = len(next(iter(columns.values())))
    ids = [f"toy:{i}" for i in range(size)]
    return pd.DataFrame({"id": ids, "topic": ["*"] * size, **columns})


def test_equal_is_equal_in_any_order() -> None:
    one = lines(score=[3.0, None, 2.0], rank=[1.0, None, 2.0], confidence=["ok", "low", "ok"])
    told = compared(one, one.sample(frac=1, random_state=1))
    assert (told.largest, told.ranks, told.words, told.only, told.lines) == (0, 0, 0, 0, 3)


def test_the_largest_relative_difference_of_any_column_is_told() -> None:
    one = lines(score=[100.0, 2.0], trust=[0.5, 0.0])
    other = lines(score=[100.0, 2.002], trust=[0.5, 1e-13])
    told = compared(one, other)
    assert math.isclose(told.largest, 0.002 / 2.002, rel_tol=1e-9)
    assert told.differences["trust"] == 0.0


def test_what_is_missing_is_no_small_difference() -> None:
    assert compared(lines(score=[1.0]), lines(score=[None])).largest == math.inf
    assert compared(lines(score=[1.0, 2.0]), lines(score=[1.0])).largest == math.inf
    assert (
        compared(lines(score=[1.0]), lines(score=[None])).told()["largest_relative_difference"]
        is None
    )


def test_ranks_may_differ_where_values_tie() -> None:
    one = lines(score=[5.0, 3.0, 3.0 + 1e-15, 1.0], rank=[1.0, 3.0, 2.0, 4.0])
    tied = lines(score=[5.0, 3.0, 3.0, 1.0], rank=[1.0, 2.0, 2.0, 4.0])
    wrong = lines(score=[5.0, 3.0, 3.0, 1.0], rank=[1.0, 2.0, 2.0, 3.0])
    assert compared(one, tied).ranks == 0
    assert compared(one, wrong).ranks == 1


def test_percentiles_may_differ_where_values_tie() -> None:
    values = [2.0, 0.4, 0.4 * (1 + 1e-9), 0.15]
    one = lines(network_impact=values, network_impact_percentile=[75.0, 25.0, 50.0, 0.0])
    tied = lines(network_impact=values, network_impact_percentile=[75.0, 50.0, 25.0, 0.0])
    wrong = lines(network_impact=values, network_impact_percentile=[75.0, 25.0, 50.0, 25.0])
    assert (compared(one, tied).ranks, compared(one, tied).largest) == (0, 0)
    assert compared(one, wrong).ranks == 1
    ranked = lines(score=[3.0, 2.0], percentile=[50.0, 0.0])
    assert compared(ranked, lines(score=[3.0, 2.0], percentile=[0.0, 0.0])).ranks == 1


def test_words_are_compared_too() -> None:
    one = lines(confidence=["ok", "low"], backed_off=[False, True])
    other = lines(confidence=["low", "low"], backed_off=[False, False])
    assert compared(one, other).words == 2
