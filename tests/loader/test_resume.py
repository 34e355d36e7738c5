"""A load that is cut off goes on: nothing lost, nothing doubled."""

from __future__ import annotations

import dataclasses
import os
import platform
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from loader.load import Limits, Load, load
from loader.records import Interaction, Kind, Record, Reject, User
from loader.sources import Source
from queries.errors import LoadStopped, LoadTaken
from queries.graph import Graph

DIGEST = """
MATCH (person:User)
OPTIONAL MATCH (person)-[act]->(other:User)
RETURN person.id AS id, properties(person) AS person, type(act) AS type,
       properties(act) AS act, other.id AS other
ORDER BY id, type, act.id
"""


def town(size: int) -> list[Record]:
    people: list[Record] = [User(f"toy:{n}", name=f"Person {n}") for n in range(size)]
    acts: list[Record] = [
        Interaction(f"toy:a{n}", f"toy:{n}", f"toy:{n * 7 % size}", Kind.LIKE, topics=("tea",))
        for n in range(1, size)
    ]
    rejects: list[Record] = [Reject("a.csv", n, "when", "is no time") for n in range(size // 10)]
    return [*people, *rejects[:3], *acts, *rejects[3:]]


def source(records: list[Record], *, breaks_after: int | None = None) -> Source:
    def read(*_: object) -> Iterator[Record]:
        yield from records[:breaks_after]
        if breaks_after is not None:
            raise RuntimeError("pulled the plug")

    return Source(name="toy", reads="a list", takes_paths=False, read=read)


def loaded(graph: Graph, folder: Path, of: Source, **limits: int) -> Load:
    return load(
        graph,
        of,
        (),
        {},
        folder=folder,
        limits=Limits(**({"batch_rows": 10} | limits)),
        announce=print,
        progress=lambda _: None,
    )


def digest(graph: Graph) -> list[dict]:
    return [row.data() for row in graph.driver.execute_query(DIGEST).records]


def loads(graph: Graph) -> list[dict]:
    rows = graph.driver.execute_query("MATCH (load:Load) RETURN load ORDER BY load.at").records
    return [dict(row["load"]) for row in rows]


@pytest.mark.parametrize("breaks_after", [0, 7, 10, 45, 99])
def test_the_same_command_again_finishes_what_was_cut_off(
    graph: Graph, tmp_path: Path, breaks_after: int
) -> None:
    records = town(50)
    whole = loaded(graph, tmp_path / "undisturbed", source(records))
    expected, _ = digest(graph), graph.driver.execute_query("MATCH (n) DETACH DELETE n")
    graph.run("everything")

    with pytest.raises(RuntimeError):
        loaded(graph, tmp_path, source(records, breaks_after=breaks_after))
    done = loaded(graph, tmp_path, source(records))

    assert digest(graph) == expected
    assert done.counts == whole.counts
    assert [note["complete"] for note in loads(graph)] == [True]
    assert len(Path(done.rejects).read_text().splitlines()) == done.counts.rejected == 5


def test_what_was_written_before_is_not_written_again(
    graph: Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(RuntimeError):
        loaded(graph, tmp_path, source(town(50), breaks_after=42))
    loaded(graph, tmp_path, source(town(50)))

    assert "Going on after 40 records" in capsys.readouterr().out


def test_rejects_that_were_noted_before_their_batch_are_noted_once(
    graph: Graph, tmp_path: Path
) -> None:
    with pytest.raises(RuntimeError):
        loaded(graph, tmp_path, source(town(50), breaks_after=60))
    (note,) = loads(graph)
    path = tmp_path / "rejects" / f"{note['id']}.jsonl"
    path.write_text(path.read_text() + '{"file": "of a batch that was not written"}\n')

    done = loaded(graph, tmp_path, source(town(50)))

    lines = path.read_text().splitlines()
    assert len(lines) == done.counts.rejected
    assert "not written" not in "".join(lines)


def test_other_options_are_another_load(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(RuntimeError):
        loaded(graph, tmp_path, source(town(50), breaks_after=42))

    other = dataclasses.replace(source(town(50)), name="other")
    done = loaded(graph, tmp_path, other)

    assert done.counts.read == len(town(50))
    assert [note["complete"] for note in loads(graph)] == [False, True]


def test_what_is_heard_live_never_goes_on(graph: Graph, tmp_path: Path) -> None:
    live = dataclasses.replace(source(town(50), breaks_after=42), resumable=False)
    with pytest.raises(RuntimeError):
        loaded(graph, tmp_path, live)

    assert loaded(graph, tmp_path, source(town(50))).counts.read == len(town(50))


def test_a_second_loader_of_the_same_files_is_refused_while_the_first_runs(
    graph: Graph, tmp_path: Path
) -> None:
    with pytest.raises(RuntimeError):
        loaded(graph, tmp_path, source(town(50), breaks_after=42))
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        held_by(graph, f"{platform.node()} {other.pid} x")
        with pytest.raises(LoadTaken):
            loaded(graph, tmp_path, source(town(50)))
        other.communicate(b"\n")

    assert loaded(graph, tmp_path, source(town(50))).counts.read == len(town(50))


def test_a_loader_whose_load_was_taken_over_stops_and_writes_no_more(
    graph: Graph, tmp_path: Path
) -> None:
    records = town(50)

    def read(*_: object) -> Iterator[Record]:
        yield from records[:35]
        held_by(graph, f"elsewhere {os.getpid()} x")
        yield from records[35:]

    taken = Source(name="toy", reads="a list", takes_paths=False, read=read)
    with pytest.raises(LoadTaken):
        loaded(graph, tmp_path, taken)

    (note,) = loads(graph)
    assert note["read"] in (20, 30)
    people = graph.driver.execute_query("MATCH (p:User) RETURN count(p) AS n").records[0]["n"]
    assert people == note["read"]


def test_what_the_database_refuses_is_rejected_alone(graph: Graph, tmp_path: Path) -> None:
    records = town(50)
    # Longer than a key of an index may be.
    records.insert(20, User("toy:long", handle="x" * 40_000))

    done = loaded(graph, tmp_path, source(records), batch_rows=1_000)

    assert done.counts.read == len(records)
    assert done.counts.rejected == 6
    people = graph.driver.execute_query("MATCH (p:User) RETURN count(p) AS n").records[0]["n"]
    assert people == 50
    assert "toy:long" in Path(done.rejects).read_text()


def test_a_load_with_too_many_rejects_stops_and_says_so(graph: Graph, tmp_path: Path) -> None:
    with pytest.raises(LoadStopped, match="--max-rejects is 2"):
        loaded(graph, tmp_path, source(town(50)), max_rejects=2)
    with pytest.raises(LoadStopped, match="MB are free"):
        loaded(graph, tmp_path, source(town(50)), free_mb=10**9)

    assert loaded(graph, tmp_path, source(town(50)), max_rejects=5).counts.rejected == 5


def held_by(graph: Graph, holder: str) -> None:
    graph.driver.execute_query("MATCH (load:Load) SET load.holder = $holder", holder=holder)
