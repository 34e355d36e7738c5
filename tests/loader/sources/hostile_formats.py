"""Rows as files: each format's way to write them, and what it says itself of a hostile value."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import quoteattr

import pyarrow as arrow
import pyarrow.ipc as ipc
import pyarrow.parquet as parquet

from tests.loader.sources.hostile import Told
from tests.loader.sources.hostile_frame import Row

LONGEST_CELL = 131_072

Packed = tuple[bytes, list[int]]


def jsonl(rows: list[Row]) -> Packed:
    text = "".join(json.dumps(row) + "\n" for row in rows)
    return text.encode(), list(range(1, len(rows) + 1))


def json_array(rows: list[Row]) -> Packed:
    """One array over as many lines as there are rows; edge lists count them from 1."""
    text = "[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]"
    return text.encode(), list(range(1, len(rows) + 1))


def delimited(rows: list[Row], delimiter: str = ",") -> Packed:
    """Each cell as the csv module writes it, and the line on which each row begins."""
    columns = list(rows[0])
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)
    lines, line = [], 2
    for row in rows:
        lines.append(line)
        line += 1 + sum(str(row[column]).count("\n") for column in columns)
    return out.getvalue().encode("utf-8", "surrogatepass"), lines


def csv_quirk(value: Any) -> Told | None:
    """What CSV cannot hold at all."""
    if "\0" in value:
        return Told("has a NUL character")
    if any("\ud800" <= char <= "\udfff" for char in value):
        return Told("is not UTF-8 at byte ")
    return Told("has a cell of over 131,072") if len(value) > LONGEST_CELL else None


def _table(rows: list[Row]) -> arrow.Table:
    return arrow.table({name: arrow.array([row[name] for row in rows]) for name in rows[0]})


def parquet_file(rows: list[Row]) -> Packed:
    out = io.BytesIO()
    parquet.write_table(_table(rows), out)
    return out.getvalue(), list(range(1, len(rows) + 1))


def arrow_file(rows: list[Row]) -> Packed:
    out = io.BytesIO()
    table = _table(rows)
    with ipc.new_file(out, table.schema) as file:
        file.write_table(table)
    return out.getvalue(), list(range(1, len(rows) + 1))


def xml_text(text: str) -> str:
    """`text` as an attribute, line breaks and all."""
    escaped = {"\n": "&#10;", "\r": "&#13;", "\t": "&#9;"}
    return quoteattr(text, escaped)


def is_unicode(value: Any) -> bool:
    """Whether `value` is a text without halves of surrogate pairs."""
    return not any("\ud800" <= char <= "\udfff" for char in value)


def is_xml(value: Any) -> bool:
    """Whether XML can hold `value`; what it cannot hold ends a file, and has its own tests."""
    return is_unicode(value) and not any(
        char in "\ufffe\uffff" or (char < " " and char not in "\t\n\r") for char in value
    )


def elements(head: str, tag: str, tail: str, rows: Iterable[Row]) -> Packed:
    """One element a line, with the row's cells as its attributes."""
    told = [
        f"<{tag} {' '.join(f'{name}={xml_text(str(value))}' for name, value in row.items())}/>"
        for row in rows
    ]
    first = head.count("\n") + 1
    return f"{head}{chr(10).join(told)}\n{tail}".encode(), [first + i for i in range(len(told))]
