"""The site as a Flask application: one route for each row of `PAGES`."""

from __future__ import annotations

import atexit
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from flask import Flask, Response, request
from werkzeug.routing import PathConverter

from explorer import logs, markup
from explorer.accounts.gate import add_gate, demand, heavy, route
from explorer.accounts.roles import Role
from explorer.accounts.visitors import within_this_machine
from explorer.addresses import chosen, ending_of, readings
from explorer.arguments import read_arguments
from explorer.boards import Boards, Glance, Remembering
from explorer.changes import add_changes
from explorer.database import Database
from explorer.endorsing import add_endorsing
from explorer.failures import add_failures
from explorer.formats import answer
from explorer.health import add_health
from explorer.metrics import Metrics, measure
from explorer.page import Asked, Page, Shown
from explorer.pages import PAGES
from explorer.posted import posted
from explorer.rejects import add_rejects
from explorer.security import guard
from explorer.sending import add_sending
from explorer.views.account import add_account
from explorer.views.api import add_api
from queries.connection import connection_for
from queries.console.bench import Bench, Benches, nobody_left
from queries.console.copied import Place, place_of_copy
from queries.console.limits import Limits
from queries.errors import NotInGraph
from queries.graph import Asks, Row, Runs
from queries.reranking.ranker import Ranker, Rankers
from queries.settings import Settings

DATABASE = "influence-database"
BOARDS = "influence-boards"
SUBJECTS = {"topics": ("topics_named", "topic"), "people": ("people_named", "person")}


class Anything(PathConverter):
    """The rest of an address, whatever it is; unlike `path` it may begin with a slash."""

    regex = ".+"
    part_isolating = False


def create_app(
    settings: Settings,
    graph: Runs | None = None,
    bench: Benches | None = None,
    ranker: Rankers | None = None,
) -> Flask:
    """The site on `graph`, or on the database that `settings` lead to, up or not.

    What is written on the page of the bench runs on `bench`, or on one of the same database, and
    what another recipe does is worked out by `ranker`, or by one of the same.
    """
    app = Flask(__name__, static_folder="static", static_url_path="/static")
    app.url_map.merge_slashes = False
    app.url_map.converters["anything"] = Anything
    # In the order in which a request meets them.
    logs.follow(app)
    numbers = measure(app)
    guard(app, settings)
    add_gate(app, settings)
    add_failures(app)
    markup.teach(app, PAGES)
    asks = graph or watched(Database(settings), numbers)
    app.extensions[DATABASE] = asks
    boards = app.extensions[BOARDS] = Boards()
    bench = bench or bench_of(settings)
    ranker = ranker or ranker_of(settings)
    for page in PAGES:
        if not page.kind:
            asked = Asked(page, "html", asks, settings, boards=boards, bench=bench, ranker=ranker)
            add_page(app, page, asked)
    for kind in SUBJECTS:
        add_subject(app, kind, asks, settings, boards)
    add_changes(app, asks)
    add_endorsing(app, asks)
    add_sending(app, settings)
    add_rejects(app, settings)
    add_account(app)
    add_health(app, asks)
    add_api(app, Remembering(boards, asks), PAGES)
    return app


def watched(database: Database, numbers: Metrics) -> Database:
    """The database, whose going away and coming back is counted and noted."""

    def changed(up: bool) -> None:
        numbers.database.set(up)
        logs.event("database", state="up" if up else "away")

    database.pulse.changed = changed
    return database


def bench_of(
    settings: Settings,
    stuck: Callable[[], None] = lambda: None,
    copy: Settings | None = None,
) -> Bench:
    """A bench on the database that `settings` lead to; no process is started until it is used.

    Where others reach the site it is on another one: the one that is named, else on the `copy`,
    and off where there is neither.
    """
    asks = settings
    place: Callable[[], Place] = Place
    if not within_this_machine(settings):
        if settings.bench_uri:
            password = settings.bench_password or settings.neo4j_password
            asks = settings.but(neo4j_uri=settings.bench_uri, neo4j_password=password)
            place = partial(Place, "elsewhere")
        elif copy:
            asks, place = copy, partial(place_of_copy, settings.data)
        else:
            place = partial(Place, "off")
    return Bench(
        lambda: connection_for(asks),
        Limits.of(settings),
        at_once=settings.bench_at_once,
        stuck=stuck if copy or asks is settings else lambda: None,
        place=place,
    )


def ranker_of(settings: Settings) -> Ranker:
    """A ranker on that database; no process is started until it is used."""
    ranker = Ranker(
        lambda: connection_for(settings),
        seconds=settings.rerank_seconds,
        memory_mb=settings.rerank_mb,
    )
    atexit.register(ranker.close)
    return ranker


def add_page(app: Flask, page: Page, first: Asked) -> None:
    """The routes of a page whose address is fixed: one for each form."""
    for form in page.forms:
        path = page.path + ending_of(form)

        def view(form: str = form, **names: str) -> Response:
            left = request.environ.get("waitress.client_disconnected", nobody_left)
            values = {**_arguments(page), **names}
            asked = replace(first, form=form, graph=Glance(first.graph), values=values, left=left)
            return shown(asked)

        name = f"{page.name}.{form}"
        route(
            app,
            path,
            view,
            name=name,
            methods=page.methods,
            role=page.role,
            reads=True,
            most_bytes=page.most_bytes,
            strict_slashes=False,
        )


def add_subject(app: Flask, kind: str, graph: Runs, settings: Settings, boards: Boards) -> None:
    """The one route of all pages about a topic, or about a person."""
    pages = {page.below: page for page in PAGES if page.kind == kind}
    query, word = SUBJECTS[kind]

    def view(tail: str) -> Response:
        seen = Glance(graph)
        # How many are ranked on a topic is counted once a run.
        asks: Asks = Remembering(boards, seen) if kind == "topics" else seen
        ways = [way for way in readings(tail, pages) if way.form in pages[way.page].forms]
        rows = asks.ask(query, ids=[way.id for way in ways]).plain().rows
        way = chosen(ways, (row["id"] for row in rows))
        if way is None:
            asked_for = min((way.id for way in ways), key=len)
            raise NotInGraph(f"no {word} {asked_for!r} in this graph")
        page = pages[way.page]
        subject = next(row for row in rows if row["id"] == way.id)
        return shown(Asked(page, way.form, seen, settings, boards, _arguments(page), subject))

    # Whose page it is can only be told when it is asked for: `shown` demands what that one needs.
    least = min((page.role for page in pages.values()), default=Role.VIEWER)
    route(app, f"/{kind}/<anything:tail>", view, name=kind, role=least)


def _arguments(page: Page) -> dict[str, Any]:
    if page.path == "/queries/<name>":
        return {}
    if request.method == "POST":
        return read_arguments(posted(), page.arguments)
    return read_arguments(request.args, page.arguments)


def shown(asked: Asked) -> Response:
    """The page, to whoever may see it, when it is its turn."""
    demand(asked.page.role)
    if not asked.page.heavy:
        return told(asked)
    with heavy():
        return told(asked)


def told(asked: Asked) -> Response:
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
