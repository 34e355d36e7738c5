"""CSV, JSON Lines and Parquet as one thing: columns, and rows of cells with line numbers."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import nan
from pathlib import Path

import pyarrow as arrow
import pyarrow.parquet as parquet

from loader.records import Reject
from loader.sources.documents import parsed
from loader.sources.files import FORMATS, Line, format_of, lines_of, reason_of
from queries.errors import SourceError

SAMPLE_ROWS = 1_000
BATCH_ROWS = 10_000
DELIMITERS = {"\t": "tabs", ",": "commas", ";": "semicolons", "|": "bars"}

Row = tuple[int, list[object]]


@dataclass(frozen=True, slots=True)
class Table:
    """A file with named columns. `rows()` begins anew each time it is called."""

    name: str
    columns: tuple[str, ...]
    layout: str
    rows: Callable[[], Iterator[Row | Reject]]

    def sample(self) -> list[list[object]]:
        """The cells of the first thousand good rows, to guess from."""
        rows = islice(self.rows(), SAMPLE_ROWS)
        return [row[1] for row in rows if not isinstance(row, Reject)]


def table_of(path: Path, form: str = "") -> Table:
    """The table in `path`; `form` is one of FORMATS, or empty to look at the file.

    Raises SourceError when the file cannot be opened or holds no table.
    """
    if form and form not in FORMATS:
        raise SourceError(f"no format '{form}'; try {', '.join(FORMATS)}")
    found = format_of(path)
    readers = {"csv": _csv_table, "jsonl": _jsonl_table, "parquet": _parquet_table}
    return readers[form or found](path)


# CSV


class _Feed:
    """Hands lines to csv.reader, remembers those of the record at hand, can take them back."""

    __slots__ = ("_again", "_lines", "taken")

    def __init__(self, lines: Iterator[Line]) -> None:
        self._lines = lines
        self._again: list[Line] = []
        self.taken: list[Line] = []

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._lines)
        self.taken.append(line)
        return line.text

    def give_back(self) -> None:
        """All lines but the first will be read again, as records of their own."""
        self._again.extend(reversed(self.taken[1:]))


def _csv_table(path: Path) -> Table:
    delimiter = _delimiter(path)
    texts = (line.text for line in lines_of(path))
    try:
        columns = _header(csv.reader(texts, delimiter=delimiter, strict=True))
    except (StopIteration, csv.Error) as error:
        raise SourceError(f"{path} has no line of column names") from error
    if len(columns) < 2:
        raise SourceError(f"{path} has one column, '{columns[0]}'; who and whom need two")
    layout = f"separated by {DELIMITERS[delimiter]}"
    return Table(path.name, columns, layout, lambda: _csv_rows(path, delimiter, len(columns)))


def _header(records: Iterator[list[str]]) -> tuple[str, ...]:
    """The names in the first line that is not blank."""
    return next(tuple(name.strip() for name in cells) for cells in records if cells)


def _delimiter(path: Path) -> str:
    """The delimiter that as many lines as possible have as often as the header has it."""
    top = [line.text for line in islice(lines_of(path), 50) if line.text.strip()]

    def agreement(delimiter: str) -> tuple[int, int]:
        width = top[0].count(delimiter)
        return (sum(line.count(delimiter) == width for line in top) if width else 0, width)

    return max(DELIMITERS, key=agreement) if top else ","


def _csv_rows(path: Path, delimiter: str, width: int) -> Iterator[Row | Reject]:
    """The rows below the header.

    A record that is broken is given up with its first line, and the lines that an
    unbalanced quotation mark swallowed are read again, each for itself.
    """
    feed = _Feed(lines_of(path))
    reader = csv.reader(feed, delimiter=delimiter, strict=True)
    _header(reader)
    cells: list[str]
    while True:
        feed.taken.clear()
        reason = ""
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            cells, reason = [], str(error)
        first = feed.taken[0]
        if not reason and (len(feed.taken) > 1 or first.trouble):
            reason = next((line.trouble for line in feed.taken if line.trouble), "")
            if reason and len(cells) == width:
                yield Reject(path.name, first.number, "line", reason)
                continue
        if not reason and cells and len(cells) != width:
            reason = f"has {len(cells)} cells where the header has {width}"
        if reason:
            feed.give_back()
            yield Reject(path.name, first.number, "line", first.trouble or reason)
        elif cells:
            yield first.number, list[object](cells)


# JSON Lines


def _jsonl_table(path: Path) -> Table:
    columns: dict[str, None] = {}
    for found in islice(_objects(path), SAMPLE_ROWS):
        if not isinstance(found, Reject):
            columns.update(dict.fromkeys(found[1]))
    names = tuple(columns)

    def rows() -> Iterator[Row | Reject]:
        for found in _objects(path):
            if isinstance(found, Reject):
                yield found
            else:
                yield found[0], [found[1].get(name) for name in names]

    return Table(path.name, names, "one JSON object a line", rows)


def _objects(path: Path) -> Iterator[tuple[int, dict[str, object]] | Reject]:
    for number, text, trouble in lines_of(path):
        if trouble:
            yield Reject(path.name, number, "line", trouble)
        elif text.strip():
            try:
                yield number, _object(text)
            except ValueError as error:
                yield Reject(path.name, number, "line", str(error))


def _object(text: str) -> dict[str, object]:
    """The object in `text`. Raises ValueError, whose message is the reason."""
    found = parsed(text)
    if not isinstance(found, dict):
        raise ValueError("is JSON, but no object")
    return found


# Parquet


def _parquet_table(path: Path) -> Table:
    try:
        columns = tuple(parquet.read_schema(path).names)
    except (OSError, arrow.ArrowException) as error:
        raise SourceError(f"{path} is no Parquet file: {reason_of(error)}") from error
    return Table(path.name, columns, "Parquet", lambda: _parquet_rows(path))


def _parquet_rows(path: Path) -> Iterator[Row | Reject]:
    """The rows; their number in the file, from 1, stands for the line."""
    number = 0
    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=BATCH_ROWS):
                for cells in zip(*map(_python_values, batch.columns), strict=True):
                    number += 1
                    yield number, list(cells)
    except (OSError, arrow.ArrowException) as error:
        reason = f"cannot be read, nor what follows: {reason_of(error)}"
        yield Reject(path.name, number + 1, "line", reason)


def _python_values(column: arrow.Array) -> Sequence[object]:
    """The values of `column`; times to the microsecond, as Python has them."""
    if arrow.types.is_timestamp(column.type):
        zone = "UTC" if column.type.tz else None
        column = column.cast(arrow.timestamp("us", zone), safe=False)
    try:
        values: list[object] = column.to_pylist()
    except (ValueError, OverflowError):
        values = [_python_value(cell) for cell in column]
    return values


def _python_value(cell: arrow.Scalar) -> object:
    """The value of `cell`; nan, which no field takes, for a text or time that Python refuses."""
    try:
        return cell.as_py()
    except (ValueError, OverflowError):
        return nan
