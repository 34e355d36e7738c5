"""Finding people and topics by what they are called."""

from __future__ import annotations

import re

from explorer.page import Asked, Shown
from queries.graph import Result

WORDS = 8
TOPICS = 12


def search(asked: Asked) -> Shown:
    """People and topics that match; the rows are the people."""
    text = lucene(asked.values["q"])
    # Before anything is loaded there is no index to ask.
    if not text or not asked.graph.ask("site_state").rows[0]["people"]:
        nothing = Result("find_people", {}, (), [], False, 0.0)
        told = nothing.json() | {"topics": []}
        return Shown(nothing, {"q": asked.values["q"], "topics": []}, told)
    people = asked.graph.ask("find_people", text=text, **asked.window())
    topics = asked.graph.ask("find_topics", text=text, limit=TOPICS).plain()
    told = people.json() | {"topics": topics.rows}
    around = {"q": asked.values["q"], "topics": topics.rows}
    if asked.form == "html":
        around["lists"] = asked.lists.all()
    return Shown(people, around, told)


def lucene(typed: str) -> str:
    """What was typed as a Lucene query: each word may go on, all must be there.

    Only letters and digits are passed on, so nothing that was typed is syntax. A word is
    asked for as a beginning and as a phrase: the index takes scripts without spaces apart,
    letter by letter, and finds those only as a phrase.
    """
    words = re.findall(r"\w+", typed)[:WORDS]
    return " AND ".join(f'({word}* OR "{word}"^2)' for word in words)
