"""Lines of delimited text to rows of cells, one after the other, whatever is in them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from loader.records import Reject
from loader.sources.edges_table import Row
from loader.sources.files import Line

# Stands for a delimiter of several characters, which the csv module does not take.
_UNIT = "\x1f"


@dataclass(frozen=True, slots=True)
class Shape:
    """How a file is cut: its delimiter, its columns, the line its first record begins on."""

    delimiter: str
    columns: tuple[str, ...]
    begins: int
    headed: bool
    nameless: bool


def records(texts: Iterable[str], delimiter: str) -> Iterator[list[str]]:
    """The records that are not blank. Raises csv.Error."""
    cut = (_with_one_delimiter(text, delimiter) for text in texts)
    return (cells for cells in csv.reader(cut, delimiter=_one(delimiter), strict=True) if cells)


def _one(delimiter: str) -> str:
    return delimiter if len(delimiter) == 1 and delimiter != " " else _UNIT


def _with_one_delimiter(text: str, delimiter: str) -> str:
    """`text` with a single character for a delimiter of several, or for a run of spaces."""
    if delimiter == " ":
        return _UNIT.join(text.split()) + "\n"
    return text if len(delimiter) == 1 else text.replace(delimiter, _UNIT)


def broken_cells(error: csv.Error) -> str:
    """Why a line cannot be cut into cells, in words about a file."""
    said = str(error)
    if said.startswith("new-line character"):
        return "has a carriage return within a line, outside of quotation marks"
    if said.startswith("field larger"):
        return f"has a cell of over {csv.field_size_limit():,} characters"
    return said


class _Feed:
    """Hands lines to csv.reader, remembers those of the record at hand, can take them back."""

    __slots__ = ("_again", "_delimiter", "_lines", "last", "taken")

    def __init__(self, lines: Iterator[Line], delimiter: str) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._again: list[Line] = []
        self.taken: list[Line] = []
        self.last = 0

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        if self._again:
            line = self._again.pop()
        else:
            line = next(self._lines)
            self.last = line.number
        self.taken.append(line)
        return _with_one_delimiter(line.text, self._delimiter)

    @property
    def waits(self) -> bool:
        """Whether there are lines that will be read again."""
        return bool(self._again)

    def give_back(self) -> None:
        """All lines but the first will be read again, as records of their own."""
        self._again.extend(reversed(self.taken[1:]))


class Rows:
    """The rows in `lines`, which are those of the file called `name`."""

    def __init__(self, lines: Iterator[Line], shape: Shape, name: str) -> None:
        self._name, self._width = name, len(shape.columns)
        self._feed = _Feed(lines, shape.delimiter)
        self._reader = csv.reader(self._feed, delimiter=_one(shape.delimiter), strict=True)

    @property
    def last(self) -> int:
        """The number of the last line that was read; 0 before the first."""
        return self._feed.last

    @property
    def settled(self) -> bool:
        """Whether all lines up to the last one have had their turn."""
        return not self._feed.waits

    def skip_header(self) -> None:
        """Pass over the record with the names of columns."""
        next(filter(None, self._reader), None)

    def __iter__(self) -> Iterator[Row | Reject]:
        """The rows in order.

        A record that is broken is given up with its first line, and the lines that an
        unbalanced quotation mark swallowed are read again, each for itself.
        """
        feed, reader, name, width = self._feed, self._reader, self._name, self._width
        cells: list[str]
        while True:
            feed.taken.clear()
            reason = ""
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error as error:
                cells, reason = [], broken_cells(error)
            first = feed.taken[0]
            if not reason and (len(feed.taken) > 1 or first.trouble):
                reason = next((line.trouble for line in feed.taken if line.trouble), "")
                if reason and len(cells) == width:
                    yield Reject(name, first.number, "line", reason)
                    continue
            if not reason and cells and len(cells) != width:
                reason = f"has {len(cells)} cells where the header has {width}"
            if reason:
                feed.give_back()
                yield Reject(name, first.number, "line", first.trouble or reason)
            elif cells:
                yield first.number, list[object](cells)
