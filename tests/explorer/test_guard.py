"""The promise: the service answers again within 30 s, also after its database was ended."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from explorer.database import Database
from explorer.guard import Guard, runs
from loader.server.process import Server
from queries.connection import address_in
from queries.errors import DatabaseError
from queries.settings import Settings, settings_from
from tests.quick import QUICK


@pytest.fixture
def managed(tmp_path: Path) -> Iterator[Settings]:
    """A managed server of this test's own, to be killed."""
    settings = settings_from({}).but(
        data=tmp_path / "data",
        cache=settings_from().cache,
        heap_mb=512,
        page_cache_mb=64,
        java_options=QUICK,
    )
    Server(settings).up()
    yield settings
    Server(settings).down()


def answered(database: Database, *, within: float) -> bool:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            database.ask("runs")
        except DatabaseError:
            time.sleep(0.2)
        else:
            return True
    return False


def test_a_database_that_ended_is_up_again_and_one_that_was_stopped_stays_down(
    managed: Settings,
) -> None:
    guard, database = Guard(managed), Database(managed)
    assert answered(database, within=5)
    guard.begin()
    try:
        first = address_in(managed.data)
        assert first
        # What the bench does when a query cannot be stopped; running out of memory is the same.
        guard.stuck()
        # Thirty seconds are the promise of a machine that has nothing else to do.
        assert answered(database, within=300)
        second = address_in(managed.data)
        assert second
        assert (second.pid, second.pid_started) != (first.pid, first.pid_started)
        assert not runs(first)

        Server(managed).down()
        time.sleep(4)
        assert address_in(managed.data) is None
        assert not Server(managed).status().up
        assert guard.restarts == 1
    finally:
        guard.end()
        database.close()


def test_a_database_of_one_s_own_is_never_touched(tmp_path: Path) -> None:
    """Nor a process that merely has the number of one that is gone."""
    own = Settings(neo4j_uri="bolt://127.0.0.1:9", data=tmp_path)
    Guard(own).stuck()
    here = psutil.Process()
    (tmp_path / "server.json").write_text(
        f'{{"uri": "", "username": "", "password_file": "", "pid": {here.pid}, '
        f'"pid_started": {here.create_time() - 100}, "version": ""}}'
    )
    Guard(own.but(neo4j_uri="")).stuck()
    address = address_in(tmp_path)
    assert address
    assert not runs(address)
