"""Acts as columns, for where there are millions: what `Interaction` is as a record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC
from typing import Any, ClassVar

import numpy as np
import pyarrow as arrow
from numpy.typing import NDArray

from loader.records import Interaction, Kind, Reject
from loader.writer import milliseconds

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

KINDS = tuple(Kind)
# `place` is which of the records read an act is, from 0; `kind` a place in KINDS, and `topics`
# one among the combinations of topics that were met.
COLUMNS = arrow.schema(
    [
        ("place", arrow.int64()),
        ("id", arrow.string()),
        ("who", arrow.string()),
        ("whom", arrow.string()),
        ("kind", arrow.int8()),
        ("at", arrow.timestamp("ms", "UTC")),
        ("topics", arrow.int32()),
        ("post", arrow.string()),
        ("via", arrow.string()),
        ("count", arrow.int64()),
    ]
)


class TopicsMet:
    """The combinations of topics that acts are about, each once; the first is none."""

    def __init__(self) -> None:
        self.all: list[tuple[str, ...]] = [()]
        self._places: dict[tuple[str, ...], int] = {(): 0}

    def place(self, topics: tuple[str, ...]) -> int:
        """The place of a combination, which is new or was met before."""
        place = self._places.setdefault(topics, len(self.all))
        if place == len(self.all):
            self.all.append(topics)
        return place


@dataclass(frozen=True, slots=True)
class Acts:
    """Acts as a table of COLUMNS in the order of their file, and the rejects among them.

    `topics` are the combinations that the table's column points to. `read` is how many
    records all of this was.
    """

    table: arrow.Table
    topics: Sequence[tuple[str, ...]]
    read: int
    rejects: tuple[Reject, ...] = ()
    # Nobody opted out of a graph that is made in columns.
    suppressed: ClassVar[int] = 0

    def __len__(self) -> int:
        return int(self.table.num_rows)

    def column(self, name: str) -> arrow.Array:
        """One of COLUMNS, in one piece."""
        return one_piece(self.table.column(name))

    def only(self, rows: Flags) -> Acts:
        """The acts where `rows` is true, without rejects."""
        table = self.table if rows.all() else self.table.filter(arrow.array(rows))
        return Acts(table, self.topics, table.num_rows)

    def records(self) -> list[Interaction]:
        """The acts as records."""
        columns = (self.column(name).to_pylist() for name in COLUMNS.names[1:])
        return [
            Interaction(
                *(id_, who, whom, KINDS[kind], at and at.replace(tzinfo=UTC)),
                *(self.topics[topics], post, via, count),
            )
            for id_, who, whom, kind, at, topics, post, via, count in zip(*columns, strict=True)
        ]


def as_table(acts: Iterable[tuple[int, Interaction]], topics: TopicsMet) -> arrow.Table:
    """A table of COLUMNS of acts and their places; the credit of each is whole."""
    rows = [
        (
            *(place, act.id, act.who, act.whom, KINDS.index(act.kind), milliseconds(act.at)),
            *(topics.place(act.topics), act.post, act.via, act.count),
        )
        for place, act in acts
    ]
    columns = list(zip(*rows, strict=True)) or [()] * len(COLUMNS)
    return arrow.table(
        [arrow.array(column, type_) for column, type_ in zip(columns, COLUMNS.types, strict=True)],
        schema=COLUMNS,
    )


def one_piece(column: Any) -> arrow.Array:
    """A column of a table as one array."""
    if column.num_chunks == 1:
        return column.chunk(0)
    return arrow.concat_arrays(column.chunks) if column.num_chunks else column.combine_chunks()
