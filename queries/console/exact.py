"""Values of the database as JSON that a browser reads without loss.

A whole number beyond 2^53 would be rounded in JavaScript, NaN is no JSON, and a node is more
than its properties: so numbers of that size, NaN and times are texts, and a node tells its labels.
"""

from __future__ import annotations

import base64
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from queries.graph_values import Node, Path, Point, Relationship

EXACT = 2**53 - 1
CUT = "…"


@dataclass(slots=True)
class Picture:
    """The nodes and relationships that were seen in an answer, up to a number of each."""

    most_nodes: int
    most_arrows: int
    nodes: dict[str, dict[str, Any]] = field(default_factory=dict)
    arrows: dict[str, dict[str, Any]] = field(default_factory=dict)
    truncated: bool = False

    def add_node(self, told: dict[str, Any]) -> None:
        """Keep a node, unless there are enough."""
        if told["id"] in self.nodes or len(self.nodes) < self.most_nodes:
            known = self.nodes.get(told["id"])
            # The end of a relationship comes without labels; the node itself has them.
            if known is None or not known["labels"]:
                self.nodes[told["id"]] = told
        else:
            self.truncated = True

    def add_arrow(self, told: dict[str, Any]) -> None:
        """Keep a relationship, unless there are enough."""
        if told["id"] in self.arrows or len(self.arrows) < self.most_arrows:
            self.arrows[told["id"]] = told
        else:
            self.truncated = True

    def told(self) -> dict[str, Any]:
        """All of it as JSON."""
        return {
            "nodes": list(self.nodes.values()),
            "relationships": list(self.arrows.values()),
            "truncated": self.truncated,
        }


def exact(value: Any, depth: int, picture: Picture | None = None) -> Any:
    """A value as JSON has it; what lies more than `depth` deep becomes "…"."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return value if -EXACT <= value <= EXACT else str(value)
    if isinstance(value, float):
        return value if math.isfinite(value) else _not_finite(value)
    # Before sequences: a duration and a point are also tuples.
    if hasattr(value, "iso_format"):
        return value.iso_format()
    if isinstance(value, bytes | bytearray):
        return base64.b64encode(value).decode("ascii")
    if depth <= 0:
        return CUT
    return _composed(value, depth - 1, picture)


def _composed(value: Any, depth: int, picture: Picture | None) -> Any:
    if isinstance(value, Point):
        return {"srid": value.srid, "coordinates": [exact(float(one), 1) for one in value]}
    if isinstance(value, Node):
        return _node(value, depth, picture)
    if isinstance(value, Relationship):
        return _relationship(value, depth, picture)
    if isinstance(value, Path):
        return {
            "nodes": [_node(one, depth, picture) for one in value.nodes],
            "relationships": [_relationship(one, depth, picture) for one in value.relationships],
        }
    if isinstance(value, Mapping):
        return {str(name): exact(one, depth, picture) for name, one in value.items()}
    if hasattr(value, "to_native"):
        value = value.to_native()
    if isinstance(value, Sequence):
        return [exact(one, depth, picture) for one in value]
    return str(value)


def _node(node: Node, depth: int, picture: Picture | None) -> dict[str, Any]:
    properties = {name: exact(one, depth) for name, one in node.items()}
    told = {"id": node.element_id, "labels": sorted(node.labels), "properties": properties}
    if picture:
        picture.add_node(told)
    return told


def _relationship(arrow: Relationship, depth: int, picture: Picture | None) -> dict[str, Any]:
    start, end = arrow.nodes
    told = {
        "id": arrow.element_id,
        "type": arrow.type,
        "start": start.element_id if start else None,
        "end": end.element_id if end else None,
        "properties": {name: exact(one, depth) for name, one in arrow.items()},
    }
    if picture:
        for one in (start, end):
            if one is not None:
                _node(one, depth, picture)
        picture.add_arrow(told)
    return told


def _not_finite(value: float) -> str:
    if math.isnan(value):
        return "NaN"
    return "Infinity" if value > 0 else "-Infinity"
