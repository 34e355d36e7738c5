"""Whatever ends suddenly, the next `up` finds its way: real processes, really killed."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeVar

import psutil
import pytest

from loader.server import process, start
from loader.server.admin import Admin
from loader.server.artifacts import Artifacts
from loader.server.launch import alive
from loader.server.ports import bolt_port
from loader.server.process import Server
from loader.server.processes import found, holder
from queries.connection import Connection, address_in
from queries.errors import DatabaseUnreachable, ServerNotStarted, StoreInUse
from queries.graph import Graph
from queries.settings import Settings

Found = TypeVar("Found")
UP = """
import json, sys
from pathlib import Path
from loader.server import process, start
from loader.server.artifacts import Artifacts
from loader.server.process import Server
from queries.settings import Settings

given = json.loads(sys.argv[1])
paths = {name: Path(given[name]) for name in ("data", "cache")}
print(Server(Settings(**given | paths)).up().uri)
"""


def up_elsewhere(server: Server, **environment: str) -> subprocess.Popen[str]:
    """`up` in a Python of its own."""
    given = json.dumps(asdict(server.settings), default=str)
    return subprocess.Popen(
        [sys.executable, "-c", UP, given],
        env=os.environ | environment,
        cwd=Path(__file__).parents[3],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def soon(look: Callable[[], Found | None], *, seconds: float = 60) -> Found:
    """What `look` finds, as soon as it does."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if (seen := look()) is not None:
            return seen
        time.sleep(0.02)
    raise AssertionError(f"nothing within {seconds} s")


def written(connection: Connection, cypher: str) -> list[list[object]]:
    """What the database answers to `cypher`."""
    with Graph.open(connection) as graph, graph.driver.session() as session:
        return [record.values() for record in session.run(cypher)]


def test_up_answers_and_up_again_answers_with_the_same(server: Server) -> None:
    before = server.status()

    again = server.up()

    after = server.status()
    assert (before.up, before.answers, before.uri) == (True, True, again.uri)
    assert (after.pid, after.since) == (before.pid, before.since)
    assert written(again, "RETURN 1") == [[1]]


def test_a_folder_by_another_name_is_the_same_server(server: Server, tmp_path: Path) -> None:
    alias = tmp_path / "alias"
    alias.symlink_to(server.folder.path)

    connection = Server(server.settings.but(data=alias)).up()

    assert connection == server.up()


def test_a_folder_moved_away_under_a_running_server_is_refused(server: Server) -> None:
    moved = server.folder.path.with_name("moved")
    server.folder.path.rename(moved)
    try:
        with pytest.raises(StoreInUse, match=rf"process {found(server.folder.home).pid} holds"):
            Server(server.settings.but(data=moved)).up()
    finally:
        moved.rename(server.folder.path)


def test_it_is_known_who_holds_the_store(server: Server, own: Server) -> None:
    assert holder(server.folder.home) == server.status().pid
    assert holder(own.folder.home) is None


