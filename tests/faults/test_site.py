"""The site while its database is killed, frozen and restarted under it, or its disk fills up.

It says so within seconds, never hangs, and goes on by itself. `bench/outages.py` does each of these
while scores are computed, too, and lets it want memory.
"""

from __future__ import annotations

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest
from flask import Flask
from neo4j.exceptions import DatabaseError

from explorer import guard as guarding
from explorer.app import DATABASE, create_app
from explorer.guard import Guard
from loader.server.process import Server
from queries.connection import address_in
from queries.graph import Graph
from queries.schema import prepare
from tests.faults.conftest import ROOMY, mount

# A second of patience and one in which the probe is not answered: 2 s on a quiet machine. The
# driver alone would wait for minutes. Neo4j itself, just started, is slow on a busy one.
TOLD_SECONDS = 8.0
HEALED_SECONDS = 120.0
FILLER = "UNWIND range(1, 1000) AS i CREATE (:Filler {text: $text + i})"

Get = Callable[[str], tuple[int, float]]


@pytest.fixture
def app(fired_at: Server) -> Iterator[Flask]:
    """The site on the server, which is up and has its schema."""
    with Graph.open(fired_at.up()) as graph:
        prepare(graph)
    app = create_app(fired_at.settings)
    yield app
    app.extensions[DATABASE].close()


@pytest.fixture
def get(app: Flask) -> Get:
    """The status of an address, and in how many seconds it was answered."""

    def asked(path: str) -> tuple[int, float]:
        started = time.monotonic()
        answer = app.test_client().get(path)
        assert (answer.status_code == 503) == ("Retry-After" in answer.headers)
        return answer.status_code, time.monotonic() - started

    return asked


def process_of(server: Server) -> psutil.Process:
    address = address_in(Path(server.folder.path))
    assert address
    return psutil.Process(address.pid)


@contextmanager
def frozen(process: psutil.Process) -> Iterator[None]:
    os.kill(process.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(process.pid, signal.SIGCONT)


def fill(graph: Graph) -> None:
    """Write more than there is room for."""
    for _ in range(100):
        graph.driver.execute_query(FILLER, text="x" * 1_000)


def answered_again(get: Get) -> float:
    """How many seconds it took until the site answered."""
    started = time.monotonic()
    while get("/topics.json")[0] != 200:
        assert time.monotonic() - started < HEALED_SECONDS
        time.sleep(0.2)
    return time.monotonic() - started


def test_a_frozen_database_is_said_to_be_away_and_found_again(fired_at: Server, get: Get) -> None:
    assert get("/health/ready")[0] == 200
    with frozen(process_of(fired_at)), ThreadPoolExecutor(16) as threads:
        # All at once, so that each could wait for the others.
        many = list(threads.map(get, ["/topics.json", "/", "/people/toy:x", "/health/ready"] * 4))
        then = get("/data.csv")
        live = get("/health/live")
    assert {status for status, _ in [*many, then]} == {503}
    assert max(seconds for _, seconds in [*many, then]) < TOLD_SECONDS
    assert live[0] == 200
    assert live[1] < 1
    assert answered_again(get) < HEALED_SECONDS


def test_what_is_being_answered_when_the_database_freezes_does_not_hang(
    fired_at: Server, get: Get
) -> None:
    """A question that takes long is under way when the server stops."""
    assert get("/topics.json")[0] == 200
    # It spoke just now, and is believed to be there for a second still.
    with ThreadPoolExecutor(8) as threads, frozen(process_of(fired_at)):
        began = [threads.submit(get, "/topics.json") for _ in range(8)]
        ended = [one.result(timeout=20) for one in began]
    assert {status for status, _ in ended} == {503}
    assert max(seconds for _, seconds in ended) < TOLD_SECONDS
    assert answered_again(get) < HEALED_SECONDS


def test_a_database_that_was_killed_is_said_to_be_away_and_found_when_restarted(
    fired_at: Server, get: Get
) -> None:
    assert get("/topics.json")[0] == 200
    process = process_of(fired_at)
    process.kill()
    process.wait(20)
    for path in ("/topics.json", "/", "/health/ready"):
        status, seconds = get(path)
        assert status == 503
        assert seconds < TOLD_SECONDS
    fired_at.up()
    assert answered_again(get) < HEALED_SECONDS


def test_after_a_full_disk_the_database_is_started_anew_once_there_is_room(
    fired_at: Server, get: Get, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guarding, "ASK_SECONDS", 0.5)
    monkeypatch.setenv("INFLUENCE_JAVA_OPTIONS", fired_at.settings.java_options)
    store = fired_at.folder.store
    if not store.is_mount():
        pytest.skip("only root can mount the small disk that this fills")
    assert get("/topics.json")[0] == 200
    guard, before = Guard(fired_at.settings), process_of(fired_at)
    guard.begin()
    try:
        mount(store, "-o", f"remount,size={shutil.disk_usage(store).used + 1_000_000}")
        with Graph.open(fired_at.up()) as graph, pytest.raises(DatabaseError):
            fill(graph)
        for path in ("/topics.json", "/", "/health/ready"):
            assert get(path)[0] == 503
        # Long enough for the guard to ask some times: without room it lets it be.
        time.sleep(3)
        assert process_of(fired_at).pid == before.pid
    finally:
        mount(store, "-o", f"remount,size={ROOMY}")
    assert answered_again(get) < HEALED_SECONDS
    # Its command tells of the address that the site has found already.
    deadline = time.monotonic() + HEALED_SECONDS
    while not guard.restarts and time.monotonic() < deadline:
        time.sleep(0.1)
    guard.end()
    assert guard.restarts == 1
    assert process_of(fired_at).pid != before.pid
