"""The example of /methods: its arithmetic is right, and the product gives the same."""

from __future__ import annotations

import math
import re
from datetime import datetime, timedelta
from typing import Any

import pytest

from loader.records import Interaction, Kind, Post, Record, User
from queries.graph import Graph
from queries.recipe import recipe_from
from queries.scores import SCORES
from queries.scoring.run import Run, score_everything
from queries.worked import Worked, example
from tests.networks import END, load
from tests.queries.test_scores import scored_on

WORDS: dict[str, Any] = {"ln": math.log, "log10": math.log10, "sqrt": math.sqrt, "min": min}
WORDS |= {"ceil": math.ceil}
SIGNS = {"·": "*", "−": "-", "√": "sqrt", "²": "**2", "^": "**"}
SIGNS |= {"log₁₀": "log10"}


def at(row: dict[str, Any]) -> datetime:
    return END - timedelta(days=row.get("days", 0), minutes=row.get("minutes", 0))


def records() -> list[Record]:
    told = example()
    posts = {post["id"]: post for post in told.posts}
    people: list[Record] = [
        User(id=f"toy:{one['handle']}", handle=one["handle"], name=one["name"])
        for one in told.people
    ]
    written = [
        Post(
            id=f"toy:{id}",
            author=f"toy:{post['author']}",
            at=at(post),
            text=post["text"],
            topics=tuple(post["topics"]),
        )
        for id, post in posts.items()
    ]
    acts = [
        Interaction(
            id=f"toy:act{i}",
            who=f"toy:{act['who']}",
            whom=f"toy:{act['whom']}",
            kind=Kind(act.get("kind", "follow")),
            at=at(act),
            topics=tuple(posts[act["post"]]["topics"]) if "post" in act else (),
            post=f"toy:{act['post']}" if "post" in act else None,
        )
        for i, act in enumerate([*told.acts, *told.follows])
    ]
    return [*people, *written, *acts]


@pytest.fixture(scope="module")
def run(database: Graph) -> Run:
    """One run over the five people."""
    with database.driver.session() as session:
        session.run("MATCH (node) DETACH DELETE node").consume()
    database.run("everything")
    load(database, records())
    for i, one in enumerate(example().endorsements):
        given = {"id": str(i), "by": one["by"], "topic": one["topic"]}
        database.run("endorse", person=f"toy:{one['person']}", **given)
    return score_everything(database, recipe_from())


@pytest.fixture(scope="module")
def scored(database: Graph, run: Run) -> dict[str, dict]:
    """The five people's scores, by the product."""
    return scored_on(database, run)


def computed(working: str) -> float:
    """What a working comes to."""
    text = re.sub(r"⌈(.*?)⌉", r"ceil(\1)", working)
    for sign, word in SIGNS.items():
        text = text.replace(sign, word)
    assert re.fullmatch(r"[a-z0-9.+\-*/(), ]*", text), text
    return float(eval(text, {"__builtins__": {}}, WORDS))


def within_its_decimals(worked: Worked) -> Any:
    places = len(worked.value.partition(".")[2])
    return pytest.approx(float(worked.value), abs=0.51 * 10**-places)


def test_every_score_is_worked_out() -> None:
    assert set(example().worked) | {"community"} == set(SCORES)


@pytest.mark.parametrize("name", example().worked)
def test_the_working_comes_to_what_is_printed(name: str) -> None:
    worked = example().worked[name]
    assert computed(worked.working) == within_its_decimals(worked)


@pytest.mark.parametrize("name", example().worked)
def test_the_product_gives_what_is_printed(scored: dict[str, dict], name: str) -> None:
    worked = example().worked[name]
    assert scored[f"toy:{worked.who}"][name] == within_its_decimals(worked)


def test_the_sum_of_the_score_is_the_reference_of_the_run(run: Run) -> None:
    total, divisor = example().worked["score"].working.removeprefix("100 · ").rsplit(" / ", 1)
    assert computed(total) == pytest.approx(run.reference, abs=0.002)
    assert float(divisor) == pytest.approx(run.reference, abs=0.0005)
