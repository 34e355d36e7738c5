"""For supervisors: whether the site lives, and whether it can answer."""

from __future__ import annotations

from flask import Flask, Response

from explorer.accounts.gate import route
from explorer.accounts.roles import Role
from explorer.formats import json_answer
from explorer.metrics import metrics_view
from queries.graph import Asks


def add_health(app: Flask, graph: Asks) -> None:
    """`/health/live`, `/health/ready`, `/healthz` and `/metrics`."""

    def live() -> Response:
        return json_answer({"status": "ok"})

    def ready() -> Response:
        # Neither counts nor names: everybody who reaches the site may ask this.
        graph.ask("site_state")
        return json_answer({"status": "ok"})

    def healthz() -> Response:
        state = graph.ask("site_state").plain().rows[0]
        return json_answer({"status": "ok", "people": state["people"], "run": state["run"]})

    route(app, "/health/live", live, role=Role.ANYBODY)
    route(app, "/health/ready", ready, role=Role.ANYBODY)
    route(app, "/healthz", healthz)
    route(app, "/metrics", metrics_view(app), role=Role.ADMIN)
