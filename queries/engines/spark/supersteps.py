"""Ranks that flow along arrows until they settle: one shuffle a step, on any number of machines.

Arrows lie by whom they come from and ranks by whom they belong to, in the same partitions; so
a step moves only what is handed on, summed beforehand on each machine. After every few steps
the ranks are written down: from there a lost executor's part is made again, and a new driver
goes on.
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

    `arrive` makes a node's next value of the sum and of the largest that came in. No value is
    below 0. What a block of steps moved, of any node's value, is still to come in so far as
    `damping` leaves it.
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
    nodes = laid(flow.nodes, "node").persist()
    arrows = laid(flow.arrows, "src").persist()
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
            done.write.mode("overwrite").parquet(f"{store.folder}/{_stage(flow, steps + BLOCK)}")
            steps += BLOCK
            residual = flow.left * float(moved.get["moved"] or 0.0)
            store.note(flow.name, {"steps": steps, "residual": residual})
            store.tell(Step(flow.name, steps, residual))
            if steps > BLOCK:
                store.drop(_stage(flow, steps - BLOCK))
    finally:
        nodes.unpersist()
        arrows.unpersist()
    ranks = store.spark.read.parquet(f"{store.folder}/{_stage(flow, steps)}")
    return Settled(ranks.select("node", "value"), steps, residual)


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
    handed = arrows.join(ranks, F.col("src") == F.col("node")).select(
        "dst", (F.col("share") * F.col("value")).alias("handed")
    )
    inbox = handed.groupBy("dst").agg(
        F.sum("handed").alias("whole"), *([] if flow.linear else [F.max("handed").alias("largest")])
    )
    nothing = F.lit(0.0)
    whole = F.coalesce("whole", nothing)
    largest = nothing if flow.linear else F.coalesce("largest", nothing)
    return nodes.join(inbox, F.col("node") == F.col("dst"), "left").select(
        "node", flow.arrive(whole, largest).alias("value")
    )


def _resumed(store: Store, flow: Flow, steps: int) -> Any:
    """The ranks after so many steps, laid out for the next.

    After the first block a linear flow is stretched to where a part that shrinks by the damping
    factor alone, as in a network or a small ring that nothing leaves, would end: that part is then
    gone at once.
    """
    ranks = store.spark.read.parquet(f"{store.folder}/{_stage(flow, steps)}")
    value = F.col("value")
    if flow.linear and steps == BLOCK:
        value = value + flow.left * (value - F.col("before"))
    return laid(ranks.select("node", value.alias("value")), "node")


def laid(rows: Any, column: str) -> Any:
    """In the partitions and the order in which steps join."""
    return rows.repartition(F.col(column)).sortWithinPartitions(column)


def _stage(flow: Flow, steps: int) -> str:
    return f"{flow.name}-{steps:05}".replace(" ", "_")
