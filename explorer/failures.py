"""What goes wrong, as a page or as a problem for a program (RFC 9457).

The only place that knows which error is which HTTP status.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from urllib.parse import quote

from flask import Flask, Response, current_app, render_template, request
from werkzeug.exceptions import HTTPException

from explorer import logs
from explorer.accounts.visitors import sent_token
from explorer.addresses import PLAIN, is_local, with_query
from explorer.formats import html_answer, json_answer, redirect_to
from explorer.metrics import metrics_of
from queries.errors import (
    AccountError,
    AccountRefused,
    BenchBusy,
    DatabaseBroken,
    DatabaseRefused,
    DatabaseUnreachable,
    InfluenceError,
    NotAllowed,
    NotFromHere,
    NotInGraph,
    NotLoggedIn,
    ParameterRefused,
    QueryRefused,
    QueryStopped,
    QueryTooSlow,
    TooMuch,
    UnknownQuery,
    UploadRefused,
)

PROBLEM = "application/problem+json"
NO_ANSWER = (
    503,
    "The database does not answer",
    "Nothing can be looked up until it does. This page works again by itself.",
)


@dataclass(frozen=True, slots=True)
class Failure:
    """A row: an error, its status, the page's heading, what is told; the heading after a form.

    `detail` is "" when the error's own message can be told; else it takes its place, since
    the message may hold paths or Cypher.
    """

    error: type[Exception]
    status: int
    title: str
    detail: str = ""
    sent: str = ""


FAILURES: tuple[Failure, ...] = (
    Failure(NotInGraph, 404, "Not in this graph"),
    Failure(UnknownQuery, 404, "No such query"),
    Failure(
        ParameterRefused, 400, "That address cannot be read", sent="That cannot be taken as it is"
    ),
    Failure(NotLoggedIn, 401, "Log in first"),
    Failure(NotAllowed, 403, "Not with this account"),
    Failure(NotFromHere, 403, "That did not come from here"),
    Failure(AccountRefused, 400, "That will not do"),
    Failure(TooMuch, 429, "Too much at once"),
    Failure(
        AccountError,
        500,
        "The accounts cannot be read",
        "Nobody is let in until they can. What happened stands in the log of the site.",
    ),
    Failure(BenchBusy, 429, "The bench is busy"),
    Failure(QueryRefused, 400, "The bench does not run this"),
    Failure(QueryStopped, 422, "The query ran into a limit of the bench"),
    Failure(UploadRefused, 409, "Not now"),
    Failure(DatabaseUnreachable, *NO_ANSWER),
    Failure(DatabaseBroken, *NO_ANSWER),
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
        "Of what kind that was stands in the log of the site.",
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
    403: ("Not from there", ""),
    404: ("No such page", "There is nothing at this address."),
    405: ("Not in this way", "This address does not take that method; most are read with GET."),
    413: (
        "That is too much to send",
        "Send less at once. INFLUENCE_UPLOAD_MB sets how large a file may be.",
    ),
    415: ("Not in this form", "What was sent is of another kind than this address takes."),
}
AWAY = ("cross-site", "same-site")


def add_failures(app: Flask) -> None:
    """Every error has its page."""
    app.register_error_handler(HTTPException, from_http)
    app.register_error_handler(Exception, from_error)


def from_error(error: Exception) -> Response:
    """The answer to one of ours, or to a bug."""
    row = next(row for row in FAILURES if isinstance(error, row.error))
    metrics_of(current_app).refused.labels(type(error).__name__).inc()
    if row.status == 500:
        logs.error(row.title, error)
    if isinstance(error, TooMuch):
        logs.event("too_much", why=request.endpoint)
    if isinstance(error, NotLoggedIn) and request.method == "GET" and not wants_problem():
        return to_log_in()
    told = row.detail or (str(error) if isinstance(error, InfluenceError) else "")
    title = row.sent if row.sent and request.method == "POST" else row.title
    response = failed(row.status, title, told, reason=getattr(error, "reason", ""))
    if isinstance(error, TooMuch):
        response.headers["Retry-After"] = str(max(1, math.ceil(error.seconds)))
    if row.status == 401:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Influence Explorer"'
    return response


def to_log_in() -> Response:
    """Where somebody logs in, and from there back to the address at hand."""
    navigates = request.headers.get("Sec-Fetch-Mode") == "navigate"
    if navigates and request.headers.get("Sec-Fetch-Site") in AWAY:
        # A link elsewhere was followed: then the browser keeps the session's cookie to itself.
        # The page asks once more, now from here, and is shown to whoever is logged in.
        return html_answer(render_template("again.html"))
    query = request.query_string.decode("ascii", errors="replace")
    here = quote(request.path, safe=PLAIN) + (f"?{query}" if query else "")
    target = with_query("/login", {"next": "" if here == "/" else here})
    if request.headers.get("HX-Request"):
        response = failed(401, "Log in first", "")
        response.headers["HX-Redirect"] = target
        return response
    return redirect_to(target)


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
    name = logs.request_id()
    if wants_problem():
        told = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        told |= {"reason": reason} if reason else {}
        response = json_answer(told | {"request": name}, status, PROBLEM)
    else:
        page = render_template(
            "failure.html",
            status=status,
            title=title,
            detail=detail,
            request_id=name,
            back=page_before() if request.method == "POST" else "",
        )
        response = html_answer(page, status)
    return response


def page_before() -> str:
    """Where on this site a form was sent from; "" when that is not known."""
    came = request.referrer or ""
    path = came.removeprefix(request.host_url.rstrip("/"))
    return path if path != came and is_local(path) else ""


def wants_problem() -> bool:
    """Whether a program asked: by the address's ending, or by what it says it accepts."""
    path = request.path
    files = (".json", ".csv", ".xlsx", ".gexf", ".graphml")
    if path.endswith(files) or path.startswith(("/health", "/metrics")):
        return True
    if sent_token(request) is not None or request.mimetype == "application/json":
        return True
    liked = request.accept_mimetypes.best_match(["text/html", "application/json"])
    return liked == "application/json"
