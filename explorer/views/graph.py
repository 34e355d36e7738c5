"""The graph page: a topic's best people, or the people around one."""

from __future__ import annotations

from typing import Any

from explorer.network import around_person, best_of_topic, just_these, told
from explorer.page import Asked, Shown
from explorer.views.people import topic_row
from queries.errors import NotInGraph

MOST_CHOSEN = 300


def graph(asked: Asked) -> Shown:
    """The picture, drawn by the browser from the JSON; the page lists the same people."""
    topic, focus = asked.values["topic"], asked.values["focus"]
    chosen = asked.values["people"][:MOST_CHOSEN]
    about = topic_row(asked, topic)
    if focus:
        person = asked.graph.ask("people_named", ids=[focus]).one()
        if person is None:
            raise NotInGraph(f"no person {focus!r} in this graph")
        picture = around_person(
            asked.graph, focus, topic, limit=asked.values["limit"], also=asked.values["also"]
        )
    elif chosen:
        person, picture = None, just_these(asked.graph, chosen, topic)
    else:
        person = None
        picture = best_of_topic(asked.graph, topic, limit=asked.values["limit"])
    around: dict[str, Any] = {
        "topic": about,
        "person": person,
        "picture": picture,
        "chosen": list(chosen),
    }
    if asked.form == "html":
        around["topics"] = asked.graph.ask("topics", limit=200).rows
    return Shown(picture.people, around, told(picture))
