"""How long all scores take, part by part: a million people, 20 million acts, a hundred topics.

    python bench/scores.py
    python bench/scores.py --people 100000 --acts 1000000 --alone
    python bench/scores.py --local --resamples 0

All that a run computes in memory, up to the rows that it writes: scores, intervals, audiences and
flags, lenses, places, named measures. Acts, follows and posts are drawn at random, most upon a few
people, each act on one topic and over everything; no database is needed, so what Graph Data Science
computes is not here. Beside it stands PageRank over everything on the same arrows, by us, by SciPy
alone, and by igraph where that is installed.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import numpy as np
import pandas as pd
from random_acts import NOW, drawn
from scipy import sparse

from queries.engines.lake import Writer
from queries.engines.local import moment_text, score_in_parts
from queries.engines.progress import Step
from queries.engines.results import KIND, TABLE, write_scores
from queries.recipe import Recipe, recipe_from
from queries.scoring.arrows import EVERYTHING, Arrows, Floats
from queries.scoring.bootstrap import intervals
from queries.scoring.draws import ground_at
from queries.scoring.heard import heard
from queries.scoring.lenses import disagreement, lenses
from queries.scoring.lines import lines_of, with_people
from queries.scoring.named import (
    counts,
    hits,
    klout,
    kred,
    networks,
    passivity,
    peerindex,
    tweetlevel,
    twitalyzer,
    walks,
)
from queries.scoring.named.beside import with_measures
from queries.scoring.named.posts import Posts
from queries.scoring.named.stage import Stage
from queries.scoring.past import DAY_SECONDS, Past
from queries.scoring.places import with_places
from queries.scoring.quality.quality import quality_of
from queries.scoring.runs import parts_of

DAMPING = 0.85
NOBODY = (np.zeros(0, np.int64), np.zeros(0, np.int64), [])


def main() -> None:
    """Make the acts, compute all that a run does, and print seconds and the peak so far."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--acts", type=int, default=20_000_000)
    parser.add_argument("--topics", type=int, default=100)
    parser.add_argument("--resamples", type=int, help="those of the recipe; 0 draws no intervals")
    parser.add_argument("--alone", action="store_true", help="each named measure alone as well")
    parser.add_argument(
        "--local", action="store_true", help="what --engine local computes, up to its Parquet"
    )
    given = parser.parse_args()
    recipe = recipe_from()
    if given.resamples is not None:
        uncertainty = replace(recipe.uncertainty, resamples=given.resamples)
        recipe = replace(recipe, uncertainty=uncertainty)
    past = timed("drawing the acts", lively, given.people, given.acts, given.topics)
    if given.local:
        with_others(*timed("all by --engine local", locally, past, recipe))
        told_of_machine()
        return
    clock, busy = time.perf_counter(), time.process_time()
    stage, ours = everything(past, posts(given), recipe)
    clock, busy = time.perf_counter() - clock, time.process_time() - busy
    print(f"{'everything':28} {clock:8.1f} s {busy:8.1f} s of processors")
    arrows = int(stage.overall.sum())
    print(f"{len(stage.keys):,} people on topics, {len(stage.line):,} arrows ({arrows:,} over all)")
    if given.alone:
        alone(stage, recipe)
    with_others(stage.scene.arrows.kept(stage.overall), stage.size, ours)
    told_of_machine()


def told_of_machine() -> None:
    """Where all this ran."""
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"numpy {np.__version__}, load average {os.getloadavg()[0]:.1f} at the end"
    )


