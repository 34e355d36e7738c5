"""A crowd of any size on a database of its own: its acts loaded and folded, its scores drawn.

`influence load` takes the acts in through the importer and `fold` makes arrows of them, as they do
for anybody. What two runs say of everybody is drawn by dice: all properties that a real score
has, in minutes less than a run of that size takes.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from queries.graph import Graph
from queries.recipe import KINDS, recipe_from
from queries.scores import BESIDE
from queries.scoring.lenses import NO_MEASURE
from queries.scoring.run import fold

TOPICS = ("food", "bread", "coffee", "audio")
LANGUAGES = ("en", "fr", "de", "ar", "")
NETWORKS = ("toy", "mastodon", "bluesky")
NAMES = ("Ada", "Bo", "Cleo", "Dana", "Eli", "Fay", "Gus", "Hana", "Ivo", "Jo", "Kai", "Lena")
WORDS = ("bread", "coffee", "audio", "food", "tea", "salt", "oven", "radio", "grain", "cup")
# What is kept as a list beside the properties, as a run keeps it.
MEASURED = (
    "peerindex",
    "peerindex_authority",
    "peerindex_audience",
    "peerindex_activity",
    "peerindex_resonance",
    "klout",
    "kred_influence",
    "plus_k",
    *map(str, range(22)),
)
COMPARED = [row.name for row in BESIDE if row.name not in NO_MEASURE]
MAP = {
    "communities": [[i, 100_000 // (i + 1), i % 23, i % 29] for i in range(500)],
    "arrows": [[i, (7 * i + 1) % 500, 0.5, 9] for i in range(2_000)],
}
AT = "2026-06-30T00:00:00Z"
DAYS = 300
POSTS = 10
INFLUENCE = Path(sys.executable).with_name("influence")
PEOPLE = """
UNWIND $rows AS row
MATCH (person:User {id: row.id})
SET person += row
"""
TREE = """
MATCH (food:Topic {id: 'food'})
MATCH (bread:Topic {id: 'bread'})
CREATE (bread)-[:CHILD_OF]->(food)
"""
RUN = """
CREATE (run:Run {id: $id, complete: true, reference: 3.0, known_by: 3, without: true})
SET run += $around, run.at = datetime($at), run.as_of = datetime($at)
"""
AROUND = {
    "steepness": 4.0,
    "damping": 0.85,
    "weight_network": 1.0,
    "weight_returning": 1.0,
    "measured": MEASURED,
    "medians": [0.5 for _ in MEASURED],
    "compared": COMPARED,
    "map_topics": ["*", *TOPICS],
    "map_texts": [json.dumps(MAP)] * (1 + len(TOPICS)),
}
SHARES = (
    *("top_share", "reciprocal", "young_audience", "audience_in_step"),
    *("dispute", "dispute_low", "dispute_high"),
)
NUMBERS = (
    *("true_reach", "amplification", "network_impact", "credible", "audience", "effective"),
    *("network_impact_percentile", "percentile", "disagreement", "experts", "hidden"),
)
POINTS = ("true_reach", "amplification", "activity", "network", "followers")
MEASURES = (
    *("page_rank", "article_rank", "eigenvector", "betweenness", "hits_authority", "hits_hub"),
    "trust",
)

Integers = npt.NDArray[np.int64]


def id_of(number: int) -> str:
    """The id of the person with that number; few act on those with high ones."""
    return f"toy:{number:07}"


def make(graph: Graph, acts: pd.DataFrame, people: int) -> None:
    """What a database holds beside its acts: who everybody is, arrows, and two runs of scores."""
    dice = np.random.default_rng(1)
    execute = graph.driver.execute_query
    recipe = recipe_from()
    execute(TREE)
    in_batches(lambda rows: execute(PEOPLE, rows=rows), everybody(dice, people))
    fold(graph, recipe, AT)
    audiences = {"*": acts.groupby("whom")["who"].nunique()} | {
        topic: some.groupby("whom")["who"].nunique() for topic, some in acts.groupby("topics")
    }
    around = AROUND | {"recipe": recipe.hash, "recipe_name": recipe.name}
    around |= {"recipe_text": recipe.text, "people": people, "acts": len(acts)}
    for run, day in (("old", 1), ("new", 2)):
        execute(RUN, id=run, at=f"2026-07-0{day}T00:00:00Z", around=around)
        for topic, audience in audiences.items():
            scored = scores(dice, audience, topic, people)
            in_batches(lambda rows, run=run: graph.run("run_scores", run=run, rows=rows), scored)
    graph.run("indexes_ready")


def drawn(people: int, acts: int) -> pd.DataFrame:
    """So many dated acts between people, on a few of whom many act, each on a post of theirs."""
    dice = np.random.default_rng(1)
    who = dice.integers(0, people, acts)
    # Nobody acts on themselves.
    whom = ((people - 1) * dice.random(acts) ** 3).astype(int)
    whom += whom >= who
    number = dice.integers(0, POSTS, acts)
    when = pd.Timestamp(AT) - pd.to_timedelta(dice.integers(0, DAYS * 86_400, acts), "s")
    return pd.DataFrame(
        {
            "who": [f"{one:07}" for one in who],
            "whom": [f"{one:07}" for one in whom],
            "kind": dice.choice([kind for kind in KINDS if kind != "adopt"], acts),
            "when": when.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "post": [f"{of:07}.{one}" for of, one in zip(whom, number, strict=True)],
            "topics": np.array(TOPICS)[number % len(TOPICS)],
        }
    )


def load(acts: pd.DataFrame, folder: Path) -> None:
    """Take the acts and their posts into the empty database in `folder`."""
    acts.to_csv(folder / "acts.csv", index=False)
    posts = acts[["post", "whom", "topics"]].drop_duplicates("post")
    posts = posts.rename(columns={"post": "id", "whom": "author"})
    posts.assign(at="2025-09-01T00:00:00Z", text="of " + posts["author"]).to_csv(
        folder / "posts.csv", index=False
    )
    words = ["load", "edges", folder / "acts.csv", "--posts", folder / "posts.csv"]
    subprocess.run([INFLUENCE, *words, "--network", "toy", "--bulk", "--data", folder], check=True)


def everybody(dice: np.random.Generator, people: int) -> Iterator[dict[str, Any]]:
    """Who they are: every third without followers."""
    for number in range(people):
        first, last = dice.choice(NAMES, 2)
        followers = int(dice.pareto(0.4)) if number % 3 else None
        yield {
            "id": id_of(number),
            "handle": f"toy{number:07}",
            "network": NETWORKS[number % len(NETWORKS)],
            "followers": None if followers is None else min(followers, 10**12),
            "name": f"{first} {last}{dice.choice(WORDS)}",
            "bio": " ".join(dice.choice(WORDS, 6)),
        }


def scores(
    dice: np.random.Generator, audience: pd.Series[int], topic: str, people: int
) -> Iterator[dict[str, Any]]:
    """A line for everybody on whom others acted, and over everything for everybody.

    The more act on somebody the better the rank; fewer than three give none.
    """
    best = audience.sort_values(ascending=False, kind="stable")
    ranked = int((best >= 3).sum())
    ids = [f"toy:{one}" for one in best.index]
    if topic == "*":
        ids += sorted({id_of(number) for number in range(people)} - set(ids))
    acted = [*best.tolist(), *[0] * (len(ids) - len(best))]
    for place, (id_, acting) in enumerate(zip(ids, acted, strict=True)):
        told = properties(dice, topic, acting)
        if place < ranked:
            told |= {"score": 100 * (1 - place / ranked), "rank": place + 1}
            told |= {"score_low": 1.0, "score_high": 99.0}
            told |= {"rank_low": place + 1, "rank_high": place + 9}
            told |= {"score_without": told["score"], "rank_without": place + 1}
        yield {"person": id_, "topic": topic, "properties": told}


def properties(dice: np.random.Generator, topic: str, acting: int) -> dict[str, Any]:
    """What a score has beside itself, as much as a real one."""
    told: dict[str, Any] = dict(
        zip(NUMBERS, (100 * dice.random(len(NUMBERS))).tolist(), strict=True)
    )
    told |= dict(zip(SHARES, dice.random(len(SHARES)).tolist(), strict=True))
    points = (20 * dice.random(len(POINTS))).tolist()
    told |= {f"points_{name}": one for name, one in zip(POINTS, points, strict=True)}
    told |= {"people": acting, "people_without": acting, "approving": 9, "disputing": 3}
    told |= {"active_days": 30 * dice.random(), "backed_off": False}
    told |= {
        "confidence": "ok" if acting >= 30 else "low",
        "measured": dice.random(len(MEASURED)).tolist(),
    }
    told |= {"highest_by": "page_rank", "lowest_by": "k_core"}
    if topic == "*":
        told |= dict(zip(MEASURES, dice.random(len(MEASURES)).tolist(), strict=True))
        told |= {"degree": acting, "k_core": acting % 9, "known_by": min(acting, 9)}
        told |= {"community": int(dice.pareto(0.7)) % 500, "established": 1_700_000_000}
        told |= {"language": str(dice.choice(LANGUAGES)) or None}
        told |= {"places": (100 * dice.random(len(COMPARED))).round(1).tolist()}
        told |= {"flags": "in_step"} if dice.random() < 0.01 else {}
    return told


def in_batches(write: Callable[[Sequence[Any]], Any], rows: Iterator[Any]) -> None:
    """`write` some of `rows` after the others."""
    held: list[Any] = []
    for row in rows:
        held.append(row)
        if len(held) == 5_000:
            write(held)
            held = []
    if held:
        write(held)
