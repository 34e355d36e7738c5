"""The bench: who waits for a query's process, and ends it; how many run at once."""

from __future__ import annotations

import contextlib
import secrets
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from threading import BoundedSemaphore, Thread
from typing import Any, Protocol

from queries.connection import Connection
from queries.console.copied import Place
from queries.console.gate import before_parsing
from queries.console.limits import Limits
from queries.console.workers import Worker, WorkerEnded, WorkerLate, WorkerLeft, Workers
from queries.errors import (
    BenchBusy,
    DatabaseError,
    DatabaseUnreachable,
    QueryRefused,
    QueryStopped,
)
from queries.graph import Graph, Result

AT_ONCE = 2
# A little more than the database's own limit: then it is the database that stops, and says so.
GRACE_SECONDS = 3.0
# One that goes on in the database after it was stopped is beyond stopping.
STUCK_SECONDS = 5.0

OFF = (
    "the bench is off: others can reach this site, and no second Neo4j with a copy of the graph is "
    "named (INFLUENCE_BENCH_URI); what is asked here could end the one that the site needs"
)
MAKING = "a copy of the graph is being made for the bench; try again in a while"

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a query: its rows, its plan and what can be drawn of it.

    `stopped` is why there are no more rows: "rows", "bytes", "time", "memory", or "".
    """

    result: Result
    operators: Sequence[Told]
    notes: Sequence[Told]
    narrowed: bool = False
    stopped: str = ""
    picture: Told = field(default_factory=dict)


class Benches(Protocol):
    """What is needed of a bench by those who show its answers."""

    @property
    def limits(self) -> Limits:
        """How far a query may go."""

    @property
    def place(self) -> Place:
        """Where queries run now."""

    def run(
        self, cypher: str, parameters: Mapping[str, Any], *, left: Callable[[], bool] = ...
    ) -> Answer:
        """The answer of a query."""

    def plan(self, cypher: str, parameters: Mapping[str, Any]) -> Answer:
        """Its plan alone."""


def nobody_left() -> bool:
    """Whoever asked still waits."""
    return False


class Bench:
    """Runs what anybody writes: reading alone, within limits, in processes of their own.

    `connection` is asked each time, since a database that was started again may be elsewhere.
    `stuck` is told when a query cannot be stopped, or the database is deaf after one. `place` is
    asked each time, too, where it may be another one than the graph itself.
    """

    def __init__(
        self,
        connection: Callable[[], Connection],
        limits: Limits | None = None,
        *,
        at_once: int = AT_ONCE,
        stuck: Callable[[], None] = lambda: None,
        place: Callable[[], Place] = Place,
    ) -> None:
        self.limits = limits or Limits()
        self._connection = connection
        self._stuck = stuck
        self._place_now = place
        self._running = BoundedSemaphore(at_once)
        self._planning = BoundedSemaphore(at_once)
        self._workers = Workers(self.limits.memory_mb, keep=at_once + 1)

    @property
    def place(self) -> Place:
        """Where queries run now."""
        return self._place_now()

    def run(
        self,
        cypher: str,
        parameters: Mapping[str, Any],
        *,
        left: Callable[[], bool] = nobody_left,
    ) -> Answer:
        """The answer of a query; `left` is asked now and then whether nobody waits any more.

        Raises QueryRefused, BenchBusy, QueryStopped, DatabaseUnreachable; RuntimeError is a fault
        of ours.
        """
        with self._turn(self._running):
            return self._answer(cypher, parameters, plan_only=False, left=left)

    def plan(self, cypher: str, parameters: Mapping[str, Any]) -> Answer:
        """What the database would do, without doing it. Raises as `run` does."""
        with self._turn(self._planning):
            return self._answer(cypher, parameters, plan_only=True, left=nobody_left)

    def close(self) -> None:
        """End the processes."""
        self._workers.close()

    @contextmanager
    def _turn(self, places: BoundedSemaphore) -> Iterator[None]:
        if not places.acquire(timeout=0.1):
            raise BenchBusy("as many queries run on the bench as may at once; try again in a while")
        try:
            yield
        finally:
            places.release()

    def _answer(
        self,
        cypher: str,
        parameters: Mapping[str, Any],
        *,
        plan_only: bool,
        left: Callable[[], bool],
    ) -> Answer:
        # Here too, though the child asks again: what is refused by its words costs nothing.
        before_parsing(cypher, parameters, self.limits)
        kind = self.place.kind
        if kind == "off":
            raise QueryRefused(OFF, "off")
        if kind == "making":
            raise BenchBusy(MAKING)
        started = time.perf_counter()
        job = {
            "id": secrets.token_hex(8),
            "connection": asdict(self._connection()),
            "cypher": cypher,
            "parameters": parameters,
            "limits": asdict(self.limits),
            "plan_only": plan_only,
        }
        lines = self._lines(job, left)
        return _read(cypher, parameters, lines, started)

    def _lines(self, job: Mapping[str, Any], left: Callable[[], bool]) -> Iterator[Told]:
        """What the process tells; whatever goes wrong, the database is told to stop."""
        worker = self._workers.take()
        well = False
        try:
            yield from worker.told(
                job,
                plan_seconds=2 * self.limits.plan_seconds + GRACE_SECONDS,
                seconds=self.limits.seconds + GRACE_SECONDS,
                left=left,
            )
            well = True
        except WorkerLate:
            yield {"stopped": {"message": "it ran longer than the bench allows", "reason": "time"}}
        except WorkerLeft:
            yield {"stopped": {"message": "nobody waited for the answer", "reason": "left"}}
        except WorkerEnded:
            message = "one value of the answer is larger than the bench can hold"
            yield {"stopped": {"message": message, "reason": "memory"}}
        finally:
            if well:
                self._workers.give(worker)
            else:
                self._end(worker, str(job["id"]))

    def _end(self, worker: Worker, job: str) -> None:
        """Kill the process, and see to it that the database stops too."""
        worker.kill()
        Thread(target=self._stop, args=(job,), daemon=True).start()

    def _stop(self, job: str) -> None:
        deadline = time.monotonic() + STUCK_SECONDS
        while time.monotonic() < deadline:
            with contextlib.suppress(DatabaseError), Graph.open(self._connection()) as graph:
                if not graph.run("stop_bench_query", job=job).rows:
                    return
            time.sleep(0.5)
        self._stuck()


def _read(
    cypher: str, parameters: Mapping[str, Any], lines: Iterator[Told], started: float
) -> Answer:
    columns: Sequence[str] = ()
    rows: list[dict[str, Any]] = []
    plan: Told = {"operators": [], "notes": [], "narrowed": False}
    stopped = ""
    picture: Told = {}
    failed: Told = {}
    for told in lines:
        if "rows" in told:
            rows += (dict(zip(columns, row, strict=True)) for row in told["rows"])
        elif "columns" in told:
            columns = told["columns"]
        elif "planned" in told:
            plan = told["planned"]
        elif "done" in told:
            stopped, picture = told["done"]["stopped"], told["done"]["picture"]
        elif "stopped" in told and rows:
            stopped = told["stopped"]["reason"]
        else:
            failed = told
    # Only now: the process has told its last line, and is used again.
    if failed:
        _raise(failed)
    seconds = time.perf_counter() - started
    result = Result(cypher, parameters, tuple(columns), rows, bool(stopped), seconds)
    return Answer(result, plan["operators"], plan["notes"], plan["narrowed"], stopped, picture)


def _raise(told: Told) -> None:
    if "refused" in told:
        refused = told["refused"]
        place = tuple(refused["place"]) if refused["place"] else None
        raise QueryRefused(refused["message"], refused["reason"], place)
    if "stopped" in told:
        raise QueryStopped(**told["stopped"])
    if "broken" in told:
        raise RuntimeError(f"the process of a query on the bench broke: {told['broken']}")
    raise DatabaseUnreachable(str(told["unreachable"]["message"]))
