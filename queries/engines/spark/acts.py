"""Acts folded into attention, and what each person is: `fold_attention` on columns."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain
from typing import Any

import pyarrow as arrow
from pyspark.sql import functions as F  # noqa: N812

from queries.recipe import Recipe
from queries.scoring.arithmetic import Arithmetic
from queries.scoring.arrows import EVERYTHING
from queries.scoring.caps import shared
from queries.scoring.past import DAY_MILLIS, DAY_SECONDS, halved, left
from queries.scoring.topics import Lineage
from queries.scoring.unfolded import UNKNOWN

# Below so many different sets of topics each executor gets all of them.
FEW_SETS = 200_000


def _larger(one: Any, other: Any) -> Any:
    return F.greatest(_column(one), _column(other))


def _smaller(one: Any, other: Any) -> Any:
    return F.least(_column(one), _column(other))


def _column(value: Any) -> Any:
    return F.lit(value) if isinstance(value, int | float) else value


def _known_or(one: Any, other: Any) -> Any:
    return F.coalesce(one, other)


def _number(claim: Any) -> Any:
    return F.when(claim, 1.0).otherwise(0.0)


COLUMNS = Arithmetic(F.log1p, F.sqrt, _larger, _smaller, _known_or, _number)


@dataclass(frozen=True, slots=True)
class Tables:
    """The interactions, as DataFrames; see `queries.engines.lake`."""

    people: Any
    acts: Any
    follows: Any
    days: Any


@dataclass(frozen=True, slots=True)
class Topics:
    """The topics' names in order, and for each tag (column `tag`) the numbers it counts for."""

    names: list[str]
    counted: Any

    @property
    def everything(self) -> int:
        """The number of what counts all."""
        return self.names.index(EVERYTHING)


def tags_of(acts: Any) -> list[str]:
    """The tags that acts carry."""
    return sorted(row[0] for row in acts.select(F.explode("topics")).distinct().collect())


def topics_of(spark: Any, tags: list[str], lineage: Lineage) -> Topics:
    """The topics that `tags` count for; `lineage` is without those nobody is ranked on."""
    counts = {tag: lineage.get(tag, [tag]) for tag in tags}
    names = sorted({EVERYTHING, *chain.from_iterable(counts.values())})
    number = {name: i for i, name in enumerate(names)}
    columns = {
        "tag": arrow.array(tags, arrow.string()),
        "counted": arrow.array(
            [[number[name] for name in counts[tag]] for tag in tags], arrow.list_(arrow.int32())
        ),
    }
    return Topics(names, spark.createDataFrame(arrow.table(columns)))


def folded(tables: Tables, topics: Topics, recipe: Recipe, *, now: int) -> Any:
    """One row for each person, whom they act on, and topic: weight, recent, acts, first, last.

    The rows of a pair lie together.
    """
    acts = _counting(tables.acts, recipe, now)
    age_days = F.when(F.col("at") == UNKNOWN, 0.0).otherwise(now * 1000 - F.col("at")) / DAY_MILLIS
    worth, memory = F.col("worth"), recipe.memory
    seconds = F.when(F.col("at") != UNKNOWN, _whole(F.col("at") / 1000))
    entries = (
        acts.join(_sets(acts, topics), "topics")
        .select(
            "who",
            "whom",
            F.explode("counted").alias("topic"),
            (worth * left(age_days, memory)).alias("weight"),
            (worth * halved(age_days, memory.short_days)).alias("recent"),
            "count",
            seconds.alias("seconds"),
        )
        .repartition("who", "whom")
    )
    unknown = F.lit(UNKNOWN).cast("long")
    return entries.groupBy("who", "whom", "topic").agg(
        F.max("weight").alias("weight"),
        F.max("recent").alias("recent"),
        F.sum("count").cast("double").alias("acts"),
        F.coalesce(F.min("seconds"), unknown).alias("first"),
        F.coalesce(F.max("seconds"), unknown).alias("last"),
    )


def _counting(acts: Any, recipe: Recipe, now: int) -> Any:
    """The acts that count, with their `worth` before it fades."""
    weights = chain.from_iterable(
        (F.lit(kind), F.lit(float(weight))) for kind, weight in recipe.kinds.items()
    )
    by_kind = F.create_map(*weights)[F.col("kind")]
    counting = acts.where(
        (F.col("who") != F.col("whom")) & (by_kind > 0) & (F.col("at") < now * 1000)
    )
    worth = by_kind * F.col("credit")
    if not recipe.caps.per_day:
        return counting.withColumn("worth", worth)
    day = F.when(F.col("at") >= 0, _whole(F.col("at") / DAY_MILLIS))
    counting = counting.withColumn("day", day)
    met = (
        counting.where("day IS NOT NULL")
        .groupBy("who", "day")
        .agg(F.count_distinct("whom").alias("met"))
    )
    share = F.coalesce(shared(F.col("met"), float(recipe.caps.per_day), COLUMNS), F.lit(1.0))
    return counting.join(met, ["who", "day"], "left").withColumn(
        "worth", worth * F.when(F.col("day").isNotNull(), share).otherwise(1.0)
    )


def _sets(acts: Any, topics: Topics) -> Any:
    """Each set of tags that acts carry, with the numbers of the topics that it counts for."""
    sets = acts.select("topics").distinct().persist()
    few = sets.count() <= FEW_SETS
    known = (
        sets.select("topics", F.explode_outer("topics").alias("tag"))
        .join(F.broadcast(topics.counted), "tag", "left")
        .groupBy("topics")
        .agg(F.flatten(F.collect_list("counted")).alias("all"))
        .select(
            "topics",
            F.array_distinct(F.concat(F.array(F.lit(topics.everything)), F.col("all"))).alias(
                "counted"
            ),
        )
    )
    return F.broadcast(known) if few else known


def people_at(tables: Tables, recipe: Recipe, *, now: int) -> Any:
    """Everybody as they were at `now`: number, created, followers, active, days, label."""
    acted = tables.acts.where((F.col("at") != UNKNOWN) & (_whole(F.col("at") / 1000) < now))
    posted = tables.days.where(F.col("first") < now)
    active = acted.select("who", _whole(F.col("at") / DAY_MILLIS).alias("day")).union(
        posted.select("who", _whole(F.col("first") / DAY_SECONDS).alias("day"))
    )
    age = now // DAY_SECONDS - F.col("day")
    days = (
        active.distinct()
        .groupBy("who")
        .agg(
            F.sum(halved(age, recipe.memory.horizon_days)).alias("active"),
            F.count("*").alias("days"),
        )
    )
    followed = followed_by(tables, now=now).groupBy("whom").agg(F.count("*").alias("followed"))
    nobody = F.lit(0)
    return (
        tables.people.join(days, F.col("number") == F.col("who"), "left")
        .join(followed, F.col("number") == F.col("whom"), "left")
        .select(
            "number",
            "created",
            F.greatest("followers", F.coalesce("followed", nobody))
            .cast("double")
            .alias("followers"),
            F.coalesce("active", F.lit(0.0)).alias("active"),
            F.coalesce("days", nobody).alias("days"),
            "label",
        )
    )


def followed_by(tables: Tables, *, now: int) -> Any:
    """Who followed whom before `now`, each pair once."""
    return tables.follows.where(F.col("at") < now).select("who", "whom").distinct()


def _whole(value: Any) -> Any:
    return F.floor(value).cast("long")
