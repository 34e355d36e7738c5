"""The importer's files: one for each kind of node and of relationship, written in pages."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pyarrow as arrow
import pyarrow.parquet as parquet

# Between the elements of a list: no topic's id has a control character.
BETWEEN = "\x1f"
PAGE_ROWS = 50_000
# What the importer is told of these files.
OPTIONS = ("--input-type=parquet", "--id-type=actual")

TEXT, NUMBER, _AT = arrow.string(), arrow.int64(), arrow.timestamp("ms", "UTC")

# The columns of each file as the importer's header has them, with their types in Parquet. Nodes
# go by the numbers that they get in the store: so the importer need not look for them.
USERS = {
    ":ID(User)": NUMBER,
    "id": TEXT,
    "network": TEXT,
    "handle": TEXT,
    "name": TEXT,
    "bio": TEXT,
    "url": TEXT,
    "followers:long": NUMBER,
    "following:long": NUMBER,
    "created_at:datetime": _AT,
}
TOPICS = {":ID(Topic)": NUMBER, "id": TEXT, "name": TEXT}
TREE = {":START_ID(Topic)": NUMBER, ":END_ID(Topic)": NUMBER}
POSTS = {
    ":ID(Post)": NUMBER,
    "id": TEXT,
    "network": TEXT,
    "at:datetime": _AT,
    "text": TEXT,
    "lang": TEXT,
    "url": TEXT,
}
POSTED = {":START_ID(User)": NUMBER, ":END_ID(Post)": NUMBER}
ABOUT = {":START_ID(Post)": NUMBER, ":END_ID(Topic)": NUMBER}
FOLLOWS = {":START_ID(User)": NUMBER, ":END_ID(User)": NUMBER, "id": TEXT, "at:datetime": _AT}
ACTS = FOLLOWS | {
    "post": TEXT,
    "via": TEXT,
    "topics:string[]": TEXT,
    "count:long": NUMBER,
    "credit:double": arrow.float64(),
}
# Of few different values, which are then said once.
REPEATED = ("network", "lang", "via", "topics:string[]", "count:long", "credit:double")


class ImporterFile:
    """One file of the importer, in Parquet: it reads numbers and times as they are.

    So a text may also go over several lines. `pool` writes pages, one of each file at a time; what
    it could not write is raised with the next.
    """

    def __init__(self, path: Path, columns: dict[str, arrow.DataType], pool: Executor) -> None:
        self.path = path
        self._pool = pool
        self._writing: Future[None] | None = None
        self.nodes = any(":ID(" in name for name in columns)
        self._schema = arrow.schema(columns.items())
        self._waiting: list[list[Any]] = [[] for _ in columns]
        repeated = [name for name in columns if name in REPEATED]
        self._writer = parquet.ParquetWriter(path, self._schema, use_dictionary=repeated)

    @property
    def option(self) -> str:
        """What the importer calls it."""
        return f"--{'nodes' if self.nodes else 'relationships'}={self.path.stem}"

    def add(self, columns: Sequence[Sequence[Any]]) -> None:
        """Append rows, given by their columns; they wait until there are enough."""
        for waiting, column in zip(self._waiting, columns, strict=True):
            waiting += column
        if len(self._waiting[0]) >= PAGE_ROWS:
            self._flush()

    def add_arrays(self, columns: Sequence[arrow.Array]) -> None:
        """Append many rows at once."""
        page = arrow.Table.from_arrays(columns, schema=self._schema)
        self._written()
        self._writing = self._pool.submit(self._writer.write_table, page)

    def close(self) -> None:
        """Write what waits, and let go of the file."""
        self._flush()
        self._written()
        self._writer.close()

    def _written(self) -> None:
        if self._writing:
            self._writing.result()

    def _flush(self) -> None:
        if self._waiting[0]:
            pairs = zip(self._waiting, self._schema.types, strict=True)
            self.add_arrays([arrow.array(column, type_) for column, type_ in pairs])
            self._waiting = [[] for _ in self._schema]
