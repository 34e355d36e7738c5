"""Spark's scores are those of Graph Data Science, also where machines and drivers are lost.

One cluster of two executor processes on the loopback address, and one computation: its driver
is broken off, an executor is killed, and it goes on. What comes out is held against the scores
that the database computed from the same acts, part by part and person by person.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import psutil
import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest

from queries.engines.compare import compared
from queries.engines.export import export_interactions
from queries.engines.lake import MANIFEST, TABLES, manifest_in
from queries.engines.local import score_past_in_memory
from queries.engines.pasts import read_past
from queries.engines.progress import Step
from queries.engines.results import lines_in, read_manifest
from queries.errors import EngineMissing, FilesRefused, ParameterRefused
from queries.graph import Graph
from queries.labels import ROWS
from queries.recipe import Recipe, recipe_from
from queries.scoring.points import POINTS
from queries.scoring.run import Computed, computed
from queries.settings import settings_from
from tests.conftest import emptied
from tests.networks import load
from tests.queries.engines.interactions import LABELS, labelled, records

pytest.importorskip("pyspark", reason="Spark is not installed: pip install -e '.[spark]'")

CLUSTER = "local-cluster[2,1,1024]"
# Quick to start rather than quick at length.
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
CONF = {
    "spark.driver.extraJavaOptions": QUICK,
    "spark.executor.extraJavaOptions": QUICK,
    "spark.sql.codegen.wholeStage": "false",
}


def quick_recipe() -> Recipe:
    """The shipped recipe, but for damping factors with which ranks settle in half the steps."""
    shipped = recipe_from()
    return replace(
        shipped,
        network=replace(shipped.network, damping=0.6),
        credibility=replace(shipped.credibility, damping=0.6),
    )


RECIPE = quick_recipe()


class DriverLost(BaseException):
    """What breaks the first attempt off."""


@dataclass
class Made:
    """The cluster, what it computed, and what was told meanwhile."""

    spark: Any
    folder: Path
    inside: Computed
    told: list[list[Step]] = field(default_factory=list)
    killed: list[int] = field(default_factory=list)


def executors() -> list[psutil.Process]:
    """The processes of the cluster that compute."""
    return [
        one
        for one in psutil.Process(os.getpid()).children(recursive=True)
        if one.status() != psutil.STATUS_ZOMBIE
        and any("CoarseGrainedExecutorBackend" in word for word in one.cmdline())
    ]


@pytest.fixture(scope="module")
def made(database: Graph, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """One computation in the database and one on the cluster, of the same acts."""
    from queries.engines.spark.run import Asked, score_on_spark
    from queries.engines.spark.session import session

    emptied(database)
    load(database, records())
    labelled(database)
    recipe, folder = RECIPE, tmp_path_factory.mktemp("spark")
    inside = computed(database, recipe)
    export_interactions(database, folder / "lake", part_people=15)
    question = Asked(CLUSTER, str(folder / "lake"), str(folder / "out"))
    with session(CLUSTER, CONF, settings_from({}).but(cache=settings_from().cache)) as spark:
        found = Made(spark, folder, inside)

        def until_the_driver_is_lost(step: Step) -> None:
            found.told[-1].append(step)
            if step.stage == "Network Impact":
                raise DriverLost

        def while_an_executor_dies(step: Step) -> None:
            found.told[-1].append(step)
            if step.stage == "Network Impact" and not found.killed:
                one = executors()[0]
                found.killed.append(one.pid)
                one.send_signal(signal.SIGKILL)

        found.told.append([])
        with pytest.raises(DriverLost):
            score_on_spark(spark, question, recipe, tell=until_the_driver_is_lost)
        found.told.append([])
        score_on_spark(spark, question, recipe, tell=while_an_executor_dies)
        yield found


def test_every_part_of_every_person_is_that_of_the_database(made: Made) -> None:
    found = compared(made.inside.lines, lines_in(made.folder / "out"))

    assert found.lines == len(made.inside.lines) > 150
    assert {name: value for name, value in found.differences.items() if value >= 1e-6} == {}
    assert found.largest < 1e-6
    assert (found.ranks, found.words, found.only) == (0, 0, 0)
    assert set(found.differences) == {
        *("people", "acts", "audience", "true_reach", "amplification", "credible", "returning"),
        *("active_days", *POINTS.values(), "score"),
        *("network_impact", "trust", "known_by", "established", "labelled"),
    }


def test_labels_and_credible_followers_count_as_in_the_database(made: Made) -> None:
    lines = lines_in(made.folder / "out")
    overall = lines[lines["topic"] == "*"].set_index("id")
    given = {label.name: getattr(RECIPE.labels, label.key) for label in ROWS}
    assert overall["labelled"].dropna().to_dict() == {
        id_: given[label] for id_, label in LABELS.items()
    }
    past = read_past(made.folder / "lake")
    followers = past.scene(RECIPE, now=past.moment()).followers
    reported = past.people(now=past.moment(), horizon_days=1).followers
    place = [past.ids.index(id_) for id_ in overall.index]
    # Of many the followers that are loaded are no whole persons.
    assert (followers[place] < reported[place]).sum() > 10
    total = overall["points_followers"] / np.log1p(followers[place])
    other = overall["points_true_reach"] / np.log1p(overall["true_reach"])
    scale = (total / RECIPE.weights.followers) / (other / RECIPE.weights.reach)
    assert scale.dropna().to_numpy() == pytest.approx(1.0, rel=1e-9)
    unlabelled = replace(past, labels={}).scene(RECIPE, now=past.moment()).standing
    moved = np.abs(overall["trust"].to_numpy() - unlabelled.trust[place]) > 1e-3
    assert moved.sum() > 10


def test_the_engine_in_memory_says_the_same(made: Made) -> None:
    past = read_past(made.folder / "lake")
    found = score_past_in_memory(past, RECIPE)
    assert compared(made.inside.lines, found.lines).largest < 1e-9
    assert compared(found.lines, lines_in(made.folder / "out")).largest < 1e-6


def test_the_manifest_says_of_what_and_by_what(made: Made) -> None:
    manifest, run = read_manifest(made.folder / "out")
    lake = json.loads((made.folder / "lake" / MANIFEST).read_text())
    assert run.recipe == RECIPE.hash
    assert run.reference == pytest.approx(made.inside.run.reference, rel=1e-9)
    assert run.as_of == made.inside.run.as_of
    assert (run.people, run.topics, run.acts) == (
        made.inside.run.people,
        made.inside.run.topics,
        made.inside.run.acts,
    )
    assert manifest.more["sensitive"] == made.inside.hidden == ["hiv"]
    assert manifest.more["lines"] == len(made.inside.lines)
    assert re.search(r"Spark 4\.\d+\.\d+, Java \d+", manifest.more["versions"])
    assert manifest.more["engine"] == CLUSTER
    assert manifest.more["residuals"]["network_impact"] <= 5e-8
    assert len(manifest.more["input"]) == 12
    assert lake["schema"] == 1


def test_a_new_driver_goes_on_where_the_lost_one_was(made: Made) -> None:
    first, second = ([step.stage for step in steps] for steps in made.told)
    assert "folding acts into attention" in first
    assert "trust" in first
    assert second[1] == "going on where an attempt was broken off"
    assert not {"folding acts into attention", "trust", "choosing the seeds"} & set(second)
    impact = [step for steps in made.told for step in steps if step.stage == "Network Impact"]
    iterations = [step.iteration for step in impact]
    assert iterations == sorted(set(iterations)), "an iteration was done twice"


def test_an_executor_was_killed_and_replaced(made: Made) -> None:
    running = {one.pid for one in executors()}
    assert len(made.killed) == 1
    assert made.killed[0] not in running
    assert len(running) == 2


def test_nothing_but_the_scores_is_left(made: Made) -> None:
    assert {one.name for one in (made.folder / "out").iterdir()} <= {
        "scores",
        MANIFEST,
        f".{MANIFEST}.crc",
    }


def test_a_superstep_has_one_shuffle(made: Made) -> None:
    from pyspark.sql import functions as F  # noqa: N812

    from queries.engines.spark.supersteps import BLOCK, Flow, block, laid

    ring = made.spark.range(20).select(
        F.col("id").alias("src"), ((F.col("id") + 1) % 20).alias("dst"), F.lit(0.85).alias("share")
    )
    node, nothing = F.col("src").alias("node"), F.lit(0.0).alias("given")
    nodes = laid(ring.select(node, F.lit(0.15).alias("value"), nothing), "node")
    nodes, arrows = nodes.persist(), laid(ring, "src").persist()
    flow = Flow("ring", nodes, arrows, lambda whole, _: 0.15 + whole, 0.85, linear=True)

    plan = block(flow, nodes, arrows, nodes)._jdf.queryExecution().executedPlan().toString()

    # What is cached has shuffles of its own, which are done once.
    steps = re.sub(r"InMemoryRelation.*?(?=\n\s*[:+]|\Z)", "", plan, flags=re.S)
    assert len(re.findall(r"Exchange hashpartitioning\(dst", steps)) == BLOCK
    values = [row["value"] for row in block(flow, nodes, arrows, nodes).collect()]
    assert values == pytest.approx([1 - 0.85 ** (BLOCK + 1)] * 20, rel=1e-12)


def test_what_goes_round_in_a_ring_of_three_settles_soon(made: Made) -> None:
    from queries.engines.spark.store import Store
    from queries.engines.spark.supersteps import BLOCK, Flow, settle

    leads = [(0, 1), (1, 2), (2, 3), (3, 1)]
    arrows = made.spark.createDataFrame(
        [(*one, 0.85) for one in leads], "src int, dst int, share double"
    )
    nodes = made.spark.createDataFrame([(one, 0.15) for one in range(4)], "node int, value double")
    flow = Flow("ring of three", nodes, arrows, lambda whole, _: 0.15 + whole, 0.85, linear=True)
    store = Store(made.spark, str(made.folder / "ring"), key="ring", tell=lambda _: None)

    settled = settle(store, flow)

    carried = np.zeros((4, 4))
    carried[[whom for _, whom in leads], [who for who, _ in leads]] = 0.85
    expected = np.linalg.solve(np.eye(4) - carried, np.full(4, 0.15))
    values = {row["node"]: row["value"] for row in settled.ranks.collect()}
    store.close()
    assert [values[node] for node in range(4)] == pytest.approx(list(expected), rel=1e-7)
    assert settled.steps <= 3 * BLOCK


@pytest.mark.parametrize("linear", [True, False])
def test_whom_nothing_reaches_and_who_hands_nothing_on_have_their_values(
    made: Made, linear: bool
) -> None:
    from pyspark.sql import functions as F  # noqa: N812

    from queries.engines.spark.store import Store
    from queries.engines.spark.supersteps import Flow, settle

    # 0 and 5 are reached by nothing, 3 and 6 hand nothing on, 1 and 2 are between; 7 is alone.
    leads = [(0, 1), (0, 6), (1, 2), (2, 1), (2, 3), (5, 2), (5, 3), (5, 6)]
    share, damping, first = 0.4, 0.6, [0.1 * (1 + one) for one in range(8)]
    arrows = made.spark.createDataFrame(
        [(*one, share) for one in leads], "src int, dst int, share double"
    )
    nodes = made.spark.createDataFrame(
        [(one, value, value) for one, value in enumerate(first)],
        "node int, value double, own double",
    )
    flow = Flow(
        *("some", nodes, arrows, lambda whole, largest: F.col("own") + whole - largest / 2),
        *(damping, linear),
    )
    store = Store(made.spark, str(made.folder / "some"), key="some", tell=lambda _: None)

    found = {row["node"]: row["value"] for row in settle(store, flow).ranks.collect()}

    store.close()
    values = first
    for _ in range(200):
        came = [[share * values[src] for src, dst in leads if dst == one] for one in range(8)]
        values = [
            own + sum(some) - (0 if linear else max(some, default=0) / 2)
            for own, some in zip(first, came, strict=True)
        ]
    assert [found[one] for one in range(8)] == pytest.approx(values, rel=1e-7)


def test_of_values_that_tie_one_comes_to_the_driver(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    from queries.engines.spark import standing

    monkeypatch.setattr(standing, "FEW_VALUES", 500)
    values = made.spark.createDataFrame(arrow.table({"value": [0.5] * 900 + [0.7] * 100}))
    collected: list[int] = []
    collect = type(values).collect

    def counted(frame: Any) -> Any:
        rows = collect(frame)
        collected.append(len(rows))
        return rows

    monkeypatch.setattr(type(values), "collect", counted)
    assert standing.median(values) == 0.5
    assert collected == [1]


@pytest.mark.parametrize("size", [0, 1, 2, 999, 1_000])
def test_the_median_is_exact(made: Made, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from queries.engines.spark import standing

    monkeypatch.setattr(standing, "FEW_VALUES", 500)
    values = np.random.default_rng(size).lognormal(size=size).round(2)
    rows = made.spark.createDataFrame(arrow.table({"value": values}))
    assert standing.median(rows) == (float(np.median(values)) if size else None)


def test_scores_are_not_written_over_others(made: Made, tmp_path: Path) -> None:
    from queries.engines.spark.run import Asked, score_on_spark

    lake, out = str(made.folder / "lake"), str(made.folder / "out")
    with pytest.raises(ParameterRefused, match=r"there are scores in .* already"):
        score_on_spark(made.spark, Asked(CLUSTER, lake, out), RECIPE)
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(ParameterRefused, match="is not empty"):
        score_on_spark(made.spark, Asked(CLUSTER, lake, str(tmp_path)), RECIPE)
    with pytest.raises(FilesRefused, match=r"no manifest\.json in"):
        score_on_spark(made.spark, Asked(CLUSTER, str(tmp_path), out), RECIPE)


NUMBER = 10**12
ACT = {"kind": ["like"], "at": [None], "credit": [1.0], "count": [1], "topics": [None]}
PERSON = {"id": ["toy:x"], "created": [None], "followers": [0], "label": [None]}


@pytest.mark.parametrize(
    ("table", "row", "complaint"),
    [
        ("acts", ACT | {"kind": ["poke"]}, "acts: 'poke' is no kind; repost, quote"),
        ("acts", ACT | {"whom": [NUMBER]}, f"acts: names person {NUMBER}, who is not in people"),
        ("follows", {"who": [NUMBER], "at": [None]}, f"follows: names person {NUMBER}"),
        ("days", {"who": [NUMBER], "first": [0], "posts": [1]}, f"days: names person {NUMBER}"),
        ("people", PERSON, "people: two people have the same number"),
        ("acts", {"who": [0], "whom": [0]}, "part-99999.parquet: has no column kind, at, credit"),
    ],
)
def test_what_the_engine_in_memory_refuses_is_refused(
    made: Made, tmp_path: Path, table: str, row: dict[str, list[object]], complaint: str
) -> None:
    from queries.engines.spark.files import Files
    from queries.engines.spark.reading import read

    folder = tmp_path / "lake"
    shutil.copytree(made.folder / "lake", folder)
    somebody = [int(read_past(folder).numbers[0])]
    columns = {"number": somebody, "who": somebody, "whom": somebody} | row
    names = [name for name in TABLES[table].names if name in columns]
    arrays = [arrow.array(columns[name], TABLES[table].field(name).type) for name in names]
    rows = arrow.Table.from_arrays(arrays, names)
    parquet.write_table(rows, folder / table / "part-99999.parquet")

    with pytest.raises(FilesRefused, match=complaint):
        read_past(folder)
    with pytest.raises(FilesRefused, match=complaint):
        read(made.spark, Files(made.spark), f"file://{folder}")


def test_tables_that_are_not_there_are_empty(made: Made, tmp_path: Path) -> None:
    from queries.engines.spark.files import Files
    from queries.engines.spark.reading import manifest_at, read

    folder = tmp_path / "lake"
    shutil.copytree(made.folder / "lake", folder)
    for table in ("follows", "days", "topics"):
        shutil.rmtree(folder / table)
    (folder / MANIFEST).write_text(json.dumps({"kind": "interactions", "schema": 1}))
    files = Files(made.spark)

    found = read(made.spark, files, f"file://{folder}")

    assert (found.tables.follows.count(), found.tables.days.count(), found.topics) == (0, 0, [])
    past = read_past(folder)
    assert (found.acts, found.latest) == (len(past.acts), past.acts.at.max())
    # Whoever wrote no hashes gets a hash all the same, by size and time.
    manifest = manifest_at(files, f"file://{folder}")
    assert manifest == manifest_in(folder, "interactions")
    assert len(manifest.stamps) > 2


def test_acts_without_times_are_scored_as_of_when_the_first_attempt_began(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from queries.engines.spark import run
    from queries.engines.spark.store import Store

    def attempt(now: int) -> str:
        monkeypatch.setattr(run, "now_seconds", lambda: now)
        store = Store(made.spark, f"file://{tmp_path}/kept", key="k", tell=lambda _: None)
        return run.begun(store)

    assert attempt(1_800_000_000) == attempt(1_900_000_000) == "2027-01-15T08:00:00Z"


def test_a_label_that_means_nothing_is_refused(made: Made, tmp_path: Path) -> None:
    from queries.engines.spark.run import Asked, score_on_spark

    shutil.copytree(made.folder / "lake", tmp_path / "lake")
    path = tmp_path / "lake" / "people" / "part-00000.parquet"
    people = parquet.read_table(path).drop_columns(["label"])
    famous = arrow.array(["famous"] * people.num_rows)
    parquet.write_table(people.append_column("label", famous), path)
    question = Asked(CLUSTER, str(tmp_path / "lake"), str(tmp_path / "out"))
    with pytest.raises(FilesRefused, match="people: 'famous' is no label; verified, known"):
        score_on_spark(made.spark, question, RECIPE)


def test_versions_that_do_not_fit_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from queries.engines.spark import java, session

    old = tmp_path / "bin" / "java"
    old.parent.mkdir()
    old.write_text("#!/bin/sh\necho 'openjdk version \"11.0.2\" 2019-01-15' >&2\n")
    old.chmod(0o755)
    with pytest.raises(EngineMissing, match=r"is Java 11, and Spark 4\.\d+\.\d+ needs 17"):
        java.java_home(settings_from({}).but(java_home=str(tmp_path)))
    with pytest.raises(EngineMissing, match="no Java at"):
        java.java_home(settings_from({}).but(java_home=str(tmp_path / "none")))
    monkeypatch.setattr(java, "version", lambda _: "4.0.5")
    with pytest.raises(EngineMissing, match=r"pyspark 4\.0\.5 is installed, and 4\.2 or a later"):
        java.spark_version()
    with pytest.raises(EngineMissing, match=r"the Spark that it started is 4\.1\.0"):
        session.same(SimpleNamespace(version="4.1.0"), "4.3.0")