def test_a_store_that_any_process_holds_is_refused(own: Server) -> None:
    lock = own.folder.home / "data" / "databases" / "store_lock"
    lock.parent.mkdir(parents=True)
    hold = "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.lockf(f, 2); print(); input()"
    with subprocess.Popen(
        [sys.executable, "-c", hold, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as other:
        assert other.stdout
        other.stdout.readline()

        with pytest.raises(StoreInUse, match=f"process {other.pid} holds the database"):
            own.up()

        other.kill()


def test_a_starter_killed_half_way_leaves_a_server_that_the_next_up_adopts(own: Server) -> None:
    # No Java can be found by name here: the one that came with us is run.
    starter = up_elsewhere(own, PATH="/nonexistent", JAVA_HOME="/nonexistent")
    orphan = soon(lambda: found(own.folder.home))
    starter.send_signal(signal.SIGKILL)
    starter.communicate()
    assert address_in(own.folder.path) is None

    connection = own.up()

    assert own.status().pid == orphan.pid
    assert written(connection, "RETURN 1") == [[1]]
    assert own.down() is True
    assert not alive(orphan)


def test_what_was_written_survives_a_kill_of_neo4j(own: Server) -> None:
    first = own.up()
    written(first, "CREATE (:User {id: 'kept'})")
    killed = own.status()
    assert killed.pid
    # It is dying, and not yet dead when the next `up` finds it.
    os.kill(killed.pid, signal.SIGSTOP)
    threading.Timer(0.5, os.kill, (killed.pid, signal.SIGKILL)).start()

    again = own.up()

    assert again.uri == first.uri
    assert own.status().pid != killed.pid
    assert written(again, "MATCH (user:User) RETURN user.id") == [["kept"]]


def test_two_ups_at_once_start_one_server(own: Server) -> None:
    both = [up_elsewhere(own), up_elsewhere(own)]

    said = [one.communicate(timeout=300) for one in both]

    assert [one.returncode for one in both] == [0, 0], said
    assert said[0][0] == said[1][0]
    mine = [one for one in psutil.process_iter() if _of(one, own)]
    assert len(mine) == 1


def _of(process: psutil.Process, server: Server) -> bool:
    try:
        return f"--home-dir={server.folder.home}" in process.cmdline()
    except psutil.Error:
        return False


def test_a_process_that_got_the_same_number_is_not_taken_for_neo4j(own: Server) -> None:
    own.folder.made()
    me = psutil.Process()
    stale = (
        f'{{"uri": "bolt://127.0.0.1:1", "username": "neo4j", "password_file": "",'
        f' "pid": {me.pid}, "pid_started": {me.create_time()}, "version": "1"}}'
    )
    own.folder.address.write_text(stale, encoding="utf-8")

    status = own.status()

    assert (status.up, status.pid) == (False, None)
    assert own.down() is False
    assert not own.folder.address.exists()


def test_a_port_that_was_asked_for_and_is_taken_is_named(own: Server) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(ServerNotStarted, match=f"port {port} is in use"):
            Server(own.settings.but(bolt_port=port)).up()


def test_a_free_port_that_another_takes_meanwhile_is_given_up_and_not_told_the_password(
    own: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as thief:
        thief.settimeout(1)
        stolen = thief.getsockname()[1]
        # What is free when we look is taken when Neo4j starts.
        chosen = iter([stolen, bolt_port(0, last=None)])
        monkeypatch.setattr(start, "bolt_port", lambda *_, **__: next(chosen))

        connection = own.up()

        assert not connection.uri.endswith(f":{stolen}")
        # Nobody connected to the thief; else this would answer.
        with pytest.raises(TimeoutError):
            thief.accept()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"heap_mb": 1}, "heap"),
        ({"java_options": "-Xss1m -XX:+NoSuch"}, "Unrecognized VM option 'NoSuch'"),
    ],
)
def test_neo4js_own_words_say_why_it_ended(own: Server, changes: dict[str, Any], told: str) -> None:
    with pytest.raises(ServerNotStarted, match=rf"ended while it started: .*{told}") as caught:
        Server(own.settings.but(**changes)).up()

    assert "\n" not in str(caught.value)
    assert "console.log" in str(caught.value)
    assert found(own.folder.home) is None


def test_the_offline_tool_runs_with_the_same_options(settings: Settings, tmp_path: Path) -> None:
    odd = settings.but(java_options="-XX:+NoSuch")
    with pytest.raises(ServerNotStarted, match="Unrecognized VM option 'NoSuch'"):
        Admin(odd, tmp_path, tmp_path / "conf").run("database", "info")


def test_a_server_that_takes_too_long_is_stopped_again(own: Server) -> None:
    with pytest.raises(ServerNotStarted, match=r"not answer within 1 s; .*raise INFLUENCE_START"):
        Server(own.settings.but(start_seconds=1)).up()

    assert found(own.folder.home) is None
    assert holder(own.folder.home) is None


def test_a_java_that_falls_over_on_its_startup_cache_is_started_without(
    own: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    forgotten: list[Artifacts] = []
    falling = ("-Xms8m", "-Xmx24m", "-XX:+CrashOnOutOfMemoryError")
    monkeypatch.setattr(process, "startup_options", lambda *_: falling)
    monkeypatch.setattr(process, "forget_startup", forgotten.append)

    connection = own.up()

    assert written(connection, "RETURN 1") == [[1]]
    assert len(forgotten) == 1


def test_a_lost_password_is_named_instead_of_replaced(own: Server) -> None:
    own.folder.made()
    (own.folder.home / "data" / "databases" / "system").mkdir(parents=True)

    with pytest.raises(ServerNotStarted, match="password is gone, and the database wants it"):
        own.up()


def test_your_own_server_is_used_and_neither_started_nor_stopped(
    settings: Settings, tmp_path: Path
) -> None:
    told: list[str] = []
    theirs = Server(
        settings.but(
            data=tmp_path / "never",
            neo4j_uri="bolt://db.example:7687",
            neo4j_username="ada",
            neo4j_password="lovelace",
        )
    )

    assert theirs.up(told.append) == Connection("bolt://db.example:7687", "ada", "lovelace")
    assert theirs.down(told.append) is False

    assert not (tmp_path / "never").exists()
    assert [line.split(":")[0] for line in told] == ["NEO4J_URI is set"] * 2


def test_down_stops_it_and_says_so_once(own: Server) -> None:
    told: list[str] = []
    assert own.down(told.append) is False
    own.up()

    assert own.down(told.append) is True
    assert own.down(told.append) is False

    assert told[-2:] == ["Neo4j is down", "Neo4j is already down"]
    assert address_in(own.folder.path) is None


def test_a_wrong_password_is_refused(server: Server) -> None:
    right = server.up()
    for password in ("neo4j", ""):
        wrong = Connection(uri=right.uri, username=right.username, password=password)
        with Graph.open(wrong) as graph, pytest.raises(DatabaseUnreachable, match="log-in"):
            graph.verify()
