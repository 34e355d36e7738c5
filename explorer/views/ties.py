"""What stands between people: one arrow, a path, and somebody's influence flower."""

from __future__ import annotations

from explorer.flower import flower_of
from explorer.network import path_between
from explorer.page import Asked, Shown
from explorer.views.comparison import called
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
    ids = {
        name: next(iter(called(asked.graph, [values[name]] if values[name] else [])), "")
        for name in ("source", "target")
    }
    found = Result("path_between", {}, (), [], False, 0.0)
    if all(ids.values()) and ids["source"] != ids["target"]:
        found = path_between(asked.graph, list(ids.values()), topic["id"], values["via"])
    return Shown(found, {"topic": topic, "ids": ids})


def flower(asked: Asked) -> Shown:
    """Whom somebody influences, and by whom they are influenced, as petals around them."""
    topic = topic_row(asked, asked.values["topic"])
    found = asked.graph.ask(
        "flower", person=asked.about["id"], topic=topic["id"], limit=asked.values["limit"]
    )
    rows: list[Row] = found.plain().rows
    return Shown(found, {"topic": topic, "flower": flower_of(rows)})
