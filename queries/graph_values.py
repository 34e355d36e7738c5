"""The database's values as JSON has them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point
from neo4j.time import Date, DateTime, Duration, Time

from queries.errors import DatabaseRefused

__all__ = ["Node", "Path", "Point", "Relationship", "plain", "typed"]


AS_THEY_ARE = frozenset({str, int, float, bool, type(None)})


def plain(value: Any) -> Any:
    """A value of the database as JSON has it."""
    # Most are, and to look for what they are not would take most of a picture's time.
    if type(value) in AS_THEY_ARE:
        return value
    # First: a duration is also a sequence.
    if hasattr(value, "iso_format"):
        return value.iso_format()
    if isinstance(value, Node | Relationship):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, Path):
        return [plain(one) for one in value.nodes]
    if isinstance(value, Mapping):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [plain(one) for one in value]
    return value if isinstance(value, str | int | float) else str(value)


def typed(value: Any) -> tuple[str, str | list[str]]:
    """A property's type, as Neo4j's importer calls it, and its value as that reads it.

    A list's text is a list, one text an element. Raises DatabaseRefused for bytes and places,
    which nothing of ours writes.
    """
    # Most are, and are found without going through all types.
    if kind_of := EXACTLY.get(type(value)):
        return kind_of[0], kind_of[1](value)
    if isinstance(value, list):
        among = {type(one) for one in value}
        if len(among) == 1 and (kind_of := EXACTLY.get(among.pop())):
            return f"{kind_of[0]}[]", list(map(kind_of[1], value))
        elements = [typed(one) for one in value]
        types = {type_ for type_, _ in elements} or {"string"}
        if len(types) == 1:
            return f"{types.pop()}[]", [str(text) for _, text in elements]
    for kind, name, text in TYPES:
        if isinstance(value, kind):
            local = isinstance(value, DateTime | Time) and value.tzinfo is None
            return f"local{name}" if local else name, text(value)
    raise DatabaseRefused(f"a property of type {type(value).__name__} cannot be copied; remove it")


def _moment(value: DateTime) -> str:
    zone = getattr(value.tzinfo, "key", None) or getattr(value.tzinfo, "zone", None)
    return value.iso_format() + (f"[{zone}]" if zone and zone != "UTC" else "")


def _number(value: float) -> str:
    return repr(value) if isfinite(value) else NOT_FINITE[repr(value)]


NOT_FINITE = {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}
# A boolean is also an int: first comes first.
TYPES: tuple[tuple[type, str, Callable[[Any], str]], ...] = (
    (str, "string", str),
    (bool, "boolean", lambda value: str(value).lower()),
    (int, "long", str),
    (float, "double", _number),
    (DateTime, "datetime", _moment),
    (Date, "date", lambda value: value.iso_format()),
    (Time, "time", lambda value: value.iso_format()),
    (Duration, "duration", lambda value: value.iso_format()),
)
EXACTLY = {kind: (name, text) for kind, name, text in TYPES if kind in (str, bool, int, float)}
