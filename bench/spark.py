"""What Spark costs: seconds, cores and memory by size, beside other engines on the same data.

    python bench/spark.py
    python bench/spark.py --millions 1 5 10 --engine 'local-cluster[2,1,6144]' --executor-memory 5g
    python bench/spark.py --millions 1 5 10 --gds 1

Interactions are drawn at random, most upon a few people, each on one of 16 topics and over
everything, and written as Parquet. Each engine computes in processes of its own, whose memory
and processors' time are added up. Network Impact alone is computed by scipy and igraph too,
where they are installed (`pip install 'igraph<2'`), from the same folded attention. `--gds` loads
the same interactions, or with a number those of up to so many millions, into a Neo4j of its own and
scores them there: that counts from when they are loaded, with the server, which computes measures,
flags and lenses as well. No intervals are drawn by any. Of several sizes a line is laid through
each engine's figures, and how they grow is held against n·log n.
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
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from random_acts import NOW, drawn

from queries.connection import address_in
from queries.engines.lake import Writer
from queries.engines.pasts import read_past, write_past
from queries.engines.progress import Step
from queries.recipe import Recipe, recipe_from
from queries.scoring.arrows import distinct
from queries.scoring.past import KIND_NAMES, Past

MILLION = 1_000_000
TOPICS = 16
PEOPLE_PER_ACT = 0.1
DAYS = 180
# Sizes that are only thought of, in millions.
ON_PAPER = (5, 10, 20)
# The file by which a child says that from now on it counts.
BEGUN = "begun"


def main() -> None:
    """Make the data, let each engine compute, and print what it cost."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--millions", type=float, nargs="+", default=[1.0])
    parser.add_argument("--engine", default="local-cluster[2,1,2048]")
    parser.add_argument("--executor-memory", default="")
    parser.add_argument(
        "--gds",
        nargs="?",
        type=float,
        const=float("inf"),
        default=0.0,
        help="Score in a Neo4j of its own, too: all sizes, or up to so many millions.",
    )
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

    def __str__(self) -> str:
        """One line."""
        words = (
            f"{self.engine:7} {self.millions:5g} M: {self.seconds:7.1f} s, "
            f"{self.core_seconds:7.1f} core-seconds ({self.core_seconds / self.millions:.1f} a "
            f"million), {self.peak_mb:7,.0f} MB at most"
        )
        impact = self.told.get("network_impact_seconds")
        if impact is None:
            return words
        words += f"; Network Impact {impact:.1f} s"
        if steps := self.told.get("iterations"):
            each = self.told["iteration_core_seconds"] / self.told["million_arrows"]
            words += f", {steps} iterations of {each:.3f} core-seconds for each million arrows"
        return words


def of_size(millions: float, given: argparse.Namespace) -> list[Cost]:
    """All engines on so many interactions."""
    found: list[Cost] = []
    with tempfile.TemporaryDirectory(prefix="influence-bench-") as name:
        folder = Path(name)
        acts = int(millions * MILLION)
        past = drawn(int(acts * PEOPLE_PER_ACT), acts, TOPICS, days=DAYS)
        writer = Writer.into(folder / "lake", "interactions")
        write_past(past, writer)
        writer.close(references={})
        million_arrows = arrows_of(past) / MILLION
        del past
        engines = given.only or ["spark", "local", "scipy", "igraph"]
        for engine in [*engines, *(["gds"] if millions <= given.gds else [])]:
            cost = measured(engine, folder, millions, given)
            if cost is not None:
                cost.told["million_arrows"] = million_arrows
                found.append(cost)
                print(cost, flush=True)
    _ratios(found)
    return found


