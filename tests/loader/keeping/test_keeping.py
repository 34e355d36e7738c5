"""Backup, opting out, restore and purge, one after the other on one real server."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from loader.forget import forget
from loader.keeping.backup import backed_up
from loader.keeping.purge import purged
from loader.keeping.restore import restored
from loader.load import Limits, load
from loader.opted_out import OPTED_OUT_FILE
from loader.records import Interaction, Kind, Post, Record, Reject, User
from loader.server.process import Server
from loader.server.swap import beside
from loader.sources import Source
from loader.suppression import KEY_FILE
from queries.cli import door
from queries.digest import digest_of
from queries.errors import BackupError, NotEmpty, SuppressionLost
from queries.graph import Graph
from queries.schema import schema_of
from queries.settings import Settings

INFLUENCE = Path(sys.executable).with_name("influence")
LONG = " and so on" * 40

# In id, handle, name, bio, text, what others wrote, a topic's evidence and a rejected line.
HIDDEN: list[Record] = [
    User(
        "toy:canary-id", handle="canaryhandle", name="Canary Name" + LONG, bio="Canary bio" + LONG
    ),
    Post("toy:canary-post", author="toy:canary-id", text="Canary text" + LONG, topics=("tea",)),
    Interaction("toy:canary-act", "toy:canary-id", "toy:bo", Kind.LIKE, topics=("tea",)),
    Reject("a.csv", 3, "when", "is no time: 'Canary Reject'"),
]
OTHERS: list[Record] = [
    User("toy:bo", handle="bo", name='Bo, "the"\nsecond', bio="@canaryhandle, @ada", followers=3),
    User("toy:ليلى", handle="ليلى", name="ليلى ☕\u2028\x7f", bio=""),
    Post("toy:p2", author="toy:bo", text="Ask @canaryhandle." + " rye" * 2000, topics=("a/b",)),
    *(Interaction(f"toy:{n}", f"toy:f{n}", "toy:bo", Kind.LIKE, topics=("tea",)) for n in range(9)),
]  # fmt: skip
# Values of every type that a graph of ours, or a curious user's, may have.
ODD = """
CREATE (one:Odd:Very {
  text: '', quote: '"', lines: $lines, whole: 9007199254740993, least: -9223372036854775808,
  part: 0.1 + 0.2, small: 5e-324, large: 1.7976931348623157e308, minus: -0.0, yes: true,
  at: datetime('2024-03-01T10:00:00.123456789+05:30'),
  zoned: datetime('2024-07-01T10:00:00[Europe/Berlin]'),
  day: date('1999-12-31'), local: localdatetime('2024-02-29T23:59:59.5'),
  hour: time('10:11:12+01:00'), here: localtime('10:11:12'), span: duration('P1Y2M3DT4.5S'),
  texts: ['a', 'b,c', '"d"', ''], none: [], one_empty: [''], wholes: [1, -2], parts: [0.5, 1e300],
  truths: [true, false], days: [date('2020-01-01')]
})-[:KNOWS {n: 1, none: []}]->(other:Odd {text: 5}),
  (other)-[:KNOWS {n: 1}]->(one), (:Odd {text: 5}), ()
"""
WHOLE = """
MATCH (node)
WHERE NOT node:Suppressed
OPTIONAL MATCH (node)-[arrow]->(other)
RETURN labels(node) AS labels, properties(node) AS node, type(arrow) AS type,
       properties(arrow) AS arrow, properties(other) AS other
"""


def source(records: list[Record]) -> Source:
    return Source("toy", "a list", takes_paths=False, read=lambda *_: iter(records))


def whole(graph: Graph) -> list[str]:
    """All that is in a graph, by a query of this test's own."""
    return sorted(
        json.dumps(row.data(), sort_keys=True, default=str)
        for row in graph.driver.execute_query(WHOLE).records
    )


def holding(folder: Path, word: str) -> set[str]:
    """The files below `folder` that hold `word`, in bytes of one or of two a character."""
    wide = word.encode("utf-16-le")
    found = set()
    for path in folder.rglob("*"):
        if path.is_file():
            held = path.read_bytes().lower()
            if word.encode() in held or wide in held:
                found.add(str(path.relative_to(folder)))
    return found


def run(settings: Settings, *words: object) -> subprocess.Popen[str]:
    """`influence` with these settings, in a process of its own."""
    environment = os.environ | {
        "INFLUENCE_DATA": str(settings.data),
        "INFLUENCE_CACHE": str(settings.cache),
        "INFLUENCE_JAVA_OPTIONS": settings.java_options,
        "INFLUENCE_HEAP_MB": str(settings.heap_mb),
        "INFLUENCE_PAGE_CACHE_MB": str(settings.page_cache_mb),
        "INFLUENCE_BOLT_PORT": str(settings.bolt_port),
        "INFLUENCE_START_SECONDS": str(settings.start_seconds),
    }
    return subprocess.Popen(
        [str(INFLUENCE), *map(str, words)], env=environment, stderr=subprocess.PIPE, text=True
    )


def killed_at(settings: Settings, step: str, *words: object) -> None:
    """Run a command, and kill it as soon as it tells of `step`."""
    with run(settings, *words) as process:
        assert process.stderr
        said = []
        for line in process.stderr:
            said.append(line)
            if step in line:
                process.send_signal(signal.SIGKILL)
                break
        process.wait()
    assert process.returncode == -signal.SIGKILL, said