def everything(past: Past, written: Posts, recipe: Recipe) -> tuple[Stage, Floats]:
    """All that a run computes, as `computed` does: the stage, and Network Impact of who has it."""
    ground = timed("folding, credibility, score", ground_at, past, recipe, now=NOW)
    scene, result = ground.scene, ground.result
    beside = timed("intervals", intervals, ground, recipe)
    quality = timed("audiences and flags", quality_of, past, scene, result, recipe, now=NOW)
    all_heard = heard(past, scene, recipe, now=NOW)
    seen = timed("lenses", lenses, past.acts, scene, result, heard=all_heard.unfolded)
    beside = beside.join(quality.rows).join(seen)
    # Communities are Graph Data Science's: here they are drawn.
    dice = np.random.default_rng(3)
    groups = pd.DataFrame({"community": dice.integers(0, 500, len(past.ids))})
    lines = timed("Network Impact, lines", lines_of, ground, beside, recipe, measures=groups)
    overall = lines[lines["topic"] == EVERYTHING].sort_values("person")
    impact = overall["network_impact"].dropna().to_numpy()
    lines, _ = timed("places and maps", with_places, lines, scene.arrows)
    lines = lines.join(timed("where measures differ", disagreement, lines)[0])
    stage = timed("stage", Stage.of, past, all_heard, recipe, written, now=NOW)
    lines, found = timed(
        "after others, from papers", with_measures, stage, lines, recipe, endorsed=NOBODY
    )
    lines = timed("people", with_people, lines, scene.standing, quality.people)
    timed("rows to write", lambda: sum(len(ids) for ids, _, _ in parts_of(lines, found)))
    return stage, impact


def locally(past: Past, recipe: Recipe) -> tuple[Arrows, int, Floats]:
    """All scores as Parquet, some topics at a time; arrows over everything, and their impact."""
    found: list[Floats] = []
    begun = time.perf_counter()
    with TemporaryDirectory(prefix="influence-bench-") as folder:
        writer = Writer.into(Path(folder), KIND)

        def take(lines: pd.DataFrame) -> None:
            write_scores(writer, lines)
            if not found:
                overall = lines[lines["topic"] == EVERYTHING].sort_values("id", key=number_of)
                found.append(overall["network_impact"].dropna().to_numpy())

        def tell(step: Step) -> None:
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(f"  {time.perf_counter() - begun:8.1f} s {peak:8,.0f} MB  {step}", flush=True)

        score_in_parts(past, recipe, take, as_of=moment_text(NOW), tell=tell)
        size = sum(one.stat().st_size for one in Path(folder).rglob("*.parquet"))
        print(f"{writer.rows(TABLE):,} people on topics, {size / 2**20:,.0f} MB of Parquet")
    overall = replace(past, lineage={tag: [] for tags in past.acts.tag_sets for tag in tags})
    return overall.folded(recipe, now=NOW), len(past.ids), found[0]


def number_of(ids: pd.Series) -> pd.Series:
    """The numbers of people, by which they are in order."""
    return ids.str.removeprefix("toy:").astype(int)


def alone(stage: Stage, recipe: Recipe) -> None:
    """Each named measure once more, by itself."""
    parts: dict[str, Callable[[], Any]] = {
        "after Klout": lambda: klout.klout(stage),
        "after PeerIndex": lambda: peerindex.peerindex(stage, damping=DAMPING),
        "after Kred": lambda: kred.kred(stage),
        "after Twitalyzer": lambda: twitalyzer.twitalyzer(stage),
        "after TweetLevel": lambda: tweetlevel.tweetlevel(stage),
        "reposts, mentions, h-index": lambda: counts.counts(stage),
        "styles and roles": lambda: (klout.styles(stage), tweetlevel.positions(stage)),
        "influence and passivity": lambda: passivity.influence_passivity(stage),
        "k-core": lambda: networks.cores(networks.Network.of(stage)),
        "betweenness": lambda: networks.between(networks.Network.of(stage), recipe),
        "eigenvector": lambda: networks.leading(stage),
        "X's map": lambda: walks.x_map(stage, None, damping=DAMPING),
        "TunkRank": lambda: walks.tunk_rank(stage),
        "ArticleRank": lambda: walks.topic_article_rank(stage, damping=DAMPING),
        "HITS": lambda: hits.topic_hits(stage),
        "TwitterRank": lambda: walks.twitter_rank(stage, damping=DAMPING),
        "topic-sensitive PageRank": lambda: walks.topic_page_rank(stage, damping=DAMPING),
        "personalised PageRank": lambda: walks.personalised_page_rank(stage, damping=DAMPING),
    }
    for name, part in parts.items():
        timed(name, part)


