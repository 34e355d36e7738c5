"""Numbers for Prometheus: how much is asked, how long it takes, what was refused; of nobody.

Labels are route templates, methods, statuses and classes of errors: none can name a person, and
there are few of each.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from flask import Flask, Response, g, request
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    generate_latest,
)
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from explorer.logs import METHODS, route_of_request

NAME = "influence-metrics"
SECONDS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)


class Metrics:
    """The numbers of one application."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        self.requests = Counter(
            "influence_requests",
            "Requests that were answered.",
            ("route", "method", "status"),
            registry=self.registry,
        )
        self.seconds = Histogram(
            "influence_request_seconds",
            "How long an answer took, without the wait for a thread.",
            ("route",),
            buckets=SECONDS,
            registry=self.registry,
        )
        self.refused = Counter(
            "influence_refused",
            "What was not answered as asked, by the class of the reason.",
            ("why",),
            registry=self.registry,
        )
        self.log_ins = Counter(
            "influence_log_ins", "Attempts to log in.", ("outcome",), registry=self.registry
        )
        self.database = Gauge(
            "influence_database_up",
            "Whether Neo4j answered when last asked.",
            registry=self.registry,
        )
        self.waiting = Gauge(
            "influence_requests_waiting", "Requests without a thread yet.", registry=self.registry
        )
        self.waiting.set_function(lambda: 0)

    def text(self) -> bytes:
        """All of them in Prometheus' format."""
        return generate_latest(self.registry)


def metrics_of(app: Flask) -> Metrics:
    """The numbers of that application."""
    found: Metrics = app.extensions[NAME]
    return found


def measure(app: Flask) -> Metrics:
    """Count every request of `app`."""
    numbers = app.extensions[NAME] = Metrics()

    @app.after_request
    def count(response: Response) -> Response:
        route = route_of_request()
        method = request.method if request.method in METHODS else "other"
        numbers.requests.labels(route, method, str(response.status_code)).inc()
        if began := getattr(g, "began", None):
            numbers.seconds.labels(route).observe(time.perf_counter() - began)
        return response

    return numbers


def metrics_view(app: Flask) -> Callable[[], Response]:
    """The view of `/metrics`."""

    def metrics() -> Response:
        return Response(metrics_of(app).text(), content_type=CONTENT_TYPE_LATEST)

    return metrics
