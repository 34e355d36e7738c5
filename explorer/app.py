"""The site as a Flask application: one route for each row of `PAGES`."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import Any

from flask import Flask, Response, request
from werkzeug.routing import PathConverter

from explorer import markup
from explorer.addresses import chosen, ending_of, readings
from explorer.arguments import read_arguments
from explorer.database import Database
from explorer.failures import add_failures
from explorer.formats import answer, json_answer
from explorer.page import Asked, Page, Shown
from explorer.pages import PAGES
from explorer.rejects import add_rejects
from explorer.security import guard
from explorer.sending import add_sending
from queries.errors import NotInGraph
from queries.graph import Asks, Row
from queries.settings import Settings

SUBJECTS = {"topics": ("topics_named", "topic"), "people": ("people_named", "person")}


class Anything(PathConverter):
    """The rest of an address, whatever it is; unlike `path` it may begin with a slash."""

    regex = ".+"
    part_isolating = False


def create_app(settings: Settings, graph: Asks | None = None) -> Flask:
    """The site on `graph`, or on the database that `settings` lead to, up or not."""
    app = Flask(__name__, static_folder="static", static_url_path="/static")
    app.secret_key = secrets.token_bytes(32)
    app.url_map.merge_slashes = False
    app.url_map.converters["anything"] = Anything
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    guard(app, settings)
    add_failures(app)
    markup.teach(app, PAGES)
    asks = graph or Database(settings)
    for page in PAGES:
        if not page.kind:
            add_page(app, page, asks, settings)
    for kind in SUBJECTS:
        add_subject(app, kind, asks, settings)
    add_sending(app, settings)
    add_rejects(app, settings)
    app.add_url_rule("/healthz", "healthz", lambda: health(asks))
    return app


def add_page(app: Flask, page: Page, graph: Asks, settings: Settings) -> None:
    """The routes of a page whose address is fixed: one for each form."""
    for form in page.forms:
        path = page.path + ending_of(form)

        def view(form: str = form, **names: str) -> Response:
            asked = Asked(page, form, graph, settings, {**_arguments(page), **names})
            return shown(asked)

        app.add_url_rule(path, f"{page.name}.{form}", view, methods=["GET"], strict_slashes=False)


def add_subject(app: Flask, kind: str, graph: Asks, settings: Settings) -> None:
    """The one route of all pages about a topic, or about a person."""
    pages = {page.below: page for page in PAGES if page.kind == kind}
    query, word = SUBJECTS[kind]

    def view(tail: str) -> Response:
        ways = [way for way in readings(tail, pages) if way.form in pages[way.page].forms]
        rows = graph.ask(query, ids=[way.id for way in ways]).plain().rows
        way = chosen(ways, (row["id"] for row in rows))
        if way is None:
            asked_for = min((way.id for way in ways), key=len)
            raise NotInGraph(f"no {word} {asked_for!r} in this graph")
        page = pages[way.page]
        subject = next(row for row in rows if row["id"] == way.id)
        return shown(Asked(page, way.form, graph, settings, _arguments(page), subject))

    app.add_url_rule(f"/{kind}/<anything:tail>", kind, view, methods=["GET"])


def _arguments(page: Page) -> dict[str, Any]:
    if page.path == "/queries/<name>":
        return {}
    return read_arguments(request.args, page.arguments)


def shown(asked: Asked) -> Response:
    """The page, or the one that says what must be done before there is anything to show."""
    if asked.form != "html":
        return answer(asked, asked.page.view(asked), {})
    state = asked.graph.ask("site_state").plain().rows[0]
    context = {"asked": asked, "page": asked.page, "state": state}
    missing = missing_for(asked.page, state)
    if missing:
        asked = replace(asked, page=replace(asked.page, template=f"{missing}.html"))
        return answer(asked, Shown(), context)
    return answer(asked, asked.page.view(asked), context)


def missing_for(page: Page, state: Row) -> str:
    """The state of the graph in which this page has nothing to show; "" when it has."""
    if page.needs != "nothing" and not state["people"]:
        return "nothing_loaded"
    if page.needs == "scores" and not state["run"]:
        return "nothing_scored"
    return ""


def health(graph: Asks) -> Response:
    """Whether the site can answer: for a supervisor."""
    state = graph.ask("site_state").plain().rows[0]
    return json_answer({"status": "ok", "people": state["people"], "run": state["run"]})
