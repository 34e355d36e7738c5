"""A topic's leaderboard narrowed by facets: who is on it, how many there would be, and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from explorer.arguments import Argument
from explorer.boards import EVERYTHING, MOST_TOPICS
from explorer.page import Asked
from explorer.sparkline import Line, sparkline
from queries.facets import BY_NAME, FACETS, UNKNOWN, Board, Facet
from queries.graph import Result, Row
from queries.history import moment_of

ARGUMENTS = tuple(
    Argument(facet.name, "", choices=tuple(facet.words), says=f"Only those: {facet.title}.")
    for facet in FACETS
)
SHOWN = 8
FAMILY = 12
MOST_LINES = 100
POINTS = 40


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a facet: what it is called, how many there would be, whether it is chosen."""

    value: str
    word: str
    people: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """A facet with its values; `more` of them are not shown."""

    facet: Facet
    values: list[Choice]
    more: int


def chosen_in(asked: Asked) -> dict[str, str]:
    """The facets that the address names."""
    return {name: asked.values[name] for name in BY_NAME if asked.values[name]}


def listed(
    asked: Asked, board: Board, by: str, chosen: Mapping[str, str], run: str
) -> tuple[Result, int]:
    """The page of people that is asked for, and how many there are in all."""
    order = board.order(by, chosen)
    window = asked.window()
    skip, limit = window["skip"], min(window["limit"], asked.settings.rows)
    ids = board.ids[order[skip : skip + limit]].tolist()
    result = asked.graph.ask(
        "leaders_listed", ids=ids, topic=asked.about["id"], by=by, run=run, skip=skip
    )
    return replace(result, truncated=skip + limit < len(order)), len(order)


def choices(asked: Asked, board: Board, by: str, chosen: Mapping[str, str]) -> list[Choices]:
    """Every facet in which people differ, or that is chosen, with counts."""
    counted = {facet.name: board.counts(facet.name, by, chosen) for facet in FACETS}
    for name, value in chosen.items():
        if value not in dict(counted[name]):
            counted[name].append((value, 0))
    words = _communities(asked, board, [value for value, _ in counted["community"][:SHOWN]])
    told = []
    for facet in FACETS:
        found = counted[facet.name]
        if facet.name not in chosen and len(found) < 2:
            continue
        values = [
            Choice(value, _word(facet, value, words), people, chosen.get(facet.name) == value)
            for value, people in found
        ]
        near = [one for i, one in enumerate(values) if i < SHOWN or one.chosen]
        told.append(Choices(facet, near, len(values) - len(near)))
    return told


def lines(asked: Asked, rows: Sequence[Row], topic: str, run: str) -> dict[str, Line]:
    """By id, the line of each score over the runs that can be compared with the shown one."""
    ids = [row["id"] for row in rows[:MOST_LINES]]
    moments = asked.graph.ask("run_moments").plain().rows
    whole = [one for one in moments if one["number"] is None and run in ("", one["id"])]
    # The newest is the one that was made last, whatever it looks back from.
    shown = max(whole, key=lambda one: moment_of(one["at"]), default=None)
    if shown is None or len(moments) < 2:
        return {}
    series = [
        one
        for one in moments
        if (one["recipe"], one["reference"]) == (shown["recipe"], shown["reference"])
        and moment_of(one["as_of"]) <= moment_of(shown["as_of"])
    ][:POINTS]
    found: dict[str, Line] = {}
    for row in asked.graph.ask("trends", ids=ids, topic=topic).rows:
        by_run = dict(zip(row["runs"], row["scores"], strict=True))
        by_number = dict(zip(row["numbers"], row["stood"], strict=True))
        points = []
        for one in series:
            score = by_run.get(one["id"])
            if score is None and one["number"] in by_number:
                score = by_number[one["number"]] / 1_000
            if score is not None:
                points.append({**one, "score": score})
        line = sparkline(points)
        if line:
            found[row["id"]] = line
    return found


def family(asked: Asked, run: str) -> dict[str, list[Row]]:
    """The topics above, beside and below, each with how many people are ranked on it.

    Below everything are those on which most are.
    """
    told: dict[str, list[Row]] = {"above": [], "beside": [], "below": []}
    id = asked.about["id"]
    if id == EVERYTHING:
        told["below"] = asked.kept.first("topics", FAMILY, MOST_TOPICS).rows
        return told
    asked_for = {"topic": id, "run": run, "limit": 3 * FAMILY}
    for row in asked.boards.told(asked.graph, "topic_family", run, **asked_for).rows:
        told[row["place"]].append(row)
    return told


def _communities(asked: Asked, board: Board, values: Sequence[str]) -> dict[str, str]:
    """What communities are called: by whom they have around them."""
    around = board.around([int(value) for value in values if value.isdigit()])
    if not around:
        return {}
    named: Any = asked.graph.ask("people_named", ids=sorted(set(around.values()))).rows
    names = {row["id"]: row["name"] or row["handle"] for row in named}
    return {str(number): f"around {names.get(id_) or id_}" for number, id_ in around.items()}


def _word(facet: Facet, value: str, communities: Mapping[str, str]) -> str:
    if facet.name == "community" and value.isdigit():
        return (
            f"{int(value) + 1}: {communities[value]}"
            if value in communities
            else (f"{int(value) + 1}")
        )
    if value == UNKNOWN:
        return "not known"
    return facet.words.get(value, value)
