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

from queries.engines.lake import MANIFEST, SCHEMA, TABLES, Manifest, manifest_of
from queries.engines.local import moment_text
from queries.engines.pasts import known_label
from queries.engines.progress import Step, Tell, tell_nobody
from queries.engines.results import KIND, TABLE, told_of
from queries.engines.spark.acts import Tables
from queries.engines.spark.files import Files, address
from queries.engines.spark.stages import Stages
from queries.engines.spark.store import STATE, Store
from queries.errors import FilesRefused, ParameterRefused
from queries.labels import LABELS
from queries.recipe import Recipe
from queries.scoring.arrows import EVERYTHING
from queries.scoring.past import seconds_of
from queries.scoring.runs import Run
from queries.scoring.unfolded import UNKNOWN
from queries.settings import APPLICATION

# Rows of acts for each partition, where they are counted.
PARTITION_ROWS = 500_000


@dataclass(frozen=True, slots=True)
class Asked:
    """What to compute: from where to where, as of when, and from which reference on.

    `checkpoint` is a folder that all executors share; "" is one within `out`.
    """

    engine: str
    interactions: str
    out: str
    checkpoint: str = ""
    as_of: str | None = None
    reference: float | None = None
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
    manifest = _manifest(files, source)
    tables = _tables(spark, source)
    _spread(spark, manifest)
    tell(Step("reading the interactions"))
    odd = tables.people.where(F.col("label") != "").where(~F.col("label").isin(*LABELS)).first()
    if odd:
        known_label(odd["label"], f"{source}/people")
    row = tables.acts.agg(F.count("*"), F.max("at")).first()
    acts, now = int(row[0]), max(int(row[1] or 0), 0) // 1000 + 1
    as_of = asked.as_of or moment_text(now)
    reference = asked.reference
    if reference is None and not asked.recalibrate:
        reference = dict(manifest.more.get("references") or {}).get(recipe.hash)
    key = _key(manifest, recipe, as_of, reference)
    store = Store(spark, _folder(files, asked, out, key), key=key, tell=tell)
    if store.resumed:
        tell(Step("going on where an attempt was broken off"))
    work = Stages(store, tables, recipe, now=seconds_of(as_of))
    work.reference = reference
    try:
        lines = work.lines(_topics(spark, files, source))
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
            acts=acts,
        ),
        seconds=round(time.perf_counter() - started, 3),
    )
    told = _told(spark, asked, manifest, recipe, run, work) | {"lines": found["lines"]}
    files.write(f"{out}/{MANIFEST}", json.dumps(told, ensure_ascii=False, indent=1))
    store.close()
    return run


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


def _manifest(files: Files, source: str) -> Manifest:
    text = files.text(f"{source}/{MANIFEST}")
    if text is None:
        raise FilesRefused(
            f"no {MANIFEST} in {source}; write it with 'influence export-interactions'"
        )
    return manifest_of(text, "interactions", source)


def _tables(spark: Any, source: str) -> Tables:
    read = {
        name: spark.read.schema(_schema(name)).parquet(f"{source}/{name}")
        for name in ("people", "acts", "follows", "days")
    }
    unknown = F.lit(UNKNOWN).cast("long")
    nothing = F.expr("cast(array() as array<string>)")
    return Tables(
        people=read["people"].withColumn("created", F.coalesce("created", unknown)),
        acts=read["acts"]
        .withColumn("at", F.coalesce("at", unknown))
        .withColumn("topics", F.coalesce("topics", nothing)),
        follows=read["follows"].withColumn("at", F.coalesce("at", unknown)),
        days=read["days"],
    )


def _schema(name: str) -> str:
    """A table of the lake, as Spark writes a schema down."""
    kinds = {"int64": "bigint", "string": "string", "double": "double"}
    return ", ".join(
        f"`{one.name}` {kinds.get(str(one.type), 'array<string>')}" for one in TABLES[name]
    )


def _topics(spark: Any, files: Files, source: str) -> list[dict[str, Any]]:
    if not files.exists(f"{source}/topics"):
        return []
    rows = spark.read.schema(_schema("topics")).parquet(f"{source}/topics").collect()
    return [row.asDict() for row in rows]


def _spread(spark: Any, manifest: Manifest) -> None:
    """Shuffle into as many partitions as there are cores, or more where there is much."""
    name = "spark.sql.shuffle.partitions"
    if spark.sparkContext.getConf().contains(name):
        return
    rows = manifest.rows("acts") or 0
    cores = spark.sparkContext.defaultParallelism
    spark.conf.set(name, str(max(cores, -(-rows // PARTITION_ROWS))))


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


CHECKPOINT = "checkpoint"


def _key(manifest: Manifest, recipe: Recipe, as_of: str, reference: float | None) -> str:
    told = [manifest.hash, recipe.hash, as_of, reference, version(APPLICATION), SCHEMA]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()
