"""A run of the scores in the graph: noted, written, and then shown all at once."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import numpy as np
import pandas as pd

from queries.graph import Graph
from queries.library import library
from queries.recipe import Recipe
from queries.scoring.history import put_away
from queries.scoring.lines import WHOLE

if TYPE_CHECKING:
    from queries.scoring.named.measured import Measured

# Rows a transaction: with five thousand each costs the database half as much again.
WRITE_ROWS = 1_000
# Rows that are made ready at once.
BLOCK_ROWS = 20_000
# People and topics of some scores, and their columns by name.
Part = tuple[list[str], list[str], dict[str, list[Any]]]


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
    """Write lines of a run: their id and topic, and other columns, which are of `properties`.

    Where lines have `measured`, it is the number of a list in `measured`.
    """
    for people, topics, columns in parts_of(lines, measured):
        graph.run("run_scores", run=run.id, people=people, topics=topics, columns=columns)


def write_steps(graph: Graph, run: Run, pairs: Sequence[Mapping[str, Any]]) -> None:
    """Write the pairs in step, in place of those of earlier runs."""
    for start in range(0, len(pairs), WRITE_ROWS):
        graph.run("write_steps", run=run.id, rows=list(pairs[start : start + WRITE_ROWS]))


def parts_of(lines: pd.DataFrame, measured: Measured | None) -> Iterator[Part]:
    """WRITE_ROWS at a time, what `write` writes; the lines of one person stand together.

    Each new relationship of a person changes the one before: together they are read once.
    """
    names = [name for name in lines.columns if name not in ("id", "topic")]
    if unknown := set(names) - properties():
        raise ValueError(f"run_scores.cypher writes no {', '.join(sorted(unknown))}")
    order = np.argsort(pd.factorize(lines["id"])[0], kind="stable")
    for start in range(0, len(lines), BLOCK_ROWS):
        block = lines.iloc[order[start : start + BLOCK_ROWS]]
        ids, topics = block["id"].tolist(), block["topic"].tolist()
        columns = {name: listed(block[name], whole=name in WHOLE) for name in names}
        if measured is not None:
            columns["measured"] = measured.lists(block["measured"].to_numpy(np.int64))
        for begin in range(0, len(block), WRITE_ROWS):
            part = slice(begin, begin + WRITE_ROWS)
            some = {name: values[part] for name, values in columns.items() if values}
            yield ids[part], topics[part], some


@cache
def properties() -> frozenset[str]:
    """What `run_scores` writes."""
    return frozenset(re.findall(r"\$columns\.(\w+)", library().named("run_scores").cypher))


def listed(values: pd.Series, *, whole: bool) -> list[Any]:
    """A column for the database: what is not known becomes null; nothing where all is."""
    if values.isna().all():
        return []
    if values.dtype == np.float64:
        numbers = values.to_numpy()
        unknown = np.isnan(numbers)
        if not unknown.any() and not whole:
            return numbers.tolist()
        kept = np.where(unknown, 0, numbers).astype(np.int64 if whole else np.float64)
        known = kept.astype(object)
        known[unknown] = None
        told: list[Any] = known.tolist()
        return told
    return [_cell(value, whole) for value in values]


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
