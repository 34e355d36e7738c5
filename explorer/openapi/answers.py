"""What the JSON of a page holds, where that is not the rows of its query alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from explorer.openapi.schemas import Schema, closed, of_cypher, row_of, rows_of
from explorer.picture import ARROW_COLUMNS, COMMUNITY_COLUMNS, NODE_COLUMNS, PLAIN_COLUMNS
from explorer.views.lists import ALL, COLUMNS, PRIVATE
from explorer.views.recipe import SIDES
from queries.history import SPANS
from queries.library import library
from queries.reranking.wanted import MOVED
from queries.scoring.receipt import TERMS

TEXT, WHOLE, NUMBER, YES = (of_cypher(kind) for kind in ("STRING", "INTEGER", "FLOAT", "BOOLEAN"))
OBJECT: Schema = {"type": "object"}
OBJECTS: Schema = {"type": "array", "items": OBJECT}
TEXTS: Schema = {"type": "array", "items": {"type": "string"}}


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a query of the library: `only` some of its columns, and some `more` of a type.

    Without a query they have whatever columns the answer says.
    """

    query: str = ""
    only: tuple[str, ...] = ()
    more: Mapping[str, str] = field(default_factory=dict)

    def schema(self) -> Schema:
        """One of them."""
        if self.query and not (self.only or self.more):
            return {"$ref": f"#/components/schemas/{self.query}"}
        columns = self.columns()
        return row_of(columns) if columns else OBJECT

    def columns(self) -> dict[str, str]:
        """Their columns and Cypher types."""
        told = library().named(self.query).returns if self.query else ()
        known = {column.name: column.type for column in told} | dict(self.more)
        return {name: known[name] for name in self.only or known}


@dataclass(frozen=True, slots=True)
class Answers:
    """The rows may be of any of `rows`; beside them stands `more`, and `perhaps` the rest.

    `whole` takes the place of all that, as the schemas of the members of another shape.
    """

    rows: tuple[Rows, ...] = ()
    more: Mapping[str, Schema] = field(default_factory=dict)
    perhaps: Mapping[str, Schema] = field(default_factory=dict)
    whole: Mapping[str, Schema] = field(default_factory=dict)

    def schema(self) -> Schema:
        """The whole answer; the run that made it stands there where one did."""
        run = {"run": {"$ref": "#/components/schemas/the_run"}}
        if self.whole:
            return closed({**self.whole, **run}, perhaps=run)
        rows = [one.schema() for one in self.rows]
        items = rows[0] if len(rows) == 1 else {"anyOf": rows}
        members: dict[str, Schema] = {
            "query": {"type": "string"},
            "parameters": OBJECT,
            "columns": TEXTS,
            "rows": {"type": "array", "items": items},
            "truncated": {"type": "boolean"},
            "seconds": {"type": "number", "minimum": 0},
        }
        return closed({**members, **self.more, **self.perhaps, **run}, (*self.perhaps, *run))


def of(*queries: str, **more: Schema) -> Answers:
    """Rows of any of these queries, with `more` beside them."""
    return Answers(tuple(Rows(query) for query in queries), more)


def one_of(query: str) -> Schema:
    """A row of a query, or nothing."""
    return {"anyOf": [{"$ref": f"#/components/schemas/{query}"}, {"type": "null"}]}


def table(*columns: str) -> Schema:
    """Rows as arrays under their columns."""
    cells = {"type": "array", "minItems": len(columns), "maxItems": len(columns)}
    return closed({"columns": {"const": list(columns)}, "rows": {"type": "array", "items": cells}})


def picture(nodes: tuple[str, ...], arrows: tuple[str, ...]) -> Answers:
    """People and arrows to be drawn."""
    part = closed({"kind": TEXT, "of": TEXT, "people": TEXTS, "all": WHOLE})
    told: dict[str, Schema] = {
        "nodes": table(*nodes),
        "arrows": table(*arrows),
        "communities": table(*COMMUNITY_COLUMNS),
        "parts": {"type": "array", "items": part},
        "paths": rows_of("path_between"),
        "step": {"type": "integer", "minimum": 0},
        "truncated": {"type": "boolean"},
        "arrows_truncated": {"type": "boolean"},
    }
    return Answers(whole=told)


def _list(*columns: str, **more: Schema) -> Answers:
    """A list of people, as whoever keeps it sees it, or whoever it is shared with."""
    reached = dict.fromkeys(("place", "reach", "adds", "together", "only"), "INTEGER")
    rows = Rows("list_people", columns, {**reached, "cost_per_added": "FLOAT"})
    kept = closed(dict.fromkeys(("id", "name", "note", "topic"), TEXT))
    return Answers((rows,), {"list": kept, "together": WHOLE, "summed": WHOLE}, more)


