"""Finding people and topics by what they are called."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from explorer.boards import EVERYTHING
from explorer.page import Asked, Shown
from explorer.views.offered import offered
from explorer.views.people import ranked_by_topic
from queries.errors import QueryTooSlow
from queries.graph import Result, Row
from queries.library import library

WORDS = 8
TOPICS = 12
# Above every rank.
NO_RANK = 2**40
# The fields of the index that say what somebody is called.
CALLED = ("handle", "name")
# So many topics that match are looked at.
MATCHING = 200


def search(asked: Asked) -> Shown:
    """People and topics that match; the rows are the people."""
    text = lucene(asked.values["q"])
    # Before anything is loaded there is no index to ask.
    if not text or not asked.graph.ask("site_state").rows[0]["people"]:
        nothing = Result("find_people", {}, (), [], False, 0.0)
        told = nothing.json() | {"topics": []}
        return Shown(nothing, {"q": asked.values["q"], "topics": []}, told)
    people = found(asked, of_people(asked.values["q"]))
    topics = topics_found(asked, text)
    told = people.json() | {"topics": topics}
    around = {"q": asked.values["q"], "topics": topics}
    if asked.form == "html":
        around["lists"] = offered(asked)
    return Shown(people, around, told)


def found(asked: Asked, text: str) -> Result:
    """The answer of `find_people`, put in order here: by a letter or two half of all are found."""
    window = asked.window()
    skip, limit = window["skip"], min(window["limit"], asked.settings.rows)
    matching = asked.graph.ask("people_matching", text=text).rows
    page = first(asked, matching, skip + limit)[skip:]
    told = asked.graph.ask("people_numbered", numbers=[number for number, _ in page])
    names = tuple(column.name for column in library().named("find_people").returns)
    rows = [{**row, "match": page[row["place"]][1]} for row in told.plain().rows]
    listed = [{name: row[name] for name in names} for row in rows]
    more = skip + limit < sum(len(row["numbers"]) for row in matching)
    return Result("find_people", {"text": text, **window}, names, listed, more, told.seconds)


def first(asked: Asked, matching: Sequence[Row], most: int) -> list[tuple[int, float]]:
    """The database's numbers of the first `most` of them, and how well each matches.

    Of those who match equally well first the better ranked.
    """
    found: list[tuple[int, float]] = []
    for row in matching:
        numbers = np.array(row["numbers"], np.int64)
        try:
            ranks = asked.boards.board(asked.graph, EVERYTHING, "score").ranks_of(numbers)
        except QueryTooSlow:
            ranks = np.full(len(numbers), -1)
        order = np.argsort(np.where(ranks < 0, NO_RANK + numbers, ranks), kind="stable")[
            : most - len(found)
        ]
        found += [(number, row["match"]) for number in numbers[order].tolist()]
        if len(found) == most:
            break
    return found


def topics_found(asked: Asked, text: str) -> list[Row]:
    """The first of `find_topics`, with how many are ranked on each, which is counted once a run."""
    found = asked.graph.ask("find_topics", text=text, counted=False, limit=MATCHING).plain().rows
    ranked = ranked_by_topic(asked)
    rows = [row | {"people": ranked.get(row["id"], 0)} for row in found]
    return sorted(rows, key=lambda row: (-row["match"], -row["people"], row["id"]))[:TOPICS]


def of_people(typed: str) -> str:
    """The same for people.

    A single Latin letter or digit is looked for in names and handles alone: most bios have a
    word that begins with it, or is "a".
    """
    text = lucene(typed)
    if re.fullmatch(r"\W*[a-zA-Z0-9]\W*", typed):
        return " OR ".join(f"{field}:{text}" for field in CALLED)
    return text


def lucene(typed: str) -> str:
    """What was typed as a Lucene query: each word may go on, all must be there.

    Only letters and digits are passed on, so nothing that was typed is syntax. A word is
    asked for as a beginning and as a phrase: the index takes scripts without spaces apart,
    letter by letter, and finds those only as a phrase.
    """
    words = re.findall(r"\w+", typed)[:WORDS]
    return " AND ".join(f'({word}* OR "{word}"^2)' for word in words)
