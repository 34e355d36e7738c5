"""Finding people and topics by what they are called."""

from __future__ import annotations

import re
import string

import numpy as np

from explorer.boards import EVERYTHING, Boards, Matching
from explorer.page import Asked, Shown
from explorer.views.offered import offered
from explorer.views.people import ranked_by_topic
from queries.errors import QueryTooSlow
from queries.facets import Board
from queries.graph import Asks, Result, Row
from queries.library import library

WORDS = 8
TOPICS = 12
# Above every rank.
NO_RANK = 2**40
# The fields of the index that say what somebody is called.
CALLED = ("handle", "name")
# So many topics that match are looked at.
MATCHING = 200
# So many of whom a search finds are kept: four pages.
KEPT = 100
# What is typed first; a third of all may be called so.
LETTERS = string.ascii_lowercase + string.digits


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
    matching = matching_of(asked.graph, asked.boards, text, skip + limit)
    page = matching.first[skip : skip + limit]
    told = asked.graph.ask("people_numbered", numbers=[number for number, _ in page])
    names = tuple(column.name for column in library().named("find_people").returns)
    rows = [{**row, "match": page[row["place"]][1]} for row in told.plain().rows]
    listed = [{name: row[name] for name in names} for row in rows]
    more = skip + limit < matching.all
    return Result("find_people", {"text": text, **window}, names, listed, more, told.seconds)


def matching_of(graph: Asks, boards: Boards, text: str, most: int = KEPT) -> Matching:
    """How many `text` finds, and the first `most` of them or more.

    Of those who match equally well first the better ranked, unless that takes too long to know.
    The first KEPT are kept.
    """
    try:
        board = boards.board(graph, EVERYTHING, "score")
    except QueryTooSlow:
        return _read(graph, None, text, most)
    if most > KEPT:
        return _read(graph, board, text, most)
    return boards.found(graph, text, lambda: _read(graph, board, text, KEPT))


def _read(graph: Asks, board: Board | None, text: str, most: int) -> Matching:
    matching = graph.ask("people_matching", text=text).rows
    found: list[tuple[int, float]] = []
    for row in matching:
        numbers = np.array(row["numbers"], np.int64)
        ranks = np.full(len(numbers), -1) if board is None else board.ranks_of(numbers)
        order = np.argsort(np.where(ranks < 0, NO_RANK + numbers, ranks), kind="stable")[
            : most - len(found)
        ]
        found += [(number, row["match"]) for number in numbers[order].tolist()]
        if len(found) == most:
            break
    return Matching(found, sum(len(row["numbers"]) for row in matching))


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