_moved = closed({"score": NUMBER, "rank": WHOLE, "as_of": TEXT, "run": TEXT})
_moves = closed({name: {"anyOf": [_moved, {"type": "null"}]} for name in SPANS})
_flag = dict.fromkeys(("flag", "asks", "unit", "wrong_by", "evidence"), TEXT)
_numbers: dict[str, Any] = {"value": NUMBER, "threshold": NUMBER, "among": WHOLE}
_money: dict[str, Schema] = {"budget": NUMBER, "spent": NUMBER, "left": NUMBER}
_region = closed({"only": TEXTS, "people": WHOLE})
_pair = closed(
    {
        **{"first": TEXT, "second": TEXT, "people": WHOLE},
        **dict.fromkeys(("share_of_first", "share_of_second", "share_of_both"), NUMBER),
    }
)

TOPIC = of("leaders", "leaders_listed", "leaders_then", "leaders_without")
LENSES = of(
    "where_measures_differ",
    quality=one_of("topic_quality"),
    disputed=rows_of("who_is_disputed"),
    experts=rows_of("leaders_by"),
    hidden=rows_of("leaders_by"),
)
SEEN_FROM = of("seen_from", missing=TEXTS)
PERSON = Answers(
    (Rows("person_scores"), Rows("person_scores_then")),
    {"deltas": _moves},
    {
        "audience": one_of("audience_quality"),
        "flags": rows_of("person_flags"),
        "expected": {"type": ["object", "null"]},
    },
)
HISTORY = of("person_history", deltas=_moves)
EVIDENCE = of("posts_acted_on", "evidence")
RECEIPT = of(
    "receipt",
    enough=YES,
    score=NUMBER,
    backed_off=YES,
    terms=closed(dict.fromkeys(TERMS, NUMBER)),
    from_supporters=NUMBER,
    own=NUMBER,
    network_impact=NUMBER,
    teleport=NUMBER,
    impact=rows_of("receipt_of_impact"),
)
RESTS_ON = tuple(Rows(name) for name in library().readable if name.startswith("flag_"))
AUDIENCE = Answers(
    (Rows("audience_quality"), *RESTS_ON),
    perhaps={
        "flags": {"type": "array", "items": closed({**_flag, **_numbers, "rests_on": OBJECTS})}
    },
)
SEARCH = of("find_people", topics=rows_of("find_topics"))
GRAPH = picture(NODE_COLUMNS, ARROW_COLUMNS)
ARROW = of("arrow_between", newest=rows_of("evidence"))
COMPARED = Answers(
    (Rows("people_compared", more={"reach": "INTEGER", "only": "INTEGER"}),),
    {
        "together": WHOLE,
        "regions": {"type": "array", "items": _region},
        "pairs": {"type": "array", "items": _pair},
    },
)
LISTS = Answers((Rows("lists_kept", ALL),))
_shared = _list(*COLUMNS, **_money)
LIST = replace(_shared, more={**_shared.more, "next": OBJECTS})
SHARED = Answers(
    (*_shared.rows, *_list(*(name for name in COLUMNS if name not in PRIVATE)).rows),
    _shared.more,
    _shared.perhaps,
)
QUERIES = Answers((Rows(more=dict.fromkeys(("name", "title", "for"), "STRING")),))
BENCH = Answers(
    (Rows(),), {"stopped": {"type": "string"}, "notes": OBJECTS, "narrowed": {"type": "boolean"}}
)
BENCH_PICTURE = picture((*PLAIN_COLUMNS, "score", "labels", "properties"), (*ARROW_COLUMNS, "type"))
PLAN = Answers(
    (Rows(more={"depth": "INTEGER", "operator": "STRING", "details": "STRING", "rows": "FLOAT"}),),
    {"diagnostics": OBJECTS},
)
_of = dict.fromkeys
_words = ("term", "why")
_moving = {
    **_of(("id", "handle", "name"), "STRING"),
    **_of(MOVED, "FLOAT"),
    **_of(_words, "STRING"),
}
_recipe = closed({"name": TEXT, "recipe": TEXT, "changes": OBJECT})
_counts = ("first", "shared", "lost", "gained", "moved")
RECIPE = Answers(
    (Rows(more=_moving),),
    {"with": _recipe},
    {"changed": OBJECTS, **dict.fromkeys(_counts, WHOLE)},
)
RECIPES = Answers((Rows(more=_of(SIDES, "STRING")),))
BACKTEST = Answers((Rows(),), perhaps={"backtest": OBJECT})
