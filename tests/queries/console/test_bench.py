"""Limits while it runs, and that what nobody waits for is stopped in the database, too."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator
from threading import Thread
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote

import psutil
import pytest
from waitress import create_server

from explorer.app import create_app
from queries.connection import connection_for
from queries.console.bench import Bench, Benches, _read
from queries.console.child import Runner
from queries.console.exact import Picture
from queries.console.limits import Limits
from queries.console.workers import Workers
from queries.errors import BenchBusy, DatabaseUnreachable, QueryError, QueryStopped
from queries.graph import Graph
from queries.graph_errors import _bench_refusal
from queries.settings import Settings

ENDLESS = "UNWIND range(1, 1000000000000) AS i WITH i WHERE i < 0 RETURN i"
RUNNING = (
    "SHOW TRANSACTIONS YIELD metaData, currentQuery "
    "WHERE metaData.bench IS NOT NULL RETURN currentQuery"
)
PATIENCE = 30


def _alive() -> list[psutil.Process]:
    """Our children but for those that have ended and wait to be looked at."""
    return [one for one in psutil.Process().children() if one.status() != psutil.STATUS_ZOMBIE]


def until(held: Callable[[], object], seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not held():
        assert time.monotonic() < deadline, "did not happen"
        time.sleep(0.05)


def running(graph: Graph) -> list[Any]:
    with graph.driver.session(database=graph.database) as session:
        return list(session.run(RUNNING))


@pytest.fixture
def patient(network: Graph, server_settings: Settings) -> Any:
    """A bench that would let a query run for a minute."""
    made = Bench(lambda: connection_for(server_settings), Limits(plan_seconds=60, seconds=60))
    yield made
    made.close()


def test_rows_and_bytes_end_an_answer_and_it_says_so(bench: Bench) -> None:
    rows = bench.run("UNWIND range(1, 1000000) AS i RETURN i", {})
    size = bench.run("UNWIND range(1, 400) AS i RETURN range(1, 1000) AS r", {})
    assert (len(rows.result.rows), rows.stopped, rows.result.truncated) == (500, "rows", True)
    assert (size.stopped, size.result.truncated) == ("bytes", True)
    assert 1 < len(size.result.rows) < 400
    assert bench.run("RETURN 1 AS one", {}).result.rows == [{"one": 1}]


def test_values_are_json_that_a_browser_reads_without_loss(bench: Bench) -> None:
    answer = bench.run(
        "MATCH path = (a:User {id: 't:1'})-[arrow]->(b) "
        "RETURN path, arrow, 9007199254740993 AS big, 9007199254740991 AS exact, "
        "0.0 / 0.0 AS nan, -1.0 / 0.0 AS less, date('2026-01-02') AS day, duration('P1D') AS d, "
        "point({x: 1, y: 2}) AS point, {deep: [1, null, true]} AS map LIMIT 1",
        {},
    )
    row = json.loads(json.dumps(answer.result.rows[0], allow_nan=False))
    assert row["path"]["nodes"][0]["properties"]["id"] == "t:1"
    assert row["arrow"]["type"] == "ATTENDS_TO"
    assert row["arrow"]["start"] == row["path"]["nodes"][0]["id"]
    assert (row["big"], row["exact"]) == ("9007199254740993", 9007199254740991)
    assert (row["nan"], row["less"], row["day"], row["d"]) == (
        "NaN",
        "-Infinity",
        "2026-01-02",
        "P1D",
    )
    assert row["point"] == {"srid": 7203, "coordinates": [1.0, 2.0]}
    assert row["map"] == {"deep": [1, None, True]}
    assert [node["labels"] for node in answer.picture["nodes"]] == [["User"], ["User"]]
    assert len(answer.picture["relationships"]) == 1


def test_what_takes_too_long_is_stopped(bench: Bench, network: Graph) -> None:
    started = time.monotonic()
    with pytest.raises(QueryStopped, match="longer") as stopped:
        bench.run(ENDLESS, {})
    assert stopped.value.reason == "time"
    assert time.monotonic() - started < PATIENCE
    until(lambda: not running(network))


def test_a_process_that_wants_too_much_memory_is_gone_and_the_next_is_not(
    network: Graph, server_settings: Settings
) -> None:
    few = Bench(lambda: connection_for(server_settings), Limits(plan_seconds=60, memory_mb=160))
    with pytest.raises(QueryStopped) as stopped:
        few.run("RETURN [i IN range(1, 1000000) | i + 0.5] AS r", {})
    assert stopped.value.reason in ("memory", "bytes")
    assert few.run("RETURN 1 AS one", {}).result.rows == [{"one": 1}]
    few.close()


def test_as_many_run_as_may_and_the_rest_is_told_to_come_back(
    patient: Bench, network: Graph
) -> None:
    gone: list[bool] = []
    ends: list[str] = []

    def ask() -> None:
        try:
            patient.run(ENDLESS, {}, left=lambda: bool(gone))
        except QueryError as error:
            ends.append(getattr(error, "reason", ""))

    threads = [Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    until(lambda: len(running(network)) == 2)
    for _ in range(18):
        with pytest.raises(BenchBusy):
            patient.run("RETURN 1", {})
    assert patient.plan("RETURN 1", {}).operators
    gone.append(True)
    for thread in threads:
        thread.join(PATIENCE)
    assert ends == ["left", "left"]
    until(lambda: not running(network))
    assert patient.run("RETURN 1 AS one", {}).result.rows == [{"one": 1}]


def test_the_death_of_its_process_stops_a_query_in_the_database(
    patient: Bench, network: Graph
) -> None:
    ends: list[Exception] = []

    def ask() -> None:
        try:
            patient.run(ENDLESS, {})
        except QueryError as error:
            ends.append(error)

    thread = Thread(target=ask)
    thread.start()
    until(lambda: running(network))
    for child in _alive():
        if "queries.console.child" in child.cmdline():
            child.kill()
    thread.join(PATIENCE)
    assert isinstance(ends[0], QueryStopped)
    until(lambda: not running(network), seconds=5)


def test_a_visitor_who_leaves_takes_the_query_along(
    patient: Benches, network: Graph, server_settings: Settings
) -> None:
    """Over the server that `influence serve` uses, which sees that a connection is gone."""
    app = create_app(server_settings, network, patient)
    server = create_server(app, host="127.0.0.1", port=0, threads=2, channel_request_lookahead=1)
    Thread(target=server.run, daemon=True).start()
    with socket.create_connection(("127.0.0.1", server.effective_port)) as visitor:
        line = f"GET /cypher.json?q={quote(ENDLESS)} HTTP/1.1\r\nHost: localhost\r\n\r\n"
        visitor.sendall(line.encode())
        until(lambda: running(network))
    until(lambda: not running(network), seconds=10)
    server.close()


def test_a_process_ends_with_whoever_started_it() -> None:
    workers = Workers(512, keep=1)
    worker = workers.take()
    process = psutil.Process(worker.pid)
    workers.give(worker)
    assert worker._process.stdin
    worker._process.stdin.close()
    process.wait(PATIENCE)
    worker.kill()


def test_a_process_is_bounded_and_knows_no_secret(bench: Bench, monkeypatch: Any) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "tell-nobody")
    workers = Workers(256, keep=1)
    worker = workers.take()
    process = psutil.Process(worker.pid)
    assert "tell-nobody" not in str(process.environ()) + str(process.cmdline())
    if hasattr(process, "rlimit"):
        until(lambda: process.rlimit(psutil.RLIMIT_AS) == (256 * 1024**2, 256 * 1024**2))
    worker.kill()


def test_a_fault_of_ours_is_no_want_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """And it is told without what was asked, since it goes into a log."""

    def broken(*_: Any) -> Iterator[Any]:
        raise KeyError("somebody's words")

    monkeypatch.setattr(Runner, "_run", broken)
    lines = list(Runner().told({}))
    with pytest.raises(RuntimeError, match=r"KeyError at test_bench\.py:\d+") as fault:
        _read("", {}, iter(lines), 0)
    assert "words" not in str(fault.value)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("Neo.ClientError.Statement.ArithmeticError", "/ by zero in /home/x"),
        ("Neo.DatabaseError.General.UnknownError", "the database could not run it"),
        ("Neo.TransientError.General.Odd", "the database could not run it"),
    ],
)
def test_what_goes_wrong_inside_of_the_database_stays_there(code: str, said: str) -> None:
    error: Any = SimpleNamespace(code=code, message="/ by zero in /home/x")
    refusal = _bench_refusal(error, 0)
    assert said in str(refusal)
    assert ("/home" in str(refusal)) == code.startswith("Neo.ClientError.")


def test_the_same_relationship_is_one_however_often_it_comes() -> None:
    picture = Picture(most_nodes=9, most_arrows=1)
    for _ in range(2):
        picture.add_arrow({"id": "5:x:1"})
    assert not picture.truncated
    picture.add_arrow({"id": "5:x:2"})
    assert picture.truncated


def test_without_a_database_that_is_said() -> None:
    nowhere = Settings(neo4j_uri="bolt://127.0.0.1:9", neo4j_password="x")
    away = Bench(lambda: connection_for(nowhere))
    with pytest.raises(DatabaseUnreachable):
        away.run("RETURN 1", {})
    away.close()
