"""Finding people and topics by what they are called."""

from __future__ import annotations

import re

import numpy as np

from explorer.boards import EVERYTHING
from explorer.page import Asked, Shown
from queries.errors import QueryTooSlow
from queries.graph import Result
from queries.library import library

WORDS = 8
TOPICS = 12


def search(asked: Asked) -> Shown:
    """People and topics that match; the rows are the people."""
    text = lucene(asked.values["q"])
    # Before anything is loaded there is no index to ask.
    if not text or not asked.graph.ask("site_state").rows[0]["people"]:
        nothing = Result("find_people", {}, (), [], False, 0.0)
        return Shown(nothing, {"q": asked.values["q"], "topics": []})
    people = found(asked, text)
    topics = asked.graph.ask("find_topics", text=text, limit=TOPICS).plain()
    told = people.json() | {"topics": topics.rows}
    around = {"q": asked.values["q"], "topics": topics.rows}
    if asked.form == "html":
        around["lists"] = asked.lists.all()
    return Shown(people, around, told)


def found(asked: Asked, text: str) -> Result:
    """The answer of `find_people`, put in order here: by a letter or two half of all are found."""
    window = asked.window()
    skip, limit = window["skip"], min(window["limit"], asked.settings.rows)
    matching = asked.graph.ask("people_matching", text=text).one() or {}
    numbers = np.array(matching.get("numbers") or [], np.int64)
    matches = np.array(matching.get("matches") or [], np.float64)
    try:
        ranks = asked.boards.board(asked.graph, EVERYTHING, "score").ranks_of(numbers)
    except QueryTooSlow:
        ranks = np.full(len(numbers), -1)
    order = np.lexsort((numbers, ranks, ranks < 0, -matches))
    page = order[skip : skip + limit]
    told = asked.graph.ask("people_numbered", numbers=numbers[page].tolist())
    names = tuple(column.name for column in library().named("find_people").returns)
    rows = [
        {**row, "match": round(float(matches[page[row["place"]]]), 2)} for row in told.plain().rows
    ]
    listed = [{name: row[name] for name in names} for row in rows]
    more = skip + limit < len(order)
    return Result("find_people", {"text": text, **window}, names, listed, more, told.seconds)


def lucene(typed: str) -> str:
    """What was typed as a Lucene query: each word may go on, all must be there.

    Only letters and digits are passed on, so nothing that was typed is syntax. A word is
    asked for as a beginning and as a phrase: the index takes scripts without spaces apart,
    letter by letter, and finds those only as a phrase.
    """
    words = re.findall(r"\w+", typed)[:WORDS]
    return " AND ".join(f'({word}* OR "{word}"^2)' for word in words)
