"""One driver, and `Result`; with `graph_errors` and `graph_values` the only home of `neo4j`."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from types import TracebackType
from typing import Any, Protocol, Self

from neo4j import (
    READ_ACCESS,
    Driver,
    GraphDatabase,
    ManagedTransaction,
    NotificationMinimumSeverity,
    Record,
    unit_of_work,
)
from neo4j import Result as Answer
from neo4j.exceptions import DriverError

from queries.connection import Connection
from queries.errors import DatabaseUnreachable, UnknownQuery
from queries.graph_errors import too_large_at_once, translated
from queries.graph_values import plain
from queries.library import Query, library

# What goes wrong is told by our errors; the driver would print it besides.
logging.getLogger("neo4j").addHandler(logging.NullHandler())

Row = dict[str, Any]
STREAMED_ROWS = 10_000
# A query of the library, by name, and its parameters.
Step = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Result:
    """What a query answered. `truncated` says that there was more than was asked for.

    `counters` are what a write changed, such as `{"nodes_created": 3}`. `as_json` says that all
    values are known to be such as JSON has.
    """

    query: str
    parameters: Mapping[str, Any]
    columns: tuple[str, ...]
    rows: list[Row]
    truncated: bool
    seconds: float
    counters: Mapping[str, int] = field(default_factory=dict)
    as_json: bool = False

    def plain(self) -> Result:
        """The same with values that JSON has: times as ISO 8601, nodes as objects."""
        if self.as_json:
            return self
        rows = [{name: plain(value) for name, value in row.items()} for row in self.rows]
        parameters = {name: plain(value) for name, value in self.parameters.items()}
        return replace(self, parameters=parameters, rows=rows, as_json=True)

    def json(self) -> dict[str, Any]:
        """The one shape of every JSON answer."""
        told = self.plain()
        return {
            "query": told.query,
            "parameters": told.parameters,
            "columns": list(told.columns),
            "rows": told.rows,
            "truncated": told.truncated,
            "seconds": round(told.seconds, 4),
        }

    def one(self) -> Row | None:
        """The first row, or None."""
        return self.rows[0] if self.rows else None


class Asks(Protocol):
    """What is needed of a graph by those who only ask."""

    def ask(self, name: str, /, **values: Any) -> Result:
        """The answer of a query in `read/`."""


class Runs(Asks, Protocol):
    """What is needed by those who also change something."""

    def run(self, name: str, /, **values: Any) -> Result:
        """The answer of a query that may write."""


class Graph:
    """The database: asks the library's queries by name.

    `ask` reaches `read/` alone, in a read transaction with a time limit and a row limit;
    `run` reaches the rest, and retries what is transient.
    """

    def __init__(
        self, driver: Driver, database: str, *, query_seconds: float = 20.0, rows: int = 10_000
    ) -> None:
        self.driver = driver
        self.database = database
        self._query_seconds = query_seconds
        self._rows = rows

    @classmethod
    def open(
        cls, connection: Connection, *, query_seconds: float = 20.0, rows: int = 10_000
    ) -> Self:
        """A graph on `connection`. Nothing is sent yet: `verify` does.

        Raises DatabaseUnreachable when the address is not one.
        """
        try:
            driver = GraphDatabase.driver(
                connection.uri,
                auth=(connection.username, connection.password),
                notifications_min_severity=NotificationMinimumSeverity.OFF,
                connection_acquisition_timeout=15,
                connection_timeout=5,
                max_transaction_retry_time=15,
                user_agent="influence-explorer",
            )
        except (DriverError, ValueError) as error:
            raise DatabaseUnreachable(f"NEO4J_URI: not an address: {connection.uri!r}") from error
        return cls(driver, connection.database, query_seconds=query_seconds, rows=rows)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the connections."""
        self.driver.close()

    def verify(self) -> None:
        """Raises DatabaseUnreachable unless the database answers and lets us in."""
        with translated("verify"):
            self.driver.verify_connectivity()

    def versions(self) -> str:
        """Which Neo4j and Graph Data Science answer: "Neo4j 2026.08.1, GDS 2.26.0"."""
        row = self.run("versions").rows[0]
        return f"Neo4j {row['neo4j']}, GDS {row['gds']}"

    def ask(self, name: str, /, **values: Any) -> Result:
        """The answer of a query in `read/`; parameters left out take their defaults.

        Raises UnknownQuery, QueryTooSlow, DatabaseUnreachable, DatabaseRefused.
        """
        query = library().named(name)
        if query.folder != "read":
            raise UnknownQuery(f"{name!r} writes; only the queries of read/ can be asked")
        return self.answer(query, values)

    def answer(self, query: Query, values: Mapping[str, Any]) -> Result:
        """The same for a query at hand. It runs in a read transaction, whatever it says."""
        parameters = query.defaults | dict(values)
        limit = parameters["limit"] if query.limited else self._rows
        limit = min(limit, self._rows)
        # One row more than asked, so that "all" and "the first 25" can be told apart.
        sent = parameters | {"limit": limit + 1} if query.limited else parameters

        @unit_of_work(timeout=self._query_seconds)
        def work(transaction: ManagedTransaction) -> tuple[tuple[str, ...], list[Row]]:
            answer = transaction.run(query.cypher, sent)
            return tuple(answer.keys()), _first(answer, limit + 1)

        started = time.perf_counter()
        with (
            translated(query.name),
            self.driver.session(database=self.database, default_access_mode=READ_ACCESS) as session,
        ):
            columns, rows = session.execute_read(work)
        seconds = time.perf_counter() - started
        return Result(query.name, parameters, columns, rows[:limit], len(rows) > limit, seconds)

    def run(self, name: str, /, **values: Any) -> Result:
        """The answer of any query of the library, after it has written what it writes.

        A statement with its own `IN TRANSACTIONS` runs outside of ours and is not retried.
        """
        query = library().named(name)
        if "IN TRANSACTIONS" not in query.cypher:
            return self.run_together([(name, values)])[0]
        parameters = query.defaults | values
        with translated(name), self.driver.session(database=self.database) as session:
            return _whole(query, parameters, session.run(query.cypher, parameters))

    def stream(self, name: str, **values: Any) -> Iterator[Row]:
        """The rows of any query that only reads, one after the other, in constant memory."""
        query = library().named(name)
        parameters = query.defaults | values
        with (
            translated(name),
            self.driver.session(
                database=self.database, default_access_mode=READ_ACCESS, fetch_size=STREAMED_ROWS
            ) as session,
        ):
            for record in session.run(query.cypher, parameters):
                yield _row(record)

    def state(self, statement: str) -> None:
        """Do what a statement says that a database told, such as how an index is made."""
        with translated("schema"), self.driver.session(database=self.database) as session:
            session.run(statement).consume()

    def run_together(
        self, steps: Sequence[Step], then: Callable[[list[Result]], Step] | None = None
    ) -> list[Result]:
        """The answers of several queries that all take effect, or none, in one transaction.

        `then` makes a last one from the answers of the others. What it raises undoes all.
        """

        named = ", ".join(name for name, _ in steps)

        def work(transaction: ManagedTransaction) -> list[Result]:
            with too_large_at_once(named):
                results = [_answered(transaction, step) for step in steps]
                return [*results, _answered(transaction, then(results))] if then else results

        with translated(named), self.driver.session(database=self.database) as session:
            return session.execute_write(work)


def _answered(transaction: ManagedTransaction, step: Step) -> Result:
    name, values = step
    query = library().named(name)
    parameters = query.defaults | dict(values)
    return _whole(query, parameters, transaction.run(query.cypher, parameters))


def _row(record: Record) -> Row:
    # Not `record.data()`: that would turn nodes and relationships into something less.
    return dict(zip(record.keys(), record.values(), strict=True))


def _first(answer: Answer, most: int) -> list[Row]:
    return [_row(record) for record in islice(answer, most)]


def _whole(query: Query, parameters: Mapping[str, Any], answer: Answer) -> Result:
    started = time.perf_counter()
    columns = tuple(answer.keys())
    rows = [_row(record) for record in answer]
    counters = answer.consume().counters
    changed = {name: n for name, n in vars(counters).items() if isinstance(n, int) and n}
    seconds = time.perf_counter() - started
    return Result(query.name, parameters, columns, rows, False, seconds, changed)
