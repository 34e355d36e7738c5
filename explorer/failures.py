"""What goes wrong, as a page or as a problem for a program (RFC 9457).

The only place that knows which error is which HTTP status.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Flask, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException

from explorer.formats import html_answer, json_answer
from queries.errors import (
    BenchBusy,
    DatabaseRefused,
    DatabaseUnreachable,
    InfluenceError,
    NotInGraph,
    ParameterRefused,
    QueryRefused,
    QueryStopped,
    QueryTooSlow,
    UnknownQuery,
)

PROBLEM = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Failure:
    """A row: an error, its status, the page's heading, what is told.

    `detail` is "" when the error's own message can be told; else it takes its place, since
    the message may hold paths or Cypher.
    """

    error: type[Exception]
    status: int
    title: str
    detail: str = ""


FAILURES: tuple[Failure, ...] = (
    Failure(NotInGraph, 404, "Not in this graph"),
    Failure(UnknownQuery, 404, "No such query"),
    Failure(ParameterRefused, 400, "That address cannot be read"),
    Failure(BenchBusy, 429, "The bench is busy"),
    Failure(QueryRefused, 400, "The bench does not run this"),
    Failure(QueryStopped, 422, "The query ran into a limit of the bench"),
    Failure(
        DatabaseUnreachable,
        503,
        "The database does not answer",
        "Nothing can be looked up until it does. This page works again by itself.",
    ),
    Failure(
        QueryTooSlow,
        504,
        "That took too long",
        "The question ran into the time limit. Ask for fewer rows, or for one topic.",
    ),
    Failure(
        DatabaseRefused,
        500,
        "The database refused the question",
        "What it said stands in the log of the site.",
    ),
    Failure(
        Exception,
        500,
        "Something broke here",
        "This is a fault of the site. What happened stands in its log.",
    ),
)

WORDS = {
    400: ("That address cannot be read", ""),
    404: ("No such page", "There is nothing at this address."),
    405: ("This site only shows", "Nothing can be sent to it: this address is read with GET."),
}


def add_failures(app: Flask) -> None:
    """Every error has its page."""
    app.register_error_handler(HTTPException, from_http)
    app.register_error_handler(Exception, from_error)


def from_error(error: Exception) -> Response:
    """The answer to one of ours, or to a bug."""
    row = next(row for row in FAILURES if isinstance(error, row.error))
    if row.status == 500:
        current_app.logger.error("%s: %s", row.title, error, exc_info=error)
    told = row.detail or (str(error) if isinstance(error, InfluenceError) else "")
    return failed(row.status, row.title, told, reason=getattr(error, "reason", ""))


def status_of(error: Exception) -> int:
    """The status of an error, for a page that tells of it itself."""
    return next(row.status for row in FAILURES if isinstance(error, row.error))


def from_http(error: HTTPException) -> Response:
    """The answer to what Flask itself refuses: unknown addresses, other methods."""
    status = error.code or 500
    title, detail = WORDS.get(status, (error.name, ""))
    response = failed(status, title, detail or str(error.description or ""))
    for name, value in error.get_headers():
        if name.lower() == "allow":
            response.headers[name] = value
    return response


def failed(status: int, title: str, detail: str, reason: str = "") -> Response:
    """The page or the problem, whichever was asked for; `reason` is a word for programs."""
    if wants_problem():
        told = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        told |= {"reason": reason} if reason else {}
        return json_answer(told, status, PROBLEM)
    page = render_template("failure.html", status=status, title=title, detail=detail)
    return html_answer(page, status)


def wants_problem() -> bool:
    """Whether a program asked: by the address's ending, or by what it says it accepts."""
    if request.path.endswith((".json", ".csv")) or request.path == "/healthz":
        return True
    liked = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return liked == "application/json"
