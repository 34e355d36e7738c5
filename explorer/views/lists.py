"""Lists of people: how far they reach together, whom to add next, and at what cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from flask import request

from explorer.addresses import is_local
from explorer.arguments import Argument
from explorer.boards import MOST_TOPICS
from explorer.page import Asked, Shown
from explorer.views.leaders import EVERYTHING
from explorer.views.people import topic_row
from queries.errors import NotInGraph, QueryTooSlow
from queries.graph import Result, Row
from queries.lists import MONEY, MOST_PEOPLE, hashed
from queries.reach import MOST_LOOKED_AT, Audience, Step, only, ordered, suggested, together, within

SUGGESTED = 5
NARROWED = Argument("topic", "", says="Reach on this topic; else as the list says.")
ARGUMENTS = (
    NARROWED,
    Argument("told", "", says="What was just done; the page tells of it."),
    Argument("n", 0, "count", least=0, says="To how many."),
    Argument("left", 0, "count", least=0, says="For how many there was no room."),
    Argument("back", "", says="Where the page leads back to."),
    Argument("share", "", says="The address it was shared under just now; the page shows it once."),
)
ALL = (
    "id", "name", "note", "topic", "people", "budget", "spent", "created", "changed", "shared",
)  # fmt: skip
PERSON = (
    "id", "handle", "name", "network", "followers", "score", "score_low", "score_high", "rank",
    "confidence", "backed_off", "flags", "label",
)  # fmt: skip
COLUMNS = (
    "place", *PERSON, "reach", "adds", "together", "only", "cost", "cost_per_added", "note", "at",
)  # fmt: skip
NEXT = (*PERSON, "adds", "reach")
PRIVATE = ("cost", "cost_per_added", "note")

# What is said after something was done: by its name in the address.
TOLD: dict[str, str] = {
    "made": "The list is there.",
    "added": "added",
    "taken-out": "Taken off the list.",
    "noted": "Noted.",
    "changed": "Changed.",
    "copied": "This is the copy.",
    "deleted": "The list is deleted.",
    "restored": "The list is back.",
    "erased": "The list is gone for good.",
    "shared": "Whoever may see this site and has the address below can see the list now.",
    "unshared": "The address leads nowhere any more.",
}


@dataclass(frozen=True, slots=True)
class Money:
    """What a list costs. `without` have no cost; `each` is the cost per person reached."""

    budget: float | None
    spent: float
    left: float | None
    without: int
    each: float | None
    within: list[str]
    within_reach: int


def lists(asked: Asked) -> Shown:
    """All lists; beside them those that were deleted and can be brought back."""
    rows = [{name: row[name] for name in ALL} for row in asked.lists.all()]
    around: dict[str, Any] = {}
    if asked.form == "html":
        around["deleted"] = asked.lists.all(deleted=True)
        around["topics"] = asked.kept.ask("topics", limit=MOST_TOPICS).rows
        around["names"] = {row["id"]: row["name"] for row in around["topics"]}
        around["message"] = TOLD.get(asked.values["told"], "")
    return Shown(Result("lists", {}, ALL, rows, False, 0.0), around)


def kept_list(asked: Asked) -> Shown:
    """One list, as those see it who keep it."""
    row = asked.lists.one(asked.values["list"])
    shown, audiences = _reached(asked, row, COLUMNS)
    around: dict[str, Any] = {**shown.around, "message": TOLD.get(asked.values["told"], "")}
    found: list[Row] = []
    if asked.form in ("html", "json") and not row["deleted"]:
        try:
            found, around["sure"] = _next(asked, around["topic"]["id"], audiences)
        except QueryTooSlow:
            around["sure"] = False
    around["next"] = found
    if asked.form == "html":
        around["topics"] = asked.kept.ask("topics", limit=MOST_TOPICS).rows
        # So that a browser says so before anything is sent.
        around["MONEY"] = rf"\s*({MONEY.pattern})?\s*"
        # The address itself is known to whoever was told it just now.
        share = asked.values["share"]
        around["share"] = (
            f"{request.host_url}shared/{share}" if hashed(share) == row["share"] else ""
        )
        around["back"] = asked.values["back"] if is_local(asked.values["back"]) else ""
    return Shown(shown.result, around, {**(shown.json or {}), "next": found})


def shared(asked: Asked) -> Shown:
    """One list, as viewers see it who have its address: notes and money only where meant so."""
    row = asked.lists.shared(asked.values["share"])
    if row["share_all"]:
        return _reached(asked, row, COLUMNS)[0]
    columns = tuple(name for name in COLUMNS if name not in PRIVATE)
    hidden = {"note": "", "budget": None}
    return _reached(asked, {**row, **hidden}, columns)[0]


def _reached(asked: Asked, row: Row, columns: Sequence[str]) -> tuple[Shown, dict[str, Audience]]:
    """The list as it is shown, and who acts on each of it."""
    topic = _topic(asked, row)
    people = asked.lists.people(row["id"], topic["id"]).rows
    if "cost" not in columns:
        people = [{**one, "cost": None, "note": ""} for one in people]
    ids = [one["id"] for one in people]
    audiences = asked.boards.audiences(asked.graph, ids, topic["id"])
    sets = [audiences[one["id"]] for one in people]
    steps, alone = ordered(sets), only(sets)
    rows = [_line(people, sets, alone, step, i) for i, step in enumerate(steps, start=1)]
    whole = steps[-1].together if steps else 0
    money = money_of(row, people, sets, whole)
    around: dict[str, Any] = {
        "kept": row,
        "topic": topic,
        "together": whole,
        "summed": sum(map(len, sets)),
        "money": money,
        "most": MOST_PEOPLE,
    }
    lines = [{name: line[name] for name in columns} for line in rows]
    # The query that the reach is made of: it leads to its Cypher, and to the run behind it.
    asked_for = {"ids": ids, "topic": topic["id"]}
    result = Result("audiences", asked_for, tuple(columns), lines, False, 0.0)
    return Shown(result, around, _json(result, row, around)), audiences


def _topic(asked: Asked, row: Row) -> Row:
    """What reach is told of: as asked, else as the list says, else everything."""
    if asked.values["topic"]:
        return topic_row(asked, asked.values["topic"])
    try:
        return topic_row(asked, row["topic"] or EVERYTHING)
    except NotInGraph:
        # It was about a topic that is gone, or that nobody is to be listed on any more.
        return topic_row(asked, EVERYTHING)


def _line(
    people: Sequence[Row], sets: Sequence[Audience], alone: Sequence[int], step: Step, place: int
) -> Row:
    one = people[step.position]
    cost = one["cost"]
    return {
        **one,
        "place": place,
        "reach": len(sets[step.position]),
        "adds": step.adds,
        "together": step.together,
        "only": alone[step.position],
        "cost_per_added": cost / step.adds if cost is not None and step.adds else None,
    }


def money_of(row: Row, people: Sequence[Row], sets: Sequence[Audience], whole: int) -> Money:
    """What is spent, what is left, and whom the budget buys best."""
    costs = [one["cost"] for one in people]
    spent = float(sum(cost for cost in costs if cost is not None))
    budget = row["budget"]
    bought: list[Step] = []
    if budget is not None and spent > budget:
        bought = within(sets, costs, budget)
    return Money(
        budget=budget,
        spent=spent,
        left=None if budget is None else budget - spent,
        without=sum(cost is None for cost in costs),
        each=spent / whole if whole and spent else None,
        within=[people[step.position]["id"] for step in bought],
        within_reach=bought[-1].together if bought else 0,
    )


def _next(asked: Asked, topic: str, audiences: Mapping[str, Audience]) -> tuple[list[Row], bool]:
    """Who of the ranked would add most to whom is on the list; whether that is surely so."""
    board = asked.boards.board(asked.graph, topic, "people")
    ranked = (
        (str(board.ids[i]), int(board.values["people"][i]))
        for i in board.order("people", {})
        if board.ranks[i] > 0 and board.ids[i] not in audiences
    )
    # One more than are looked at: it tells whether those could be better.
    candidates = list(islice(ranked, MOST_LOOKED_AT + 1))
    found, sure = suggested(
        together(list(audiences.values())),
        candidates,
        lambda ids: asked.boards.audiences(asked.graph, ids, topic),
        wanted=SUGGESTED,
    )
    ids = [one.id for one in found]
    told = asked.graph.ask("people_compared", ids=ids, topic=topic).plain().rows
    rows = {row["id"]: row for row in told}
    added = [
        {**rows[one.id], "adds": one.adds, "reach": one.people} for one in found if one.id in rows
    ]
    return [{name: row[name] for name in NEXT} for row in added], sure


def _json(result: Result, row: Row, around: dict[str, Any]) -> dict[str, Any]:
    money: Money = around["money"]
    told: dict[str, Any] = result.json() | {
        "list": {name: row[name] for name in ("id", "name", "note", "topic")},
        "together": around["together"],
        "summed": around["summed"],
    }
    if "cost" in result.columns:
        told |= {"budget": money.budget, "spent": money.spent, "left": money.left}
    return told
