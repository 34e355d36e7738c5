"""The description as a page shows it: one entry for each address, with all its forms."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import quote

from explorer.addresses import with_query
from explorer.openapi.others import FILE
from explorer.openapi.responses import KINDS
from explorer.openapi.schemas import JSON, Schema

ENDING = re.compile(rf"\.({'|'.join(KINDS)})$")
# What is said in an example; the names in capitals are replaced by what is in the graph.
SAID: Mapping[str, Mapping[str, str | Sequence[str]]] = {
    "/search": {"q": "bread"},
    "/graph": {"topic": "TOPIC", "limit": "20"},
    "/graph/arrow": {"influencer": "PERSON", "influenced": "OTHER"},
    "/graph/path": {"source": "PERSON", "target": "OTHER"},
    "/compare": {"p": ("PERSON", "OTHER")},
    "/cypher": {"query": "most_attended"},
    "/cypher/graph": {"query": "most_attended"},
    "/cypher/explain": {"query": "most_attended"},
}
WORDS: Mapping[str, str] = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "object": "a JSON object",
    "boolean": "true or false",
}
FIELDS = {"name": "Spring", "p": "PERSON", "file": "@interactions.csv"}


@dataclass(frozen=True, slots=True)
class Field:
    """An argument, a part of the path, or a field that is sent."""

    name: str
    kind: str
    default: str
    says: str
    needed: bool = False


@dataclass(slots=True)
class Entry:
    """One address and method. `forms` are the endings that it takes; `rows` are names of columns
    and what they hold, of each kind of row that may come.
    """

    id: str
    tag: str
    path: str
    method: str
    says: str
    told: Schema
    forms: list[str] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    rows: list[list[tuple[str, str]]] = field(default_factory=list)
    statuses: list[str] = field(default_factory=list)
    curl: str = ""


def entries(document: Schema, examples: Mapping[str, str]) -> list[Entry]:
    """All of them, in the order of the document; `examples` are ids that are in the graph."""
    found: dict[tuple[str, str], Entry] = {}
    root = document["servers"][0]["url"].rstrip("/")
    for path, item in document["paths"].items():
        for method, told in item.items():
            form = ENDING.search(path)
            bare = ENDING.sub("", path)
            entry = found.get((bare, method))
            if entry is None:
                entry = found[bare, method] = _entry(document, bare, method, told)
                entry.curl = curl(root, path, entry, examples)
            if form:
                entry.forms.append(form[1])
    return list(found.values())


def _entry(document: Schema, path: str, method: str, told: Schema) -> Entry:
    says, _, form = told["summary"].rpartition(" As ")
    name = told["operationId"]
    return Entry(
        id=re.sub(rf"_({'|'.join(KINDS)})(?=_|$)", "", name),
        tag=told["tags"][0],
        path=path,
        method=method.upper(),
        says=says or form,
        told=told,
        fields=[*_parameters(told), *_sent(told)],
        rows=list(_rows(document, told)),
        statuses=list(told["responses"]),
    )


def _parameters(told: Schema) -> Iterator[Field]:
    for one in told.get("parameters", ()):
        schema = one.get("schema") or one["content"][JSON]["schema"]
        needed = one.get("required", False)
        yield Field(one["name"], kind_of(schema), _default(schema), one["description"], needed)


def _sent(told: Schema) -> Iterator[Field]:
    for body in told.get("requestBody", {}).get("content", {}).values():
        for name, schema in body["schema"]["properties"].items():
            says = schema.get("description", "")
            needed = name in body["schema"].get("required", ())
            yield Field(name, kind_of(schema), _default(schema), says, needed)


def _default(schema: Schema) -> str:
    default = schema.get("default")
    if default in (None, "", [], {}):
        return ""
    return default if isinstance(default, str) else json.dumps(default)


def kind_of(schema: Schema) -> str:
    """What a schema takes, in words."""
    if "anyOf" in schema:
        return "a day or a moment"
    if "enum" in schema:
        return "one of " + ", ".join(f"`{one}`" for one in schema["enum"] if one)
    types = schema.get("type", "anything")
    kind = types[0] if isinstance(types, list) else types
    if kind == "array":
        return f"a list, each {kind_of(schema.get('items', {}))}"
    told = WORDS.get(kind, kind)
    if schema.get("format") == "date-time":
        return "a moment"
    if "minimum" in schema and abs(schema["minimum"]) < 2**62:
        told += f", {schema['minimum']:,} to {schema['maximum']:,}"
    return told


def _rows(document: Schema, told: Schema) -> Iterator[list[tuple[str, str]]]:
    answer = told["responses"].get("200", {}).get("content", {}).get(JSON, {}).get("schema", {})
    items = answer.get("properties", {}).get("rows", {}).get("items", {})
    for one in items.get("anyOf", [items]):
        name = one.get("$ref", "").rpartition("/")[2]
        schema = document["components"]["schemas"][name] if name else one
        if schema.get("properties"):
            yield [(name, kind_of(kind)) for name, kind in schema["properties"].items()]


def curl(root: str, path: str, entry: Entry, examples: Mapping[str, str]) -> str:
    """The command that asks it in a shell."""

    def named(text: str) -> str:
        return examples.get(text, text)

    def place(found: re.Match[str]) -> str:
        return quote(named(found[1].strip("_").upper()), safe=":@*")

    said = {
        name: named(value) if isinstance(value, str) else [named(one) for one in value]
        for name, value in SAID.get(entry.path, {}).items()
    }
    if not said and any(one.name == "limit" for one in entry.fields):
        said = {"limit": "5"}
    parts = []
    if {} not in entry.told["security"] and entry.told["security"]:
        parts.append('-H "Authorization: Bearer $TOKEN"')
    if "303" in entry.statuses:
        parts.append("--include")
    if entry.method == "POST":
        parts += _sent_by_curl(entry, said, named)
    address = root + re.sub("{([a-z_]+)}", place, path)
    if entry.method == "GET":
        address = with_query(address, said)
    return "curl " + " \\\n  ".join([*parts, shlex.quote(address)])


def _sent_by_curl(
    entry: Entry, said: Mapping[str, object], named: Callable[[str], str]
) -> Iterator[str]:
    content = entry.told.get("requestBody", {}).get("content", {})
    if JSON in content:
        yield f"--json {shlex.quote(json.dumps(said))}"
        return
    flag = "--form" if FILE in content else "--data-urlencode"
    fields = [one.name for one in entry.fields if one.name in FIELDS and one.needed]
    yield from (f"{flag} {shlex.quote(f'{name}={named(FIELDS[name])}')}" for name in fields)
    if not fields:
        yield "--request POST"
