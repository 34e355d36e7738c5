"""The database's values as JSON has them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from neo4j.graph import Node, Path, Relationship
from neo4j.spatial import Point

__all__ = ["Node", "Path", "Point", "Relationship", "plain"]


def plain(value: Any) -> Any:
    """A value of the database as JSON has it."""
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
    return value if value is None or isinstance(value, str | int | float | bool) else str(value)
