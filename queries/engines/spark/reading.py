"""Interactions as Spark reads them, checked: what `read_past` refuses is refused here, too."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import reduce
from typing import Any

from pyspark.sql import functions as F  # noqa: N812

from queries.engines.lake import MANIFEST, TABLES, Manifest, manifest_of, with_all_columns
from queries.engines.pasts import SAME_NUMBER, known_kinds, known_label, stranger
from queries.engines.spark.acts import Tables
from queries.engines.spark.files import Files
from queries.errors import FilesRefused
from queries.labels import LABELS
from queries.scoring.past import KIND_NAMES
from queries.scoring.unfolded import UNKNOWN

# Files whose last words are read side by side: an object store answers slowly.
READERS = 16
# Whom each table names.
NAMED = {"acts": ("who", "whom"), "follows": ("who", "whom"), "days": ("who",)}


@dataclass(frozen=True, slots=True)
class Interactions:
    """What a folder holds; `latest` is the last act's moment in milliseconds, None of none."""

    tables: Tables
    topics: list[dict[str, Any]]
    acts: int
    latest: int | None


def manifest_at(files: Files, source: str) -> Manifest:
    """The manifest of a folder. Raises FilesRefused."""
    text = files.text(f"{source}/{MANIFEST}")
    if text is None:
        raise FilesRefused(
            f"no {MANIFEST} in {source}; write it with 'influence export-interactions'"
        )
    manifest = manifest_of(text, "interactions", source)
    return manifest if manifest.hashed else replace(manifest, stamps=files.stamps(source))


def read(spark: Any, files: Files, source: str) -> Interactions:
    """The interactions in a folder.

    Raises FilesRefused when a file has not all columns, when two people have one number, or a
    row names somebody who is not among the people, a kind of act or a label that there is not.
    """
    read = {name: _table(spark, files, source, name) for name in TABLES}
    unknown = _unknown()
    nothing = F.expr("cast(array() as array<string>)")
    tables = Tables(
        people=read["people"].withColumn("created", F.coalesce("created", unknown)),
        acts=read["acts"]
        .withColumn("at", F.coalesce("at", unknown))
        .withColumn("topics", F.coalesce("topics", nothing)),
        follows=read["follows"].withColumn("at", F.coalesce("at", unknown)),
        days=read["days"],
    )
    _check_people(tables, source)
    kind = F.coalesce("kind", F.lit("None"))
    row = tables.acts.agg(
        F.count("*"),
        F.max(F.when(F.col("at") != UNKNOWN, F.col("at"))),
        F.max(F.when(~kind.isin(*KIND_NAMES), kind)),
    ).first()
    known_kinds([row[2]] if row[2] is not None else [], f"{source}/acts")
    topics = [row.asDict() for row in read["topics"].collect()]
    return Interactions(tables, topics, int(row[0]), row[1])


def _table(spark: Any, files: Files, source: str, name: str) -> Any:
    folder = f"{source}/{name}"
    if not files.exists(folder):
        return spark.createDataFrame(TABLES[name].empty_table())
    with ThreadPoolExecutor(READERS) as readers:
        paths = [f"{source}/{path}" for path in files.stamps(source, name)]
        for path, there in zip(paths, readers.map(files.columns, paths), strict=True):
            with_all_columns(name, there, path)
    return spark.read.schema(_schema(name)).parquet(folder)


def _unknown() -> Any:
    return F.lit(UNKNOWN).cast("long")


def _schema(name: str) -> str:
    """A table of the lake, as Spark writes a schema down."""
    kinds = {"int64": "bigint", "string": "string", "double": "double"}
    return ", ".join(
        f"`{one.name}` {kinds.get(str(one.type), 'array<string>')}" for one in TABLES[name]
    )


def _check_people(tables: Tables, source: str) -> None:
    people = tables.people
    odd = people.where(F.col("label") != "").where(~F.col("label").isin(*LABELS)).first()
    if odd:
        known_label(odd["label"], f"{source}/people")
    if people.groupBy("number").count().where("count > 1").first():
        raise FilesRefused(f"{source}/people: {SAME_NUMBER}")
    named = [
        getattr(tables, table).select(
            F.lit(table).alias("table"),
            F.explode(F.array(*(F.coalesce(one, _unknown()) for one in columns))).alias("named"),
        )
        for table, columns in NAMED.items()
    ]
    everybody = reduce(lambda one, other: one.union(other), named).distinct()
    odd = everybody.join(people, F.col("named") == F.col("number"), "anti").first()
    if odd:
        raise stranger(odd["named"], f"{source}/{odd['table']}")
