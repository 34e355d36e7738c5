"""What the scores would be without somebody, a week or a community."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from queries.errors import ParameterRefused
from queries.recipe import recipe_from
from queries.scoring.what_if import by_people, in_week, left_out, movement
from tests.pasts import DAY, NOW, past_of


def test_what_somebody_did_is_gone_and_what_was_done_to_them_stays() -> None:
    past = past_of([0, 1, 1, 2], [1, 0, 2, 1], [1.0] * 4)

    less, acts, follows = left_out(past, [by_people(past, ["toy:1"])])

    assert (acts, follows) == (2, 0)
    assert list(zip(less.acts.who, less.acts.whom, strict=True)) == [(0, 1), (2, 1)]


def test_a_week_begins_on_monday_and_ends_before_the_next() -> None:
    # 2026-W12 is Monday the 16th to Sunday the 22nd of March.
    seconds = pd.to_datetime(
        ["2026-03-15T23:59:59", "2026-03-16T00:00:00", "2026-03-22T23:59:59", "2026-03-23T00:00:00"]
    ).astype("datetime64[s]").astype(np.int64).to_numpy()  # fmt: skip
    nobody = np.zeros(4, np.int64)

    assert in_week(2026, 12)(nobody, seconds).tolist() == [False, True, True, False]
    assert not in_week(2026, 12)(nobody[:1], np.array([-1])).any()
    with pytest.raises(ParameterRefused, match="no year has a week 2026-W60"):
        in_week(2026, 60)


def test_several_things_are_left_out_at_once() -> None:
    past = past_of([0, 1, 2], [3, 3, 3], [1.0, 8.0, 1.0])
    gone = lambda _, seconds: seconds < NOW - 7 * DAY  # noqa: E731

    less, acts, _ = left_out(past, [by_people(past, ["toy:0"]), gone])

    assert (acts, less.acts.who.tolist()) == (2, [2])


def test_who_moves_is_told_by_how_far_and_who_falls_under_the_floor() -> None:
    past = past_of([2, 3, 4, 2, 3, 4, 5], [0, 0, 0, 1, 1, 1, 1], [1.0] * 7)
    less, _, _ = left_out(past, [by_people(past, ["toy:2"])])
    before, after = (
        one.scored(recipe_from(), now=NOW, reference=5.0)[0].table.set_index("person")
        for one in (past, less)
    )

    moved = movement(before[["score", "rank"]], after[["score", "rank"]]).set_index("id")

    assert moved.loc[0, "rank_before"] == 2
    assert np.isnan(moved.loc[0, "score_after"])
    assert moved.loc[0, "change"] == -moved.loc[0, "score_before"]
    assert moved.loc[1, "score_after"] == pytest.approx(after.loc[1, "score"])
    assert moved["change"].abs().is_monotonic_decreasing
    assert set(moved.index) == {0, 1}


def test_nothing_left_out_moves_nobody() -> None:
    past = past_of([1, 2, 3, 4], [0, 0, 0, 1], [1.0] * 4)
    table = past.scored(recipe_from(), now=NOW)[0].table.set_index("person")[["score", "rank"]]
    assert movement(table, table).empty
