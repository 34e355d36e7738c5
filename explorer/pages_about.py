"""The rows of PAGES that are about a topic or a person: `pages.py` has the others."""

from __future__ import annotations

from explorer.arguments import LIMIT, PAGE, ROWS, TOPIC, Argument
from explorer.openapi import answers
from explorer.page import Page
from explorer.views import board, flags, leaders, ledger, people, runs, ties
from queries.flags import FLAGS

SHEETS = ("html", "json", "csv", "xlsx")
# What can be sorted by over everything; the view refuses what a topic has not.
BY = Argument(
    "by", "score", choices=tuple(leaders.sorts(leaders.EVERYTHING)), says="What is sorted by."
)
WITH = Argument("with", "", says="The id of one who acted: then the acts, word for word.")
FLAG = Argument("flag", "", choices=tuple(FLAGS), says="One flag alone.")
FLAGGED = Argument(
    "flagged", "with", choices=("with", "without"), says="With or without suspicious support."
)
DAYS = Argument(
    "days", 90, kind="count", least=0, most=36_500, says="Of how many days; 0 is of all."
)
FROM = Argument("from", (), kind="ids", says="From whom it is seen.")

ABOUT: tuple[Page, ...] = (
    Page(
        "topic",
        "/topics/<topic>",
        "leaders",
        "topic.html",
        (BY, FLAGGED, PAGE, LIMIT, *board.ARGUMENTS, *runs.ARGUMENTS),
        view=leaders.topic,
        needs="scores",
        forms=SHEETS,
        tells=answers.TOPIC,
    ),
    Page(
        "arrows",
        "/topics/<topic>/arrows",
        "arrows_on_topic",
        "arrows.html",
        (PAGE, LIMIT),
        view=leaders.arrows,
        needs="scores",
        heavy=True,
    ),
    Page(
        "lenses",
        "/topics/<topic>/lenses",
        "where_measures_differ",
        "lenses.html",
        (Argument("limit", 10, kind="count", most=flags.MOST_ROWS, says=ROWS),),
        view=flags.lenses,
        needs="scores",
        tells=answers.LENSES,
    ),
    Page(
        "seen_from",
        "/topics/<topic>/from",
        "seen_from",
        "seen_from.html",
        (FROM, PAGE, LIMIT),
        view=flags.seen_from,
        needs="scores",
        tells=answers.SEEN_FROM,
    ),
    Page(
        "person",
        "/people/<person>",
        "person_scores",
        "person.html",
        (TOPIC, *runs.ARGUMENTS),
        view=people.person,
        tells=answers.PERSON,
    ),
    Page(
        "history",
        "/people/<person>/history",
        "person_history",
        "history.html",
        (TOPIC, Argument("limit", 500, kind="count", says=ROWS)),
        view=people.history,
        needs="scores",
        tells=answers.HISTORY,
    ),
    Page(
        "influences",
        "/people/<person>/influences",
        "whom_they_influence",
        "person_arrows.html",
        (TOPIC, PAGE, LIMIT),
        view=people.arrows,
    ),
    Page(
        "influenced_by",
        "/people/<person>/influenced-by",
        "who_influences",
        "person_arrows.html",
        (TOPIC, PAGE, LIMIT),
        view=people.arrows,
    ),
    Page(
        "evidence",
        "/people/<person>/evidence",
        "posts_acted_on",
        "evidence.html",
        (WITH, TOPIC, PAGE, LIMIT),
        view=people.evidence,
        tells=answers.EVIDENCE,
    ),
    Page(
        "receipt",
        "/people/<person>/receipt",
        "receipt",
        "receipt.html",
        (TOPIC, PAGE, LIMIT),
        view=people.receipt,
        heavy=True,
        tells=answers.RECEIPT,
    ),
    Page(
        "ledger",
        "/people/<person>/ledger",
        "ledger",
        "ledger.html",
        (TOPIC, DAYS, PAGE, LIMIT),
        view=ledger.ledger,
    ),
    Page(
        "audience",
        "/people/<person>/audience",
        "audience_quality",
        "audience.html",
        (FLAG, PAGE, LIMIT),
        view=flags.audience,
        tells=answers.AUDIENCE,
    ),
    Page(
        "alike",
        "/people/<person>/alike",
        "people_alike",
        "alike.html",
        (TOPIC, PAGE, LIMIT),
        view=people.arrows,
        needs="scores",
        heavy=True,
    ),
    Page(
        "flower",
        "/people/<person>/flower",
        "flower",
        "flower.html",
        (TOPIC, Argument("limit", 25, kind="count", most=50, says=ROWS)),
        view=ties.flower,
        needs="scores",
    ),
)
