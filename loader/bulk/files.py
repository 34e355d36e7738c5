"""The importer's files: one for each kind of node and of relationship, written in pages."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as arrow
import pyarrow.compute as compute
import pyarrow.csv as csv

# Between the elements of a list: no topic's id has a control character.
BETWEEN = "\x1f"
PAGE_ROWS = 50_000
MANY_DAYS = 40_000

TEXT, _COUNT, _AT = arrow.string(), arrow.int64(), arrow.timestamp("ms", "UTC")

# The columns of each file as the importer's header has them, with their types.
USERS = {
    "id:ID(User)": TEXT,
    "network": TEXT,
    "handle": TEXT,
    "name": TEXT,
    "bio": TEXT,
    "url": TEXT,
    "followers:long": _COUNT,
    "following:long": _COUNT,
    "created_at:datetime": _AT,
}
TOPICS = {"id:ID(Topic)": TEXT, "name": TEXT}
TREE = {":START_ID(Topic)": TEXT, ":END_ID(Topic)": TEXT}
POSTS = {
    "id:ID(Post)": TEXT,
    "network": TEXT,
    "at:datetime": _AT,
    "text": TEXT,
    "lang": TEXT,
    "url": TEXT,
}
POSTED = {":START_ID(User)": TEXT, ":END_ID(Post)": TEXT}
ABOUT = {":START_ID(Post)": TEXT, ":END_ID(Topic)": TEXT}
FOLLOWS = {":START_ID(User)": TEXT, ":END_ID(User)": TEXT, "id": TEXT, "at:datetime": _AT}
ACTS = FOLLOWS | {
    "post": TEXT,
    "via": TEXT,
    "topics:string[]": TEXT,
    "count:long": _COUNT,
    "credit:double": arrow.float64(),
}


class ImporterFile:
    """One file of the importer; `several_lines` when a text in it has a line break."""

    def __init__(self, path: Path, columns: dict[str, Any]) -> None:
        self.path = path
        self.several_lines = False
        self.nodes = any(":ID(" in name for name in columns)
        self._names = list(columns)
        self._types = list(columns.values())
        self._waiting: list[list[Any]] = [[] for _ in columns]
        # Times go out as text, in the one spelling that the importer reads.
        as_text = [TEXT if type_ == _AT else type_ for type_ in self._types]
        self._writer = csv.CSVWriter(path, arrow.schema(zip(self._names, as_text, strict=True)))

    @property
    def option(self) -> str:
        """What the importer calls it."""
        return f"--{'nodes' if self.nodes else 'relationships'}={self.path.stem}"

    def add(self, columns: Sequence[list[Any]]) -> None:
        """Append rows, given by their columns; they wait until there are enough."""
        for waiting, column in zip(self._waiting, columns, strict=True):
            waiting += column
        if len(self._waiting[0]) >= PAGE_ROWS:
            self._flush()

    def add_arrays(self, columns: Sequence[arrow.Array]) -> None:
        """Append many rows at once."""
        arrays = [_moments(one) if one.type == _AT else one for one in columns]
        if self.nodes and not self.several_lines:
            texts = (one for one in columns if one.type == TEXT)
            self.several_lines = any(map(_breaks, texts))
        self._writer.write_table(arrow.Table.from_arrays(arrays, self._names))

    def close(self) -> None:
        """Write what waits, and let go of the file."""
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        pairs = zip(self._waiting, self._types, strict=True)
        self.add_arrays([arrow.array(column, type_) for column, type_ in pairs])
        self._waiting = [[] for _ in self._names]


def _breaks(texts: arrow.Array) -> bool:
    """Whether a text goes over several lines: no reader gives such, but a record may."""
    return bool(compute.any(compute.match_substring_regex(texts, "[\r\n]")).as_py())


def _moments(column: arrow.Array) -> arrow.Array:
    """Times as text: put together of days and of times of day, of which there are few."""
    thousandths = column.cast(arrow.int64()).fill_null(0).to_numpy()
    days, rest = np.divmod(thousandths, 86_400_000)
    first, last = days.min(initial=0), days.max(initial=0)
    if last - first < MANY_DAYS:
        different, which = np.arange(first, last + 1), days - first
    else:
        different, which = np.unique(days, return_inverse=True)
    dates = arrow.array(np.datetime_as_string(different.astype("datetime64[D]")).tolist(), TEXT)
    seconds, rest = np.divmod(rest, 1_000)
    parts = [dates.take(arrow.array(which)), _times_of_day().take(arrow.array(seconds))]
    ends = _thousandths().take(arrow.array(rest)) if rest.any() else "Z"
    texts = compute.binary_join_element_wise(*parts, ends, "")
    return compute.if_else(column.is_valid(), texts, None) if column.null_count else texts


@cache
def _times_of_day() -> arrow.Array:
    """'T00:00:00' and so on, for each second of a day."""
    return arrow.array(
        [f"T{n // 3_600:02}:{n // 60 % 60:02}:{n % 60:02}" for n in range(86_400)], TEXT
    )


@cache
def _thousandths() -> arrow.Array:
    """How a time ends that has so many thousandths of a second."""
    return arrow.array([f".{n:03}Z" for n in range(1_000)], TEXT)
