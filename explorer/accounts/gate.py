"""The gate before every route: who asks, what it needs, whether it comes from here, how often.

`explorer/accounts/__init__.py` tells how a route says what it needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, cast

from flask import Flask, current_app, g, request
from flask.typing import ResponseReturnValue

from explorer import logs
from explorer.accounts import csrf
from explorer.accounts.rates import MINUTE, MOST_WAITING, LogIns, Rate, Rates, Turns, neighbourhood
from explorer.accounts.roles import UNSAID, Need, Role
from explorer.accounts.sessions import Lifetimes
from explorer.accounts.store import Store
from explorer.accounts.visitors import NOBODY, Visitor, visitor_of, within_this_machine
from queries.errors import AccountError, NotAllowed, NotLoggedIn, TooMuch
from queries.settings import Settings

View = Callable[..., ResponseReturnValue]
NAME = "influence-gate"
# Asked so often, and so cheap, that they are not counted.
UNCOUNTED = frozenset({"static", "live"})
# Of a form with a file so much may be in memory at once: Werkzeug reads pieces of 64 KiB, and adds
# each to what it left of the one before.
PIECE_BYTES = 128 * 1024


class Gate:
    """What stands before the routes of one application."""

    def __init__(self, settings: Settings) -> None:
        self.store = Store.of(settings)
        self.local = within_this_machine(settings)
        self.lifetimes = Lifetimes(60 * settings.idle_minutes, 3600 * settings.session_hours)
        self.rates = Rates()
        self.turns = Turns()
        self.log_ins = LogIns(self.rates)
        self.needs: dict[str, Need] = {}
        # How many requests have no thread yet; the server says.
        self.waiting: Callable[[], int] = lambda: 0
        self.light = Rate(max(1, settings.requests_a_minute), MINUTE)
        self.heavy = Rate(max(1, settings.heavy_a_minute), MINUTE)

    def need_of(self, endpoint: str | None) -> Need:
        """What a route needs."""
        return self.needs.get(endpoint or "", UNSAID)

    def count(self, rate: Rate, what: str) -> None:
        """Raises TooMuch when the visitor had enough of it."""
        who = visitor()
        if who.by == "local":
            return
        place = who.id if who is not NOBODY else neighbourhood(request.remote_addr or "")
        wait = self.rates.take(rate, what, place)
        if wait:
            raise TooMuch(f"more than {rate.many} {what} in a minute", seconds=wait)

    def count_heavy(self) -> None:
        """Count a request that may keep the database busy. Raises TooMuch."""
        self.count(self.heavy, "heavy requests")


def gate() -> Gate:
    """The gate of the application at hand."""
    return gate_of(current_app)


def gate_of(app: Flask) -> Gate:
    """The gate of that application."""
    return cast(Gate, app.extensions[NAME])


def visitor() -> Visitor:
    """Who asks."""
    return cast(Visitor, getattr(g, "visitor", NOBODY))


def add_gate(app: Flask, settings: Settings) -> None:
    """Put the gate before all routes."""
    app.extensions[NAME] = Gate(settings)
    says(app, "static", Need(Role.ANYBODY))
    csrf.teach(app)
    app.context_processor(lambda: {"visitor": visitor()})
    # Macros that are imported know what is global alone.
    app.jinja_env.globals.update(Role=Role, may=lambda role: visitor().may(role))

    @app.before_request
    def let_in() -> None:
        g.visitor = NOBODY
        if request.endpoint in UNCOUNTED:
            return
        stands = gate()
        if stands.waiting() > MOST_WAITING:
            raise TooMuch("more is asked of this site than it can answer", seconds=5)
        try:
            g.visitor = visitor_of(request, stands.store, stands.lifetimes, local=stands.local)
            # What leads nowhere is told so to everybody.
            if request.url_rule is not None:
                need = stands.need_of(request.endpoint)
                demand(need.role)
                if need.most_bytes:
                    # Before the form is read, in which the token is.
                    request.max_content_length = need.most_bytes
                    request.max_form_memory_size = PIECE_BYTES
                csrf.check(request, g.visitor, reads=need.reads)
        except AccountError as error:
            logs.event("refused", why=type(error).__name__, address=request.remote_addr)
            # Guesses at tokens, and whoever knocks at closed doors, are counted too.
            stands.count(stands.light, "requests")
            raise
        stands.count(stands.light, "requests")


def demand(role: Role) -> None:
    """Raises NotLoggedIn or NotAllowed unless the visitor has that role."""
    who = visitor()
    if who.may(role):
        return
    if who is NOBODY:
        raise NotLoggedIn("who asks is not known here; log in, or send a token")
    raise NotAllowed(f"that needs the role {role.word}; yours is {who.role.word}")


@contextmanager
def heavy() -> Iterator[None]:
    """A turn at what keeps the database busy. Raises TooMuch."""
    stands = gate()
    stands.count_heavy()
    with stands.turns.turn():
        yield


def says(app: Flask, endpoint: str, need: Need) -> None:
    """Note what a route needs."""
    gate_of(app).needs[endpoint] = need


def route(
    app: Flask,
    path: str,
    view: View,
    *,
    name: str = "",
    methods: Sequence[str] = ("GET",),
    role: Role = Role.VIEWER,
    reads: bool = False,
    most_bytes: int = 0,
    **options: Any,
) -> None:
    """Add a route that says what it needs. `name` is the view's own unless given.

    `reads` says that it changes nothing, whatever is sent: then no token of a form is asked for.
    """
    endpoint = name or view.__name__
    says(app, endpoint, Need(role, reads, most_bytes))
    app.add_url_rule(path, endpoint, view, methods=list(methods), **options)
