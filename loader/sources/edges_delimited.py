"""Delimited text as a table: CSV, and whatever else separates cells.

Lines above that begin with '#' or '%' are comments; the last of them names the columns where it
has as many words as the rows have cells, as in the edge lists of SNAP. A first row whose first
two cells are whole numbers names no columns: they are called '1', '2' and so on.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import dropwhile
from pathlib import Path

from loader.records import Reject
from loader.sources.edges_blocks import delimited_pages
from loader.sources.edges_lines import Rows, Shape, broken_cells, records
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
        pages=lambda places: delimited_pages(path, shape, places),
    )


def _shape(path: Path, delimiter: str, header: str) -> Shape:
    comment, top = _top(path)
    if not top:
        raise SourceError(f"{path} has no line of column names")
    delimiter = delimiter or _delimiter([line.text for line in top])
    try:
        first = next(records((line.text for line in top), delimiter))
        named = next(records([comment], delimiter), []) if comment else []
    except csv.Error as error:
        raise SourceError(f"{path} has no line of column names: {broken_cells(error)}") from error
    except StopIteration as error:
        raise SourceError(f"{path} has no line of column names") from error
    begins = top[0].number
    if not header and len(named) == len(first) and not _is_data(named):
        return Shape(delimiter, _trimmed(named), begins, headed=False, nameless=False)
    if header == "none" or (not header and _is_data(first)):
        numbers = tuple(str(number) for number in range(1, len(first) + 1))
        return Shape(delimiter, numbers, begins, headed=False, nameless=True)
    return Shape(delimiter, _trimmed(first), begins, headed=True, nameless=False)


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


def _rows(path: Path, shape: Shape) -> Iterator[Row | Reject]:
    """The rows below the names of columns."""
    rows = Rows(
        dropwhile(lambda line: line.number < shape.begins, lines_of(path)), shape, path.name
    )
    if shape.headed:
        rows.skip_header()
    return iter(rows)
