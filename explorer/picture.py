"""A picture as it is told: as JSON for the page, as rows of a table, as a network for a file."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from explorer.addresses import address, with_query
from explorer.network import COLOURS, Picture
from queries.graph import Result, Row
from queries.recipe import KINDS
from queries.scores import BESIDE

KIND_PLACES = {name: place for place, name in enumerate(KINDS.values())}
COMMUNITY_COLUMNS = ("place", "people", "around")
ARROW_COLUMNS = ("influencer", "influenced", "weight", "acts", "moments")
ARROW_TABLE = ("influencer", "influenced", "weight", "acts", "first", "last")


@dataclass(frozen=True, slots=True)
class Measure:
    """What circles are sized and coloured by; `per_topic` says whether each topic has its own."""

    name: str
    title: str
    per_topic: bool


MEASURES: tuple[Measure, ...] = (
    *(
        Measure(row.name, row.title, row.over == "topics")
        for row in BESIDE
        if row.name != "community"
    ),
    Measure("people", "Acted on by", True),
    Measure("followers", "Followers", False),
)
PLAIN_COLUMNS = (
    *("id", "handle", "name", "network", "rank", "community", "address", "opens", "x", "y"),
)
NODE_COLUMNS = (
    *PLAIN_COLUMNS,
    *(measure.name for measure in MEASURES),
)
# What a table or a file tells of each person.
TABLE_COLUMNS = ("id", "handle", "name", "network", "rank", "community", *NODE_COLUMNS[10:])


def told(picture: Picture) -> dict[str, Any]:
    """The picture as JSON: rows as arrays, a third of the size of objects."""
    communities = [
        {"place": row["community"], "people": row["people"], "around": around(row)}
        for row in picture.communities.rows
    ]
    return {
        "nodes": table(NODE_COLUMNS, [node(row) for row in picture.people.rows]),
        "arrows": table(ARROW_COLUMNS, _arrows(picture)),
        "communities": table(COMMUNITY_COLUMNS, communities),
        "parts": [
            {"kind": one.kind, "of": one.of, "people": list(one.people), "all": one.all}
            for one in picture.parts
        ],
        "paths": [dict(row) for row in picture.paths],
        "step": picture.step,
        "truncated": picture.truncated,
        "arrows_truncated": picture.arrows.truncated,
    }


def table(columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Rows as arrays under their columns."""
    return {"columns": list(columns), "rows": [[row[name] for name in columns] for row in rows]}


def node(row: Row) -> Row:
    """A person as the page draws it; a community without a colour of its own is null."""
    known = person(row)
    community = known["community"]
    place = {
        "community": community if community is not None and community < COLOURS else None,
        "address": address("people", row["id"]),
        "opens": None,
    }
    on_topic = row["on_topic"] or {}
    return {**known, **place, "x": on_topic.get("x"), "y": on_topic.get("y")}


def person(row: Row) -> Row:
    """A row of `people_on_topic` flat: each measure has its column."""
    on_topic, overall = row["on_topic"] or {}, row["overall"] or {}
    values = {
        measure.name: short((on_topic if measure.per_topic else overall).get(measure.name))
        for measure in MEASURES
    }
    return {
        **{name: row[name] for name in ("id", "handle", "network")},
        "name": row["name"] or row["handle"],
        "rank": on_topic.get("rank"),
        "community": overall.get("community"),
        **values,
        "followers": row["followers"],
    }


def short(value: Any) -> Any:
    """A number with five digits that count: more cannot be drawn."""
    if not isinstance(value, float):
        return value
    return float(f"{value:.5g}") if math.isfinite(value) else None


def _arrows(picture: Picture) -> list[Row]:
    moments = moments_of(picture.acts)
    return [
        {
            **{name: row[name] for name in ("influencer", "influenced", "acts")},
            "weight": short(row["weight"]),
            "moments": [
                [KIND_PLACES[kind], moment, count]
                for kind, moment, count in moments.get((row["influencer"], row["influenced"]), ())
            ],
        }
        for row in picture.arrows.rows
    ]


