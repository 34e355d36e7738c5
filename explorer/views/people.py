"""A person's pages: who it is, whom they influence, by whom they are, and the evidence."""

from __future__ import annotations

from typing import Any

from explorer.page import Asked, Shown
from queries.errors import NotInGraph
from queries.graph import Row

NEAR = 10
POSTS = 5


def person(asked: Asked) -> Shown:
    """Everything about one person; the rows are the scores by topic."""
    ask, id, topic = asked.graph.ask, asked.about["id"], asked.values["topic"]
    scores = ask("person_scores", person=id)
    around: dict[str, Any] = {
        "overall": next((row for row in scores.rows if row["topic"] == "*"), None),
        "measures": ask("person_measures", person=id).one(),
        "influences": ask("whom_they_influence", person=id, topic=topic, limit=NEAR).plain(),
        "influenced_by": ask("who_influences", person=id, topic=topic, limit=NEAR).plain(),
        "posts": ask("posts_acted_on", person=id, topic=topic, limit=POSTS).plain(),
        "topic": topic_row(asked, topic),
    }
    return Shown(scores, around)


def arrows(asked: Asked) -> Shown:
    """The whole list of one direction."""
    id, topic = asked.about["id"], asked.values["topic"]
    result = asked.graph.ask(asked.page.query, person=id, topic=topic, **asked.window())
    return Shown(result, {"topic": topic_row(asked, topic)})


def evidence(asked: Asked) -> Shown:
    """The posts that others acted on, or what one counterpart did, word for word."""
    id, topic, other = asked.about["id"], asked.values["topic"], asked.values["with"]
    around: dict[str, Any] = {"topic": topic_row(asked, topic), "other": None}
    if not other:
        return Shown(
            asked.graph.ask("posts_acted_on", person=id, topic=topic, **asked.window()), around
        )
    around["other"] = asked.graph.ask("people_named", ids=[other]).one()
    if around["other"] is None:
        raise NotInGraph(f"no person {other!r} in this graph")
    result = asked.graph.ask(
        "evidence", influencer=id, influenced=other, topic=topic, **asked.window()
    )
    return Shown(result, around)


def topic_row(asked: Asked, topic: str) -> Row:
    """The topic that a page is narrowed to. Raises NotInGraph."""
    found = asked.graph.ask("topics_named", ids=[topic]).one()
    if found is None:
        raise NotInGraph(f"no topic {topic!r} in this graph")
    if found["sensitive"]:
        raise NotInGraph(
            f"{topic!r} is a sensitive topic: nobody is ranked or listed on it, unless whoever "
            "runs this site takes it off the recipe's list"
        )
    return found
