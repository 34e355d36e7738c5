"""The formats of edge lists: which one a file has, found from its content and not its name."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

from loader.records import Reject
from loader.sources.edges_arrow import parquet_table, record_batches_table
from loader.sources.edges_delimited import delimited_table
from loader.sources.edges_graph import READERS, graph_tables
from loader.sources.edges_json import json_table
from loader.sources.edges_table import Table
from loader.sources.elements import CHUNK_BYTES, Collector, elements
from loader.sources.files import UNREADABLE, opened, reason_of
from queries.errors import SourceError

__all__ = ["FORMATS", "Table", "format_of", "table_of", "tables_of"]

FORMATS = ("csv", "jsonl", "json", "parquet", "arrow", *READERS)

_BY_MARK = {
    b"PAR1": "parquet",
    b"ARROW1": "arrow",
    b"\xff\xff\xff\xff": "arrow",
    b"{": "jsonl",
    b"[": "json",
}
_ELSEWHERE = {
    b"PK\x03\x04": "is a zip archive or a spreadsheet; unpack it, or save it as CSV",
    b"7z\xbc\xaf": "is a 7z archive; unpack it",
    b"BZh": "is packed with bzip2; unpack it, or pack it with gzip or zstd",
    b"\xfd7zXZ": "is packed with xz; unpack it, or pack it with gzip or zstd",
    b"\xff\xfe": "is UTF-16; save it as UTF-8",
    b"\xfe\xff": "is UTF-16; save it as UTF-8",
    b"FEA1": "is Feather of version 1; write it anew as version 2",
    b"SQLite": "is a database of SQLite; save its tables as CSV",
}


def format_of(path: Path) -> str:
    """The format of `path`, one of FORMATS.

    Raises SourceError when it cannot be opened, is empty, or is of a kind nobody reads here.
    """
    try:
        with opened(path) as file:
            start = file.read(CHUNK_BYTES)
    except UNREADABLE as error:
        raise SourceError(f"{path} cannot be read: {reason_of(error)}") from error
    start = start.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise SourceError(f"{path} is empty; leave it out")
    for mark, what in _ELSEWHERE.items():
        if start.startswith(mark):
            raise SourceError(f"{path} {what}")
    if start.startswith(b"<"):
        return _root(path, start)
    return next((form for mark, form in _BY_MARK.items() if start.startswith(mark)), "csv")


def table_of(path: Path, form: str = "", *, delimiter: str = "", header: str = "") -> Table:
    """The one table in `path`; what is not said is found by looking at the file.

    `form` is one of FORMATS; `delimiter` and `header` are as `delimited_table` takes them.
    Raises SourceError when the file cannot be opened, holds no table, or is a graph of two.
    """
    if form and form not in FORMATS:
        raise SourceError(f"no format '{form}'; try {', '.join(FORMATS)}")
    # The file is opened in any case: that it is empty, or not there, is told first.
    found = format_of(path)
    form = form or found
    if form == "csv":
        return delimited_table(path, delimiter, header)
    if form in ("json", "jsonl"):
        return json_table(path, by_line=form == "jsonl")
    if form == "parquet":
        return parquet_table(path)
    if form == "arrow":
        return record_batches_table(path)
    raise SourceError(f"{path} is {form.upper()}: a network, and no table")


def tables_of(path: Path, options: Mapping[str, str]) -> tuple[Table | None, Table]:
    """The table of people in `path`, which only a graph has, and the table of acts.

    Raises SourceError as `table_of` does.
    """
    form, delimiter, header = (options.get(name, "") for name in ("format", "delimiter", "header"))
    graph = form or format_of(path)
    if graph in READERS:
        return graph_tables(path, graph)
    return None, table_of(path, form, delimiter=delimiter, header=header)


class _Root(Collector[str]):
    """Finds the names of elements, the root's first."""

    def begun(self, tag: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        self.found.append(tag.rpartition("}")[2])


def _root(path: Path, start: bytes) -> str:
    """The format of an XML file that begins with `start`."""
    names = elements(io.BytesIO(start), path.name, _Root(), what="element", doctype=True)
    root = next(names)
    if isinstance(root, Reject):
        raise SourceError(f"{path} {root.reason}")
    if root not in READERS:
        raise SourceError(
            f"{path} is XML, but neither GEXF nor GraphML: it begins with <{root[:40]}>"
        )
    return root
