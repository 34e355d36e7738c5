"""+K from a person's page: whoever is logged in says so, once for each topic, or takes it back."""

from __future__ import annotations

from datetime import UTC, datetime

from flask import Flask, Response, request

from explorer.accounts.gate import route, visitor
from explorer.accounts.roles import Role
from explorer.addresses import address
from explorer.formats import redirect_to
from queries.endorsements import endorse, endorsed_by, take_back
from queries.errors import NotAllowed, NotInGraph
from queries.graph import Runs


def add_endorsing(app: Flask, graph: Runs) -> None:
    """The two routes to which the form of a person's page is sent."""

    def given() -> Response:
        by, person, topic = _sent()
        endorse(graph, by=by, person=person, topic=topic, at=datetime.now(UTC))
        return _back_to(person)

    def taken_back() -> Response:
        by, person, topic = _sent()
        if not take_back(graph, by=by, person=person, topic=topic):
            raise NotInGraph(f"you endorse nobody {person!r} on {topic!r}")
        return _back_to(person)

    for path, view in (("/endorsements", given), ("/endorsements/take-back", taken_back)):
        route(app, path, view, name=f"send {path}", methods=("POST",), role=Role.ANALYST)


def may_endorse() -> bool:
    """Whether the visitor may: people do, and no programs."""
    return visitor().may(Role.ANALYST) and visitor().by != "token"


def endorsed_by_visitor(graph: Runs, person: str) -> list[str] | None:
    """The topics on which the visitor endorses somebody; None where that is not theirs to do."""
    return endorsed_by(graph, visitor().id, person) if may_endorse() else None


def _sent() -> tuple[str, str, str]:
    """Who endorses whom on what. Raises NotAllowed."""
    if not may_endorse():
        raise NotAllowed("a program endorses nobody; whoever does logs in")
    return visitor().id, request.form.get("person", ""), request.form.get("topic", "")


def _back_to(person: str) -> Response:
    return redirect_to(f"{address('people', person)}#endorsed")
