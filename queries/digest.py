"""A graph's digest: equal for equal graphs, whatever numbers their nodes have.

Each node is hashed with its labels and properties, each relationship with its type, its
properties and the hashes of its two nodes; the digest is the sum of all. So nothing depends on
the order in which they come, and what is there twice counts twice.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from queries.graph import Graph
from queries.graph_values import typed

SHORT_BYTES = 16
MODULUS = 1 << 256


class Digest:
    """The digest of the nodes and relationships that were added; first all nodes."""

    def __init__(self) -> None:
        self._sum = 0
        # By number, which is a node's place in the store: few are left out.
        self._nodes = bytearray()

    def add_node(self, row: Mapping[str, Any]) -> None:
        """Add a row of `every_node`."""
        hash_ = _hash([sorted(row["labels"]), _properties(row["properties"])])
        place = SHORT_BYTES * row["number"]
        if place > len(self._nodes):
            self._nodes.extend(bytes(place - len(self._nodes)))
        self._nodes[place : place + SHORT_BYTES] = hash_[:SHORT_BYTES]
        self._sum += int.from_bytes(hash_, "big")

    def add_arrow(self, row: Mapping[str, Any]) -> None:
        """Add a row of `every_arrow`."""
        ends = [self._hash_of(row[one]).hex() for one in ("first", "second")]
        hash_ = _hash([row["type"], ends, _properties(row["properties"])])
        self._sum += int.from_bytes(hash_, "big")

    def text(self) -> str:
        """The digest, as hexadecimal."""
        return f"{self._sum % MODULUS:064x}"

    def _hash_of(self, number: int) -> bytes:
        return bytes(self._nodes[SHORT_BYTES * number : SHORT_BYTES * (number + 1)])


def digest_of(graph: Graph) -> str:
    """The digest of all that is in `graph`. Reads it all; keeps 16 bytes a node."""
    digest = Digest()
    for row in graph.stream("every_node"):
        digest.add_node(row)
    for row in graph.stream("every_arrow"):
        digest.add_arrow(row)
    return digest.text()


def _properties(properties: Mapping[str, Any]) -> list[Any]:
    return [[key, *typed(properties[key])] for key in sorted(properties)]


def _hash(told: list[Any]) -> bytes:
    return hashlib.sha256(json.dumps(told).encode()).digest()
