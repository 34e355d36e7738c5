"""Every score of everybody on a cluster: stage by stage, each written down when it is done."""

from __future__ import annotations

import hashlib
import json
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any

from pyspark.sql import functions as F  # noqa: N812

from queries.engines.lake import MANIFEST, SCHEMA, Manifest
from queries.engines.local import moment_text, now_seconds
from queries.engines.progress import Step, Tell, tell_nobody
from queries.engines.results import KIND, TABLE, told_of
from queries.engines.spark.files import Files, address
from queries.engines.spark.reading import manifest_at, read
from queries.engines.spark.stages import Stages
from queries.engines.spark.store import STATE, Store
from queries.engines.work import CHECKPOINT
from queries.errors import ParameterRefused
from queries.recipe import Recipe
from queries.scoring.arrows import EVERYTHING
from queries.scoring.past import seconds_of
from queries.scoring.runs import Run
from queries.settings import APPLICATION

# Rows of acts for each partition, where they are counted.
PARTITION_ROWS = 500_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What to compute: from where to where, and as of when.

    `checkpoint` is a folder that all executors share; "" is one within `out`.
    """

    engine: str
    interactions: str
    out: str
    checkpoint: str = ""
    as_of: str | None = None
    recalibrate: bool = False


def score_on_spark(spark: Any, asked: Asked, recipe: Recipe, *, tell: Tell = tell_nobody) -> Run:
    """Compute all scores from interactions in Parquet, and write them as Parquet.

    What an attempt that was broken off has written under the same question is gone on with.

    Raises FilesRefused, NothingToScore when nobody is there, ParameterRefused when there is
    something else in `out`.
    """
    started = time.perf_counter()
    files = Files(spark)
    source, out = (address(path, asked.engine) for path in (asked.interactions, asked.out))
    manifest = manifest_at(files, source)
    _spread(spark, manifest.rows("acts") or 0)
    tell(Step("reading the interactions"))
    given = read(spark, files, source)
    _spread(spark, given.acts)
    moment = asked.as_of
    if moment is None and given.latest is not None:
        moment = moment_text(given.latest // 1000 + 1)
    reference = None
    if not asked.recalibrate:
        reference = dict(manifest.more.get("references") or {}).get(recipe.hash)
    key = _key(manifest, recipe, moment, reference)
    store = Store(spark, _folder(files, asked, out, key), key=key, tell=tell)
    if store.resumed:
        tell(Step("going on where an attempt was broken off"))
    as_of = moment or begun(store)
    work = Stages(store, given.tables, recipe, now=seconds_of(as_of))
    work.reference = reference
    try:
        lines = work.lines(given.topics)
        found = _written(spark, lines, out, tell)
    finally:
        spark.catalog.clearCache()
    run = replace(
        Run.of(
            recipe,
            as_of=as_of,
            reference=work.reference or 1.0,
            covered=work.covered,
            steepness=work.discount.steepness,
            bounded=work.discount.bounded,
            people=found["people"],
            topics=found["topics"],
            acts=given.acts,
        ),
        seconds=round(time.perf_counter() - started, 3),
    )
    told = _told(spark, asked, manifest, recipe, run, work) | {"lines": found["lines"]}
    files.write(f"{out}/{MANIFEST}", json.dumps(told, ensure_ascii=False, indent=1))
    store.close()
    return run


def begun(store: Store) -> str:
    """When the first attempt began: as of then acts are scored of which nobody knows when."""
    known = store.noted("moment") or {"as_of": moment_text(now_seconds())}
    store.note("moment", known)
    return str(known["as_of"])


def _written(spark: Any, lines: Any, out: str, tell: Tell) -> dict[str, int]:
    """Write the scores; how many lines, people and topics there are."""
    tell(Step("ranking and writing the scores"))
    first = ["id", "topic"]
    columns = first + [name for name in lines.columns if name not in first]
    lines.select(columns).write.mode("overwrite").parquet(f"{out}/{TABLE}")
    row = (
        spark.read.parquet(f"{out}/{TABLE}")
        .agg(
            F.count("*").alias("lines"),
            F.count(F.when(F.col("topic") == EVERYTHING, 1)).alias("people"),
            (F.count_distinct("topic") - 1).alias("topics"),
        )
        .first()
    )
    found: dict[str, int] = row.asDict()
    return found


def _told(
    spark: Any, asked: Asked, manifest: Manifest, recipe: Recipe, run: Run, work: Stages
) -> dict[str, Any]:
    java = spark._jvm.java.lang.System.getProperty("java.version")
    made_by = f"Influence Explorer {version(APPLICATION)}"
    return {
        "kind": KIND,
        "schema": SCHEMA,
        "at": datetime.now(UTC).isoformat(),
        "made_by": made_by,
        "versions": f"{made_by}, Spark {spark.version}, Java {java}",
        "engine": asked.engine,
        "run": told_of(run),
        "recipe_text": recipe.text,
        "sensitive": work.hidden,
        "input": manifest.hash,
        "iterations": {name: done.steps for name, done in work.settled.items()},
        "residuals": {name: done.residual for name, done in work.settled.items()},
    }


def _spread(spark: Any, acts: int) -> None:
    """Shuffle into as many partitions as there are cores, or more where there is much."""
    name = "spark.sql.shuffle.partitions"
    if spark.sparkContext.getConf().contains(name):
        return
    cores = spark.sparkContext.defaultParallelism
    spark.conf.set(name, str(max(cores, -(-acts // PARTITION_ROWS))))


def _folder(files: Files, asked: Asked, out: str, key: str) -> str:
    """Where stages are kept. Raises ParameterRefused when there is something else in `out`."""
    if files.exists(f"{out}/{MANIFEST}"):
        raise ParameterRefused(f"there are scores in {asked.out} already; name a new folder")
    folder = f"{out}/{CHECKPOINT}"
    if asked.checkpoint:
        folder = f"{address(asked.checkpoint, asked.engine)}/influence-{key[:12]}"
    if not (files.empty(out) or files.exists(f"{folder}/{STATE}")):
        raise ParameterRefused(f"{asked.out} is not empty; name a new folder")
    return folder


def _key(manifest: Manifest, recipe: Recipe, moment: str | None, reference: float | None) -> str:
    told = [manifest.hash, recipe.hash, moment, reference, version(APPLICATION), SCHEMA]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
