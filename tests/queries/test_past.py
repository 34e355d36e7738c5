"""The fold in memory against the fold in the database, and what both are made from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from loader.past import past_of
from loader.records import Kind, Post, Record
from queries.graph import Graph
from queries.recipe import recipe_from
from queries.scoring.arrows import EVERYTHING, arrows_in, follows_in, people_in
from queries.scoring.languages import languages_in
from queries.scoring.past import Past, past_in, seconds_of
from queries.scoring.run import Run, score_everything
from tests.networks import END, act, anyone, load

SCORED = """
MATCH (person:User)-[scored:SCORED {run: $run}]->(:Topic)
WHERE scored.score IS NOT NULL
RETURN person.id AS id, scored.topic AS topic, scored.score AS score, scored.rank AS rank
"""


@pytest.fixture(scope="module")
def run(database: Graph) -> Iterator[Run]:
    """One run over `anyone`, with posts and with acts whose moment nobody knows."""
    with database.driver.session() as session:
        session.run("MATCH (node) DETACH DELETE node").consume()
    database.run("everything")
    load(database, records())
    return score_everything(database, recipe_from())


def records() -> list[Record]:
    """`anyone`, with acts that do not say when they were, and posts."""
    undated = [act(f"p{i:02}", "p00", Kind.LIKE, topics=("food",), at=None) for i in range(1, 5)]
    posts = [Post(id=f"toy:post{i}", author=f"toy:p{i:02}", at=END) for i in range(9)]
    return [*anyone(), *undated, *posts]


@pytest.fixture(scope="module")
def past(database: Graph, run: Run) -> Past:
    return past_in(database)


def by_name(ids: list[str], arrows) -> dict[tuple[str, str, str], tuple[float, ...]]:
    columns = zip(
        arrows.who, arrows.whom, arrows.topic,
        arrows.weight, arrows.recent, arrows.acts, arrows.first, arrows.last,
        strict=True,
    )  # fmt: skip
    return {
        (ids[who], ids[whom], arrows.topics[topic]): values for who, whom, topic, *values in columns
    }


def test_both_folds_make_the_same_arrows(database: Graph, run: Run, past: Past) -> None:
    memory = recipe_from().memory
    people = people_in(database, as_of=run.as_of, horizon_days=memory.horizon_days)
    inside = by_name(people.ids, arrows_in(database, people))

    folded = by_name(past.ids, past.folded(recipe_from(), now=seconds_of(run.as_of)))

    assert folded.keys() == inside.keys()
    assert {topic for _, _, topic in folded} == {"*", "bread", "coffee", "food", "ac/dc"}
    for key, values in folded.items():
        assert values == pytest.approx(inside[key], rel=1e-12), key


def test_the_people_are_the_same_at_every_moment(database: Graph, run: Run, past: Past) -> None:
    for as_of in (run.as_of, "2026-06-01T00:00:00Z", "2026-05-17T08:30:00Z"):
        there = people_in(database, as_of=as_of, horizon_days=30.0)
        here = past.people(now=seconds_of(as_of), horizon_days=30.0)
        assert here.ids == there.ids
        assert here.days.tolist() == there.days.tolist()
        assert here.followers.tolist() == there.followers.tolist()
        assert here.active == pytest.approx(there.active, rel=1e-12)
        expected = follows_in(database, there, as_of=as_of)
        found = past.followed(now=seconds_of(as_of))
        assert set(zip(*found, strict=True)) == set(zip(*expected, strict=True))


def test_scores_are_those_of_the_run(database: Graph, run: Run, past: Past) -> None:
    rows, _, _ = database.driver.execute_query(SCORED, run=run.id)
    expected = {(row["id"], row["topic"]): (row["score"], row["rank"]) for row in rows}

    result, arrows = past.scored(recipe_from(), now=seconds_of(run.as_of))

    table = result.table.dropna(subset=["score"])
    found = {
        (past.ids[one.person], arrows.topics[one.topic]): (one.score, one.rank)
        for one in table.itertuples()
    }
    assert found.keys() == expected.keys()
    for key, values in found.items():
        assert values == pytest.approx(expected[key], rel=1e-9)
    assert result.reference == pytest.approx(run.reference, rel=1e-12)


def test_the_future_is_not_read(past: Past) -> None:
    now = seconds_of("2026-06-10T00:00:00Z")
    whole, *_ = past.scored(recipe_from(), now=now, reported=False)
    gone = past.acts.at >= now * 1000
    assert 0 < gone.sum() < len(past.acts)

    cut, *_ = past.without_acts(gone).scored(recipe_from(), now=now, reported=False)

    assert whole.table.equals(cut.table)


def test_nobody_acted(past: Past) -> None:
    none = past.without_acts(np.ones(len(past.acts), np.bool_))
    result, arrows = none.scored(recipe_from(), now=seconds_of("2026-06-10T00:00:00Z"))
    assert arrows.topics == [EVERYTHING]
    assert result.table.empty


def told(past: Past) -> dict[str, object]:
    """All of it with people, tags and posts by their names, sorted."""
    ids, acts = past.ids, past.acts
    return {
        "people": sorted(zip(ids, past.created, past.reported, strict=True)),
        "acts": sorted(
            (ids[who], ids[whom], kind, at, credit, count, acts.tag_sets[tags], post < 0)
            for who, whom, kind, at, credit, count, tags, post in zip(
                acts.who, acts.whom, acts.kind, acts.at,
                acts.credit, acts.count, acts.tags, acts.post,
                strict=True,
            )
        ),
        "follows": sorted((ids[a], ids[b], at) for a, b, at in zip(*past.follows, strict=True)),
        "posting": sorted((ids[who], at, n) for who, at, n in zip(*past.posting, strict=True)),
        "lineage": dict(past.lineage),
    }  # fmt: skip


def test_records_make_the_same_past_as_their_load(past: Past) -> None:
    assert told(past_of(records())) == told(past)


def test_a_part_of_an_act_lasts() -> None:
    past = past_of(anyone())
    recipe, now = recipe_from(), past.moment() + 400 * 86_400
    short = replace(recipe, memory=replace(recipe.memory, lasting=0.0))
    kept, gone = (past.folded(one, now=now).weight.max() for one in (recipe, short))
    assert gone < 1.1e-4
    assert kept == pytest.approx(0.5 * 2 ** (-400 / 240), rel=0.01)


def test_a_language_is_of_what_somebody_had_posted_by_then(graph: Graph) -> None:
    load(
        graph,
        [
            Post(id=f"toy:{i}", author="toy:ada", at=END - timedelta(days=days), lang=lang)
            for i, (days, lang) in enumerate([(9, "fr"), (2, "en"), (1, "en-GB")])
        ],
    )
    past = past_in(graph)
    people = past.people(now=past.moment(), horizon_days=30)

    assert languages_in(graph, people, as_of="2026-06-30T12:00:00Z").tolist() == ["en"]
    assert languages_in(graph, people, as_of="2026-06-25T00:00:00Z").tolist() == ["fr"]
