"""What stands between people: one arrow, a path, and somebody's influence flower."""

from __future__ import annotations

from explorer.flower import flower_of
from explorer.network import path_between
from explorer.page import Asked, Shown
from explorer.views.people import topic_row
from queries.errors import NotInGraph, ParameterRefused
from queries.graph import Result, Row

POSTS = 3


def arrow(asked: Asked) -> Shown:
    """All that is behind one arrow, with its newest acts. Raises NotInGraph where there is none."""
    topic = topic_row(asked, asked.values["topic"])
    ends = {name: asked.values[name] for name in ("influencer", "influenced")}
    for name, id in ends.items():
        if not id:
            raise ParameterRefused(f"say whose arrow: '{name}' is missing")
    card = asked.graph.ask("arrow_between", topic=topic["id"], **ends)
    if card.one() is None:
        raise NotInGraph(
            f"{ends['influenced']!r} did not act on {ends['influencer']!r} on this topic"
        )
    acts = asked.graph.ask("evidence", topic=topic["id"], limit=POSTS, **ends).plain()
    around = {"topic": topic, "card": card.plain().one(), "acts": acts}
    return Shown(card, around, card.json() | {"newest": acts.rows})


def path(asked: Asked) -> Shown:
    """The shortest chains of influence from one person to another."""
    values = asked.values
    topic = topic_row(asked, values["topic"])
    ids = [values["source"], values["target"]]
    ends = {row["id"]: row for row in asked.graph.ask("people_named", ids=ids).rows}
    for id in filter(None, ids):
        if id not in ends:
            raise NotInGraph(f"no person {id!r} in this graph")
    found = Result("path_between", {}, (), [], False, 0.0)
    if all(ids) and ids[0] != ids[1]:
        found = path_between(asked.graph, ids, topic["id"], values["via"])
    return Shown(found, {"topic": topic, "ends": ends})


def flower(asked: Asked) -> Shown:
    """Whom somebody influences, and by whom they are influenced, as petals around them."""
    topic = topic_row(asked, asked.values["topic"])
    found = asked.graph.ask(
        "flower", person=asked.about["id"], topic=topic["id"], limit=asked.values["limit"]
    )
    rows: list[Row] = found.plain().rows
    return Shown(found, {"topic": topic, "flower": flower_of(rows)})
