"""influence up, down, status, doctor: what they print, and with what they exit."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest
from click.testing import CliRunner, Result

from loader.server import start
from loader.server.artifacts import artifacts_in
from loader.server.checks import Check, Verdict, checks, names_check
from loader.server.cli import COMMANDS
from loader.server.launch import launched
from loader.server.process import Server
from loader.server.processes import found
from loader.server.versions import GDS_VERSION, NEO4J_VERSION
from queries.cli import Door
from queries.graph import Graph
from queries.schema import prepare
from queries.settings import Settings
from tests.terminal import as_from_a_terminal


def run(settings: Settings, *words: str) -> Result:
    """`influence` with these settings."""
    door = Door(commands={str(one.name): one for one in COMMANDS})
    return CliRunner().invoke(door, words, obj=settings)


def verdicts(settings: Settings) -> dict[str, Check]:
    """The doctor's findings, by name."""
    return {check.name: check for check in checks(settings)}


def test_status_of_a_server_that_is_up_says_where_and_what(server: Server) -> None:
    with Graph.open(server.up()) as graph:
        prepare(graph)

    shown = run(server.settings, "status", "--json")

    told = json.loads(shown.output)
    assert shown.exit_code == 0
    assert told["uri"] == server.status().uri
    assert told["managed"]["pid"] == server.status().pid
    assert told["managed"]["bytes_on_disk"] > 0
    assert told["contents"] == {
        "neo4j": NEO4J_VERSION,
        "gds": GDS_VERSION,
        "counts": {"Topic": 1},
        "loads": [],
        "newest_run": None,
    }


def test_status_in_words_fits_on_few_lines(server: Server) -> None:
    shown = run(server.settings, "status").output.splitlines()

    assert [line.split()[0] for line in shown] == [
        "address",
        "folder",
        "on",
        "version",
        "in",
        "scored",
    ]


def test_status_and_doctor_work_with_the_server_down(settings: Settings, tmp_path: Path) -> None:
    down = settings.but(data=tmp_path / "down")

    status, doctor = run(down, "status"), run(down, "doctor")

    assert (status.exit_code, doctor.exit_code) == (0, 0), doctor.output
    assert "down; start it with 'influence up'" in status.output
    assert json.loads(run(down, "status", "--json").output)["contents"] is None
    assert [line.split()[1] for line in doctor.output.splitlines()] == [
        "Java",
        "jars",
        "folder",
        "server",
        "port",
        "disk",
        "memory",
        "names",
    ]
    assert not (tmp_path / "down").exists()


def test_the_doctor_finds_nothing_bad_on_a_server_that_is_up(server: Server) -> None:
    found_now = verdicts(server.settings)

    assert [one for one in found_now.values() if one.verdict is Verdict.BAD] == []
    assert found_now["server"].told.startswith(f"up at {server.status().uri}")


def test_the_doctor_hashes_every_jar_and_names_a_changed_one(
    settings: Settings, tmp_path: Path
) -> None:
    real = artifacts_in(settings.cache)
    copy = artifacts_in(tmp_path)
    copy.path(copy.jars[0]).parent.mkdir(parents=True)
    for jar in real.jars:
        copy.path(jar).symlink_to(real.path(jar))
    changed = copy.path(copy.jars[3])
    content = bytearray(changed.read_bytes())
    content[100] ^= 1
    changed.unlink()
    changed.write_bytes(content)

    shown = run(settings.but(cache=tmp_path, data=tmp_path / "data"), "doctor")

    assert shown.exit_code == 1
    assert f"bad  jars     not as recorded: {changed}; delete them" in shown.output


def test_the_doctor_says_how_much_is_still_to_fetch(settings: Settings, tmp_path: Path) -> None:
    jars = verdicts(settings.but(cache=tmp_path))["jars"]

    assert jars.verdict is Verdict.WARN
    assert jars.told.startswith("379 of 379 to fetch")


def test_the_doctor_warns_of_another_distribution_with_our_names() -> None:
    ours = {"queries": ["influence-explorer"], "loader": ["influence-explorer"]}

    assert names_check(ours).verdict is Verdict.OK
    clash = names_check(ours | {"queries": ["influence-explorer", "queries"]})
    assert (clash.verdict, "'queries' of queries" in clash.told) == (Verdict.WARN, True)


def test_the_doctor_names_a_java_that_is_not_there(settings: Settings, tmp_path: Path) -> None:
    java = verdicts(settings.but(java_home=str(tmp_path), data=tmp_path / "data"))["Java"]

    assert java.verdict is Verdict.BAD
    assert "unset INFLUENCE_JAVA_HOME" in java.told


def test_the_doctor_asks_your_own_server_instead(settings: Settings, server: Server) -> None:
    connection = server.up()
    theirs = settings.but(
        neo4j_uri=connection.uri,
        neo4j_username=connection.username,
        neo4j_password=connection.password,
    )

    assert list(verdicts(theirs)) == ["database", "names"]
    told = verdicts(theirs)["database"]
    assert told == Check(
        "database",
        Verdict.OK,
        f"{connection.uri}: Neo4j {NEO4J_VERSION}, GDS {GDS_VERSION}",
    )
    assert run(theirs.but(neo4j_uri="bolt://127.0.0.1:1"), "doctor").exit_code == 1


def test_your_own_server_has_a_status_without_a_folder(settings: Settings, server: Server) -> None:
    connection = server.up()
    theirs = settings.but(neo4j_uri=connection.uri, neo4j_password=connection.password)

    told = json.loads(run(theirs, "status", "--json").output)

    assert (told["uri"], told["managed"]) == (connection.uri, None)
    assert told["contents"]["gds"] == GDS_VERSION


def test_up_in_a_folder_that_cannot_be_made_is_one_line(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    shown = run(settings, "up", "--data", str(tmp_path / "file" / "in"))

    assert shown.exit_code == 1
    assert shown.stderr.count("\n") == 1
    assert "choose another folder with --data" in shown.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is another thing there")
def test_ctrl_c_while_it_starts_leaves_no_server(own: Server) -> None:
    environment = os.environ | {"INFLUENCE_CACHE": str(own.settings.cache)}
    influence = Path(sys.executable).with_name("influence")
    command = [str(influence), "up", "--data", str(own.folder.path)]
    with as_from_a_terminal():
        started = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
    with started as starting:
        while found(own.folder.home) is None:
            assert starting.poll() is None
            time.sleep(0.02)

        # Python loses one that comes while it tidies up: whoever waits presses again.
        while starting.poll() is None:
            starting.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                starting.wait(timeout=2)

        assert starting.returncode != 0
    # It was told to end, and on a busy machine may still be at it.
    deadline = time.monotonic() + 20
    while found(own.folder.home) is not None and time.monotonic() < deadline:
        time.sleep(0.1)
    assert found(own.folder.home) is None


def test_ctrl_c_as_soon_as_there_is_a_process_ends_it(
    own: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(*words: Any, **more: Any) -> psutil.Process:
        process = launched(*words, **more)
        signal.raise_signal(signal.SIGINT)
        return process

    monkeypatch.setattr(start, "launched", interrupted)
    with as_from_a_terminal(), pytest.raises(KeyboardInterrupt):
        own.up()

    assert found(own.folder.home) is None
