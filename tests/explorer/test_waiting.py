"""A question to a database that falls silent, without one."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from explorer import database as module
from explorer.database import Database
from explorer.pulse import Pulse
from queries.connection import Connection
from queries.errors import DatabaseRefused, DatabaseUnreachable
from queries.graph import Graph, Result
from queries.settings import settings_from

ANSWER = Result("site_state", {}, (), [], False, 0.0)


class Silent:
    """A graph that answers when it is let, and never tells of itself that it is gone."""

    def __init__(self) -> None:
        self.asked = threading.Event()
        self.let = threading.Event()
        self.closed = threading.Event()
        self.error: Exception | None = None

    def ask(self, _name: str, **_values: Any) -> Result:
        self.asked.set()
        self.let.wait(30)
        if self.error:
            raise self.error
        return ANSWER

    def close(self) -> None:
        self.closed.set()


@pytest.fixture
def silent(monkeypatch: pytest.MonkeyPatch) -> Iterator[Silent]:
    graph = Silent()
    monkeypatch.setattr(Graph, "open", lambda *_, **__: graph)
    monkeypatch.setattr(module, "PATIENCE_SECONDS", 0.05)
    yield graph
    graph.let.set()


class Beats:
    """A database that speaks until it does not; each look takes a tenth of a second."""

    def __init__(self) -> None:
        self.beats = True
        self.asked = 0

    def __call__(self, _uri: str) -> bool:
        self.asked += 1
        time.sleep(0.1)
        return self.beats


def held(heart: Beats, tmp_path: Path) -> Database:
    settings = settings_from({}).but(data=tmp_path, neo4j_uri="bolt://127.0.0.1:1")
    return Database(settings, Pulse(probe=heart))


def test_a_slow_answer_is_waited_for_while_the_database_speaks(
    silent: Silent, tmp_path: Path
) -> None:
    database = held(Beats(), tmp_path)
    threading.Timer(0.4, silent.let.set).start()
    assert database.ask("site_state") is ANSWER
    assert not silent.closed.is_set()


def test_many_who_wait_for_a_database_that_fell_silent_are_told_together(
    silent: Silent, tmp_path: Path
) -> None:
    heart = Beats()
    database = held(heart, tmp_path)
    with ThreadPoolExecutor(16) as threads:
        started = time.monotonic()
        asking = [threads.submit(database.ask, "site_state") for _ in range(16)]
        time.sleep(0.3)
        heart.beats = False
        for one in asking:
            with pytest.raises(DatabaseUnreachable):
                one.result(20)
        # A look is believed for a second; then one of them looks, and it holds for all.
        assert time.monotonic() - started < 5
    assert heart.asked <= 4
    assert silent.closed.wait(5)


def test_what_the_database_says_itself_is_passed_on(silent: Silent, tmp_path: Path) -> None:
    silent.let.set()
    for error in (DatabaseRefused("no"), TimeoutError("of its own"), DatabaseUnreachable("gone")):
        silent.error = error
        with pytest.raises(type(error), match=str(error)):
            held(Beats(), tmp_path).ask("site_state")


def test_who_fails_late_leaves_alone_what_others_ask_since(
    silent: Silent, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The database was started anew, at another address, while a question waited."""
    where = [Connection("bolt://127.0.0.1:1", "", "")]
    monkeypatch.setattr(module, "connection_for", lambda _: where[0])
    database, since = held(Beats(), tmp_path), Silent()
    with ThreadPoolExecutor(1) as threads:
        late = threads.submit(database.ask, "site_state")
        assert silent.asked.wait(5)
        where[0] = Connection("bolt://127.0.0.1:2", "", "")
        monkeypatch.setattr(Graph, "open", lambda *_, **__: since)
        since.let.set()
        assert database.ask("site_state") is ANSWER
        assert silent.closed.wait(5)

        silent.error = DatabaseUnreachable("gone")
        silent.let.set()
        with pytest.raises(DatabaseUnreachable):
            late.result(20)

    assert not since.closed.wait(0.3)


def test_a_question_nobody_waits_for_does_not_keep_the_program(
    silent: Silent, tmp_path: Path
) -> None:
    heart = Beats()
    database = held(heart, tmp_path)
    assert database.pulse.beats("bolt://127.0.0.1:1")
    heart.beats = False
    with pytest.raises(DatabaseUnreachable):
        database.ask("site_state")
    left = [one for one in threading.enumerate() if one.name == "ask"]
    assert left
    assert all(one.daemon for one in left)
