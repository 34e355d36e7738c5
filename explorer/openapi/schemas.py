"""Types as JSON Schema has them: of columns, of arguments, of a question's parameters."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from explorer.arguments import MOST_IDS, Argument
from queries.library import Parameter

Schema = dict[str, Any]
WORDS = {
    "STRING": "string",
    "INTEGER": "integer",
    "FLOAT": "number",
    "BOOLEAN": "boolean",
    "MAP": "object",
    "LIST": "array",
}
LIST = "LIST OF "
MOMENT: Schema = {"type": ["string", "null"], "format": "date-time"}
WHOLE = 2**63
JSON = "application/json"


def of_cypher(kind: str) -> Schema:
    """What a column of a Cypher type holds; the database may have nothing there."""
    if kind.startswith(LIST):
        return {"type": ["array", "null"], "items": of_cypher(kind.removeprefix(LIST))}
    return dict(MOMENT) if kind == "DATETIME" else {"type": [WORDS[kind], "null"]}


def closed(properties: Mapping[str, Schema], perhaps: Collection[str] = ()) -> Schema:
    """An object with these members and no others; it may lack those of `perhaps`."""
    return {
        "type": "object",
        "properties": dict(properties),
        "required": [name for name in properties if name not in perhaps],
        "additionalProperties": False,
    }


def row_of(columns: Mapping[str, str]) -> Schema:
    """A row of these columns and their Cypher types."""
    return closed({name: of_cypher(kind) for name, kind in columns.items()})


def rows_of(query: str) -> Schema:
    """Rows of a question of the library."""
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{query}"}}


def argument(one: Argument) -> Schema:
    """What may follow the question mark, as a parameter."""
    told: Schema = {"name": one.name, "in": "query", "description": one.says}
    if one.kind in ("ids", "places"):
        return told | {"content": {JSON: {"schema": value_of(one)}}}
    if one.kind in ("words", "several"):
        told |= {"style": "form", "explode": one.kind == "several"}
    return told | {"schema": value_of(one)}


def value_of(one: Argument) -> Schema:
    """What an argument's value is, with its bounds and its default."""
    text: Schema = {"type": "string", "maxLength": one.longest}
    if one.choices:
        # What is the default may be said, too.
        more = (one.default,) if isinstance(one.default, str) else ()
        text = {"type": "string", "enum": list(dict.fromkeys((*one.choices, *more)))}
    kinds: dict[str, Schema] = {
        "count": {"type": "integer", "minimum": one.least, "maximum": one.most},
        "share": {"type": "number", "minimum": 0, "maximum": 1},
        "words": {"type": "array", "items": text},
        "several": {"type": "array", "items": text, "maxItems": one.most},
        "ids": {"type": "array", "items": {"type": "string"}, "maxItems": MOST_IDS},
        "places": _PLACES,
        "moment": {"anyOf": [{"type": "string", "format": name} for name in ("date", "date-time")]},
    }
    schema = kinds.get(one.kind, text)
    default = list(one.default) if isinstance(one.default, tuple) else one.default
    return schema if default is None else schema | {"default": default}


_PLACES: Schema = {
    "type": "object",
    "maxProperties": MOST_IDS,
    "additionalProperties": {
        "type": "array",
        "items": {"type": "number"},
        "minItems": 2,
        "maxItems": 2,
    },
}


def parameter(one: Parameter) -> Schema:
    """What a question of the library takes, as a parameter."""
    said = f"`${one.name}` of the question."
    if one.name in ("limit", "skip"):
        said = {"limit": "How many rows.", "skip": "How many rows are passed over."}[one.name]
        schema: Schema = {"type": "integer", "minimum": 0, "maximum": 1_000_000}
    else:
        schema = dict(_PARAMETERS[one.type])
    schema["default"] = one.default
    told: Schema = {"name": one.name, "in": "query", "description": said}
    if one.type in ("list", "map"):
        return told | {"content": {JSON: {"schema": schema}}}
    return told | {"schema": schema}


_PARAMETERS: Mapping[str, Schema] = {
    "text": {"type": "string"},
    "integer": {"type": "integer", "format": "int64", "minimum": -WHOLE, "maximum": WHOLE - 1},
    "float": {"type": "number"},
    "boolean": {"type": "boolean"},
    "list": {"type": "array"},
    "map": {"type": "object"},
}