def measured(engine: str, folder: Path, millions: float, given: argparse.Namespace) -> Cost | None:
    """One engine in a process of its own; None where it is not installed."""
    command = [sys.executable, __file__, "--engine", given.engine]
    command += ["--executor-memory", given.executor_memory] if given.executor_memory else []
    command += ["--child", engine, str(folder), str(folder / f"{engine}-out")]
    with (folder / "told.json").open("w+") as out:
        process = subprocess.Popen(command, stdout=out)
        watch = Watch(process.pid, folder)
        watch.start()
        code = process.wait()
        watch.ended.set()
        watch.join()
        out.seek(0)
        last = out.read().strip().splitlines()[-1:] or ["{}"]
    if code:
        print(f"{engine:7} {millions:5g} M: ended with {code}")
        return None
    told = json.loads(last[0])
    if told.get("missing"):
        print(f"{engine:7} is not installed")
        return None
    return Cost(engine, millions, watch.seconds, watch.core_seconds, watch.peak / 2**20, told)


class Watch(threading.Thread):
    """Looks ten times a second what a process and all below it take, and a Neo4j in `folder`.

    Counts from its start, and once there is BEGUN in `folder` from then.
    """

    def __init__(self, pid: int, folder: Path) -> None:
        super().__init__(daemon=True)
        self.ended = threading.Event()
        self.peak = 0
        self._root, self._folder = psutil.Process(pid), folder
        self._times: dict[tuple[int, float], float] = {}
        self._since, self._before, self._until = time.perf_counter(), 0.0, 0.0

    def run(self) -> None:
        """Look until `ended`."""
        while not self.ended.wait(0.1):
            if (self._folder / BEGUN).exists():
                (self._folder / BEGUN).unlink()
                self.peak, self._since, self._before = 0, time.perf_counter(), self._all()
            resident = 0
            for one in self._processes():
                try:
                    self._times[one.pid, one.create_time()] = _busy(one)
                    resident += one.memory_info().rss
                except psutil.NoSuchProcess:
                    continue
            self.peak = max(self.peak, resident)
        self._until = time.perf_counter()

    def _processes(self) -> list[psutil.Process]:
        server = address_in(self._folder / "neo4j")
        try:
            found = [self._root, *self._root.children(recursive=True)]
            found += [psutil.Process(server.pid)] if server else []
        except psutil.NoSuchProcess:
            return []
        return list({one.pid: one for one in found}.values())

    def _all(self) -> float:
        return sum(self._times.values())

    @property
    def core_seconds(self) -> float:
        """Processors' time of all processes that were seen."""
        return self._all() - self._before

    @property
    def seconds(self) -> float:
        """From the start to the end."""
        return self._until - self._since


def _busy(process: psutil.Process) -> float:
    times = process.cpu_times()
    busy: float = times.user + times.system
    return busy


def arrows_of(past: Past) -> int:
    """How many arrows Network Impact flows over: of a pair one for each topic, and one for all."""
    acts, people = past.acts, len(past.ids)
    pair = (acts.who * people + acts.whom)[acts.who != acts.whom]
    topic = acts.tags[acts.who != acts.whom]
    return len(distinct(pair)) + len(distinct(pair * TOPICS + topic))


def _recipe() -> Recipe:
    recipe = recipe_from()
    return replace(recipe, uncertainty=replace(recipe.uncertainty, resamples=0))


def _spark(folder: Path, out: str, given: argparse.Namespace) -> None:
    from queries.engines.spark.run import Asked, score_on_spark
    from queries.engines.spark.session import session
    from queries.settings import settings_from

    conf = {"spark.executor.memory": given.executor_memory} if given.executor_memory else {}
    steps: list[tuple[Step, float, float]] = []

    def tell(step: Step) -> None:
        me = psutil.Process()
        busy = sum(map(_busy, [me, *me.children(recursive=True)]))
        steps.append((step, time.perf_counter(), busy))

    with session(given.engine, conf, settings_from()) as spark:
        question = Asked(given.engine, str(folder / "lake"), out)
        score_on_spark(spark, question, _recipe(), tell=tell)
    blocks = [one for one in steps if one[0].stage == "Network Impact"]
    # From one block of iterations to the last: what comes before the first is not theirs alone.
    (first, begun, busy), (last, ended, busy_then) = blocks[0], blocks[-1]
    some = (last.iteration or 0) - (first.iteration or 0)
    told = {
        "iterations": last.iteration,
        "iteration_core_seconds": (busy_then - busy) / some,
        "network_impact_seconds": (ended - begun) / some * (last.iteration or 0),
    }
    print(json.dumps(told))


