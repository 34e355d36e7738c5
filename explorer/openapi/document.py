"""The description as one OpenAPI 3.1 document."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version

from explorer.accounts.roles import Role
from explorer.addresses import ending_of
from explorer.openapi import schemas
from explorer.openapi.answers import Answers, Rows
from explorer.openapi.others import OTHERS, Other
from explorer.openapi.responses import (
    ELSEWHERE,
    FORMS,
    HEADERS,
    KINDS,
    PROBLEM_SHAPE,
    answered,
    of_kind,
    problem,
    statuses,
)
from explorer.openapi.schemas import JSON, Schema, closed, of_cypher
from explorer.page import Page, listing
from queries.library import Query, library

# What may come of any address; the rest is said where it may.
ALWAYS = (400, 401, 403, 429, 500, 503, 504)
# Arguments that name something which may not be there.
NAMING = frozenset(
    {"topic", "query", "p", "source", "target", "focus", "with", "influencer", "influenced", "run"}
)
PLACE = re.compile("<([a-z_]+)>")
PLACES: Mapping[str, str] = {
    "topic": "A topic's id; `*` is everything.",
    "person": "Somebody's id, such as `mastodon:12@example.org`.",
    "list": "A list's id.",
    "share": "What the address of a shared list ends in.",
    "load": "A load's id.",
    "id_": "An upload's id.",
}
ABOUT = """\
Every list that the site shows, as JSON, CSV and where it says so as a spreadsheet or a network:
the address of the page with `.json`, `.csv`, … before the question mark.

Addresses. Ids may hold anything: in a path write `/`, `?`, `#` and `%` as `%2F`, `%3F`, `%23`
and `%25`. An argument that is not known, is said twice or does not fit is refused with 400.

JSON. `columns` and `rows`, with the `query` of the library that was asked and its `parameters`;
`truncated` says that there are more rows than `limit`, and `page` asks for them. Where scores are
told, `run` names the run that made them, with its recipe's hash; so do the headers `Influence-Run`
and `Influence-Recipe`, and in CSV each row. Times are ISO 8601 in UTC; null is what nobody knows.

Failures are problem details (RFC 9457): `title`, `status`, `detail`, and `request`, by which
whoever runs the site finds it in the log. With 429 and 503 `Retry-After` says when to ask again.
Where an address has no ending, say `Accept: application/json`, or the failure is a page.

