"""JSON as a table: an object a line, or an array of objects; the columns are their fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from loader.records import Reject
from loader.sources.documents import Document, documents
from loader.sources.edges_table import SAMPLE_ROWS, Row, Table

LAYOUTS = {True: "one JSON object a line", False: "one JSON array"}


def json_table(path: Path, *, by_line: bool) -> Table:
    """The table in `path`: each field of the first thousand objects is a column.

    In an array their number, from 1, stands for the line.
    """
    columns: dict[str, None] = {}
    for found in islice(_numbered(path, by_line), SAMPLE_ROWS):
        if not isinstance(found, Reject):
            columns.update(dict.fromkeys(found.fields.value))
    names = tuple(columns)

    def rows() -> Iterator[Row | Reject]:
        for found in _numbered(path, by_line):
            if isinstance(found, Reject):
                yield found
            else:
                value = found.fields.value
                yield found.line, [value.get(name) for name in names]

    read_as = {"format": "jsonl" if by_line else "json"}
    return Table(path.name, names, LAYOUTS[by_line], rows, read_as)


def _numbered(path: Path, by_line: bool) -> Iterator[Document | Reject]:
    if by_line:
        return documents(path)
    return (
        replace(found, line=number) if isinstance(found, Reject) else found._replace(line=number)
        for number, found in enumerate(documents(path), 1)
    )
