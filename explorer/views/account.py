"""Logging in and out, and one's own account."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, render_template, request

from explorer import logs
from explorer.accounts import cookies, sessions, users
from explorer.accounts.gate import gate, route, visitor
from explorer.accounts.passwords import LONGEST, SHORTEST
from explorer.accounts.roles import Role
from explorer.accounts.sessions import Session
from explorer.accounts.users import User
from explorer.addresses import is_local
from explorer.formats import html_answer, redirect_to
from explorer.metrics import metrics_of
from queries.errors import AccountRefused, NotAllowed, ParameterRefused, TooMuch

NOT_RIGHT = "There is no such account, or that is not its password."
DONE = {
    "password": "Your password is changed, and every other session is ended.",
    "sessions": "Every other session is ended.",
}
LONGEST_NEXT = 2_000


def add_account(app: Flask) -> None:
    """Their routes."""
    route(app, "/login", log_in_page, role=Role.ANYBODY)
    route(app, "/login", log_in, methods=("POST",), role=Role.ANYBODY)
    route(app, "/logout", log_out, methods=("POST",), role=Role.ANYBODY)
    route(app, "/account", account)
    route(app, "/account/password", change_password, methods=("POST",))
    route(app, "/account/sessions", end_sessions, methods=("POST",))


def within(target: str) -> str:
    """`target` when it is an address of this site to which one can be led, else the front page."""
    if not is_local(target) or len(target) > LONGEST_NEXT:
        return "/"
    return "/" if urlsplit(target).path in ("/login", "/logout") else target


def log_in_page() -> Response:
    """The form; whoever is logged in goes on."""
    target = within(request.args.get("next", "/"))
    if visitor().may(Role.VIEWER):
        return redirect_to(target)
    return _log_in_form(target)


def _log_in_form(target: str, *, status: int = 200, refused: str = "", name: str = "") -> Response:
    known = users.any_users(gate().store)
    page = render_template("login.html", target=target, refused=refused, name=name, known=known)
    return html_answer(page, status)


def log_in() -> Response:
    """A new session for a name and a password that fit; what session there was is ended."""
    name, password = request.form.get("name", ""), request.form.get("password", "")
    target = within(request.form.get("next", "/"))
    address = request.remote_addr or ""
    stands, numbers = gate(), metrics_of(current_app)
    try:
        user = _user_with(name, password)
    except TooMuch:
        logs.event("log_in_throttled", address=address)
        numbers.log_ins.labels("throttled").inc()
        raise
    if user is None:
        logs.event("log_in_failed", address=address)
        numbers.log_ins.labels("failed").inc()
        return _log_in_form(target, status=401, refused=NOT_RIGHT, name=name[:64])
    _end_own()
    secret = sessions.begin(stands.store, user.id, stands.lifetimes)
    logs.event("log_in", visitor=f"user:{user.id}", address=address)
    numbers.log_ins.labels("succeeded").inc()
    response = redirect_to(target)
    cookies.give(request, response, cookies.SESSION, secret)
    cookies.take_away(request, response, cookies.FORM)
    return response


def log_out() -> Response:
    """End the session, here and in the store."""
    _end_own()
    logs.event("log_out", address=request.remote_addr)
    response = redirect_to("/login")
    cookies.take_away(request, response, cookies.SESSION)
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def _end_own() -> None:
    if session := visitor().session:
        sessions.end(gate().store, session.hash)


def account() -> Response:
    """One's name, role and sessions, and the form for another password."""
    done = request.args.get("done", "")
    if set(request.args) - {"done"} or (done and done not in DONE):
        raise ParameterRefused("this page takes: done")
    return _account_page(done=DONE.get(done, ""))


def _account_page(*, status: int = 200, done: str = "", refused: str = "") -> Response:
    who, stands = visitor(), gate()
    listed = []
    if who.session:
        listed = sessions.open_sessions(stands.store, who.session.user, stands.lifetimes)
    page = render_template(
        "account.html",
        done=done,
        refused=refused,
        sessions=[_told(one, who.session) for one in listed],
        lifetimes=stands.lifetimes,
        shortest=SHORTEST,
        longest=LONGEST,
    )
    return html_answer(page, status)


def _told(one: Session, own: Session | None) -> dict[str, object]:
    times = {name: _moment(getattr(one, name)) for name in ("begun", "seen")}
    return {**times, "own": own is not None and one.hash == own.hash}


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def change_password() -> Response:
    """Another password for whoever knows the one of now; ends all sessions, and begins one."""
    session, stands = _own_session(), gate()
    new, again = request.form.get("new", ""), request.form.get("again", "")
    try:
        _knows_password(session)
        if new != again:
            raise AccountRefused("the new password was not typed twice alike")
        users.change_password(stands.store, session.name, new)
    except AccountRefused as error:
        return _account_page(status=400, refused=str(error))
    secret = sessions.begin(stands.store, session.user, stands.lifetimes)
    logs.event("password_changed")
    response = redirect_to("/account?done=password")
    cookies.give(request, response, cookies.SESSION, secret)
    return response


def end_sessions() -> Response:
    """End one's sessions elsewhere, for whoever knows the password."""
    session = _own_session()
    try:
        _knows_password(session)
    except AccountRefused as error:
        return _account_page(status=400, refused=str(error))
    sessions.end_others(gate().store, session.user, session.hash)
    logs.event("sessions_ended")
    return redirect_to("/account?done=sessions")


def _own_session() -> Session:
    session = visitor().session
    if session is None:
        raise NotAllowed("only somebody who logged in has an account here")
    return session


def _knows_password(session: Session) -> None:
    """Raises AccountRefused unless the password of now was sent, and TooMuch after some guesses."""
    if _user_with(session.name, request.form.get("password", "")) is None:
        logs.event("log_in_failed", address=request.remote_addr or "")
        raise AccountRefused("that is not your password of now")


def _user_with(name: str, password: str) -> User | None:
    """The account of that name if that is its password. Raises TooMuch after some guesses."""
    stands, attempt = gate(), (request.remote_addr or "", users.name_of(name)[:80])
    stands.log_ins.attempt(*attempt)
    try:
        user = users.user_with(stands.store, name, password)
    except TooMuch:
        stands.log_ins.undo(*attempt)
        raise
    if user is not None:
        stands.log_ins.succeeded(*attempt)
    return user
