"""A picture of the graph: some people, the arrows among them, and the communities' names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explorer.addresses import address
from queries.graph import Asks, Result, Row

# So many communities have a colour of their own; the rest is grey.
COLOURS = 7
MOST_ARROWS = 2_000
NODE_COLUMNS = ("id", "handle", "name", "score", "rank", "people", "community", "address")
ARROW_COLUMNS = ("influencer", "influenced", "weight", "acts")
COMMUNITY_COLUMNS = ("place", "people", "around")


@dataclass(frozen=True, slots=True)
class Picture:
    """`people` are the nodes, best first; `truncated` says that more stand around."""

    people: Result
    arrows: Result
    communities: Result
    truncated: bool


def best_of_topic(graph: Asks, topic: str, *, limit: int) -> Picture:
    """The people with the best score on `topic`, and the arrows among them."""
    leaders = graph.ask("leaders", topic=topic, limit=limit)
    ids = [row["id"] for row in leaders.rows]
    return _picture(graph, ids, topic, among=ids, truncated=leaders.truncated)


def around_person(
    graph: Asks, person: str, topic: str, *, limit: int, also: Sequence[str] = ()
) -> Picture:
    """A person and the strongest neighbours.

    The arrows are those among them and the people in `also`, whom the asker shows already.
    """
    near = graph.ask("neighbours", person=person, topic=topic, limit=limit)
    ids = [person, *(row["id"] for row in near.rows)]
    return _picture(graph, ids, topic, among=[*ids, *also], truncated=near.truncated)


def just_these(graph: Asks, ids: Sequence[str], topic: str) -> Picture:
    """These people and the arrows among them."""
    return _picture(graph, list(ids), topic, among=list(ids), truncated=False)


def _picture(
    graph: Asks, ids: list[str], topic: str, *, among: list[str], truncated: bool
) -> Picture:
    return Picture(
        people=graph.ask("people_on_topic", ids=ids, topic=topic).plain(),
        arrows=graph.ask("arrows_among", ids=among, topic=topic, limit=MOST_ARROWS).plain(),
        communities=graph.ask("communities", limit=COLOURS).plain(),
        truncated=truncated,
    )


def told(picture: Picture) -> dict[str, Any]:
    """The picture as JSON: rows as arrays, a third of the size of objects."""
    people = [_node(row) for row in picture.people.rows]
    communities = [
        {"place": row["community"], "people": row["people"], "around": _name(row)}
        for row in picture.communities.rows
    ]
    return {
        "nodes": table(NODE_COLUMNS, people),
        "arrows": table(ARROW_COLUMNS, picture.arrows.rows),
        "communities": table(COMMUNITY_COLUMNS, communities),
        "truncated": picture.truncated,
    }


def table(columns: Sequence[str], rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Rows as arrays under their columns."""
    return {"columns": list(columns), "rows": [[row[name] for name in columns] for row in rows]}


def _node(row: Row) -> Row:
    community = row["community"]
    coloured = community if community is not None and community < COLOURS else None
    place = {"community": coloured, "address": address("people", row["id"])}
    return {**row, "name": row["name"] or row["handle"], **place}


def _name(row: Row) -> str:
    return row["around_name"] or row["around_handle"] or row["around"] or ""
