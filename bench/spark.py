"""What Spark costs: seconds, cores and memory by size, beside other engines on the same data.

    python bench/spark.py
    python bench/spark.py --millions 1 5 10 20 --engine 'local-cluster[2,1,4096]'
    python bench/spark.py --gds

Interactions are drawn at random, most upon a few people, each on one of 16 topics and over
everything, and written as Parquet. Each engine computes in processes of its own, whose memory
and processors' time are added up. Network Impact alone is computed by scipy and igraph too,
where they are installed, from the same folded attention. `--gds` loads the same interactions
into a Neo4j of its own and scores them there. No intervals are drawn by any.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from queries.engines.lake import Writer
from queries.engines.pasts import read_past, write_past
from queries.engines.progress import Step
from queries.recipe import Recipe, recipe_from
from queries.scoring.past import KIND_NAMES, Acts, Past

MILLION = 1_000_000
DAY = 86_400
NOW = 20_600 * DAY
TOPICS = 16
PEOPLE_PER_ACT = 0.1


def main() -> None:
    """Make the data, let each engine compute, and print what it cost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--millions", type=float, nargs="+", default=[1.0])
    parser.add_argument("--engine", default="local-cluster[2,1,2048]")
    parser.add_argument("--executor-memory", default="")
    parser.add_argument("--gds", action="store_true", help="Score in a Neo4j of its own, too.")
    parser.add_argument("--only", nargs="+", help="Of spark, local, scipy, igraph.")
    parser.add_argument("--child", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        CHILDREN[given.child[0]](Path(given.child[1]), given.child[2], given)
        return
    print(
        f"{os.cpu_count()} cores, {psutil.virtual_memory().total / 2**30:.0f} GB, "
        f"{platform.machine()}, Python {platform.python_version()}, "
        f"load average {os.getloadavg()[0]:.1f} at the start"
    )
    found = [one for millions in given.millions for one in of_size(millions, given)]
    _slopes(found)


@dataclass(frozen=True, slots=True)
class Cost:
    """What one engine took for one size; `told` is what it said of itself."""

    engine: str
    millions: float
    seconds: float
    core_seconds: float
    peak_mb: float
    told: dict[str, Any]


def of_size(millions: float, given: argparse.Namespace) -> list[Cost]:
    """All engines on so many interactions."""
    found: list[Cost] = []
    with tempfile.TemporaryDirectory(prefix="influence-bench-") as name:
        folder = Path(name)
        past = drawn(int(millions * MILLION))
        writer = Writer.into(folder / "lake", "interactions")
        write_past(past, writer)
        writer.close(references={})
        del past
        engines = given.only or ["spark", "local", "scipy", "igraph"]
        for engine in [*engines, *(["gds"] if given.gds else [])]:
            cost = measured(engine, folder, millions, given)
            if cost is None:
                continue
            found.append(cost)
            impact = cost.told.get("network_impact_seconds")
            print(
                f"{engine:7} {millions:5g} M: {cost.seconds:7.1f} s, "
                f"{cost.core_seconds:7.1f} core-seconds, {cost.peak_mb:7,.0f} MB at most"
                + (f", of it Network Impact {impact:.1f} s" if impact is not None else "")
                + (f", {cost.told['iterations']} iterations" if "iterations" in cost.told else ""),
                flush=True,
            )
    _ratios(found)
    return found


def measured(engine: str, folder: Path, millions: float, given: argparse.Namespace) -> Cost | None:
    """One engine in a process of its own; None where it is not installed."""
    command = [sys.executable, __file__, "--engine", given.engine]
    command += ["--executor-memory", given.executor_memory] if given.executor_memory else []
    command += ["--child", engine, str(folder), str(folder / f"{engine}-out")]
    begun = time.perf_counter()
    with (folder / "told.json").open("w+") as out:
        process = subprocess.Popen(command, stdout=out)
        watch = Watch(process.pid)
        watch.start()
        code = process.wait()
        watch.ended.set()
        watch.join()
        seconds = time.perf_counter() - begun
        out.seek(0)
        last = out.read().strip().splitlines()[-1:] or ["{}"]
    if code:
        print(f"{engine:7} {millions:5g} M: ended with {code}")
        return None
    told = json.loads(last[0])
    if told.get("missing"):
        print(f"{engine:7} is not installed")
        return None
    return Cost(engine, millions, seconds, watch.core_seconds, watch.peak / 2**20, told)


class Watch(threading.Thread):
    """Looks ten times a second what a process and all below it take."""

    def __init__(self, pid: int) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.peak = 0
        self._root = psutil.Process(pid)
        self._times: dict[tuple[int, float], float] = {}

    def run(self) -> None:
        """Look until `ended`."""
        while not self.ended.wait(0.1):
            resident = 0
            try:
                processes = [self._root, *self._root.children(recursive=True)]
            except psutil.NoSuchProcess:
                return
            for one in processes:
                try:
                    times = one.cpu_times()
                    self._times[one.pid, one.create_time()] = times.user + times.system
                    resident += one.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            self.peak = max(self.peak, resident)

    @property
    def core_seconds(self) -> float:
        """Processors' time of all processes that were seen."""
        return sum(self._times.values())


def drawn(acts: int) -> Past:
    """Half a year of acts at random; a person's part falls with the square of their place."""
    dice = np.random.default_rng(1)
    people = int(acts * PEOPLE_PER_ACT)
    none = (np.zeros(0, np.int64),) * 3
    return Past(
        numbers=np.arange(people),
        ids=[f"toy:{i}" for i in range(people)],
        created=np.full(people, NOW - 1_000 * DAY),
        reported=np.zeros(people, np.int64),
        acts=Acts(
            who=dice.integers(0, people, acts),
            whom=(dice.random(acts) ** 2 * people).astype(np.int64),
            kind=dice.integers(0, len(KIND_NAMES), acts),
            at=NOW * 1_000 - (dice.random(acts) * 180 * DAY * 1_000).astype(np.int64),
            credit=np.ones(acts),
            count=np.ones(acts, np.int64),
            tags=dice.integers(0, TOPICS, acts),
            post=np.full(acts, -1),
            tag_sets=[(f"topic{i}",) for i in range(TOPICS)],
        ),
        follows=none,
        posting=none,
        lineage={},
    )


def _recipe() -> Recipe:
    recipe = recipe_from()
    return replace(recipe, uncertainty=replace(recipe.uncertainty, resamples=0))


def _spark(folder: Path, out: str, given: argparse.Namespace) -> None:
    from queries.engines.spark.run import Asked, score_on_spark
    from queries.engines.spark.session import session
    from queries.settings import settings_from

    conf = {"spark.executor.memory": given.executor_memory} if given.executor_memory else {}
    steps: list[tuple[float, Step]] = []
    with session(given.engine, conf, settings_from()) as spark:
        question = Asked(given.engine, str(folder / "lake"), out)
        begun = time.perf_counter()
        score_on_spark(
            spark, question, _recipe(), tell=lambda one: steps.append((time.perf_counter(), one))
        )
        seconds = time.perf_counter() - begun
    impact = [at for at, one in steps if one.stage == "Network Impact"]
    before = max(at for at, one in steps if at < impact[0])
    iterations = max(one.iteration or 0 for _, one in steps if one.stage == "Network Impact")
    told = {"network_impact_seconds": impact[-1] - before, "iterations": iterations}
    print(json.dumps(told | {"without_start": seconds}))


def _local(folder: Path, out: str, _given: argparse.Namespace) -> None:
    from queries.engines.local import score_past_in_memory
    from queries.engines.results import KIND, write_scores

    found = score_past_in_memory(read_past(folder / "lake"), _recipe())
    write_scores(Writer.into(Path(out), KIND), found.lines)
    print(json.dumps({"lines": len(found.lines)}))


def _network(folder: Path) -> tuple[Any, Any, Any, int]:
    """All topics' folded attention as one network: from, to, weight, and how many nodes."""
    arrows = read_past(folder / "lake").folded(_recipe(), now=NOW)
    stride = int(max(arrows.who.max(), arrows.whom.max())) + 1
    ends = np.concatenate([arrows.topic * stride + arrows.who, arrows.topic * stride + arrows.whom])
    nodes, place = np.unique(ends, return_inverse=True)
    return place[: len(arrows.who)], place[len(arrows.who) :], arrows.weight, len(nodes)


def _scipy(folder: Path, _out: str, _given: argparse.Namespace) -> None:
    from scipy.sparse import csr_array

    who, whom, weight, nodes = _network(folder)
    begun = time.perf_counter()
    out = np.bincount(who, weights=weight, minlength=nodes)
    matrix = csr_array((0.85 * weight / out[who], (whom, who)), shape=(nodes, nodes))
    value, moved, steps = np.full(nodes, 0.15), 1.0, 0
    while moved > 1e-8:
        fresh = 0.15 + matrix @ value
        moved, value, steps = float((np.abs(fresh - value) / fresh).max()), fresh, steps + 1
    seconds = time.perf_counter() - begun
    print(json.dumps({"network_impact_seconds": seconds, "iterations": steps}))


def _igraph(folder: Path, _out: str, _given: argparse.Namespace) -> None:
    try:
        import igraph
    except ImportError:
        print(json.dumps({"missing": True}))
        return
    who, whom, weight, nodes = _network(folder)
    begun = time.perf_counter()
    graph = igraph.Graph(n=nodes, edges=np.stack([who, whom], axis=1), directed=True)
    graph.pagerank(damping=0.85, weights=weight)
    print(json.dumps({"network_impact_seconds": time.perf_counter() - begun}))


def _gds(folder: Path, _out: str, _given: argparse.Namespace) -> None:
    """Load the same acts through the importer; only the scoring is told as seconds."""
    from datetime import UTC, datetime

    import pyarrow as arrow
    import pyarrow.parquet as parquet

    past = read_past(folder / "lake")
    ids = np.array(past.ids, dtype=object)
    names = np.array(KIND_NAMES, dtype=object)
    tags = np.array([one[0] for one in past.acts.tag_sets], dtype=object)
    moments = arrow.array(past.acts.at, arrow.timestamp("ms", "UTC"))
    columns = {"who": ids[past.acts.who], "whom": ids[past.acts.whom], "when": moments}
    columns |= {"kind": names[past.acts.kind], "topics": tags[past.acts.tags]}
    parquet.write_table(arrow.table(columns), folder / "edges.parquet")
    del past
    recipe = folder / "recipe.toml"
    recipe.write_text('name = "bench"\n[uncertainty]\nresamples = 0\n' + _kinds())
    here = ["--data", str(folder / "neo4j")]
    door = [str(Path(sys.executable).with_name("influence"))]
    as_of = datetime.fromtimestamp(NOW, UTC).isoformat()
    try:
        load = [*door, "load", "edges", str(folder / "edges.parquet"), "--bulk"]
        subprocess.run([*load, *here], check=True, stdout=sys.stderr)
        begun = time.perf_counter()
        score = [*door, "score", "--recipe", str(recipe), "--as-of", as_of, "--show", "--json"]
        subprocess.run([*score, *here], check=True, stdout=sys.stderr)
        print(json.dumps({"scoring_seconds": time.perf_counter() - begun}))
    finally:
        subprocess.run([*door, "down", *here], check=False, stdout=sys.stderr)
        shutil.rmtree(folder / "neo4j", ignore_errors=True)


def _kinds() -> str:
    kinds = recipe_from().kinds
    return "[kinds]\n" + "".join(f"{kind} = {weight}\n" for kind, weight in kinds.items())


CHILDREN = {"spark": _spark, "local": _local, "scipy": _scipy, "igraph": _igraph, "gds": _gds}


def _ratios(found: list[Cost]) -> None:
    """What Spark took beside the others, in seconds of the same thing."""
    by_engine = {one.engine: one for one in found}
    spark = by_engine.get("spark")
    if spark is None:
        return
    for engine in ("local", "gds"):
        if one := by_engine.get(engine):
            seconds = one.told.get("scoring_seconds", one.seconds)
            print(
                f"        all scores: Spark took {spark.seconds / seconds:.1f} times as long as "
                f"{engine}, {spark.core_seconds / one.core_seconds:.1f} times the cores' time and "
                f"{spark.peak_mb / one.peak_mb:.1f} times the memory"
            )
    for engine in ("scipy", "igraph"):
        if one := by_engine.get(engine):
            ratio = spark.told["network_impact_seconds"] / one.told["network_impact_seconds"]
            print(f"        Network Impact: Spark took {ratio:.1f} times as long as {engine}")


def _slopes(found: list[Cost]) -> None:
    """Core-seconds per million interactions, by the line through all sizes of an engine."""
    for engine in dict.fromkeys(one.engine for one in found):
        same = [one for one in found if one.engine == engine]
        if len(same) > 1:
            sizes = [one.millions for one in same]
            slope, fixed = np.polyfit(sizes, [one.core_seconds for one in same], 1)
            print(
                f"{engine:7}: {fixed:.0f} core-seconds and {slope:.1f} for each million "
                "interactions"
            )


if __name__ == "__main__":
    main()
