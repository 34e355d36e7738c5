"""A table of repositories and their topics, for archives that do not tell them."""

from __future__ import annotations

import re
from pathlib import Path

from loader.records import Reject
from loader.sources.cells import BadCell, native_id, topics_of
from loader.sources.edges_tables import table_of
from queries.errors import SourceError

_NAMES = ("name", "full_name", "repository", "repo")
_TOPICS = ("language", "topics")


def topics_by_repository(path: Path) -> tuple[dict[str, tuple[str, ...]], list[Reject]]:
    """The language and the topics of each repository by its name in small letters, and bad rows.

    Raises SourceError when there is no column of names, or none of topics.
    """
    table = table_of(path)
    name = next((one for one in _NAMES if one in table.columns), "")
    columns = [one for one in _TOPICS if one in table.columns]
    if not name or not columns:
        raise SourceError(
            f"{path} needs the columns name (as 'owner/name') and language or topics; "
            f"there are {', '.join(table.columns)}"
        )
    found: dict[str, tuple[str, ...]] = {}
    bad: list[Reject] = []
    for row in table.rows():
        if isinstance(row, Reject):
            bad.append(row)
            continue
        line, cells = row
        told = dict(zip(table.columns, cells, strict=True))
        try:
            repository = native_id(told[name], name).casefold()
            if "/" not in repository:
                raise BadCell(name, f"is no 'owner/name': {repository[:60]!r}")
            topics = [topic for one in columns for topic in _topics(told[one])]
        except BadCell as reason:
            bad.append(Reject(path.name, line, reason.field, str(reason)))
        else:
            found[repository] = tuple(dict.fromkeys(topics))
    return found, bad


def _topics(cell: object) -> tuple[str, ...]:
    """The topics in a cell: a list, or a text with '|', ';' or ',' between them."""
    if isinstance(cell, str):
        cell = re.sub(r"[;,]", "|", cell.strip("[]"))
    return topics_of(cell, "|")
