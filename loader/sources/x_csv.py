"""The CSV that twarc-csv makes, as the flattened JSON it was made from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from loader.records import Reject
from loader.sources.documents import Document
from loader.sources.edges_tables import Table, table_of
from loader.sources.fields import Fields
from queries.errors import SourceError

# What is read of the hundred columns there are, and nothing else: no places, no devices.
_POST = (
    "id", "author_id", "created_at", "text", "lang", "in_reply_to_user_id",
    "edit_history_tweet_ids", "referenced_tweets", "entities.hashtags", "entities.cashtags",
    "entities.mentions", "withheld.scope", "withheld.copyright", "withheld.country_codes",
)  # fmt: skip
_PERSON = (
    "id", "username", "name", "description", "created_at", "protected", "withheld.scope",
    "withheld.copyright", "withheld.country_codes", "public_metrics.followers_count",
    "public_metrics.following_count",
)  # fmt: skip
_OTHER = ("action", "reason", "tweet_count", "start", "owner_id", "__twarc.url")
_READ = frozenset((*_POST, *_PERSON, *_OTHER, *(f"author.{name}" for name in _PERSON)))
_REFERENCES = {
    "referenced_tweets.retweeted.id": ("retweeted", "retweeted_user_id"),
    "referenced_tweets.quoted.id": ("quoted", "quoted_user_id"),
    "referenced_tweets.replied_to.id": ("replied_to", "in_reply_to_user_id"),
}
_LISTS = ("entities.hashtags", "entities.cashtags", "entities.mentions", "referenced_tweets",
          "edit_history_tweet_ids", "withheld.country_codes")  # fmt: skip
_FLAGS = {"true": True, "false": False, "1": True, "0": False, "1.0": True, "0.0": False}
_ROWS_OF = ({"id", "author_id"}, {"id", "text"}, {"id", "username"}, {"id", "action"},
            {"start", "tweet_count"}, {"id", "owner_id"})  # fmt: skip


def table_in(path: Path) -> Table | None:
    """The table in `path`, when its columns are those of twarc-csv."""
    try:
        table = table_of(path, "csv")
    except (SourceError, StopIteration):
        return None
    return table if any(columns <= set(table.columns) for columns in _ROWS_OF) else None


def documents_in(table: Table) -> Iterator[Document | Reject]:
    """Each row as the object that it was made from."""
    for row in table.rows():
        if isinstance(row, Reject):
            yield row
            continue
        line, cells = row
        told = {
            name: text
            for name, cell in zip(table.columns, cells, strict=True)
            if (text := str(cell or "").strip()) and text != "nan"
        }
        yield Document(table.name, line, Fields(_nested(told)))


def _nested(told: Mapping[str, str]) -> dict[str, Any]:
    """The object whose fields are at the paths that the columns are named after."""
    found: dict[str, Any] = {}
    for name in _READ & told.keys():
        *path, last = name.split(".")
        inner = found
        for step in path:
            inner = inner.setdefault(step, {})
        inner[last] = _value(name, told[name])
    references = [
        {"type": kind, "id": told[column], "author_id": told.get(author)}
        for column, (kind, author) in _REFERENCES.items()
        if column in told
    ]
    return found | {"referenced_tweets": references} if references else found


def _value(name: str, text: str) -> object:
    """The value in a cell: JSON in lists, and in texts where it was asked for."""
    if name in _LISTS:
        return _json(text, or_else=text)
    if name.endswith(("protected", "withheld.copyright")):
        return _FLAGS.get(text.casefold(), text)
    if text.startswith('"') and text.endswith('"'):
        said = _json(text, or_else=text)
        text = said if isinstance(said, str) else text
    return text.replace("\\n", "\n") if name == "text" or name.endswith("description") else text


def _json(text: str, *, or_else: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return or_else
