"""The stages of one computation: each is written down when it is done."""

from __future__ import annotations

from typing import Any

import pyarrow as arrow
from pyspark.sql import Window
from pyspark.sql import functions as F  # noqa: N812

from queries.engines.pasts import topics_of as read_topics
from queries.engines.spark import standing as credible
from queries.engines.spark.acts import Tables, Topics, folded, people_at, tags_of, topics_of
from queries.engines.spark.parts import parts, ranked, recorded, reference_of, scored, summed
from queries.engines.spark.store import Store
from queries.engines.spark.supersteps import Flow, Settled, settle
from queries.errors import FilesRefused, NothingToScore
from queries.recipe import Recipe
from queries.scoring.arrows import EVERYTHING
from queries.scoring.credibility import NEVER, Discount
from queries.scoring.impact import arrived, carried_by
from queries.scoring.topics import hidden_by, sensitive, without

# Slices of ranks: tenths of a point, and twentieths of an e-fold.
SLICES_PER_POINT, SLICES_PER_FOLD = 10, 20
# Whole numbers up to here are exact as floating-point numbers, too.
MOST_NODES = 2**53


class Stages:
    """The stages of one computation, and what they tell besides rows."""

    def __init__(self, store: Store, tables: Tables, recipe: Recipe, *, now: int) -> None:
        self.store, self.tables, self.recipe, self.now = store, tables, recipe, now
        self.reference: float | None = None
        self.covered = 0.0
        self.discount = Discount.of(recipe.credibility, 0.0)
        self.hidden: list[str] = []
        self.settled: dict[str, Settled] = {}

    def lines(self, rows: list[dict[str, Any]]) -> Any:
        """A row for each SCORED; `rows` are those of the table of topics."""
        store, recipe, now = self.store, self.recipe, self.now
        tags = tags_of(self.tables.acts)
        lineage, called = read_topics(rows, tags)
        named = sensitive(called, recipe)
        self.hidden = sorted(hidden_by(lineage, named))
        topics = topics_of(store.spark, tags, without(lineage, named))
        people = store.kept(
            "people",
            lambda: people_at(self.tables, recipe, now=now),
            called="counting active days and followers",
        )
        if not people.take(1):
            raise NothingToScore("nobody is in the interactions; export them again")
        arrows = store.kept(
            "arrows",
            lambda: folded(self.tables, topics, recipe, now=now),
            called="folding acts into attention",
        )
        ground = credible.Ground.of(arrows, people, self.tables, topics, recipe, now=now)
        known_by = self._standing(ground)
        found = self._parts(ground, known_by, topics)
        impact = self._impact(arrows, people, topics)
        return self._lines(found, impact, known_by, topics)

    def _standing(self, ground: credible.Ground) -> Any:
        trust = credible.trust(self.store, ground, self.recipe, now=self.now)
        self.settled["trust"] = trust
        return self.store.kept(
            "standing",
            lambda: credible.standing(ground, trust.ranks, self.recipe),
            called="finding who is credible",
        )

    def _parts(self, ground: credible.Ground, known_by: Any, topics: Topics) -> Any:
        store, recipe = self.store, self.recipe
        pairs = store.kept(
            "pairs",
            lambda: credible.pairs(ground, known_by, recipe, now=self.now),
            called="weighing each arrow",
        )
        self.covered = credible.covered(pairs)
        self.discount = Discount.of(recipe.credibility, self.covered)
        counting = store.kept(
            "followers",
            lambda: credible.followers(ground, known_by, recipe, now=self.now),
            called="counting credible followers",
        )
        people = ground.people.drop("followers").join(counting, "number")
        found = store.kept(
            "parts",
            lambda: parts(ground.arrows, pairs, people, self.discount),
            called="computing the parts",
        )
        share = recorded(ground.overall, ground.people, recipe.credibility, now=self.now)
        active = share >= recipe.evidence.recorded
        found = summed(found, recipe, everything=topics.everything, active=active)
        if self.reference is None:
            overall = found.where(F.col("topic") == topics.everything)
            self.reference = reference_of(overall, recipe)
        return scored(
            found,
            recipe,
            everything=topics.everything,
            active=active,
            reference=self.reference,
        )

    def _impact(self, arrows: Any, people: Any, topics: Topics) -> Any:
        """Network Impact by node; each topic has people of its own: topic × stride + person."""
        damping = self.recipe.network.damping
        stride = int(people.agg(F.max("number")).first()[0]) + 1
        if stride * len(topics.names) > MOST_NODES:
            raise FilesRefused(
                f"a person has the number {stride - 1}, too large with {len(topics.names):,} "
                "topics; number people from 0 on"
            )
        heavy = arrows.where("weight > 0")

        def node(person: str) -> Any:
            return F.col("topic").cast("long") * stride + F.col(person)

        ends = heavy.select(
            node("who").alias("src"), node("whom").alias("dst"), F.col("weight").alias("own")
        )
        out = F.sum("own").over(Window.partitionBy("src"))
        nodes = ends.select(F.explode(F.array("src", "dst")).alias("node")).distinct()
        flow = Flow(
            name="Network Impact",
            nodes=nodes.withColumn("value", F.lit(1 - damping)),
            arrows=ends.select(
                "src", "dst", carried_by(F.col("own"), out, damping=damping).alias("share")
            ),
            arrive=lambda whole, _: arrived(whole, damping=damping),
            damping=damping,
            linear=True,
        )
        done = settle(self.store, flow)
        self.settled["network_impact"] = done
        return done.ranks.select(
            F.floor(F.col("node") / stride).cast("int").alias("topic"),
            (F.col("node") % stride).alias("person"),
            F.col("value").alias("network_impact"),
        )

    def _lines(self, found: Any, impact: Any, known_by: Any, topics: Topics) -> Any:
        teleport = 1 - self.recipe.network.damping
        points = F.floor(F.col("score") * SLICES_PER_POINT)
        folds = F.floor(F.log(F.col("network_impact") / teleport) * SLICES_PER_FOLD)
        base = self.store.kept(
            "scored",
            lambda: found.drop("followers").join(impact, ["topic", "person"], "left"),
            called="computing the scores",
        )
        whole = ranked(base, base, "score", points, rank="rank", share="percentile")
        share = "network_impact_percentile"
        whole = ranked(whole, base, "network_impact", folds, rank=None, share=share)
        over_all = F.col("topic") == topics.everything
        never = F.col("established") < F.lit(int(NEVER))
        told = known_by.select(
            F.col("number").alias("person"),
            "trust",
            "known_by",
            F.when(never, F.col("established")).alias("established"),
            "labelled",
        )
        everybody = told.join(whole.where(over_all).drop("topic"), "person", "left")
        names = self.store.spark.createDataFrame(_names(topics))
        on_topics = whole.where(~over_all).join(F.broadcast(names), "topic").drop("topic")
        lines = on_topics.withColumnRenamed("name", "topic").unionByName(
            everybody.withColumn("topic", F.lit(EVERYTHING)), allowMissingColumns=True
        )
        ids = self.tables.people.select("number", "id")
        return lines.join(ids, F.col("person") == F.col("number")).drop("person", "number")


def _names(topics: Topics) -> Any:
    numbers = arrow.array(range(len(topics.names)), arrow.int32())
    return arrow.table({"topic": numbers, "name": arrow.array(topics.names, arrow.string())})
