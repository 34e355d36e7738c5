"""The process in which a re-rank is worked out: it may be killed at any moment.

It reads jobs from its input, one JSON object a line, and writes what comes of each, several lines
a job: {"step": …, "at": 1, "of": 4}, and last {"done": …}, {"refused": …}, {"stopped": …} or
{"unreachable": …}. A job ends before its next step once another line has come. What happened in
the graph is read once and kept until the graph is another; nothing is written to it.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any

# Nothing here multiplies matrices, and each thread for it would take of the memory there is.
if __name__ == "__main__":
    os.environ["OPENBLAS_NUM_THREADS"] = "1"

from queries.connection import Connection
from queries.console.child import bound_memory, lines_as_they_come
from queries.errors import DatabaseError, DatabaseUnreachable, InfluenceError
from queries.graph import Graph
from queries.reranking.rerank import Tables, steps
from queries.reranking.wanted import Wanted
from queries.scoring.past import past_in

Told = Mapping[str, Any]


class Runner:
    """Runs one job after another; `another` tells whether a line waits to be read."""

    def __init__(self, another: Callable[[], bool]) -> None:
        self._another = another
        self._state = ""
        self._tables: Tables | None = None

    def told(self, job: Mapping[str, Any]) -> Iterator[Told]:
        """What comes of a job, line by line; what goes wrong is the last line."""
        try:
            for told in self._steps(job):
                yield told
                if "of" in told and self._another():
                    yield {"stopped": {"message": "something else was asked", "reason": "left"}}
                    return
        except DatabaseUnreachable as error:
            self._forget()
            yield {"unreachable": {"message": str(error)}}
        except DatabaseError as error:
            self._forget()
            yield {"stopped": {"message": str(error), "reason": "database"}}
        except InfluenceError as error:
            yield {"refused": {"message": str(error)}}
        except MemoryError:
            self._forget()
            yield {"stopped": {"message": "", "reason": "memory"}}
        except Exception as error:
            # Its traceback would reach nobody: the process has no place to write one.
            self._forget()
            yield {"stopped": {"message": f"it broke off: {error!r:.200}", "reason": "broken"}}

    def _steps(self, job: Mapping[str, Any]) -> Iterator[Told]:
        wanted = Wanted(**job["wanted"])
        if self._tables is None or wanted.state != self._state:
            self._forget()
            yield {"step": "reading what happened", "at": 0, "of": 0}
            with Graph.open(Connection(**job["connection"])) as graph:
                self._tables = Tables(past_in(graph))
            self._state = wanted.state
        if job.get("only_read"):
            yield {"done": {}}
        else:
            yield from steps(self._tables, wanted)

    def _forget(self) -> None:
        self._tables, self._state = None, ""


def main() -> None:
    """Run the jobs that come. A line without `wanted` only stops the one before it."""
    bound_memory(int(sys.argv[1]))
    waiting = lines_as_they_come(sys.stdin)
    runner = Runner(lambda: not waiting.empty())
    while True:
        job = json.loads(waiting.get())
        if "wanted" not in job:
            continue
        for told in runner.told(job):
            sys.stdout.write(json.dumps({"job": job["id"], **told}) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
