"""Ranks that flow along arrows until they settle: one shuffle a step, on any number of machines.

Arrows lie by whom they come from and ranks by whom they belong to, in the same partitions; so
a step moves only what is handed on, summed beforehand on each machine. Whom no arrow leads to
keeps the first value, and what is handed to whoever hands nothing on is summed once at the end:
in motion are only those between. After every few steps the ranks are written down: from there a
lost executor's part is made again, and a new driver goes on.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from pyspark.sql import Observation
from pyspark.sql import functions as F  # noqa: N812

from queries.engines.progress import Step
from queries.engines.spark.store import Store
from queries.errors import SettingRefused

# Steps between two of which ranks are written down. A ring of one, two, three, four, six or twelve
# that nothing leaves goes round in them, so that `_resumed` can tell where it ends.
BLOCK = 12
MOST_STEPS = 2_000
# Of anybody's value, what may still be to come.
SETTLED = 5e-8


@dataclass(frozen=True, slots=True)
class Flow:
    """Nodes with `node`, `value` to begin with and what `arrive` needs; arrows of src, dst, share.

    `arrive` makes a node's next value of the sum and of the largest that came in; of nothing it
    makes the `value` to begin with. No value is below 0. What a block of steps moved, of any
    node's value, is still to come in so far as `damping` leaves it.
    """

    name: str
    nodes: Any
    arrows: Any
    arrive: Callable[[Any, Any], Any]
    damping: float
    # Whether `arrive` is a line through the sum, so that a first guess can be stretched.
    linear: bool

    @property
    def left(self) -> float:
        """What of a move is still to come after a block."""
        shrunk: float = self.damping**BLOCK
        return shrunk / (1 - shrunk)


@dataclass(frozen=True, slots=True)
class Settled:
    """The ranks (node, value), after so many steps, with what may still be to come."""

    ranks: Any
    steps: int
    residual: float


def settle(store: Store, flow: Flow) -> Settled:
    """Take steps until `flow` settles, from where an earlier attempt was broken off.

    Raises SettingRefused when it does not settle.
    """
    known = store.noted(flow.name) or {"steps": 0, "residual": float("inf")}
    steps, residual = int(known["steps"]), float(known["residual"])
    every = store.kept(
        _stage(flow, "arrows"), lambda: _told(flow), called=f"laying out the arrows of {flow.name}"
    )
    nodes = laid(_between(flow, every), "node").persist()
    arrows = laid(every.where("moves AND acts").select("src", "dst", "share"), "src").persist()
    try:
        while residual > SETTLED or not steps:
            if steps >= MOST_STEPS:
                raise SettingRefused(
                    f"{flow.name} does not settle in {MOST_STEPS:,} steps; lower the recipe's "
                    f"'damping', which is {flow.damping}"
                )
            begun = nodes.select("node", "value") if not steps else _resumed(store, flow, steps)
            moved = Observation(f"{flow.name}-{steps + BLOCK}")
            done = block(flow, nodes, arrows, begun).observe(moved, _moved().alias("moved"))
            done.write.mode("overwrite").parquet(_path(store, flow, steps + BLOCK))
            steps += BLOCK
            residual = flow.left * float(moved.get["moved"] or 0.0)
            store.note(flow.name, {"steps": steps, "residual": residual})
            store.tell(Step(flow.name, steps, residual))
            if steps > BLOCK:
                store.drop(_stage(flow, f"{steps - BLOCK:05}"))
        ranks = store.spark.read.parquet(_path(store, flow, steps)).select("node", "value")
        whole = store.kept(
            _stage(flow, "whole"),
            lambda: _everybody(flow, every, ranks),
            called=f"handing on {flow.name} a last time",
        )
    finally:
        nodes.unpersist()
        arrows.unpersist()
    return Settled(whole, steps, residual)


def _told(flow: Flow) -> Any:
    """The arrows, and of each whether any leads to where it comes from (`moves`), and whether any
    comes from where it leads to (`acts`)."""
    arrows = flow.arrows
    reached = arrows.select(F.col("dst").alias("reached")).distinct()
    acting = arrows.select(F.col("src").alias("acting")).distinct()
    return (
        arrows.join(acting, F.col("dst") == F.col("acting"), "left")
        .join(reached, F.col("src") == F.col("reached"), "left")
        .select(
            *("src", "dst", "share"),
            F.col("reached").isNotNull().alias("moves"),
            F.col("acting").isNotNull().alias("acts"),
        )
    )


def _between(flow: Flow, every: Any) -> Any:
    """The nodes that arrows lead to and come from, with what those hand them that never move."""
    moving = every.where("moves").select(F.col("src").alias("moving")).distinct()
    given = _inbox(flow, every.where("acts AND NOT moves"), flow.nodes.select("node", "value"))
    given = given.withColumnsRenamed({"dst": "to", "whole": "given", "largest": "given_largest"})
    nodes = flow.nodes.join(moving, F.col("node") == F.col("moving")).drop("moving")
    return nodes.join(given, F.col("node") == F.col("to"), "left").drop("to")


def _everybody(flow: Flow, every: Any, ranks: Any) -> Any:
    """All nodes' values, of those of them that are in motion and settled."""
    settled = ranks.select(F.col("node").alias("settled"), F.col("value").alias("at"))
    begun = flow.nodes.join(settled, F.col("node") == F.col("settled"), "left").select(
        "node", F.coalesce("at", "value").alias("value")
    )
    nothing = F.lit(0.0)
    nodes = flow.nodes.withColumns({"given": nothing, "given_largest": nothing})
    return _step(flow, nodes, every, begun)


