"""Nobody else gets in: what listens, what may be called, who can read the password."""

from __future__ import annotations

import ipaddress
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from loader.server.configuration import FIXED
from loader.server.password import PASSWORD_FILE, initial_credential
from loader.server.process import Server
from queries.connection import connection_for
from queries.errors import DatabaseRefused
from queries.graph import Graph
from queries.graph_errors import translated


@pytest.fixture(scope="module")
def graph(server: Server) -> Iterator[Graph]:
    """The shared server, open."""
    with Graph.open(connection_for(server.settings)) as graph:
        yield graph


@pytest.fixture
def neo4j(server: Server) -> psutil.Process:
    """Its process."""
    return psutil.Process(server.status().pid)


def answer(graph: Graph, cypher: str) -> list[dict[str, object]]:
    """What the database answers, its refusals translated."""
    with translated("test"), graph.driver.session() as session:
        return session.run(cypher).data()


def test_it_listens_on_loopback_at_one_port_alone(server: Server, neo4j: psutil.Process) -> None:
    listening = [one.laddr for one in neo4j.net_connections("inet") if one.status == "LISTEN"]

    addresses = [ipaddress.ip_address(one.ip) for one in listening]
    assert all((getattr(one, "ipv4_mapped", None) or one).is_loopback for one in addresses)
    assert [f"bolt://127.0.0.1:{one.port}" for one in listening] == [server.status().uri]


def test_only_the_owner_can_read_the_folder_and_the_password(server: Server) -> None:
    folder, password = server.folder.path, server.folder.path / PASSWORD_FILE

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(password.stat().st_mode) == 0o600
    assert stat.S_IMODE(server.folder.credential.stat().st_mode) == 0o600
    # 32 random bytes in base 64.
    assert len(password.read_text(encoding="ascii").strip()) == 43


def test_a_folder_that_others_could_read_is_closed(server: Server) -> None:
    server.folder.path.chmod(0o755)

    server.up()

    assert stat.S_IMODE(server.folder.path.stat().st_mode) == 0o700


def test_the_password_is_in_its_file_and_nowhere_else(
    server: Server, neo4j: psutil.Process
) -> None:
    secret = (server.folder.path / PASSWORD_FILE).read_bytes().strip()

    holding = {path for path in server.folder.path.rglob("*") if path.is_file()}
    holding = {path for path in holding if secret in path.read_bytes()}
    assert holding == {server.folder.path / PASSWORD_FILE}
    for process in (neo4j, psutil.Process()):
        shown = "\n".join([*process.cmdline(), *process.environ().values()])
        assert secret.decode() not in shown


def test_neo4j_sees_nothing_of_its_starters_secrets(neo4j: psutil.Process) -> None:
    allowed = {"PATH", "HOME", "LANG", "TZ", "TMPDIR", "SYSTEMROOT"}

    assert set(neo4j.environ()) <= allowed | {"_", "PWD", "SHLVL", "OLDPWD"}


def test_a_connection_does_not_show_its_password(server: Server) -> None:
    connection = connection_for(server.settings)

    assert connection.password not in repr(connection)


def test_two_credentials_of_one_password_differ() -> None:
    assert initial_credential("same") != initial_credential("same")


def test_neo4j_runs_with_what_we_wrote(graph: Graph) -> None:
    rows = answer(graph, "SHOW SETTINGS YIELD name, value")

    set_to = {str(row["name"]): row["value"] for row in rows}
    shown = {name: value for name, value in FIXED.items() if name in set_to}
    assert set(FIXED) - set(shown) == {name for name in FIXED if name.startswith("internal.")}
    differing = {name for name, value in shown.items() if set_to[name] != value}
    # Shown in Neo4j's own unit.
    assert differing == {"db.tx_log.rotation.size"}
    assert set_to["db.tx_log.rotation.size"] == "16.00MiB"


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "file:///../conf/neo4j.conf",
        "http://127.0.0.1:1/",
        "http://[::ffff:127.0.0.1]:1/",
        "http://2130706433:1/",
    ],
)
def test_no_query_reads_files_or_reaches_other_addresses(url: str, graph: Graph) -> None:
    with pytest.raises(DatabaseRefused, match=r"LOAD|load|blocked|permitted|import"):
        answer(graph, f"LOAD CSV FROM '{url}' AS row RETURN row")


@pytest.mark.parametrize(
    "call",
    [
        "CALL gds.graph.generate('large', 2000000000, 10)",
        "CALL gds.graph.export('any', {dbName: 'another'})",
        "CALL gds.graph.export.csv('any', {exportName: 'another'})",
        "CALL gds.pipeline.list()",
    ],
)
def test_what_nobody_needs_cannot_be_called(call: str, graph: Graph) -> None:
    with pytest.raises(DatabaseRefused, match="no procedure with the name"):
        answer(graph, call)


def test_projections_and_algorithms_can_be_called(graph: Graph) -> None:
    names = {str(row["name"]) for row in answer(graph, "SHOW PROCEDURES YIELD name")}

    assert {
        "gds.graph.project",
        "gds.graph.project.cypher",
        "gds.graph.drop",
        "gds.graph.nodeProperties.stream",
        "gds.pageRank.write",
        "gds.leiden.mutate",
        "gds.hits.stream",
        "gds.kcore.stats",
        "db.index.fulltext.queryNodes",
    } <= names
    assert answer(graph, "RETURN gds.util.isFinite(1.0) AS finite") == [{"finite": True}]


def test_the_import_folder_is_empty(server: Server) -> None:
    assert list((server.folder.home / "import").iterdir()) == []


def test_a_small_store_stays_small(server: Server) -> None:
    # Two logs of 16 MB are set aside.
    assert server.status().bytes_on_disk < 60_000_000


def test_the_logs_are_the_owners_alone(server: Server) -> None:
    # The folder above them is closed; that is what keeps the others out.
    assert os.access(server.folder.log, os.R_OK)
    assert stat.S_IMODE(Path(server.folder.path).stat().st_mode) & 0o077 == 0
