"""What comes back: when all is well, and when it is not."""

from __future__ import annotations

from collections.abc import Mapping

from explorer.failures import FAILURES, PROBLEM, WORDS
from explorer.formats import FILES
from explorer.openapi.schemas import JSON, Schema, closed
from explorer.spreadsheet import XLSX

KINDS: Mapping[str, str] = {"json": JSON, "csv": "text/csv", "xlsx": XLSX, **FILES}
FORMS: Mapping[str, str] = {
    "json": "JSON",
    "csv": "CSV",
    "xlsx": "a spreadsheet",
    "gexf": "GEXF",
    "graphml": "GraphML",
    "toml": "TOML",
}
BYTES: Schema = {"type": "string", "contentMediaType": "application/octet-stream"}


def answered(form: str, schema: Schema, *, of_run: bool) -> Schema:
    """What comes back when all is well, in one form."""
    names = ["Influence-Run", "Influence-Recipe"] if of_run else []
    if form != "json":
        names += ["Content-Disposition"]
    if form in ("csv", "xlsx"):
        names += ["Influence-Truncated"]
    content = schema if form == "json" else {"type": "string"} if form == "csv" else BYTES
    told = of_kind(KINDS[form], content)
    headers = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    told["200"] |= {"headers": headers} if headers else {}
    return told


def of_kind(kind: str, schema: Schema) -> Schema:
    """An answer of a type."""
    return {"200": {"description": "As asked.", "content": {kind: {"schema": schema}}}}


def header(says: str, *, always: bool = False) -> Schema:
    """A header of an answer."""
    return {"description": says, "required": always, "schema": {"type": "string"}}


HEADERS: Mapping[str, Schema] = {
    "Influence-Run": header("The run of the scores behind the answer, where there is one."),
    "Influence-Recipe": header("That run's recipe, by its hash."),
    "Influence-Truncated": header("Whether there are more rows: true or false.", always=True),
    "Content-Disposition": header("The name of the file.", always=True),
    "Location": header("The address of the page that follows.", always=True),
    "Retry-After": header("In how many seconds to ask again."),
    "WWW-Authenticate": header("That a token is wanted.", always=True),
}
ELSEWHERE: Mapping[str, Schema] = {
    "303": {
        "description": "Done; the page that tells of it is elsewhere.",
        "headers": {"Location": {"$ref": "#/components/headers/Location"}},
    }
}
BESIDE = {401: "WWW-Authenticate", 429: "Retry-After", 503: "Retry-After"}
TEXT: Schema = {"type": "string"}
PROBLEM_SHAPE: Schema = closed(
    {
        **{"type": {"const": "about:blank"}, "title": TEXT, "detail": TEXT},
        **{"status": {"type": "integer"}, "request": TEXT},
        "reason": TEXT | {"description": "A word for programs, from the bench."},
    },
    perhaps=("reason",),
)


def statuses() -> list[int]:
    """Those with which something can be refused."""
    return sorted({row.status for row in FAILURES} | set(WORDS) - {405, 415})


def problem(status: int) -> Schema:
    """Why something was not answered: every reason that has this status."""
    titles = [row.title for row in FAILURES if row.status == status]
    titles += [WORDS[status][0]] if status in WORDS else []
    told: Schema = {
        "description": "; ".join(dict.fromkeys(titles)) + ".",
        "content": {PROBLEM: {"schema": {"$ref": "#/components/schemas/problem"}}},
    }
    name = BESIDE.get(status)
    if name:
        told["headers"] = {name: {"$ref": f"#/components/headers/{name}"}}
    return told
