"""One query of the bench on the database: what it would do, and its rows, one by one.

Runs in a child process (`queries/console/child.py`), which may be killed at any moment.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from neo4j import (
    READ_ACCESS,
    Driver,
    GqlStatusObject,
    GraphDatabase,
    NotificationMinimumSeverity,
    Record,
)
from neo4j import Transaction as DriverTransaction
from neo4j.exceptions import BrokenRecordError

from queries.connection import Connection
from queries.graph_errors import told_refusal

# Not more rows at a time: those that nobody reads any more have been made for nothing.
FETCHED = 500
# On a line of its own, so that columns in what the database says are those of the text.
EXPLAIN = "EXPLAIN\n"
UNREADABLE = "a value that cannot be read here, such as a time beyond the year 9999"


@dataclass(frozen=True, slots=True)
class Operator:
    """A step of a plan: what it does, to what, and what feeds it. `rows` is an estimate."""

    name: str
    details: str
    rows: float | None
    children: Sequence[Operator]


@dataclass(frozen=True, slots=True)
class Explained:
    """What the database says of a query without running it. `kind` is "r" when it only reads."""

    kind: str
    plan: Operator | None
    notes: Sequence[Mapping[str, Any]]


def bench_driver(connection: Connection) -> Driver:
    """A driver with one connection, whose notes are warnings."""
    return GraphDatabase.driver(
        connection.uri,
        auth=(connection.username, connection.password),
        notifications_min_severity=NotificationMinimumSeverity.WARNING,
        max_connection_pool_size=1,
        connection_acquisition_timeout=5,
        connection_timeout=5,
        user_agent="influence-explorer-bench",
    )


@contextmanager
def reading(
    driver: Driver, database: str, *, seconds: float, job: str, lines_before: int = 0
) -> Iterator[DriverTransaction]:
    """A read transaction that ends after `seconds`, can be found by `job`, and is undone.

    The driver's exceptions are told as QueryRefused, QueryStopped or DatabaseUnreachable.
    """
    with (
        told_refusal(lines_before),
        driver.session(
            database=database, default_access_mode=READ_ACCESS, fetch_size=FETCHED
        ) as session,
        session.begin_transaction(metadata={"bench": job}, timeout=seconds) as transaction,
    ):
        yield transaction


def explained(
    transaction: DriverTransaction, cypher: str, parameters: Mapping[str, Any]
) -> Explained:
    """What the database would do."""
    summary = transaction.run(f"{EXPLAIN}{cypher}", dict(parameters)).consume()
    notes = [_note(one) for one in summary.gql_status_objects if one.is_notification]
    plan = _operator(summary.plan) if summary.plan else None
    return Explained(summary.query_type or "", plan, notes)


def _note(told: GqlStatusObject) -> Mapping[str, Any]:
    place = told.position
    return {
        "message": told.status_description,
        "line": place.line - 1 if place else None,
        "column": place.column if place else None,
    }


def _operator(told: Mapping[str, Any]) -> Operator:
    arguments = told.get("args") or {}
    return Operator(
        name=str(told["operatorType"]).partition("@")[0],
        details=str(arguments.get("Details", "")),
        rows=arguments.get("EstimatedRows"),
        children=[_operator(one) for one in told.get("children") or ()],
    )


def streamed(
    transaction: DriverTransaction, cypher: str, parameters: Mapping[str, Any]
) -> tuple[Sequence[str], Iterator[Sequence[Any]]]:
    """The columns, and the rows as they come."""
    answer = transaction.run(cypher, dict(parameters))
    return answer.keys(), (_values(record) for record in answer)


def _values(record: Record) -> Sequence[Any]:
    return [_value(record, place) for place in range(len(record.keys()))]


def _value(record: Record, place: int) -> Any:
    try:
        return record[place]
    except BrokenRecordError:
        return UNREADABLE