def _moved() -> Any:
    """The largest part of any value that a block of steps moved; of nothing nothing."""
    return F.max(F.abs(F.col("value") - F.col("before")) / F.nullif(F.col("value"), F.lit(0.0)))


def block(flow: Flow, nodes: Any, arrows: Any, begun: Any) -> Any:
    """Each node's value before and after a block of steps."""
    ranks = begun
    for _ in range(BLOCK):
        ranks = _step(flow, nodes, arrows, ranks)
    before = begun.select("node", F.col("value").alias("before"))
    return ranks.join(before, "node")


def _step(flow: Flow, nodes: Any, arrows: Any, ranks: Any) -> Any:
    inbox, nothing = _inbox(flow, arrows, ranks), F.lit(0.0)
    whole = F.coalesce("whole", nothing) + F.coalesce("given", nothing)
    largest = nothing
    if not flow.linear:
        largest = F.greatest(F.coalesce("largest", nothing), F.coalesce("given_largest", nothing))
    return nodes.join(inbox, F.col("node") == F.col("dst"), "left").select(
        "node", flow.arrive(whole, largest).alias("value")
    )


def _inbox(flow: Flow, arrows: Any, ranks: Any) -> Any:
    """What comes in at each node (dst): the sum, and the largest where `flow` asks for it."""
    handed = arrows.join(ranks, F.col("src") == F.col("node")).select(
        "dst", (F.col("share") * F.col("value")).alias("handed")
    )
    return handed.groupBy("dst").agg(
        F.sum("handed").alias("whole"), *([] if flow.linear else [F.max("handed").alias("largest")])
    )


def _resumed(store: Store, flow: Flow, steps: int) -> Any:
    """The ranks after so many steps, laid out for the next.

    After the first block a linear flow is stretched to where a part that shrinks by the damping
    factor alone, as in a network or a small ring that nothing leaves, would end: that part is then
    gone at once.
    """
    ranks = store.spark.read.parquet(_path(store, flow, steps))
    value = F.col("value")
    if flow.linear and steps == BLOCK:
        value = value + flow.left * (value - F.col("before"))
    return laid(ranks.select("node", value.alias("value")), "node")


def laid(rows: Any, column: str) -> Any:
    """In the partitions and the order in which steps join."""
    return rows.repartition(F.col(column)).sortWithinPartitions(column)


def _stage(flow: Flow, part: str) -> str:
    return f"{flow.name}-{part}".replace(" ", "_")


def _path(store: Store, flow: Flow, steps: int) -> str:
    return f"{store.folder}/{_stage(flow, f'{steps:05}')}"
