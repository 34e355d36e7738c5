"""The log of the site: a line of JSON for each request and for what concerns safety.

No line holds what a person is called, what was searched or asked, or an address as it was typed:
of a request the template of its route (`/people/<anything:tail>`), of an error its class and the
places in the code, of who asks the number of the account. Where somebody knocks at a door that is
closed to them, the network address is told: without it nothing could be done about it.

| event | when | with |
|---|---|---|
| `request` | each answer, not of bundles and health | method, route, status, milliseconds, bytes |
| `log_in`, `log_out` | somebody did | visitor, address |
| `log_in_failed`, `log_in_throttled` | a name and a password that do not fit; too often | address |
| `password_changed`, `sessions_ended` | on the account page | visitor |
| `refused` | no log-in, too small a role, a foreign form, a strange host or proxy | why, address |
| `too_much` | a limit was reached | why |
| `error` | a fault of the site | kind, cause, places |
| `database` | it went away, is back, ended, hangs on a query, cannot be started | state, why |
| `started`, `stopped` | the site did | |

Each has `at` (UTC), `level`, `request` and `visitor` where there is one.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import sys
import time
import traceback
from collections.abc import Mapping
from datetime import UTC, datetime
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Any

from flask import Flask, Response, g, has_request_context, request

from queries.errors import SettingRefused
from queries.settings import Settings

LOG = logging.getLogger("influence.site")
FILE = "site.jsonl"
FILE_BYTES = 5_000_000
FILES = 4
ID_BYTES = 8
# What asks all the time, and says nothing.
SILENT = frozenset({"static", "live", "ready", "metrics"})


class JsonLines(logging.Formatter):
    """A record as one line of JSON. Of other loggers' records the text without its values."""

    def format(self, record: logging.LogRecord) -> str:
        """The line; JSON has no way to hold an end of line that is one."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told: Mapping[str, Any] = getattr(record, "told", {"text": str(record.msg)})
        what = {"event": record.msg if hasattr(record, "told") else "message"}
        line = {"at": at, "level": record.levelname.lower(), **what, **told}
        return json.dumps(line, ensure_ascii=True, default=str)


class PrivateFile(RotatingFileHandler):
    """A log that only its owner can read, and that does not grow for ever."""

    def _open(self) -> Any:
        os.close(os.open(self.baseFilename, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600))
        return super()._open()


def event(name: str, *, level: int = logging.INFO, **told: Any) -> None:
    """Note that something happened, with the request and the visitor at hand."""
    around: dict[str, Any] = {}
    if has_request_context():
        around = {"request": request_id(), "route": route_of_request()}
        if (who := getattr(g, "visitor", None)) is not None:
            around["visitor"] = who.id
    LOG.log(level, name, extra={"told": around | told})


def error(kind: str, problem: BaseException) -> None:
    """Note a fault: what class it is, what caused it, where. What it says may name somebody."""
    cause = problem.__cause__ or problem.__context__
    frames = traceback.extract_tb(problem.__traceback__)
    event(
        "error",
        level=logging.ERROR,
        kind=kind,
        error=type(problem).__name__,
        cause=_named(cause),
        places=[f"{Path(one.filename).name}:{one.lineno} {one.name}" for one in frames[-12:]],
    )


def _named(cause: BaseException | None) -> str:
    """The class of a cause, and Neo4j's code of it."""
    if cause is None:
        return ""
    return f"{type(cause).__name__} {getattr(cause, 'code', None) or ''}".strip()


def request_id() -> str:
    """What this request is called in the log, in its answer's header and on the page of a fault."""
    if not hasattr(g, "request_id"):
        g.request_id = secrets.token_hex(ID_BYTES)
    return str(g.request_id)


def route_of_request() -> str:
    """The template of the route, never the address."""
    return request.url_rule.rule if request.url_rule else "none"


def follow(app: Flask) -> None:
    """Give every request its id, and a line when it is answered."""

    @app.before_request
    def begin() -> None:
        g.began = time.perf_counter()
        request_id()

    @app.after_request
    def finish(response: Response) -> Response:
        response.headers["Request-Id"] = request_id()
        if request.endpoint not in SILENT:
            event(
                "request",
                method=request.method if request.method in METHODS else "other",
                status=response.status_code,
                milliseconds=round(1000 * (time.perf_counter() - g.began), 1),
                bytes=response.calculate_content_length(),
            )
        return response


METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


def start_log(settings: Settings) -> logging.Handler:
    """Write the log where `settings` say, from now on; the handler, for `stop_log`."""
    handler = _handler(settings)
    handler.setFormatter(JsonLines())
    for logger in _loggers():
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False
    event("started", host=settings.host, proxy=bool(settings.proxy))
    return handler


def stop_log(handler: logging.Handler) -> None:
    """Write no more."""
    event("stopped")
    for logger in _loggers():
        logger.removeHandler(handler)
        logger.propagate = True
    handler.close()


def _loggers() -> list[logging.Logger]:
    # Of the server's own the depth of its queue is in the metrics; the rest are faults.
    logging.getLogger("waitress.queue").disabled = True
    return [LOG, logging.getLogger("waitress")]


def _handler(settings: Settings) -> logging.Handler:
    if settings.log == "-":
        return logging.StreamHandler(sys.stderr)
    path = Path(settings.log) if settings.log else settings.data / "logs" / FILE
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        return PrivateFile(path, maxBytes=FILE_BYTES, backupCount=FILES, encoding="utf-8")
    except OSError as error:
        raise SettingRefused(
            f"the log {path} cannot be written ({(error.strerror or str(error)).lower()}); "
            "name another in INFLUENCE_LOG"
        ) from error
