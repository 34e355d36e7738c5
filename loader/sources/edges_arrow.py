"""Parquet and Arrow as tables; the number of a row in the file, from 1, stands for the line.

Memory holds the rows of one batch, as large as who wrote the file made them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import closing
from math import nan
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as arrow
import pyarrow.ipc as ipc
import pyarrow.parquet as parquet

from loader.records import Reject
from loader.sources.edges_table import Page, Row, Table
from loader.sources.files import UNREADABLE, opened, reason_of
from queries.errors import SourceError

BATCH_ROWS = 10_000
# A made-up file may ask for all memory, or for times that no calendar has.
_BROKEN = (*UNREADABLE, ValueError, ArithmeticError, LookupError, TypeError, MemoryError,
           arrow.ArrowException)  # fmt: skip
_FILE = b"ARROW1"
# Types of which each value can be had when the column is sound.
_PLAIN = (arrow.string(), arrow.large_string(), arrow.int64(), arrow.int32(), arrow.float64(),
          arrow.bool_())  # fmt: skip


def parquet_table(path: Path) -> Table:
    """The table in a Parquet file. Raises SourceError when it is none."""
    try:
        columns = tuple(parquet.read_schema(path).names)
    except _BROKEN as error:
        raise SourceError(f"{path} is no Parquet file: {_said(path, error)}") from error

    def rows() -> Iterator[Row | Reject]:
        return _rows(path, _parquet_batches(path))

    def pages(places: Collection[int]) -> Iterator[Page]:
        return _pages(path, _parquet_batches(path), places)

    return Table(path.name, columns, "Parquet", rows, {"format": "parquet"}, pages=pages)


def record_batches_table(path: Path) -> Table:
    """The table in an Arrow file, also called Feather, or in an Arrow stream.

    Raises SourceError when it is none.
    """
    try:
        with closing(_Batches(path)) as batches:
            columns = batches.columns
    except _BROKEN as error:
        raise SourceError(f"{path} is no Arrow file: {_said(path, error)}") from error

    def rows() -> Iterator[Row | Reject]:
        return _rows(path, _arrow_batches(path))

    def pages(places: Collection[int]) -> Iterator[Page]:
        return _pages(path, _arrow_batches(path), places)

    return Table(path.name, columns, "Arrow", rows, {"format": "arrow"}, pages=pages)


def _parquet_batches(path: Path) -> Iterator[Any]:
    with parquet.ParquetFile(path) as file:
        yield from file.iter_batches(batch_size=BATCH_ROWS)


def _arrow_batches(path: Path) -> Iterator[Any]:
    with closing(_Batches(path)) as batches:
        for batch in batches:
            for start in range(0, batch.num_rows, BATCH_ROWS):
                yield batch.slice(start, BATCH_ROWS)


class _Batches:
    """The batches of an Arrow file or stream, and what is open for them."""

    def __init__(self, path: Path) -> None:
        with path.open("rb") as start:
            as_file = start.read(len(_FILE)) == _FILE
        self._file = arrow.memory_map(str(path)) if as_file else opened(path)
        try:
            self._inner = (ipc.open_file if as_file else ipc.open_stream)(self._file)
        except BaseException:
            self._file.close()
            raise
        self._as_file = as_file
        self.columns = tuple(self._inner.schema.names)

    def __iter__(self) -> Iterator[Any]:
        if self._as_file:
            return map(self._inner.get_batch, range(self._inner.num_record_batches))
        return iter(self._inner)

    def close(self) -> None:
        self._file.close()


def _rows(path: Path, batches: Iterator[Any]) -> Iterator[Row | Reject]:
    number = 0
    try:
        for batch in batches:
            for cells in zip(*map(python_values, batch.columns), strict=True):
                number += 1
                yield number, list(cells)
    except _BROKEN as error:
        reason = f"cannot be read, nor what follows: {reason_of(error)}"
        yield Reject(path.name, number + 1, "line", reason)


def _pages(path: Path, batches: Iterator[Any], places: Collection[int]) -> Iterator[Page]:
    number = 0
    try:
        for batch in batches:
            # All are looked at, since a row is broken by any of them.
            columns = [_readable(column) for column in batch.columns]
            numbers = np.arange(number + 1, number + 1 + batch.num_rows)
            yield Page(numbers, {place: _decoded(columns[place]) for place in places})
            number += batch.num_rows
    except _BROKEN as error:
        reason = f"cannot be read, nor what follows: {reason_of(error)}"
        reject = Reject(path.name, number + 1, "line", reason)
        yield Page(np.empty(0, np.int64), {}, (reject,))


def _readable(column: arrow.Array) -> arrow.Array:
    """`column`, checked: its values can be had. Raises what reading them raises."""
    if column.type not in _PLAIN and not arrow.types.is_timestamp(column.type):
        python_values(column)
    return _sound(column)


def _decoded(column: arrow.Array) -> arrow.Array:
    """`column`, its values spelled out where it has a dictionary of them."""
    return column.dictionary_decode() if arrow.types.is_dictionary(column.type) else column


def python_values(column: arrow.Array) -> Sequence[object]:
    """The values of `column`; times to the microsecond, as Python has them.

    Raises ArrowException where the column points outside its file, as a made-up one may.
    """
    column = _sound(column)
    if arrow.types.is_timestamp(column.type):
        zone = "UTC" if column.type.tz else None
        column = column.cast(arrow.timestamp("us", zone), safe=False)
    try:
        values: list[object] = column.to_pylist()
    except (ValueError, OverflowError):
        values = [_python_value(cell) for cell in column]
    return values


def _sound(column: arrow.Array) -> arrow.Array:
    """`column`, checked; texts that are not UTF-8 are the business of their rows alone."""
    as_bytes = {arrow.utf8(): arrow.binary(), arrow.large_utf8(): arrow.large_binary()}
    plain = as_bytes.get(column.type)
    (column.view(plain) if plain else column).validate(full=True)
    return column


def _python_value(cell: arrow.Scalar) -> object:
    """The value of `cell`; nan, which no field takes, for a text or time that Python refuses."""
    try:
        return cell.as_py()
    except (ValueError, OverflowError):
        return nan


def _said(path: Path, error: Exception) -> str:
    """Why a file cannot be read; one that is packed once more says so."""
    with path.open("rb") as file:
        start = file.read(4)
    if start in (b"PAR1", b"ARRO", b"\xff\xff\xff\xff"):
        return reason_of(error)
    return f"it is packed with gzip or zstd; unpack it ({reason_of(error)})"
