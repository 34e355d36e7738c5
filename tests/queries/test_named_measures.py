"""The measures after Klout and its kin, and from papers, where there are posts and cascades."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache

import pytest

from queries.graph import Graph
from queries.recipe import recipe_from
from queries.scores import SCORES
from queries.scoring.run import Run, score_everything
from tests.networks import load, talkative
from tests.oracles import Loaded, loaded
from tests.oracles_named import NAMED
from tests.queries.test_scores import scored_on

TOPICS = ("*", "bread", "food", "ac/dc")


@cache
def known() -> Loaded:
    return loaded(talkative(), recipe_from())


@pytest.fixture(scope="module")
def run(database: Graph) -> Iterator[Run]:
    """One run over `talkative`."""
    with database.driver.session() as session:
        session.run("MATCH (node) DETACH DELETE node").consume()
    database.run("everything")
    load(database, talkative())
    return score_everything(database, recipe_from())


CASES = [
    (name, topic)
    for name in NAMED
    for topic in (TOPICS if SCORES[name].over == "topics" else TOPICS[:1])
]


@pytest.mark.parametrize(("name", "topic"), CASES)
def test_each_measure_agrees_with_its_oracle(
    database: Graph, run: Run, name: str, topic: str
) -> None:
    expected = {
        one: value for one, value in NAMED[name](known(), topic).items() if not math.isnan(value)
    }

    found = {
        one: scored[name]
        for one, scored in scored_on(database, run, topic).items()
        if name in scored
    }

    assert found == pytest.approx(expected, rel=1e-6, abs=1e-6)
