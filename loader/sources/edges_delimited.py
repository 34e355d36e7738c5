"""Delimited text as a table: CSV, and whatever else separates cells.

Lines above that begin with '#' or '%' are comments; the last of them names the columns where it
has as many words as the rows have cells, as in the edge lists of SNAP. A first row whose first
two cells are whole numbers names no columns: they are called '1', '2' and so on.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path

from loader.records import Reject
from loader.sources.edges_table import Row, Table
from loader.sources.files import Line, lines_of
from queries.errors import SourceError

TOP_LINES = 50

# What is tried, by the name that --delimiter knows; the rare ones only where a file has none of
# the usual ones.
USUAL = {"tab": "\t", "comma": ",", "semicolon": ";", "bar": "|"}
RARE = {"caret": "^", "tilde": "~", "^A": "\x01", "^_": "\x1f", "colons": "::", "colon": ":",
        "space": " "}  # fmt: skip
NAMES = USUAL | RARE
HEADERS = ("", "yes", "none")

_COMMENT = ("#", "%")
# Stands for a delimiter of several characters, which the csv module does not take.
_UNIT = "\x1f"


@dataclass(frozen=True, slots=True)
class _Shape:
    """How a file is cut: its delimiter, its columns, the line its first record begins on."""

    delimiter: str
    columns: tuple[str, ...]
    begins: int
    headed: bool
    nameless: bool


def delimited_table(path: Path, delimiter: str = "", header: str = "") -> Table:
    """The table in a text file; `delimiter` and `header` are guessed unless they are given.

    `header` is 'yes' when the first row names the columns, 'none' when it is a row like others.
    Raises SourceError for a file without two columns.
    """
    if header not in HEADERS:
        raise SourceError(f"--header {header!r}: say yes or none")
    delimiter = NAMES.get(delimiter, delimiter)
    if set(delimiter) & set('"\r\n'):
        raise SourceError(f"--delimiter {delimiter!r}: name a character that no cell has")
    shape = _shape(path, delimiter, header)
    if len(shape.columns) < 2:
        raise SourceError(f"{path} has one column, '{shape.columns[0]}'; who and whom need two")
    name = next((name for name, cut in NAMES.items() if cut == shape.delimiter), "")
    plural = f"{name.removesuffix('s')}s" if name else repr(shape.delimiter)
    return Table(
        path.name,
        shape.columns,
        f"separated by {plural}{', without names of columns' if shape.nameless else ''}",
        lambda: _rows(path, shape),
        {
            "format": "csv",
            "delimiter": name or shape.delimiter,
            "header": "none" if shape.nameless else "" if not shape.headed else "yes",
        },
        nameless=shape.nameless,
    )


def _shape(path: Path, delimiter: str, header: str) -> _Shape:
    comment, top = _top(path)
    if not top:
        raise SourceError(f"{path} has no line of column names")
    delimiter = delimiter or _delimiter([line.text for line in top])
    try:
        first = next(_records((line.text for line in top), delimiter))
        named = next(_records([comment], delimiter), []) if comment else []
    except csv.Error as error:
        raise SourceError(f"{path} has no line of column names: {broken_cells(error)}") from error
    except StopIteration as error:
        raise SourceError(f"{path} has no line of column names") from error
    begins = top[0].number
    if not header and len(named) == len(first) and not _is_data(named):
        return _Shape(delimiter, _trimmed(named), begins, headed=False, nameless=False)
    if header == "none" or (not header and _is_data(first)):
        numbers = tuple(str(number) for number in range(1, len(first) + 1))
        return _Shape(delimiter, numbers, begins, headed=False, nameless=True)
    return _Shape(delimiter, _trimmed(first), begins, headed=True, nameless=False)


def _top(path: Path) -> tuple[str, list[Line]]:
    """The last comment above the rows without its mark, and the first lines below it.

    Raises SourceError when the first line is too long to be read, or the file breaks before it.
    """
    comment, top = "", list[Line]()
    for line in lines_of(path):
        if not top and line.trouble and not line.text:
            raise SourceError(f"{path}: the line of column names {line.trouble}")
        if not top and line.text.startswith(_COMMENT):
            comment = line.text.lstrip("".join(_COMMENT)).lstrip(" ")
        elif line.text.strip():
            top.append(line)
        if len(top) == TOP_LINES:
            break
    return comment, top


def _delimiter(top: list[str]) -> str:
    """The delimiter that as many lines as possible have as often as the first one has it."""

    def agreement(delimiter: str) -> tuple[int, int]:
        width = _count(top[0], delimiter)
        return (sum(_count(line, delimiter) == width for line in top) if width else 0, width)

    usual = max(USUAL.values(), key=agreement)
    rare = max(RARE.values(), key=agreement)
    if agreement(usual)[0]:
        return usual
    return rare if agreement(rare)[0] else USUAL["comma"]


def _count(line: str, delimiter: str) -> int:
    """How many characters of `line` cut it; many spaces cut once."""
    if delimiter == " ":
        return len(line.split()) - 1
    return line.count(delimiter) * len(delimiter)


def _is_data(cells: list[str]) -> bool:
    """Whether the first row is no header: nobody calls two columns by numbers."""
    return len(cells) > 1 and all(cell.strip().isdecimal() for cell in cells[:2])


def _trimmed(names: list[str]) -> tuple[str, ...]:
    return tuple(name.strip() for name in names)


def _records(texts: Iterable[str], delimiter: str) -> Iterator[list[str]]:
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

    __slots__ = ("_again", "_delimiter", "_lines", "taken")

    def __init__(self, lines: Iterator[Line], delimiter: str) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._again: list[Line] = []
        self.taken: list[Line] = []

    def __iter__(self) -> _Feed:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._lines)
        self.taken.append(line)
        return _with_one_delimiter(line.text, self._delimiter)

    def give_back(self) -> None:
        """All lines but the first will be read again, as records of their own."""
        self._again.extend(reversed(self.taken[1:]))


def _rows(path: Path, shape: _Shape) -> Iterator[Row | Reject]:
    """The rows below the names of columns.

    A record that is broken is given up with its first line, and the lines that an
    unbalanced quotation mark swallowed are read again, each for itself.
    """
    width = len(shape.columns)
    lines = dropwhile(lambda line: line.number < shape.begins, lines_of(path))
    feed = _Feed(lines, shape.delimiter)
    reader = csv.reader(feed, delimiter=_one(shape.delimiter), strict=True)
    if shape.headed:
        next(filter(None, reader), None)
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
                yield Reject(path.name, first.number, "line", reason)
                continue
        if not reason and cells and len(cells) != width:
            reason = f"has {len(cells)} cells where the header has {width}"
        if reason:
            feed.give_back()
            yield Reject(path.name, first.number, "line", first.trouble or reason)
        elif cells:
            yield first.number, list[object](cells)
