"""`/openapi.json`, the description for programs; and `/api`, the same for people."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import lru_cache

from flask import Flask, Response, current_app, render_template, request

from explorer.accounts.gate import gate_of, route
from explorer.accounts.users import any_users
from explorer.arguments import Argument, read_arguments
from explorer.boards import MOST_TOPICS, Remembering
from explorer.formats import html_answer, json_answer
from explorer.openapi.document import ABOUT, document
from explorer.openapi.entries import Entry, entries
from explorer.openapi.schemas import Schema
from explorer.page import Page
from queries.errors import DatabaseError

FIND = Argument("q", "")


def add_api(app: Flask, kept: Remembering, pages: Sequence[Page]) -> None:
    """The two routes."""

    # Neither changes while the site runs, and both take a while to make.
    @lru_cache(maxsize=8)
    def told(root: str, accounts: bool) -> Schema:
        return document(pages, root=root, accounts=accounts)

    @lru_cache(maxsize=8)
    def listed(root: str, accounts: bool, named: frozenset[tuple[str, str]]) -> list[Entry]:
        return list(entries(told(root, accounts), dict(named)))

    def asked() -> tuple[str, bool]:
        stands = gate_of(current_app)
        return request.host_url, not stands.local or any_users(stands.store)

    def openapi() -> Response:
        read_arguments(request.args, ())
        return json_answer(told(*asked()))

    def api() -> Response:
        q = read_arguments(request.args, (FIND,))[FIND.name]
        description = told(*asked())
        whole = listed(*asked(), frozenset(examples(kept).items()))
        groups: dict[str, list[Entry]] = {}
        for entry in whole:
            if fits(entry, q):
                groups.setdefault(entry.tag, []).append(entry)
        context = {
            "page": {"name": "api"},
            "q": q,
            "groups": groups,
            "whole": len(whole),
            "about": ABOUT.split("\n\n"),
            "failures": description["components"]["responses"],
        }
        return html_answer(render_template("api.html", **context))

    route(app, "/openapi.json", openapi)
    route(app, "/api", api)


def fits(entry: Entry, q: str) -> bool:
    """Whether all that was typed is said of it."""
    names = (one.name for one in entry.fields)
    columns = (name for row in entry.rows for name, _ in row)
    said = " ".join((entry.path, entry.says, entry.method, *names, *columns)).lower()
    return all(word in said for word in q.lower().split())


def examples(kept: Remembering) -> Mapping[str, str]:
    """Somebody, one whom they influence, and a topic; nothing of it where nothing is scored."""
    found: dict[str, str] = {}
    with suppress(DatabaseError):
        for topic in kept.first("topics", 1, MOST_TOPICS).rows:
            found["TOPIC"] = topic["id"]
        for best in kept.ask("leaders", limit=1).rows:
            found["PERSON"] = best["id"]
            for other in kept.ask("whom_they_influence", person=best["id"], limit=1).rows:
                found["OTHER"] = other["id"]
    return found
