"""The parts of the score, their points and ranks: `queries.scoring.points` on columns."""

from __future__ import annotations

from typing import Any

from pyspark.sql import Window
from pyspark.sql import functions as F  # noqa: N812

from queries.engines.spark.acts import COLUMNS
from queries.recipe import Credibility, Recipe
from queries.scoring.credibility import Discount
from queries.scoring.credible_formulas import is_older
from queries.scoring.points import (
    OF,
    POINTS,
    TERMS,
    again,
    backed,
    counted_days,
    percentile,
    points_of,
    sums_of,
)

# Ranks are counted within slices of the values, and over the slices: of everything there may be
# more people than one machine sorts.
NO_VALUE_SLICES = 1_000


def parts(arrows: Any, pairs: Any, people: Any, discount: Discount) -> Any:
    """A row for each topic and person with incoming attention; its columns are `Scored`'s."""
    weight, recent, credible = F.col("weight"), F.col("recent"), F.col("credible")
    back = F.when(again(F.col("first"), F.col("last")), weight).otherwise(0.0)
    sums = (
        arrows.join(pairs.select("who", "whom", "credible"), ["who", "whom"])
        .groupBy("topic", "whom")
        .agg(
            F.count("*").alias("people"),
            F.sum("acts").alias("acts"),
            F.sum(weight).alias("audience"),
            F.sum(weight * credible).alias("credible"),
            F.sum(recent).alias("recent"),
            F.sum(recent * credible).alias("credible_recent"),
            F.sum(back).alias("back"),
            F.sum(back * credible).alias("credible_back"),
        )
    )

    def effective(audience: str, believed: str) -> Any:
        return discount.effective(F.col(audience), F.col(believed), COLUMNS)

    return sums.join(people, F.col("whom") == F.col("number")).select(
        "topic",
        F.col("whom").alias("person"),
        "people",
        "acts",
        "audience",
        effective("audience", "credible").alias("true_reach"),
        effective("recent", "credible_recent").alias("amplification"),
        "credible",
        effective("back", "credible_back").alias("returning"),
        F.col("active").alias("active_days"),
        "followers",
    )


def recorded(overall: Any, people: Any, recipe: Credibility, *, now: int) -> float:
    """The share of attention over everything that goes to people of whom something is known, by
    what is older than the lag unless there is none."""
    older, known, weight = is_older(F.col("first"), recipe, now), F.col("days") > 0, F.col("weight")
    row = (
        overall.join(people.select("number", "days"), F.col("whom") == F.col("number"))
        .agg(
            F.sum(F.when(older, weight)).alias("older"),
            F.sum(F.when(older & known, weight)).alias("older_known"),
            F.sum(weight).alias("all"),
            F.sum(F.when(known, weight)).alias("all_known"),
        )
        .first()
    )
    which = "older" if row["older"] else "all"
    return float((row[f"{which}_known"] or 0.0) / row[which]) if row[which] else 1.0


def summed(found: Any, recipe: Recipe, *, everything: int, active: bool) -> Any:
    """The same with the active days that count, and `sum`, S."""
    overall = found.where(F.col("topic") == everything).select(
        F.col("person").alias("whose"), F.col("true_reach").alias("reach")
    )
    days = counted_days(F.col("active_days"), F.col("reach"), recipe.evidence, COLUMNS)
    return (
        found.join(overall, F.col("person") == F.col("whose"))
        .withColumn("counted_days", days)
        .withColumn("sum", _total(_terms(recipe, active)))
        .drop("whose", "reach")
    )


def reference_of(overall: Any, recipe: Recipe) -> float:
    """The largest S over everything of those with enough people; 1 where nobody has."""
    enough = overall.where(F.col("people") >= recipe.evidence.floor)
    return float(enough.agg(F.max("sum")).first()[0] or 0.0) or 1.0


def scored(found: Any, recipe: Recipe, *, everything: int, active: bool, reference: float) -> Any:
    """Points, score, whether it is backed off, and confidence."""
    terms = _terms(recipe, active)
    enough = F.col("people") >= recipe.evidence.floor
    points = points_of(terms, F.col("sum"), reference, COLUMNS)
    for term in TERMS:
        found = found.withColumn(POINTS[term], F.when(enough, points[term]))
    columns = [*POINTS.values(), "score"]
    whole = _total({name: F.col(name) for name in POINTS.values()})
    top = enough & (F.col("sum") >= reference)
    found = found.withColumn("score", F.when(top, F.lit(100.0)).otherwise(whole))
    overall = found.where(F.col("topic") == everything).select(
        F.col("person").alias("whose"),
        F.col("acts").alias("all_acts"),
        *(F.col(name).alias(f"{name}_over_all") for name in columns),
    )
    thin = ~enough & (F.col("topic") != everything)
    share = F.col("acts") / F.col("all_acts")
    whole = found.join(overall, F.col("person") == F.col("whose"), "left")
    for name in columns:
        estimate = backed(F.col(f"{name}_over_all"), share, recipe.evidence.back_off)
        whole = whole.withColumn(name, F.when(thin, estimate).otherwise(F.col(name)))
    confident = F.col("people") >= recipe.evidence.confident
    return (
        whole.withColumn("backed_off", thin & F.col("score").isNotNull())
        .withColumn("confidence", F.when(confident, "ok").otherwise("low"))
        .drop("whose", "all_acts", *(f"{name}_over_all" for name in columns), "counted_days", "sum")
    )


def ranked(
    found: Any, all_of: Any, value: str, slice_of: Any, *, rank: str | None, share: str
) -> Any:
    """The same with `rank` (1 is best, ties share one) and the percentile `share`, per topic.

    `slice_of` is a whole number that never falls as the value rises; `all_of` are the rows of
    `found`, perhaps with fewer columns, that are quick to read once more.
    """
    known = F.col(value).isNotNull()
    nobody = -1 - F.abs(F.col("person")) % NO_VALUE_SLICES - 1_000_000_000
    found = found.withColumn("slice", F.when(known, slice_of).otherwise(nobody).cast("long"))
    sliced = all_of.where(known).select("topic", slice_of.cast("long").alias("slice"))
    counts = sliced.groupBy("topic", "slice").agg(F.count("*").alias("here"))
    upwards = Window.partitionBy("topic").orderBy("slice")
    counts = counts.select(
        "topic",
        "slice",
        (F.sum("here").over(upwards) - F.col("here")).alias("beneath"),
        F.sum("here").over(Window.partitionBy("topic")).alias("ranked"),
        "here",
    )
    within = Window.partitionBy("topic", "slice").orderBy(value)
    downwards = Window.partitionBy("topic", "slice").orderBy(F.desc(value))
    found = found.join(counts, ["topic", "slice"], "left")
    below = F.col("beneath") + F.rank().over(within) - 1
    above = F.col("ranked") - F.col("beneath") - F.col("here") + F.rank().over(downwards)
    if rank:
        found = found.withColumn(rank, F.when(known, above))
    found = found.withColumn(share, F.when(known, percentile(below, F.col("ranked"))))
    return found.drop("slice", "beneath", "ranked", "here")


def _terms(recipe: Recipe, active: bool) -> dict[str, Any]:
    columns = {name: F.col(name) for name in OF}
    return sums_of(recipe, active=active, by=COLUMNS, **columns)


def _total(terms: dict[str, Any]) -> Any:
    first, *rest = terms.values()
    for one in rest:
        first = first + one
    return first
