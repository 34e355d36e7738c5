"""What a person's page tells by the measures of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from explorer.endorsing import endorsed_by_visitor
from explorer.page import Asked
from explorer.radar import radar
from queries.graph import Row
from queries.rows import klout, tweetlevel, twitalyzer
from queries.scores import AFTER, KINDS, SCORES, sortable

# Footprints are drawn of so many topics.
TOPICS = 12


@dataclass(frozen=True, slots=True)
class Input:
    """What decides a kind: a number, how it is told, its middle, and on which side of it."""

    says: str
    value: float | None
    median: float | None
    how: str
    pole: str = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """A style, a type or a role, with what decided it."""

    row: str
    title: str
    name: str
    inputs: tuple[Input, ...]


def told(asked: Asked, run: Row | None) -> dict[str, Any]:
    """What a person's page tells by the measures of others, and who endorsed the person."""
    id, named = asked.about["id"], {"run": run["id"]} if run else {}
    endorsed = {
        "endorsed": asked.graph.ask("endorsed_on", person=id, limit=TOPICS).plain(),
        "mine": endorsed_by_visitor(asked.graph, id),
    }
    rows = asked.graph.ask("person_measured", person=id, **named).plain()
    if not rows.rows:
        return {"named": None, **endorsed}
    known = {row["name"]: row for row in rows.rows}
    footprint = asked.graph.ask("footprint", person=id, limit=TOPICS, **named).plain()
    return {
        "named": rows,
        "kinds": kinds(known),
        "after": {name: _values(ours, known) for name, ours in AFTER.items()},
        "papers": known,
        "footprint": footprint,
        "manners": manners(footprint.rows),
        "radar": radar([row["peerindex"] or 0.0 for row in footprint.rows]),
        **endorsed,
    }


def manners(rows: Sequence[Row]) -> list[list[str]]:
    """The names of the style, the type and the role of each row, those that there are.

    Empty where no row has any: older runs told them over everything alone.
    """
    told = [
        [
            names[row[column]]
            for column, names in zip(("style", "type", "role"), KINDS.values(), strict=True)
            if row.get(column) is not None
        ]
        for row in rows
    ]
    return told if any(told) else []


def _values(rows: tuple[Any, ...], known: Mapping[str, Row]) -> list[tuple[Any, float | None]]:
    """Each row that is a number, with the person's."""
    return [(row, known[row.name]["value"]) for row in rows if sortable(row) and row.name in known]


def kinds(known: Mapping[str, Row]) -> list[Kind]:
    """The style, the type and the role, each with the numbers that decide it."""
    axes = tuple(
        _input(known, name, says, "share", (above, below))
        for name, above, below, says in klout.AXES
    )
    types = tuple(
        _input(known, name, says, "decimal" if name.endswith("engagement") else "percent")
        for name, says in twitalyzer.INPUTS
    )
    roles = tuple(
        _input(known, name, says, "share" if name.endswith("lead") else "count")
        for name, says in tweetlevel.INPUTS
    )
    inputs = {"klout_style": axes, "twitalyzer_type": types, "tweetlevel_role": roles}
    found = []
    for row, names in KINDS.items():
        number = known.get(row, {}).get("value")
        if number is not None:
            found.append(Kind(row, SCORES[row].title, names[int(number)], inputs[row]))
    return found


def _input(
    known: Mapping[str, Row], name: str, says: str, how: str, poles: tuple[str, str] = ("", "")
) -> Input:
    row = known.get(name, {})
    value, median = row.get("value"), row.get("median")
    if value is None or median is None:
        return Input(says, value, median, how)
    return Input(says, value, median, how, poles[0 if value > median else 1])
