"""How long all scores take, part by part: a million people, 20 million acts, a hundred topics.

    python bench/scores.py
    python bench/scores.py --people 100000 --acts 2000000 --topics 20

Acts are drawn at random in memory, most upon a few people, each on one topic and over everything;
no database is needed, so what Graph Data Science computes is not here. Beside it stands PageRank
over everything on the same arrows, by us, by SciPy alone, and by igraph where that is installed.
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import time
from collections.abc import Callable
from importlib import import_module
from typing import Any

import numpy as np
from scipy import sparse

from queries.recipe import recipe_from
from queries.scoring.arrows import Floats
from queries.scoring.impact import settled
from queries.scoring.named import (
    counts,
    hits,
    klout,
    kred,
    passivity,
    peerindex,
    tweetlevel,
    twitalyzer,
    walks,
)
from queries.scoring.named.posts import Posts
from queries.scoring.named.stage import Stage
from queries.scoring.past import KIND_NAMES, Acts, Past

DAY_MILLIS = 86_400_000
NOW = 1_780_000_000
DAMPING = 0.85


def main() -> None:
    """Make the acts, compute each part once, and print seconds and the peak so far."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--acts", type=int, default=20_000_000)
    parser.add_argument("--topics", type=int, default=100)
    given = parser.parse_args()
    recipe = recipe_from()
    past = timed("drawing the acts", lambda: drawn(given.people, given.acts, given.topics))
    scene = timed("folding, credibility", lambda: past.scene(recipe, now=NOW))
    timed("score and its parts", lambda: scene.scored(recipe))
    impact = timed("Network Impact", lambda: settled(scene.arrows, given.people, damping=DAMPING))
    stage = timed("lines", lambda: Stage.of(past, scene, recipe, posts(given), now=NOW))
    parts: dict[str, Callable[[], Any]] = {
        "after Klout": lambda: (klout.klout(stage), klout.styles(stage)),
        "after PeerIndex": lambda: peerindex.peerindex(stage, damping=DAMPING),
        "after Kred": lambda: kred.kred(stage),
        "after Twitalyzer": lambda: twitalyzer.twitalyzer(stage),
        "after TweetLevel": lambda: tweetlevel.tweetlevel(stage),
        "reposts, mentions, h-index": lambda: counts.counts(stage),
        "influence and passivity": lambda: passivity.influence_passivity(stage),
        "TunkRank": lambda: walks.tunk_rank(stage),
        "ArticleRank": lambda: walks.topic_article_rank(stage, damping=DAMPING),
        "HITS": lambda: hits.topic_hits(stage),
        "TwitterRank": lambda: walks.twitter_rank(stage, damping=DAMPING),
        "topic-sensitive PageRank": lambda: walks.topic_page_rank(stage, damping=DAMPING),
        "personalised PageRank": lambda: walks.personalised_page_rank(stage, damping=DAMPING),
    }
    for name, part in parts.items():
        timed(name, part)
    arrows = int(stage.overall.sum())
    print(f"{len(stage.keys):,} people on topics, {len(stage.line):,} arrows ({arrows:,} over all)")
    ours = impact.values[impact.keys // given.people == stage.star]
    beside(stage, ours)
    print(
        f"{os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
        f"numpy {np.__version__}, load average {os.getloadavg()[0]:.1f} at the end"
    )


def timed(name: str, part: Callable[[], Any]) -> Any:
    """What `part` gives; its seconds, of the clock and of processors, and the peak so far."""
    clock, busy = time.perf_counter(), time.process_time()
    told = part()
    clock, busy = time.perf_counter() - clock, time.process_time() - busy
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{name:28} {clock:8.1f} s {busy:8.1f} s of processors, {peak:8,.0f} MB", flush=True)
    return told


def beside(stage: Stage, ours: Floats) -> None:
    """PageRank over everything on the same arrows, by others, and how far it differs."""
    chosen, arrows, size = stage.overall, stage.scene.arrows, stage.size
    who, whom, weight = arrows.who[chosen], arrows.whom[chosen], arrows.weight[chosen]
    theirs = timed("SciPy, PageRank of all", lambda: by_scipy(who, whom, weight, size))
    known = np.union1d(who, whom)
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
        tag_sets=tuple((f"topic{i}",) for i in range(given.topics)),
    )


def drawn(people: int, acts: int, topics: int) -> Past:
    """A year of acts at random; a person's part of them falls with the square of their place."""
    dice = np.random.default_rng(1)
    none = (np.zeros(0, np.int64),) * 3
    whom = (dice.random(acts) ** 2 * people).astype(np.int64)
    return Past(
        numbers=np.arange(people),
        ids=[f"toy:{i}" for i in range(people)],
        created=np.full(people, NOW - 1_000 * 86_400),
        reported=np.zeros(people, np.int64),
        acts=Acts(
            who=dice.integers(0, people, acts),
            whom=whom,
            kind=dice.integers(0, len(KIND_NAMES), acts),
            at=NOW * 1_000 - (dice.random(acts) * 365 * DAY_MILLIS).astype(np.int64),
            credit=np.ones(acts),
            count=np.ones(acts, np.int64),
            tags=dice.integers(0, topics, acts),
            # Each has ten posts, numbered by author.
            post=whom * 10 + (dice.random(acts) ** 2 * 10).astype(np.int64),
            tag_sets=[(f"topic{i}",) for i in range(topics)],
        ),
        follows=none,
        posting=none,
        lineage={},
    )


if __name__ == "__main__":
    main()
