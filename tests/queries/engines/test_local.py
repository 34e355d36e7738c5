"""Scores in memory: some topics at a time give what all at once give."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from queries.engines.local import score_in_parts, score_past_in_memory
from queries.recipe import recipe_from
from queries.scoring.arrows import EVERYTHING
from tests.queries.engines.interactions import lake


@pytest.mark.parametrize("acts_at_once", [1, 60])
def test_some_topics_at_a_time_give_the_same_scores(tmp_path: Path, acts_at_once: int) -> None:
    past, _ = lake(tmp_path / "lake")
    whole = score_past_in_memory(past, recipe_from())
    found: list[pd.DataFrame] = []

    done = score_in_parts(past, recipe_from(), found.append, acts_at_once=acts_at_once)

    assert len(found) > 1
    assert EVERYTHING in set(found[0]["topic"])
    assert all(EVERYTHING not in set(one["topic"]) for one in found[1:])
    pd.testing.assert_frame_equal(ordered(pd.concat(found)), ordered(whole.lines), rtol=1e-9)
    assert (done.run.people, done.run.topics) == (whole.run.people, whole.run.topics)
    assert (done.run.reference, done.hidden) == (whole.run.reference, whole.hidden)


def ordered(lines: pd.DataFrame) -> pd.DataFrame:
    """The same lines in an order of their own."""
    return lines.sort_values(["topic", "id"], ignore_index=True)
