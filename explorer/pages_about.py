"""The rows of PAGES that are about a topic or a person: `pages.py` has the others."""

from __future__ import annotations

from explorer.arguments import LIMIT, PAGE, TOPIC, Argument
from explorer.page import Page
from explorer.views import board, flags, leaders, ledger, people, runs, ties

SHEETS = ("html", "json", "csv", "xlsx")
BY = Argument("by", "score")
WITH = Argument("with", "")
FLAG = Argument("flag", "")
FLAGGED = Argument("flagged", "with", choices=("with", "without"))
FROM = Argument("from", (), kind="ids")

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
        (Argument("limit", 10, kind="count", most=100),),
        view=flags.lenses,
        needs="scores",
    ),
    Page(
        "seen_from",
        "/topics/<topic>/from",
        "seen_from",
        "seen_from.html",
        (FROM, PAGE, LIMIT),
        view=flags.seen_from,
        needs="scores",
    ),
    Page(
        "person",
        "/people/<person>",
        "person_scores",
        "person.html",
        (TOPIC, *runs.ARGUMENTS),
        view=people.person,
    ),
    Page(
        "history",
        "/people/<person>/history",
        "person_history",
        "history.html",
        (TOPIC, Argument("limit", 500, kind="count")),
        view=people.history,
        needs="scores",
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
    ),
    Page(
        "receipt",
        "/people/<person>/receipt",
        "receipt",
        "receipt.html",
        (TOPIC, PAGE, LIMIT),
        view=people.receipt,
        heavy=True,
    ),
    Page(
        "ledger",
        "/people/<person>/ledger",
        "ledger",
        "ledger.html",
        (TOPIC, Argument("days", 90, kind="count", least=0, most=36_500), PAGE, LIMIT),
        view=ledger.ledger,
    ),
    Page(
        "audience",
        "/people/<person>/audience",
        "audience_quality",
        "audience.html",
        (FLAG, PAGE, LIMIT),
        view=flags.audience,
    ),
    Page(
        "flower",
        "/people/<person>/flower",
        "flower",
        "flower.html",
        (TOPIC, Argument("limit", 25, kind="count", most=50)),
        view=ties.flower,
        needs="scores",
    ),
)
