"""Hostile queries by the thousand through the whole bench, on a database of their own.

    python bench/hostile.py                 those with a name, ten thousand more, two at once
    python bench/hostile.py --number 500 --seed 3

The limits are those of the site. Afterwards nothing may have changed, nobody may have been called,
and the database must have answered again within 30 s of each. It may end and be started anew
meanwhile: that is counted, and each query that kept it away is named. Of the hundred questions that
analysts ask at most one may be refused.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from threading import Lock, Thread
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from explorer.guard import Guard
from loader.server.process import Server
from queries.connection import connection_for
from queries.console.bench import Bench
from queries.console.limits import Limits
from queries.errors import BenchBusy, DatabaseError, QueryError, QueryRefused, QueryStopped
from queries.graph import Graph
from queries.schema import prepare
from queries.settings import Settings, settings_from
from tests.queries.console.conftest import CANARY, NETWORK, OPTED_OUT
from tests.queries.console.generated import generated
from tests.queries.console.hostile import cases, values
from tests.queries.console.test_hostile import CORPUS, VALUES, Ear, digest

WAIT_SECONDS = 60.0
# What is shorter may be a machine that has other things to do.
TOLD_SECONDS = 2.0
# In the environment, since a database that ended is started again by a command of its own.
SMALL = {"INFLUENCE_HEAP_MB": "768", "INFLUENCE_PAGE_CACHE_MB": "64"}
Attempt = tuple[str, Mapping[str, Any]]


class Tally:
    """What came of the attempts."""

    def __init__(self) -> None:
        self.ends: Counter[str] = Counter()
        self.reasons: Counter[str] = Counter()
        self.leaks: list[str] = []
        self.waits: list[tuple[float, str]] = []
        self.running: list[str] = []
        self.lock = Lock()

    def tell_stuck(self) -> None:
        """The database does not stop one of those that were tried last."""
        with self.lock:
            print(f"not to be stopped, one of {self.running[-6:]!r}", flush=True)


def attempted(
    bench: Bench, settings: Settings, cypher: str, given: Mapping[str, Any], tally: Tally
) -> None:
    """One attempt, and how long the database then was away."""
    end, reason = "answered", ""
    with tally.lock:
        tally.running.append(cypher[:300])
    try:
        answer = bench.run(cypher, given)
        if CANARY in str(answer.result.rows) + str(answer.picture):
            tally.leaks.append(cypher)
        reason = answer.stopped
    except BenchBusy:
        end = "busy"
    except QueryRefused as error:
        end, reason = "refused", error.reason
    except QueryStopped as error:
        end, reason = "stopped", error.reason
    except QueryError as error:
        end, reason = "another refusal", type(error).__name__
    except DatabaseError as error:
        end, reason = "database away", type(error).__name__
    waited = away(settings) if end in ("stopped", "database away") else 0.0
    with tally.lock:
        tally.ends[end] += 1
        tally.reasons[f"{end}: {reason}"] += 1
        tally.waits.append((waited, cypher[:300]))


def away(settings: Settings) -> float:
    """How long until the database answers."""
    started = time.monotonic()
    while time.monotonic() - started < WAIT_SECONDS:
        try:
            with Graph.open(connection_for(settings)) as graph:
                graph.verify()
                return time.monotonic() - started
        except DatabaseError:
            time.sleep(0.1)
    return WAIT_SECONDS


def begun(settings: Settings) -> Graph:
    """A database with a small network in it."""
    graph = Graph.open(Server(settings).up(print))
    prepare(graph)
    with graph.driver.session(database=graph.database) as session:
        session.run(NETWORK).consume()
        session.run(OPTED_OUT, hash=CANARY).consume()
    return graph


def attempts(number: int, seed: int, port: int) -> Iterator[Attempt]:
    """Those with a name, and as many more that are made up."""
    for case in cases(port):
        yield case.cypher, case.parameters
    for cypher in generated(number, seed, port):
        yield cypher, values(port)


def refused_wrongly(bench: Bench) -> Sequence[str]:
    """Which of the questions that analysts ask are refused."""
    refused = []
    for question in filter(None, map(str.strip, CORPUS.read_text(encoding="utf-8").split(";\n"))):
        try:
            bench.plan(question, VALUES)
        except QueryError:
            refused.append(question)
    return refused


def shared_out(those: Iterator[Attempt], work: Any, at_once: int) -> None:
    """Each attempt to whichever thread is free."""
    lock = Lock()

    def run() -> None:
        while True:
            with lock:
                one = next(those, None)
            if one is None:
                return
            work(*one)

    threads = [Thread(target=run) for _ in range(at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def main() -> int:
    """Attempt, and tell; 1 when a promise was broken."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--number", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=2)
    given = parser.parse_args()
    os.environ.update(SMALL)
    with tempfile.TemporaryDirectory() as folder:
        settings = settings_from().but(data=Path(folder), neo4j_uri="")
        guard, tally = Guard(settings), Tally()
        started = time.monotonic()

        def stuck() -> None:
            tally.tell_stuck()
            guard.stuck()

        bench = Bench(
            lambda: connection_for(settings),
            Limits(),
            at_once=given.at_once,
            stuck=stuck,
        )
        try:
            graph = begun(settings)
            guard.begin()
            with Ear() as ear:
                Thread(target=ear.serve_forever, daemon=True).start()
                before = digest(graph, settings)
                port = ear.server_address[1]
                wrong = refused_wrongly(bench)
                shared_out(
                    attempts(given.number, given.seed, port),
                    lambda *one: attempted(bench, settings, *one, tally),
                    given.at_once,
                )
                seconds = time.monotonic() - started
                last = away(settings)
                changed = [
                    name for name, hash in digest(graph, settings).items() if hash != before[name]
                ]
                calls = ear.calls
                ear.shutdown()
        finally:
            guard.end()
            bench.close()
            Server(settings).down(print)
    longest, _ = max(tally.waits)
    print(f"{len(tally.waits):,} attempts, seed {given.seed}, in {seconds:.0f} s")
    for name, number in tally.ends.most_common():
        print(f"  {number:6,} {name}")
    for name, number in tally.reasons.most_common(25):
        print(f"         {number:6,} {name}")
    print(f"changed: {changed or 'nothing'}; calls outside: {calls}; leaks: {len(tally.leaks)}")
    print(f"of what analysts ask {len(wrong)} were refused: {wrong}")
    print(f"the database was started anew {guard.restarts} times")
    for waited, cypher in sorted(tally.waits, reverse=True):
        if waited > TOLD_SECONDS:
            print(f"  {waited:6.1f} s away after {cypher!r}")
    print(f"longest until it answered: {longest:.1f} s; at the end {last:.1f} s")
    broken = changed or calls or tally.leaks or longest > 30 or len(wrong) > 1
    return int(bool(broken))


if __name__ == "__main__":
    sys.exit(main())
