"""Who counts as credible, on columns: what `queries.scoring.credibility` does on arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from pyspark.sql import Window
from pyspark.sql import functions as F  # noqa: N812

from queries.engines.spark.acts import COLUMNS, Tables, Topics, followed_by
from queries.engines.spark.store import Store
from queries.engines.spark.supersteps import Flow, Settled, settle
from queries.labels import SUSPICIOUS
from queries.recipe import Recipe
from queries.scoring.credibility import NEVER
from queries.scoring.credible_formulas import (
    counting_followers,
    credibility,
    evidence,
    evident,
    given_by,
    is_active,
    is_older,
    opened,
    trust_share,
    trusted,
    was_there_before,
)

# The middle value is looked for exactly among this share of all, on each side.
AROUND = 0.005
FEW_VALUES = 100_000


@dataclass(frozen=True, slots=True)
class Ground:
    """Folded attention, everybody, who follows whom, and who acts on or follows whom at all."""

    arrows: Any
    people: Any
    overall: Any
    follows: Any
    known: Any
    older: Any

    @classmethod
    def of(
        cls, arrows: Any, people: Any, tables: Tables, topics: Topics, recipe: Recipe, *, now: int
    ) -> Ground:
        """`known` are all pairs, `older` those of attention older than the lag, with follows, but
        for those of whoever is labelled suspicious: they endorse nobody."""
        overall = arrows.where(F.col("topic") == topics.everything)
        follows = followed_by(tables, now=now)
        older = overall.where(is_older(F.col("first"), recipe.credibility, now))
        return cls(
            arrows,
            people,
            overall,
            follows,
            overall.select("who", "whom").union(follows).distinct(),
            older.select("who", "whom")
            .union(follows)
            .distinct()
            .join(people.where(_suspicious()).select(F.col("number").alias("who")), "who", "anti"),
        )


def trust(store: Store, ground: Ground, recipe: Recipe, *, now: int) -> Settled:
    """Seeded PageRank without each account's largest endorser, for everybody."""
    options = recipe.credibility
    seeds = store.kept("seeds", lambda: _seeds(ground, recipe, now), called="choosing the seeds")
    some = seeds.where("seed").count()
    out = F.count("*").over(Window.partitionBy("who"))
    arrows = ground.older.select(
        F.col("who").alias("src"), F.col("whom").alias("dst"), (1.0 / out).alias("share")
    )
    share = F.when(F.col("seed"), 1.0 / some if some else 0.0).otherwise(0.0)
    flow = Flow(
        name="trust",
        nodes=seeds.select(
            "node", share.alias("seed"), ((1 - options.damping) * share).alias("value")
        ),
        arrows=arrows,
        arrive=lambda whole, largest: trusted(
            F.col("seed"), whole, largest, damping=options.damping
        ),
        damping=options.damping,
        linear=False,
    )
    return settle(store, flow)


def _seeds(ground: Ground, recipe: Recipe, now: int) -> Any:
    """Everybody (node), and whether several had acted on them who were there long before."""
    options = recipe.credibility
    older = is_older(F.col("first"), options, now)
    noticed = ground.overall.groupBy("whom").agg(
        F.min("first").alias("noticed"), F.count(F.when(older, 1)).alias("endorsers")
    )
    before = was_there_before(F.col("noticed"), F.col("created"), options)
    seed = (F.col("endorsers") >= recipe.evidence.floor) & before & ~_suspicious()
    return ground.people.join(noticed, F.col("number") == F.col("whom"), "left").select(
        F.col("number").alias("node"), F.coalesce(seed, F.lit(False)).alias("seed")
    )


def _suspicious() -> Any:
    return F.col("label").eqNullSafe(SUSPICIOUS)


