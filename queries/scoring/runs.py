"""A run of the scores in the graph: noted, written, and then shown all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np
import pandas as pd

from queries.graph import Graph
from queries.recipe import Recipe
from queries.scoring.history import put_away
from queries.scoring.lines import WHOLE

if TYPE_CHECKING:
    from queries.scoring.named.measured import Measured

WRITE_ROWS = 5_000


@dataclass(frozen=True, slots=True)
class Run:
    """What a run did. `as_of` is the moment it looks back from; `covered` the evidence's share.

    From `steepness` to `damping` is what receipts need of the recipe.
    """

    id: str
    recipe: str
    recipe_name: str
    as_of: str
    reference: float
    covered: float
    steepness: float
    bounded: bool
    weight_network: float
    weight_returning: float
    known_by: int
    alone: float
    damping: float
    people: int
    topics: int
    acts: int
    seconds: float

    @classmethod
    def of(
        cls,
        recipe: Recipe,
        *,
        as_of: str,
        reference: float,
        covered: float,
        steepness: float,
        bounded: bool,
        people: int,
        topics: int,
        acts: int,
    ) -> Run:
        """A new run with this recipe."""
        return cls(
            id=uuid4().hex,
            recipe=recipe.hash,
            recipe_name=recipe.name,
            as_of=as_of,
            reference=reference,
            covered=covered,
            steepness=steepness,
            bounded=bounded,
            weight_network=recipe.weights.network,
            weight_returning=recipe.weights.returning,
            known_by=int(recipe.credibility.known_by),
            alone=float(recipe.credibility.alone),
            damping=recipe.network.damping,
            people=people,
            topics=topics,
            acts=acts,
            seconds=0.0,
        )

    def told(self) -> dict[str, Any]:
        """The same as an object for JSON."""
        return asdict(self)


def begin(graph: Graph, run: Run, more: Mapping[str, Any]) -> None:
    """Note that a run begins; nobody sees it before `shown`."""
    begun = {**run.told(), **more, "at": datetime.now(UTC).isoformat()}
    graph.run("run_begin", id=run.id, properties=begun)


def write(graph: Graph, run: Run, lines: pd.DataFrame, measured: Measured | None = None) -> None:
    """Write lines of a run: their id and topic, and all other columns as properties.

    Where lines have `measured`, it is the number of a list in `measured`.
    """
    for rows in rows_of(lines, measured):
        graph.run("run_scores", run=run.id, rows=rows)


def write_steps(graph: Graph, run: Run, pairs: Sequence[Mapping[str, Any]]) -> None:
    """Write the pairs in step, in place of those of earlier runs."""
    for start in range(0, len(pairs), WRITE_ROWS):
        graph.run("write_steps", run=run.id, rows=list(pairs[start : start + WRITE_ROWS]))


def rows_of(lines: pd.DataFrame, measured: Measured | None) -> Iterator[list[dict[str, Any]]]:
    """WRITE_ROWS at a time, what `write` writes."""
    columns = [name for name in lines.columns if name not in ("id", "topic")]
    for start in range(0, len(lines), WRITE_ROWS):
        chunk = lines.iloc[start : start + WRITE_ROWS]
        values = {name: [_cell(value, name in WHOLE) for value in chunk[name]] for name in columns}
        if measured is not None:
            values["measured"] = measured.lists(chunk["measured"].to_numpy(np.int64))
        yield [
            {
                "person": person,
                "topic": topic,
                "properties": {name: values[name][i] for name in columns},
            }
            for i, (person, topic) in enumerate(zip(chunk["id"], chunk["topic"], strict=True))
        ]


def _cell(value: Any, whole: bool) -> Any:
    """A value for the database: what is not known becomes null, which is no property."""
    if value is None or value is pd.NA or (isinstance(value, float) and np.isnan(value)):
        return None
    if whole:
        return int(value)
    return value.item() if isinstance(value, np.generic) else value


def shown(graph: Graph, run: Run, seconds: float, runs_kept: int) -> Run:
    """Make a run visible, all at once, and put earlier ones away."""
    done = replace(run, seconds=round(seconds, 3))
    graph.run("run_complete", id=run.id, properties={"seconds": done.seconds})
    graph.run("steps_drop", run=run.id)
    put_away(graph, runs_kept=runs_kept, running=run.id)
    return done
