"""The terms of the score: what counts only when enough of it is known."""

from __future__ import annotations

import numpy as np

from loader.past import past_of
from queries.recipe import recipe_from
from tests.networks import act


def active(records: list) -> np.ndarray:
    past = past_of(records)
    table = past.scored(recipe_from(), now=past.moment())[0].table
    return table["points_activity"].dropna().to_numpy()


def test_active_days_count_where_they_are_recorded() -> None:
    watched = [act(who, whom) for who in "abcd" for whom in "abcd" if who != whom]
    unseen = [act(who, f"unseen{i}") for who in "abcd" for i in range(5)]

    assert (active(watched) > 0).all()
    assert (active([*watched, *unseen]) == 0).all()
