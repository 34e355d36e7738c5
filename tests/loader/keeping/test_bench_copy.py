"""The bench's copy: the graph without those who opted out, in a Neo4j that nothing else needs."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from explorer.app import bench_of
from explorer.guard import runs
from loader.forget import forget
from loader.keeping import bench_copy
from loader.keeping.bench_copy import copy_gone, copy_made, copy_server
from loader.server.process import Server
from queries.cli import door
from queries.connection import ADDRESS_FILE, address_in, connection_for
from queries.console.copied import Copied, copied_in, copy_folder, stale_mark
from queries.errors import BackupError, BenchBusy, DatabaseUnreachable
from queries.graph import Graph
from queries.schema import prepare, schema_of
from queries.settings import Settings

NETWORK = """
CREATE (run:Run {id: 'r1', complete: true, at: datetime()})
WITH run
UNWIND range(1, 40) AS i
CREATE (:User {id: 'toy:' + i, handle: 'u' + i, network: 'toy'})
WITH collect(i) AS all
UNWIND all AS i UNWIND all AS j
WITH i, j WHERE (i * 7 + j * 11) % 5 = 0
MATCH (a:User {id: 'toy:' + i}), (b:User {id: 'toy:' + j})
CREATE (a)-[:ATTENDS_TO {topic: '*', weight: 0.5}]->(b)
"""


def asked(graph: Graph, cypher: str, **values: Any) -> list[Any]:
    return [list(row) for row in graph.driver.execute_query(cypher, **values).records]


@pytest.fixture(scope="module")
def main(keeper: Settings) -> Iterator[Graph]:
    """The graph that the site needs."""
    with Graph.open(Server(keeper).up()) as graph:
        asked(graph, "MATCH (node) DETACH DELETE node")
        prepare(graph)
        asked(graph, NETWORK)
        forget(graph, keeper.data, "toy:2")
        yield graph
    copy_gone(keeper)


def writing_meanwhile(graph: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody writes two nodes with the next number at once, each time that a file is copied.

    After some of the store's, and some of the log's, nobody does any more.
    """
    copies, numbers = shutil.copyfile, count()
    left = {"databases": 40, "transactions": 8}

    def copy(source: Path, *given: Any) -> None:
        copies(source, *given)
        for part in left.keys() & set(source.parts):
            if left[part]:
                left[part] -= 1
                told = {"number": next(numbers)}
                asked(graph, "UNWIND [1, 2] AS _ CREATE (:Noted {number: $number})", **told)

    monkeypatch.setattr(shutil, "copyfile", copy)


def exposed(settings: Settings) -> Settings:
    return settings.but(host_names="explorer.example")


def test_the_bench_asks_a_copy_whose_end_ends_nothing_else(
    main: Graph, keeper: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing_meanwhile(main, monkeypatch)
    told = copy_made(keeper)
    place, own = copy_server(keeper).settings, address_in(keeper.data)
    bench = bench_of(exposed(keeper), copy=place)
    try:
        everybody = bench.run("MATCH (n:User) RETURN count(n) AS n", {}).result.rows
        hashes = bench.run("MATCH (n) WHERE n.hash IS NOT NULL RETURN n", {}).result.rows
        with Graph.open(connection_for(place)) as copy:
            arrows = "MATCH (:User)-[a:ATTENDS_TO]->(:User) RETURN count(a), sum(a.weight)"
            assert asked(copy, arrows) == asked(main, arrows)
            assert sorted(schema_of(copy)) == sorted(schema_of(main))
            assert asked(copy, "MATCH (n:Suppressed) RETURN n") == []
            noted = asked(
                copy, "MATCH (n:Noted) RETURN n.number AS number, count(*) ORDER BY number"
            )
            assert noted == [[number, 2] for number in range(48)]
            asked(copy, "CREATE (:Lost)")
        address = address_in(place.data)
        assert address is not None
        assert own is not None
        assert (address.pid, address.uri) != (own.pid, own.uri)
        copy_server(keeper).down()
        assert asked(main, "MATCH (n:Lost) RETURN n") == []
        assert asked(main, "RETURN 1") == [[1]]
    finally:
        bench.close()
    assert everybody == [{"n": 39}]
    assert hashes == []
    assert told == copied_in(keeper.data) == Copied(bench.place.at, "r1")
    assert (copy_folder(keeper.data).stat().st_mode & 0o777) == 0o700


def test_with_somebody_forgotten_the_copy_is_gone(main: Graph, keeper: Settings) -> None:
    del main
    copy_made(keeper)
    address = address_in(copy_folder(keeper.data))
    bench = bench_of(exposed(keeper), copy=copy_server(keeper).settings)
    done = CliRunner().invoke(door(), ["forget", "toy:3"], obj=keeper)
    assert done.exit_code == 0, done.output
    assert address is not None
    assert not runs(address)
    assert not copy_folder(keeper.data).exists()
    with pytest.raises(BenchBusy, match="being made"):
        bench.run("MATCH (n:User) RETURN n", {})
    bench.close()
    stale_mark(keeper.data).unlink()
    CliRunner().invoke(door(), ["expire", "--older-than", "9999d"], obj=keeper)
    assert stale_mark(keeper.data).exists()


def test_one_that_was_under_way_when_somebody_was_forgotten_is_not_had(
    main: Graph, keeper: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    del main
    copies = bench_copy.copied_at_once

    def meanwhile(*given: Any) -> None:
        copies(*given)
        stale_mark(keeper.data).touch()

    monkeypatch.setattr(bench_copy, "copied_at_once", meanwhile)
    with pytest.raises(BackupError, match="forgotten"):
        copy_made(keeper)
    assert copied_in(keeper.data) is None
    assert not copy_folder(keeper.data).exists()


def test_of_a_database_that_was_stopped_meanwhile_no_copy_is_had(
    main: Graph, keeper: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another may have been put into its place, and half of each have been copied."""
    del main
    address = (keeper.data / ADDRESS_FILE).read_text()
    monkeypatch.setattr(
        bench_copy, "copied_at_once", lambda *_: (keeper.data / ADDRESS_FILE).unlink()
    )
    with pytest.raises(BackupError, match="not up all the while"):
        copy_made(keeper)
    assert not copy_folder(keeper.data).exists()
    with pytest.raises(DatabaseUnreachable):
        copy_made(keeper)
    (keeper.data / ADDRESS_FILE).write_text(address)


def test_there_is_a_copy_of_an_empty_graph_too(keeper: Settings, main: Graph) -> None:
    asked(main, "MATCH (node) DETACH DELETE node")
    assert copy_made(keeper).run == ""
    with Graph.open(connection_for(copy_server(keeper).settings)) as copy:
        assert asked(copy, "MATCH (n) RETURN count(n)") == [[0]]


def test_of_a_server_of_one_s_own_no_copy_is_made(keeper: Settings) -> None:
    own = keeper.but(neo4j_uri="bolt://127.0.0.1:9")
    with pytest.raises(BackupError, match="NEO4J_URI"):
        copy_made(own)
    copy_gone(own)