def _local(folder: Path, out: str, _given: argparse.Namespace) -> None:
    from queries.engines.local import score_in_parts
    from queries.engines.results import KIND, TABLE, write_scores

    writer = Writer.into(Path(out), KIND)
    score_in_parts(read_past(folder / "lake"), _recipe(), partial(write_scores, writer))
    print(json.dumps({"lines": writer.rows(TABLE)}))


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
    begun, busy = time.perf_counter(), time.process_time()
    out = np.bincount(who, weights=weight, minlength=nodes)
    matrix = csr_array((0.85 * weight / out[who], (whom, who)), shape=(nodes, nodes))
    value, moved, steps = np.full(nodes, 0.15), 1.0, 0
    while moved > 1e-8:
        fresh = 0.15 + matrix @ value
        moved, value, steps = float((np.abs(fresh - value) / fresh).max()), fresh, steps + 1
    told = {"network_impact_seconds": time.perf_counter() - begun, "iterations": steps}
    print(json.dumps(told | {"iteration_core_seconds": (time.process_time() - busy) / steps}))


def _igraph(folder: Path, _out: str, _given: argparse.Namespace) -> None:
    try:
        import igraph
    except ImportError:
        print(json.dumps({"missing": True}))
        return
    who, whom, weight, nodes = _network(folder)
    begun = time.perf_counter()
    graph = igraph.Graph(n=nodes, edges=np.stack([who, whom], axis=1), directed=True)
    # As a list: it takes an array of numpy for the name of an attribute.
    graph.pagerank(damping=0.85, weights=weight.tolist())
    print(json.dumps({"network_impact_seconds": time.perf_counter() - begun}))


def _gds(folder: Path, _out: str, _given: argparse.Namespace) -> None:
    """Load the same acts through the importer, and score them."""
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
        (folder / BEGUN).touch()
        score = [*door, "score", "--recipe", str(recipe), "--as-of", as_of, "--show", "--json"]
        subprocess.run([*score, *here], check=True, stdout=sys.stderr)
        print("{}", flush=True)
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
            ratio = spark.seconds / one.seconds
            print(
                f"        all scores: Spark took {ratio:.1f} times as long as {engine}, "
                f"{spark.core_seconds / one.core_seconds:.1f} times the cores' time and "
                f"{spark.peak_mb / one.peak_mb:.1f} times the memory"
            )
    for engine in ("scipy", "igraph"):
        if one := by_engine.get(engine):
            ratio = spark.told["network_impact_seconds"] / one.told["network_impact_seconds"]
            print(f"        Network Impact: Spark took {ratio:.1f} times as long as {engine}")


def _slopes(found: list[Cost]) -> None:
    """Lines through all sizes of an engine, and what they come to for sizes that were not run."""
    for engine in dict.fromkeys(one.engine for one in found):
        same = sorted((one for one in found if one.engine == engine), key=lambda one: one.millions)
        if len(same) < 2:
            continue
        sizes = [one.millions for one in same]
        lines = {
            name: np.polyfit(sizes, [getattr(one, name) for one in same], 1)
            for name in ("seconds", "core_seconds", "peak_mb")
        }
        slopes = ", ".join(
            f"{fixed:.0f} {name} and {slope:.1f} for each million interactions"
            for name, (slope, fixed) in lines.items()
        )
        print(f"{engine:7}: {slopes}")
        for one, larger in pairwise(same):
            grew = larger.core_seconds / one.core_seconds
            print(
                f"        from {one.millions:g} to {larger.millions:g} M the cores' time grew "
                f"{grew:.2f} times, and n·log n does {_log_linear(larger) / _log_linear(one):.2f}"
            )
        for millions in ON_PAPER:
            told = [f"{np.polyval(line, millions):,.0f} {name}" for name, line in lines.items()]
            print(f"        on paper, {millions} M: {', '.join(told)}")


def _log_linear(cost: Cost) -> float:
    return float(cost.millions * np.log(cost.millions * MILLION))


if __name__ == "__main__":
    main()
