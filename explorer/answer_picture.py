"""What can be drawn of an answer of the bench, in the shape in which `/graph.json` tells it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from explorer.addresses import address
from explorer.network import COLOURS
from explorer.picture import ARROW_COLUMNS, COMMUNITY_COLUMNS, PLAIN_COLUMNS, table

CAPTIONS = ("name", "handle", "title", "text", "id")
LONGEST = 60
# Middling: how large a node is drawn that has no score of its own.
SIZE = 45
WEIGHT = 0.3


def picture_of(drawn: Mapping[str, Any]) -> dict[str, Any]:
    """The nodes coloured by label, and the relationships among them as they point."""
    nodes = drawn.get("nodes", [])
    labels = Counter(_label(node) for node in nodes)
    order = [name for name, _ in sorted(labels.items(), key=lambda one: (-one[1], one[0]))]
    known = {node["id"] for node in nodes}
    arrows = _arrows(
        one for one in drawn.get("relationships", []) if {one["start"], one["end"]} <= known
    )
    out, into = Counter[str](), Counter[str]()
    for arrow in arrows:
        out[arrow["influencer"]] += arrow["acts"]
        into[arrow["influenced"]] += arrow["acts"]
    return {
        "nodes": table(
            (*PLAIN_COLUMNS, "score", "labels", "properties", "out", "in"),
            [
                {**_node(node, order), "out": out[node["id"]], "in": into[node["id"]]}
                for node in nodes
            ],
        ),
        "arrows": table((*ARROW_COLUMNS, "type"), arrows),
        "communities": table(
            COMMUNITY_COLUMNS,
            [
                {"place": place, "people": labels[name], "around": name}
                for place, name in enumerate(order[:COLOURS])
            ],
        ),
        "parts": [],
        "paths": [],
        "step": 0,
        "truncated": bool(drawn.get("truncated")),
    }


def _label(node: Mapping[str, Any]) -> str:
    return node["labels"][0] if node["labels"] else "no label"


def _node(node: Mapping[str, Any], order: list[str]) -> dict[str, Any]:
    place = order.index(_label(node))
    properties = node["properties"]
    return {
        "id": node["id"],
        "handle": _label(node),
        "name": node_caption(node),
        "score": properties.get("score", SIZE),
        "network": "",
        "rank": None,
        "community": place if place < COLOURS else None,
        "address": _address(_label(node), properties.get("id")),
        **dict.fromkeys(("opens", "x", "y")),
        "labels": node["labels"],
        "properties": properties,
    }


def node_caption(node: Mapping[str, Any]) -> str:
    """What a node is called in the picture."""
    found = (node["properties"].get(name) for name in CAPTIONS)
    text = next((str(one) for one in found if one not in (None, "")), _label(node))
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"


def _address(label: str, id: Any) -> str:
    folder = {"User": "people", "Topic": "topics"}.get(label)
    return address(folder, id) if folder and isinstance(id, str) and id else ""


def _arrows(relationships: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """One arrow from a node to another, as heavy as the heaviest of those that it stands for."""
    between: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for one in relationships:
        between.setdefault((one["start"], one["end"]), []).append(one)
    return [
        {
            "influencer": start,
            "influenced": end,
            "weight": max(map(_weight, several)),
            "acts": len(several),
            "moments": [],
            "type": ", ".join(sorted({one["type"] for one in several})),
        }
        for (start, end), several in between.items()
    ]


def _weight(arrow: Mapping[str, Any]) -> float:
    weight = arrow["properties"].get("weight")
    weighed = isinstance(weight, int | float) and not isinstance(weight, bool)
    return min(1.0, max(0.0, weight)) if weighed else WEIGHT