def moments_of(acts: Result) -> dict[tuple[str, str], list[list[Any]]]:
    """What is behind each arrow: lists of kind, moment, count."""
    return {(row["influencer"], row["influenced"]): row["acts"] or [] for row in acts.rows}


def around(row: Row) -> str:
    """What a community is called: by the best of it."""
    return row["around_name"] or row["around_handle"] or row["around"] or ""


def seen(picture: Picture, values: Mapping[str, Any]) -> tuple[Result, Result]:
    """People and arrows that are left by what the address hides and filters.

    The same rules as the page's own (`frontend/src/graph/filters.ts`): an arrow stays when it
    is strong enough and one act behind it is of a chosen kind within the chosen time.
    """
    hidden = set(values["hide"])
    people = [person(row) for row in picture.people.rows if row["id"] not in hidden]
    ids = {row["id"] for row in people}
    moments = moments_of(picture.acts)
    fits = _fits(picture.step, values)
    arrows = [
        {name: row[name] for name in ARROW_TABLE[:4]}
        | {name: moment(row[name]) for name in ARROW_TABLE[4:]}
        for row in picture.arrows.rows
        if row["influencer"] in ids
        and row["influenced"] in ids
        and row["weight"] >= values["least"]
        and fits(moments.get((row["influencer"], row["influenced"]), []))
    ]
    return _rows(picture.people, TABLE_COLUMNS, people), _rows(picture.arrows, ARROW_TABLE, arrows)


def moment(seconds: int | None) -> str | None:
    """Seconds since 1970 as ISO 8601."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def _fits(step: int, values: Mapping[str, Any]) -> Callable[[list[list[Any]]], bool]:
    kinds = {KINDS[kind] for kind in values["kinds"]} or set(KINDS.values())
    start, end = values["from"], values["to"]
    if len(kinds) == len(KINDS) and start is None and end is None:
        return lambda _: True

    def act_fits(kind: str, moment: int | None) -> bool:
        if kind not in kinds:
            return False
        if moment is None:
            return start is None and end is None
        at = moment * step
        return (start is None or at + step > start) and (end is None or at <= end)

    return lambda acts: any(act_fits(kind, moment) for kind, moment, _ in acts)


def _rows(of: Result, columns: tuple[str, ...], rows: list[Row]) -> Result:
    return Result(of.query, of.parameters, columns, rows, of.truncated, of.seconds)


def communities_told(map: Mapping[str, Any], names: Sequence[Row], topic: str) -> dict[str, Any]:
    """Communities in the shape of a picture: each is a circle that opens its people."""
    called = {row["community"]: around(row) for row in names if around(row)}
    nodes = [
        dict.fromkeys(NODE_COLUMNS)
        | {
            "id": f"community:{number}",
            "handle": f"community {number + 1}",
            "name": f"{number + 1} · around {called[number]}" if number in called else "",
            "community": number if number < COLOURS else None,
            "people": people,
            "x": x,
            "y": y,
        }
        | dict.fromkeys(("address", "opens"), community_address(number, topic))
        for number, people, x, y in map["communities"]
    ]
    ids = [row["id"] for row in nodes]
    arrows = [
        {
            "influencer": f"community:{influencer}",
            "influenced": f"community:{influenced}",
            "weight": short(weight),
            "acts": count,
            "moments": [],
        }
        for influencer, influenced, weight, count in map["arrows"]
    ]
    return {
        "nodes": table(NODE_COLUMNS, nodes),
        "arrows": table(ARROW_COLUMNS, arrows),
        "communities": table(
            COMMUNITY_COLUMNS,
            [
                {"place": row["community"], "people": row["people"], "around": around(row)}
                for row in names[:COLOURS]
            ],
        ),
        "parts": [{"kind": "start", "of": "", "people": ids, "all": None}],
        "paths": [],
        "step": 0,
        "truncated": False,
        "arrows_truncated": False,
    }


def community_address(number: int, topic: str) -> str:
    """The picture of the best people of one community."""
    return with_query("/graph", {"topic": "" if topic == "*" else topic, "community": number})
