"""The process in which a query of the bench runs: it may be killed at any moment.

It reads jobs from its input, one JSON object a line, and writes what came of each to its output,
several lines a job:

    {"planned": …}        the plan, once it may run; the last line of a job that only asks for it
    {"columns": […]}      then {"rows": […]}, some at a time, as many as the limits let through
    {"done": …}           the last line of one that ran
    {"refused": …} {"stopped": …} {"unreachable": …}   the last line of one that did not
    {"broken": …}         the last line where we are at fault: what happened, and where

When its input ends, because whoever asked is gone, it ends, and its connection with it: then the
database stops what it was doing for it.
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import Any, TextIO

# The driver would import these to understand their values. They take a second and much memory,
# and no query is given one.
if __name__ == "__main__":
    for _heavy in ("numpy", "pandas", "pyarrow"):
        sys.modules[_heavy] = None  # type: ignore[assignment]

from queries.connection import Connection
from queries.console.exact import Picture, exact
from queries.console.gate import before_parsing, judged
from queries.console.limits import Limits
from queries.errors import DatabaseUnreachable, QueryRefused, QueryStopped
from queries.graph_bench import (
    Explained,
    Operator,
    bench_driver,
    explained,
    reading,
    streamed,
)

Told = Mapping[str, Any]
# Rows in one line of output.
AT_ONCE = 200


class Runner:
    """Runs one job after another, over one connection."""

    def __init__(self) -> None:
        self._driver: Any = None
        self._connection: Connection | None = None

    def told(self, job: Mapping[str, Any]) -> Iterator[Told]:
        """What comes of a job, line by line; what goes wrong is the last line."""
        try:
            yield from self._run(job)
        except QueryRefused as error:
            told = {"message": str(error), "reason": error.reason, "place": error.place}
            yield {"refused": told}
        except QueryStopped as error:
            yield {"stopped": {"message": str(error), "reason": error.reason}}
        except DatabaseUnreachable as error:
            self._forget()
            yield {"unreachable": {"message": str(error)}}
        except (MemoryError, RecursionError):
            self._forget()
            message = "one value of the answer is larger or deeper than the bench can hold"
            yield {"stopped": {"message": message, "reason": "memory"}}
        except Exception as error:
            self._forget()
            # Without its words: they may hold what was asked, and this goes into a log.
            place = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{Path(place.filename).name}:{place.lineno}"
            yield {"broken": f"{type(error).__name__} at {where}"}

    def _run(self, job: Mapping[str, Any]) -> Iterator[Told]:
        limits = Limits(**job["limits"])
        asked = before_parsing(job["cypher"], job["parameters"], limits)
        driver = self._connected(Connection(**job["connection"]))
        database = job["connection"]["database"]
        name = job["id"]
        cypher = asked.shape.text
        try:
            with reading(
                driver, database, seconds=limits.plan_seconds, job=name, lines_before=1
            ) as transaction:
                explain = partial(explained, transaction, parameters=asked.parameters)
                runs, plan = judged(asked, explain)
        except QueryStopped as error:
            raise QueryStopped(
                f"the database took longer than {limits.plan_seconds:g} s to plan it", "plan"
            ) from error
        yield {"planned": _planned(plan, narrowed=runs != cypher)}
        if job["plan_only"]:
            return
        done: Told = {}
        try:
            with reading(driver, database, seconds=limits.seconds, job=name) as transaction:
                columns, rows = streamed(transaction, runs, asked.parameters)
                yield {"columns": list(columns)}
                for told in _rows(rows, limits):
                    if "done" in told:
                        done = told
                    else:
                        yield told
        except (QueryStopped, DatabaseUnreachable):
            # Of rows that nobody wanted any more: the answer is whole without them.
            self._forget()
            if not done:
                raise
        yield done

    def _connected(self, connection: Connection) -> Any:
        if connection != self._connection:
            self._forget()
            self._driver = bench_driver(connection)
            self._connection = connection
        return self._driver

    def _forget(self) -> None:
        driver, self._driver, self._connection = self._driver, None, None
        if driver is not None:
            driver.close()


def _planned(plan: Explained, *, narrowed: bool) -> Told:
    assert plan.plan is not None
    return {
        "operators": list(_lines(plan.plan, 0)),
        "notes": list(plan.notes),
        "narrowed": narrowed,
    }


def _lines(operator: Operator, depth: int) -> Iterator[Told]:
    yield {
        "depth": depth,
        "operator": operator.name,
        "details": operator.details,
        "rows": operator.rows,
    }
    for child in operator.children:
        yield from _lines(child, depth + 1)


def _rows(rows: Iterator[Any], limits: Limits) -> Iterator[Told]:
    """The rows within the limits, some at a time, and at the end why there are no more."""
    picture = Picture(limits.drawn_nodes, limits.drawn_arrows)
    started, number, size, stopped = time.perf_counter(), 0, 0, ""
    ready: list[Any] = []
    try:
        for row in rows:
            if number == limits.rows:
                stopped = "rows"
                break
            told = [exact(value, limits.value_depth, picture) for value in row]
            size += len(json.dumps(told))
            if size > limits.answer_bytes:
                stopped = "bytes"
                break
            number += 1
            ready.append(told)
            if len(ready) == AT_ONCE:
                yield {"rows": ready}
                ready = []
    except QueryStopped as error:
        # What came before is an answer, if one that is cut off.
        if not number:
            raise
        stopped = error.reason
    if stopped == "bytes" and not number:
        raise QueryStopped(
            f"its first row alone is more than {limits.answer_bytes:,} bytes; return less of it",
            "bytes",
        )
    if ready:
        yield {"rows": ready}
    seconds = time.perf_counter() - started
    yield {"done": {"stopped": stopped, "seconds": seconds, "picture": picture.told()}}


def bound_memory(megabytes: int) -> None:
    """No more memory than that for this process, where the system can see to it."""
    try:
        import resource
    except ImportError:  # Windows has no such limit: there the limit on bytes must do.
        return
    size = megabytes * 1024 * 1024
    try:
        resource.setrlimit(resource.RLIMIT_AS, (size, size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ValueError, OSError):
        return


def lines_as_they_come(source: TextIO) -> SimpleQueue[str]:
    """The lines of the input. At its end the process ends, whatever it is doing."""
    waiting: SimpleQueue[str] = SimpleQueue()

    def read() -> None:
        for line in source:
            waiting.put(line)
        os._exit(0)

    Thread(target=read, daemon=True).start()
    return waiting


def main() -> None:
    """Run the jobs that come."""
    bound_memory(int(sys.argv[1]))
    runner = Runner()
    waiting = lines_as_they_come(sys.stdin)
    while True:
        job = json.loads(waiting.get())
        for told in runner.told(job):
            sys.stdout.write(json.dumps({"job": job["id"], **told}) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