def standing(ground: Ground, values: Any, recipe: Recipe) -> Any:
    """Everybody (number): trust in 0..1, known_by, from when on they are established, and
    `labelled`, the credibility that a label gives, null where there is none."""
    middle = median(values.where("value > 0").select("value"))
    known_by = ground.known.groupBy("whom").agg(F.count("*").alias("known_by"))
    share = F.lit(0.0) if middle is None else trust_share(F.col("value"), middle)
    created, days = F.col("created"), F.col("days")
    active = is_active(created, days, recipe.credibility)
    return (
        ground.people.join(values, F.col("number") == F.col("node"), "left")
        .join(known_by, F.col("number") == F.col("whom"), "left")
        .select(
            "number",
            F.coalesce(share, F.lit(0.0)).alias("trust"),
            F.coalesce("known_by", F.lit(0)).alias("known_by"),
            F.when(active, opened(created, recipe.credibility))
            .otherwise(F.lit(int(NEVER)))
            .alias("established"),
            _labelled(recipe).alias("labelled"),
        )
    )


def _labelled(recipe: Recipe) -> Any:
    given = F.lit(None).cast("double")
    for name, credible in given_by(recipe.labels).items():
        given = F.when(F.col("label") == name, float(credible)).otherwise(given)
    return given


def median(values: Any) -> float | None:
    """The exact median of a column, without bringing all of it to one place; None of nothing."""
    (name,) = values.columns
    count = values.count()
    if not count:
        return None
    below = 0
    if count > FEW_VALUES:
        low, high = values.approxQuantile(name, [0.5 - AROUND, 0.5 + AROUND], AROUND / 2)
        below = values.where(F.col(name) < low).count()
        values = values.where(F.col(name).between(low, high))
    # Each value once, with how often: where most are tied they would not fit into one place.
    found = sorted(values.groupBy(name).count().collect())
    value, often = (np.array(one) for one in zip(*found, strict=True))
    places = [(count - 1) // 2 - below, count // 2 - below]
    return float(value[np.searchsorted(often.cumsum(), places, side="right")].sum()) / 2


def pairs(ground: Ground, known: Any, recipe: Recipe, *, now: int) -> Any:
    """Whoever acts on whom: how credible the one who acts is, how evident, and if it is older."""
    given = _given(F.col("first"), recipe)
    labelled, trust = F.col("labelled"), F.col("trust")
    return _with_standing(ground.overall, ground, known).select(
        "who",
        "whom",
        evidence(labelled, given, COLUMNS).alias("evident"),
        credibility(labelled, trust, given, COLUMNS).alias("credible"),
        is_older(F.col("first"), recipe.credibility, now).alias("older"),
    )


def followers(ground: Ground, known: Any, recipe: Recipe, *, now: int) -> Any:
    """How many followers of everybody (number) count: see `credible_followers`."""
    given = _given(F.lit(now), recipe)
    each = credibility(F.col("labelled"), F.col("trust"), given, COLUMNS)
    loaded = (
        _with_standing(ground.follows, ground, known)
        .groupBy("whom")
        .agg(F.count("*").alias("loaded"), F.sum(each).alias("credible"))
    )
    counting = counting_followers(
        F.col("followers"),
        F.coalesce("loaded", F.lit(0)),
        F.coalesce("credible", F.lit(0.0)),
        COLUMNS,
    )
    return ground.people.join(loaded, F.col("number") == F.col("whom"), "left").select(
        "number", counting.alias("followers")
    )


def _with_standing(pairs: Any, ground: Ground, known: Any) -> Any:
    """Pairs with the standing of who acts, and whether the other acts on or follows them."""
    returned = ground.known.select(
        F.col("whom").alias("who"), F.col("who").alias("whom"), F.lit(1).alias("returned")
    )
    return pairs.join(returned, ["who", "whom"], "left").join(
        known, F.col("who") == F.col("number")
    )


def _given(met: Any, recipe: Recipe) -> Any:
    returned = F.coalesce("returned", F.lit(0))
    known_by, options = F.col("known_by"), recipe.credibility
    return evident(met, F.col("established"), known_by, returned, options, COLUMNS)


def covered(found: Any) -> float:
    """The mean evidence of older attention, or of all where none is older."""
    row = found.agg(
        F.avg(F.when(F.col("older"), F.col("evident"))).alias("older"),
        F.avg("evident").alias("all"),
    ).first()
    share = row["older"] if row["older"] is not None else row["all"]
    return float(share or 0.0)