Who may. On a site with accounts a program sends an API token, which `influence token add`
makes: `Authorization: Bearer influence_…`. Each operation names the role that it needs. What
changes something wants a token on every site: a form of a page brings one of its own."""


@dataclass(frozen=True, slots=True)
class Operation:
    """What is asked with one method at one path."""

    path: str
    method: str
    told: Schema


def document(pages: Sequence[Page], *, root: str = "/", accounts: bool = True) -> Schema:
    """The description of a site at `root`; `accounts` says whether everybody must log in."""
    paths: dict[str, Schema] = {}
    for operation in operations(pages, accounts=accounts):
        paths.setdefault(operation.path, {})[operation.method] = operation.told
    rows = {name: Rows(name).columns() for name in library().readable}
    run = closed(dict.fromkeys(("id", "as_of", "recipe", "recipe_name"), of_cypher("STRING")))
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Influence Explorer",
            "version": version("influence-explorer"),
            "summary": "Who influences whom, on what, and how one knows.",
            "description": ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": root}],
        "tags": [{"name": name} for name in dict.fromkeys(tag_of(path) for path in paths)],
        "paths": paths,
        "components": {
            "schemas": {
                **{name: schemas.row_of(columns) for name, columns in rows.items()},
                "the_run": run | {"description": "The run of the scores that made the answer."},
                "problem": PROBLEM_SHAPE,
            },
            "responses": {str(status): problem(status) for status in statuses()},
            "headers": HEADERS,
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "An API token: `influence token add`.",
                }
            },
        },
    }


def operations(pages: Sequence[Page], *, accounts: bool) -> Iterator[Operation]:
    """All of them: of pages, of the questions of the library, and of what is no page."""
    served = Counter(page.view for page in pages)
    for page in pages:
        for form in (form for form in page.forms if form in KINDS):
            if page.name == "query":
                for query in library().readable.values():
                    yield of_query(page, query, form, accounts)
                continue
            # A view that serves several pages says less of each than the page's query.
            shared = page.view is listing or served[page.view] > 1
            for method in page.methods:
                yield of_page(page, form, method, accounts, by_query=shared)
    yield from (of_other(other, accounts) for other in OTHERS)


def of_page(page: Page, form: str, method: str, accounts: bool, *, by_query: bool) -> Operation:
    """A page in one of its forms."""
    query = library().queries.get(page.query)
    places = PLACE.findall(page.path)
    path = PLACE.sub(r"{\1}", page.path) + ending_of(form)
    names = {one.name for one in page.arguments}
    missing = (404,) if places or names & NAMING else ()
    bench = (422,) if "q" in names and "query" in names else ()
    asked: Schema = {"parameters": [at(place) for place in places], "externalDocs": behind(query)}
    if method == "POST":
        body = {"schema": sent({one.name: schemas.value_of(one) for one in page.arguments})}
        asked["requestBody"] = {"required": True, "content": {JSON: body}}
    else:
        asked["parameters"] += [schemas.argument(one) for one in page.arguments]
    says = query.title if query and by_query else first_line(page)
    answers = page.tells or Answers((Rows(page.query),))
    return _operation(
        Operation(path, method.lower(), asked),
        name=f"{page.name}_{form}" + ("_sent" if method == "POST" else ""),
        says=f"{says} As {FORMS[form]}.",
        more=[],
        role=page.role,
        open=not accounts,
        answer=answered(form, answers.schema(), of_run=True),
        problems=(*missing, *bench, *((413,) if method == "POST" else ())),
    )


def of_query(page: Page, query: Query, form: str, accounts: bool) -> Operation:
    """A question of the library."""
    path = page.path.replace("<name>", query.name) + ending_of(form)
    parameters = [schemas.parameter(one) for one in query.parameters]
    return _operation(
        Operation(path, "get", {"parameters": parameters, "externalDocs": behind(query)}),
        name=f"ask_{query.name}_{form}",
        says=f"{query.title} As {FORMS[form]}.",
        more=[query.description],
        role=page.role,
        open=not accounts,
        answer=answered(form, Answers((Rows(query.name),)).schema(), of_run=query.of_run),
    )


def of_other(other: Other, accounts: bool) -> Operation:
    """What is no page."""
    places = re.findall("{([a-z_]+)}", other.path)
    asked: Schema = {"parameters": [at(place) for place in places]}
    if other.method == "POST":
        body = {"schema": closed(other.sends) | {"required": list(other.needs)}}
        asked["requestBody"] = {"required": bool(other.needs), "content": {other.form: body}}
    name = re.sub("[^a-z]+", "_", other.path).strip("_")
    return _operation(
        Operation(other.path, other.method.lower(), asked),
        name=f"{name}_sent" if other.method == "POST" else name,
        says=other.says,
        more=[],
        role=other.role,
        open=not accounts and other.method == "GET",
        answer=of_kind(other.kind, other.answer) if other.answer else dict(ELSEWHERE),
        problems=other.problems,
    )


def _operation(
    begun: Operation,
    *,
    name: str,
    says: str,
    more: Sequence[str],
    role: Role,
    open: bool,
    answer: Schema,
    problems: Sequence[int] = (),
) -> Operation:
    needs = [] if role is Role.ANYBODY else [f"Needs the role {role.word}."]
    told: Schema = {
        "operationId": name,
        "tags": [tag_of(begun.path)],
        "summary": says,
        "description": "\n\n".join([*filter(None, more), *needs]),
        **{key: value for key, value in begun.told.items() if value},
        "responses": answer
        | {
            str(status): {"$ref": f"#/components/responses/{status}"}
            for status in sorted({*ALWAYS, *problems})
        },
        "security": [] if role is Role.ANYBODY else [*([{}] if open else []), {"token": []}],
    }
    return Operation(begun.path, begun.method, told)


def behind(query: Query | None) -> Schema:
    """Where the Cypher of an answer is."""
    if query is None:
        return {}
    return {"url": f"/queries/{query.name}", "description": f"{query.name}: the Cypher behind it"}


def at(place: str) -> Schema:
    """A part of the path."""
    schema: Schema = {"type": "string", "minLength": 1}
    return {
        "name": place,
        "in": "path",
        "required": True,
        "description": PLACES[place],
        "schema": schema,
    }


def sent(fields: Mapping[str, Schema]) -> Schema:
    """The object that is posted in place of arguments."""
    return closed(fields, perhaps=fields)


def first_line(page: Page) -> str:
    """What the page's view says of itself."""
    text = (page.view.__doc__ or page.name).strip().partition("\n")[0]
    return text.partition(" Raises ")[0]


def tag_of(path: str) -> str:
    """The part of the site that a path belongs to."""
    return path.split("/")[1].partition(".")[0]
