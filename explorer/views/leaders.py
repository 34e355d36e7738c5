"""The leaderboards: over everything, and on one topic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from explorer.boards import MOST_TOPICS
from explorer.page import Asked, Shown
from explorer.views import board
from explorer.views.offered import offered
from explorer.views.runs import chosen_run
from queries.errors import ParameterRefused, QueryTooSlow
from queries.lenses import LENSES
from queries.scores import families, sortable

EVERYTHING = "*"
HOME_ROWS = 15
HOME_TOPICS = 20


@dataclass(frozen=True, slots=True)
class Sort:
    """One thing to sort by: a property of the score, its heading, what it says."""

    name: str
    title: str
    says: str


PARTS: tuple[Sort, ...] = (
    Sort("people", "Acted on by", "How many distinct people acted on this person, ever?"),
)


def sorts(topic: str) -> Mapping[str, Sort]:
    """What the people of `topic` can be sorted by: some rows hold over everything alone."""
    return {sort.name: sort for group in groups(topic).values() for sort in group}


def groups(topic: str) -> dict[str, list[Sort]]:
    """The same by family: ours, after each ancestor, and from the literature."""
    found = {
        family: [
            Sort(row.name, row.title, row.question)
            for row in rows
            if sortable(row) and (row.over == "topics" or topic == EVERYTHING)
        ]
        for family, rows in families().items()
    }
    lenses = [Sort(lens.name, lens.title, lens.question) for lens in LENSES.values() if lens.sorts]
    return {"ours": [*found.pop("ours"), *PARTS], "seen otherwise": lenses} | found


def home(asked: Asked) -> Shown:
    """The front door: the best over everything, and the topics."""
    leaders = asked.graph.ask("leaders", topic=EVERYTHING, limit=HOME_ROWS)
    topics = asked.kept.first("topics", HOME_TOPICS, MOST_TOPICS)
    return Shown(leaders, {"topics": topics, "by": "score"})


def topic(asked: Asked) -> Shown:
    """A topic's people, best first by what was asked."""
    id, by = asked.about["id"], asked.values["by"]
    known = sorts(id)
    if by not in known:
        raise ParameterRefused(f"'by' must be one of {', '.join(known)}; got {by[:40]!r}")
    run, chosen = chosen_run(asked), board.chosen_in(asked)
    around: dict[str, Any] = {"by": by, "sorts": known, "sort": known[by], "shown_run": run}
    around["groups"] = groups(id)
    window = asked.window() | ({"run": run["id"]} if run else {})
    without = asked.values["flagged"] == "without"
    if run and not run["whole"]:
        if by != "score" or chosen or without:
            raise ParameterRefused("of this run scores alone are kept: it cannot be narrowed")
        around |= {"sorts": {by: known[by]}, "groups": {"ours": [known[by]]}}
        return Shown(asked.graph.ask("leaders_then", topic=id, **window), around)
    if without:
        if by != "score" or chosen:
            raise ParameterRefused("'flagged' is for the whole topic, by score")
        if asked.form == "html":
            around["lists"] = offered(asked)
        return Shown(asked.graph.ask("leaders_without", topic=id, **window), around)
    name = run["id"] if run else ""
    if by == "score" and not chosen and asked.form != "html":
        return Shown(asked.graph.ask("leaders", topic=id, **window), around)
    try:
        columns = asked.boards.board(asked.graph, id, by, name)
    except QueryTooSlow:
        if by != "score" or chosen:
            raise
        # The list itself comes from an index, however many people there are.
        return Shown(asked.graph.ask("leaders", topic=id, **window), around)
    if by == "score" and not chosen:
        result, found = (
            asked.graph.ask("leaders", topic=id, **window),
            int(columns.listed(by).sum()),
        )
    else:
        result, found = board.listed(asked, columns, by, chosen, name)
    if asked.form == "html":
        around |= {
            "found": found,
            "chosen": chosen,
            "facets": board.choices(asked, columns, by, chosen),
            "family": board.family(asked, name),
            "lines": board.lines(asked, result.rows, id, name),
            "lists": offered(asked),
        }
    return Shown(result, around)


def arrows(asked: Asked) -> Shown:
    """Who influences whom on a topic."""
    return Shown(asked.graph.ask("arrows_on_topic", topic=asked.about["id"], **asked.window()))