def timed(name: str, part: Callable[..., Any], *given: Any, **named: Any) -> Any:
    """What `part` gives; its seconds, of the clock and of processors, and the peak so far."""
    clock, busy = time.perf_counter(), time.process_time()
    told = part(*given, **named)
    clock, busy = time.perf_counter() - clock, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:28} {clock:8.1f} s {busy:8.1f} s of processors, {peak:8,.0f} MB", flush=True)
    return told


def with_others(arrows: Arrows, size: int, ours: Floats) -> None:
    """PageRank over everything on the same arrows, by others, and how far it differs."""
    who, whom, weight = arrows.who, arrows.whom, arrows.weight
    theirs = timed("SciPy, PageRank of all", by_scipy, who, whom, weight, size)
    known = np.flatnonzero(np.bincount(whom, minlength=size))
    print(f"  differs by {np.abs(theirs[known] / ours - 1).max():.1e} of it at most")
    try:
        igraph = import_module("igraph")
    except ImportError:
        print("igraph is not installed: pip install 'igraph<2' to compare")
        return
    network = timed(
        "igraph, the network",
        lambda: igraph.Graph(n=size, edges=np.column_stack([who, whom]), directed=True),
    )
    theirs = timed(
        "igraph, PageRank of all",
        lambda: np.array(network.pagerank(weights=weight.tolist(), damping=DAMPING)),
    )
    # igraph hands what dangling people have to everybody, which scales all alike.
    ratio = theirs[known] / ours
    print(f"  differs by {np.abs(ratio / np.median(ratio) - 1).max():.1e} of it at most, rescaled")


def by_scipy(who: Any, whom: Any, weight: Floats, size: int) -> Floats:
    """The plainest power iteration: one sparse product a step."""
    out = np.bincount(who, weights=weight, minlength=size)
    matrix = sparse.csr_array((DAMPING * weight / out[who], (whom, who)), shape=(size, size))
    value = np.full(size, 1 - DAMPING)
    while True:
        fresh = (1 - DAMPING) + matrix @ value
        if (np.abs(fresh - value) <= 1e-9 * fresh).all():
            return fresh
        value = fresh


def posts(given: argparse.Namespace) -> Posts:
    """One post for each ten acts."""
    dice = np.random.default_rng(2)
    count = given.acts // 10
    one, recent = np.ones(count, np.int64), (dice.random(count) < 0.25).astype(np.int64)
    return Posts(
        who=(dice.random(count) ** 2 * given.people).astype(np.int64),
        tags=dice.integers(0, given.topics, count),
        week=recent,
        month=recent,
        quarter=recent,
        season=recent,
        ever=one,
        signal=recent,
        weeks=recent,
        tag_sets=tuple((f"topic{i}",) for i in range(given.topics)),
    )


def lively(people: int, acts: int, topics: int) -> Past:
    """Acts on posts, with follows and days of posting."""
    past = drawn(people, acts, topics)
    dice = np.random.default_rng(3)
    # Each has ten posts, numbered by author.
    post = past.acts.whom * 10 + (dice.random(acts) ** 2 * 10).astype(np.int64)
    return replace(
        past,
        acts=replace(past.acts, post=post),
        # As many as half of the acts, at any time of two years; and a day of posting for ten acts.
        follows=(
            dice.integers(0, people, acts // 2),
            (dice.random(acts // 2) ** 2 * people).astype(np.int64),
            NOW - (dice.random(acts // 2) * 730 * DAY_SECONDS).astype(np.int64),
        ),
        posting=(
            dice.integers(0, people, acts // 10),
            (NOW // DAY_SECONDS - dice.integers(1, 365, acts // 10)) * DAY_SECONDS,
            np.ones(acts // 10, np.int64),
        ),
    )


if __name__ == "__main__":
    main()