@pytest.fixture(scope="module")
def backup(keeper: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a graph from which nobody opted out yet; and the server up with that graph."""
    path = tmp_path_factory.mktemp("backups") / "first.backup"
    with Graph.open(Server(keeper).up()) as graph:
        # What other tests left in the folder that they share.
        graph.driver.execute_query("MATCH (node) DETACH DELETE node")
        (keeper.data / OPTED_OUT_FILE).unlink(missing_ok=True)
        load(
            graph,
            source([*HIDDEN, *OTHERS]),
            (),
            {},
            folder=keeper.data,
            limits=Limits(batch_rows=20),
            announce=print,
            progress=lambda _: None,
        )
        lines = 'two\nlines; and\x1f more, "so"\r\n\t\\'
        graph.driver.execute_query(ODD, lines=lines)
        graph.driver.execute_query("CREATE INDEX users_own FOR (n:Odd) ON (n.whole)")
    assert backed_up(keeper, path, print) == path.stat().st_size
    return path


def test_a_backup_is_private_and_the_server_is_up_again(keeper: Settings, backup: Path) -> None:
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    assert [path.name for path in backup.parent.iterdir()] == [backup.name]
    assert Server(keeper).status().answers


def test_what_cannot_be_done_is_refused_and_changes_nothing(
    keeper: Settings, backup: Path, tmp_path: Path
) -> None:
    broken, theirs = tmp_path / "broken", keeper.but(neo4j_uri="bolt://db.example")
    broken.write_bytes(b"no backup")
    empty = keeper.but(data=tmp_path / "z")
    replacing: dict[str, Any] = {"replace": True, "announce": print}
    for error, words, do in (
        (BackupError, "NEO4J_URI", partial(backed_up, theirs, tmp_path / "x", print)),
        (BackupError, "NEO4J_URI", partial(restored, theirs, backup, **replacing)),
        (BackupError, "NEO4J_URI", partial(purged, theirs, print)),
        (BackupError, "is not a backup", partial(restored, keeper, broken, **replacing)),
        (BackupError, "no such file", partial(restored, keeper, tmp_path / "y", **replacing)),
        (BackupError, "no such file", partial(backed_up, keeper, tmp_path / "n" / "x", print)),
        (BackupError, "no database", partial(backed_up, empty, tmp_path / "x", print)),
        (BackupError, "no database", partial(purged, empty, print)),
        (
            NotEmpty,
            "--replace",
            partial(restored, keeper, backup, **replacing | {"replace": False}),
        ),
    ):
        with pytest.raises(error, match=words):
            do()

    assert Server(keeper).status().answers
    assert [path.name for path in tmp_path.iterdir()] == ["broken"]


def test_a_restore_leaves_out_who_opted_out_since_and_is_otherwise_the_graph(
    keeper: Settings, backup: Path, tmp_path: Path
) -> None:
    with Graph.open(Server(keeper).up()) as graph:
        forget(graph, keeper.data, "toy:canary-id")
        wanted, hidden, schema = whole(graph), graph.run("suppressed").rows, schema_of(graph)
        graph.driver.execute_query("MATCH (n:Odd) DETACH DELETE n")
    killed_at(keeper, "rebuilding", "restore", backup, "--replace")

    with Graph.open(Server(keeper).up()) as graph:
        assert "Odd" not in "".join(whole(graph))
    assert restored(keeper, backup, replace=True, announce=print) == 1

    with Graph.open(Server(keeper).up()) as graph:
        assert whole(graph) == wanted
        assert sorted(map(repr, graph.run("suppressed").rows)) == sorted(map(repr, hidden))
        assert schema_of(graph) == schema
        assert "users_own" in "".join(schema)
    assert holding(keeper.data / "neo4j" / "data", "canary") == set()
    assert not beside(keeper.data).path.exists()


def test_without_the_key_nothing_is_restored(keeper: Settings, backup: Path) -> None:
    key = (keeper.data / KEY_FILE).rename(keeper.data / "away")
    try:
        with pytest.raises(SuppressionLost):
            restored(keeper, backup, replace=True, announce=print)
    finally:
        key.rename(keeper.data / KEY_FILE)


def test_after_a_purge_no_file_holds_a_byte_of_the_erased(keeper: Settings) -> None:
    with Graph.open(Server(keeper).up()) as graph:
        graph.driver.execute_query(
            "CREATE (p:User {id: 'toy:second', network: 'toy', handle: 'canaryhandle', "
            "name: $long, bio: 'Canary bio'})-[:POSTED]->(:Post {id: 'toy:canary-2', text: $long})",
            long="Canary" + LONG,
        )
        forget(graph, keeper.data, "toy:second")
        before, digest = whole(graph), digest_of(graph)
    assert holding(keeper.data, "canary") != set()
    killed_at(keeper, "reading the graph", "purge")
    Server(keeper).up()

    for name in ("uploads/0/acts.csv", "interactions-x/part.parquet", "scores/part.parquet"):
        left = keeper.data / name
        left.parent.mkdir(parents=True)
        left.write_text("canary")

    words = ["forget", "toy:second", "--purge", "--json"]
    done = CliRunner().invoke(door(), words, obj=keeper)

    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["posts"], told["purged"]["after"] > 0) == (0, True)
    with Graph.open(Server(keeper).up()) as graph:
        assert (whole(graph), digest_of(graph)) == (before, digest)
        assert "users_own" in "".join(schema_of(graph))
    assert holding(keeper.data, "canary") == set()
    assert (keeper.data / OPTED_OUT_FILE).exists()
