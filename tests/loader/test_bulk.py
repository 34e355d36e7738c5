"""The bulk path makes the graph that the online path makes."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from itertools import groupby
from pathlib import Path
from typing import Any

import psutil
import pyarrow.parquet as parquet
import pytest

from loader.acts import Acts, TopicsMet, as_table
from loader.batches import batch_of
from loader.bulk.choice import fits_bulk
from loader.bulk.load import load_in_bulk
from loader.bulk.numbers import Counter, Numbered
from loader.bulk.pieces import pieces
from loader.bulk.seen import Seen
from loader.bulk.stage import Stage
from loader.load import Limits, Load, load
from loader.records import Interaction, Kind, Post, Record, Reject, Removal, Thing, Topic, User
from loader.server.process import Server
from loader.sources import SOURCES, Source
from queries.errors import LoadError, NotEmpty
from queries.graph import Graph
from queries.schema import ACT_IDS, acts_lack_ids
from queries.settings import Settings
from tests.quick import QUICK

INFLUENCE = Path(sys.executable).with_name("influence")
NODES = """
MATCH (node) WHERE NOT node:Load
RETURN labels(node)[0] + ' ' + node.id AS id, properties(node) AS told
ORDER BY id
"""
ARROWS = """
MATCH (one)-[arrow]->(other)
RETURN type(arrow) AS type, one.id AS one, other.id AS other, properties(arrow) AS told
ORDER BY type, one, other, told.id
"""
SCHEMA = "SHOW INDEXES YIELD name, state RETURN name, state ORDER BY name"
AT = datetime(2026, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)

ODD: list[Record] = [
    User("toy:ada", handle="ada", name="Ada, \"the\" first", bio="two\nlines; and\x1f more"),
    User("toy:ada", followers=3, created_at=AT),
    User("toy:ليلى", name="ليلى ☕"),
    User("toy:=1+1", handle="=1+1", name=""),
    Topic("Sour Dough", name="Sourdough", parents=("bread", "sour dough")),
    Topic("tea", name="Tea", parents=("drinks",), taxonomy="toy", synonyms=("chai",)),
    Post("toy:p1", author="toy:ada", at=AT, text='Rye, "today"\r\n', topics=("#sour dough", "a;b")),
    Post("toy:p1", author="toy:bo", text="another of that id"),
    Post("toy:p2", author="toy:nobody-yet", lang="en", url="https://a.example/?q=1;2"),
    Interaction("toy:1", "toy:bo", "toy:ada", Kind.FOLLOW, AT, ("left out",)),
    Interaction("toy:2", "toy:bo", "toy:ada", Kind.FOLLOW),
    Interaction("toy:3", "toy:bo", "toy:ada", Kind.REPLY, AT, ("c++", "AC/DC"), "toy:p1", "toy:v"),
    Interaction("toy:3", "toy:bo", "toy:ليلى", Kind.REPLY, AT),
    Interaction("toy:3", "toy:bo", "toy:ليلى", Kind.LIKE, AT, count=7, credit=0.25),
    Interaction("toy:5", "toy:bo", "toy:ada", Kind.LIKE, AT, post="toy:p1", unnamed="toy:bo-p1"),
    Interaction("toy:bo-p1", "toy:bo", "toy:ada", Kind.LIKE, post="toy:p1", unnamed="toy:bo-p1"),
    Interaction("toy:cy-p1", "toy:cy", "toy:ada", Kind.LIKE, post="toy:p1", unnamed="toy:cy-p1"),
    Interaction("toy:4", "toy:cy", "toy:ada", Kind.LIKE, AT + timedelta(hours=1), ("*", "  ")),
    Reject("a.csv", 3, "when", "is no time"),
    Removal("toy:4", Thing.ACT),
    Removal("toy:p2", Thing.POST),
]  # fmt: skip


@pytest.fixture
def bulk_settings(tmp_path: Path) -> Iterator[Settings]:
    settings = Settings(
        data=tmp_path / "bulk-data", heap_mb=512, page_cache_mb=64, java_options=QUICK
    )
    yield settings
    Server(settings).down()


def source_of(records: list[Record]) -> Source:
    return Source(
        "toy",
        "a list",
        takes_paths=False,
        read=lambda *_: iter(records),
        read_in_columns=lambda *_: in_columns(records),
    )


def in_columns(records: list[Record]) -> Iterator[Record | Acts]:
    """The same, acts and rejects in columns; some of each are left as they are."""
    for plain, some in groupby(records, lambda one: isinstance(one, Interaction | Reject)):
        same = list(some)
        if not plain or any(isinstance(one, Interaction) and one.credit < 1 for one in same):
            yield from same
            continue
        topics = TopicsMet()
        acts = [(n, one) for n, one in enumerate(same) if isinstance(one, Interaction)]
        rejects = tuple(one for one in same if isinstance(one, Reject))
        yield Acts(as_table(acts, topics), topics.all, len(same), rejects)


def bulk_loaded(settings: Settings, source: Source, **options: str) -> Load:
    told = {option.name: option.default for option in source.options} | options
    return load_in_bulk(
        settings,
        source,
        (),
        told,
        limits=Limits(batch_rows=50),
        announce=print,
        progress=lambda _: None,
    )


def online_loaded(graph: Graph, folder: Path, source: Source, **options: str) -> Load:
    told = {option.name: option.default for option in source.options} | options
    return load(
        graph,
        source,
        (),
        told,
        folder=folder,
        limits=Limits(batch_rows=50),
        announce=print,
        progress=lambda _: None,
    )


def graph_of(graph: Graph) -> list[list[dict]]:
    return [
        [row.data() for row in graph.driver.execute_query(query).records]
        for query in (NODES, ARROWS, SCHEMA)
    ]


def mixed() -> list[Record]:
    """The odd ones, and some hundreds more with repetitions in a random order."""
    dice = random.Random(5)
    records: list[Record] = []
    for n in range(600):
        who, whom = f"toy:{dice.randrange(90)}", f"toy:{dice.randrange(90)}"
        kind = dice.choice(list(Kind))
        at = AT + timedelta(minutes=dice.randrange(9_999)) if n % 5 else None
        topics = tuple(dice.sample(["Tea", "#tea", "rye bread", "C++", "a/b"], dice.randrange(3)))
        records.append(Interaction(f"toy:a{dice.randrange(400)}", who, whom, kind, at, topics))
        if n % 3 == 0:
            records.append(User(who, name=f"Name {n}" if n % 2 else None, followers=n % 7 or None))
        if n % 4 == 0:
            records.append(
                Post(f"toy:p{dice.randrange(120)}", whom, at, f"Text {n}", topics=topics)
            )
    return [*ODD, *records]


def test_the_graph_is_that_of_an_online_load_and_loading_again_adds_nothing(
    graph: Graph, tmp_path: Path, bulk_settings: Settings
) -> None:
    source = source_of(mixed())

    online = online_loaded(graph, tmp_path / "online", source).counts
    bulk = bulk_loaded(bulk_settings, source).counts

    with Graph.open(Server(bulk_settings).up()) as other:
        other.run("indexes_ready")
        assert_same(other, graph)
        notes = other.driver.execute_query("MATCH (l:Load) RETURN l.complete AS done").records
        assert [row["done"] for row in notes] == [True]
        online_loaded(other, bulk_settings.data, source)
        online_loaded(graph, tmp_path / "online", source)
        assert_same(other, graph)
    assert bulk.read == online.read == bulk.accepted + bulk.duplicate + bulk.rejected
    assert bulk.rejected == online.rejected


def test_the_next_load_finds_each_act_of_a_first_one_even_if_it_is_killed_before_it_writes(
    bulk_settings: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "edges.csv"
    lines = [f"p{n},p{n * 7 % 50},{('like', 'follow')[n % 2]}" for n in range(3_000)]
    path.write_text("who,whom,kind\n" + "\n".join(lines) + "\n")
    words = [INFLUENCE, "load", "edges", path, "--data", bulk_settings.data, "--json"]
    first = subprocess.run([*words, "--bulk"], capture_output=True, text=True, check=True)
    path.write_text(path.read_text() + "p1,p2,follow\n")

    with Graph.open(Server(bulk_settings).up()) as graph:
        assert acts_lack_ids(graph)
        before = graph_of(graph)[:2]
        with graph.driver.session() as session, session.begin_transaction() as held:
            # Until it ends, no constraint on likes can be made.
            held.run("CREATE (:User)-[:LIKED]->(:User)").consume()
            with subprocess.Popen(words, stderr=subprocess.PIPE, stdout=-3, text=True) as process:
                assert process.stderr
                assert any("Making constraints" in line for line in process.stderr)
                process.kill()
            held.rollback()
        assert acts_lack_ids(graph)
        assert graph_of(graph)[:2] == before
        done = subprocess.run(words, capture_output=True, text=True, check=True)
        assert not acts_lack_ids(graph)
        assert len(graph_of(graph)[1]) == len(before[1]) + 1

    told = json.loads(first.stdout)
    assert (told["read"], told["accepted"]) == (len(lines), len(lines))
    told = json.loads(done.stdout)
    assert (told["accepted"], told["duplicate"]) == (1, len(lines))


def assert_same(one: Graph, other: Graph) -> None:
    for mine, theirs in zip(graph_of(one), graph_of(other), strict=True):
        assert mine == theirs


def test_bulk_is_for_an_empty_managed_database(bulk_settings: Settings, tmp_path: Path) -> None:
    large = tmp_path / "large.csv"
    large.touch()
    os.truncate(large, 200_000_000)
    assert fits_bulk(bulk_settings, SOURCES["edges"], (large,))
    assert not fits_bulk(bulk_settings, SOURCES["edges"], (Path(__file__),))
    assert not fits_bulk(bulk_settings.but(neo4j_uri="bolt://x"), SOURCES["edges"], (large,))
    with Graph.open(Server(bulk_settings).up()) as graph:
        graph.driver.execute_query("CREATE (:User {id: 'toy:z'})")
    assert not fits_bulk(bulk_settings, SOURCES["edges"], (large,))
    with pytest.raises(NotEmpty):
        bulk_loaded(bulk_settings, source_of(ODD))
    with pytest.raises(LoadError):
        bulk_loaded(bulk_settings.but(neo4j_uri="bolt://x"), source_of(ODD))


def test_who_opts_out_meanwhile_is_not_lost(bulk_settings: Settings) -> None:
    def read(*_: object) -> Iterator[Record]:
        yield from ODD
        with Graph.open(Server(bulk_settings).up()) as graph:
            graph.run("forget_note", hashes=["h"], key="k")

    with pytest.raises(NotEmpty):
        bulk_loaded(bulk_settings, Source("toy", "a list", takes_paths=False, read=read))

    with Graph.open(Server(bulk_settings).up()) as graph:
        assert graph.run("suppressed").rows == [{"hash": "h", "key": "k"}]


def test_killed_at_any_moment_the_same_command_ends_in_the_same_graph(
    bulk_settings: Settings, graph: Graph, tmp_path: Path
) -> None:
    path = tmp_path / "edges.csv"
    # People for over 4 MB: at that size the importer cuts a file, and must not at a wrong place.
    names = [f"p{n:0>190}" for n in range(12_000)]
    lines = [
        f"{names[n % 12_000]},p{n * 7 % 50},like,2026-01-01T00:00:{n % 60:02}Z"
        for n in range(20_000)
    ]
    path.write_text("who,whom,kind,when\n" + "\n".join(lines) + "\n")
    words = [INFLUENCE, "load", "edges", path, "--data", bulk_settings.data, "--json"]
    Server(bulk_settings).up()
    dice = random.Random(time.time_ns())
    killed = 0
    for seconds in (2 + dice.random() * 3, 8 + dice.random() * 12):
        with subprocess.Popen([*words, "--bulk"], stdout=-3, stderr=-3) as process:
            with suppress(subprocess.TimeoutExpired):
                # It may be quicker than we.
                process.wait(timeout=seconds)
                break
            for child in psutil.Process(process.pid).children(recursive=True):
                if "neo4j.cli" in " ".join(child.cmdline()):
                    child.kill()
            process.kill()
            killed += 1

    assert killed
    Server(bulk_settings).up()
    done = subprocess.run([*words, "--bulk"], capture_output=True, text=True, check=False)
    if "there is a graph already" in done.stderr:
        done = subprocess.run(words, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["read"] == told["accepted"] + told["duplicate"] == len(lines)
    with Graph.open(Server(bulk_settings).up()) as made:
        counted = "MATCH (:User)-[act:LIKED]->() RETURN count(act) AS acts"
        assert made.driver.execute_query(counted).records[0]["acts"] == len(set(lines))


def test_acts_in_columns_are_staged_as_acts_in_records(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    dice = random.Random(7)
    tags = ["Tea", "#tea", "tea", "rye bread", "Rye-Bread", ""]
    rows = [
        f"p{dice.randrange(90)},p{dice.randrange(90)},{dice.choice(['like', 'reply', 'follow'])},"
        f"{dice.choice(['', '2026-01-02T03:04:05.5Z', '1709294400'])},{dice.choice(tags)},"
        f"{dice.choice(['', f'e{dice.randrange(300)}'])}"
        for _ in range(1_500)
    ]
    path.write_text("who,whom,kind,when,topics,id\n" + "\n".join(rows) + "\n,,,,,\n")
    options = {option.name: option.default for option in SOURCES["edges"].options}
    records = list(SOURCES["edges"].read((path,), options, [].append))

    in_records = staged(tmp_path / "records", iter(records))
    read_in_columns = SOURCES["edges"].read_in_columns
    assert read_in_columns
    columns = staged(tmp_path / "columns", read_in_columns((path,), options, [].append))

    assert columns == in_records
    assert 0 < len(columns["spool"]) < columns["read"] - columns["accepted"] - 1


def test_records_and_columns_in_turn_are_staged_as_records(tmp_path: Path) -> None:
    in_records = staged(tmp_path / "records", iter(mixed()))

    in_turn = staged(tmp_path / "turns", in_columns(mixed()))

    # What comes twice may wait where it would not have, and is found to be there already then.
    assert set(in_turn.pop("spool")) >= set(in_records.pop("spool"))
    assert in_turn == in_records


@pytest.mark.parametrize(
    "many",
    [
        Removal("toy:1", Thing.ACT),
        Interaction("toy:1", "toy:bo", "toy:ada", Kind.LIKE, unnamed="toy:bo-p1"),
    ],
)
def test_acts_are_sought_by_id_only_where_something_waits_for_them(
    tmp_path: Path, many: Record
) -> None:
    stage = Stage(tmp_path, batch_rows=50)
    like = Interaction("toy:1", "toy:bo", "toy:ada", Kind.LIKE)

    def sought_after(*records: Record) -> set[str]:
        stage.add(batch_of(records))
        return set(stage.sought)

    assert sought_after(like, Interaction("toy:1", "toy:bo", "toy:ada", Kind.FOLLOW)) == set()
    assert sought_after(Removal("toy:p", Thing.POST), User("toy:bo")) == set()
    assert sought_after(like) == {"liked_id"}
    assert sought_after(many) == set(ACT_IDS)
    stage.close()


def staged(folder: Path, records: Iterable[Record | Acts]) -> dict[str, Any]:
    """What comes of records on their way to the importer."""
    folder.mkdir()
    stage, read = Stage(folder, batch_rows=50), 0
    for piece in pieces(records, size=50, admits=lambda record: record):
        stage.add(piece)
        read += piece.read
    stage.close()
    files = {path.stem: parquet.read_table(path).to_pylist() for _, path in stage.files()}
    spool = sorted(map(repr, stage.spool()))
    return {"files": by_id(files), "spool": spool, "read": read, "accepted": stage.accepted}


def by_id(files: dict[str, list[dict[str, Any]]]) -> dict[str, list[str]]:
    """The rows of each file, with the ids of nodes for their numbers."""
    ids = {
        number: row["id"]
        for rows in files.values()
        for row in rows
        for column, number in row.items()
        if column.startswith(":ID")
    }
    numbers = {column for rows in files.values() for column in rows[0] if "ID(" in column}
    # One number each, and none left out.
    assert sorted(ids) == list(range(len(ids)))
    return {
        name: sorted(
            repr({key: ids[one] if key in numbers else one for key, one in row.items()})
            for row in rows
        )
        for name, rows in files.items()
    }


def test_what_may_have_been_met_is_told_and_nothing_else() -> None:
    dice, seen, met = random.Random(3), Seen(), set()
    for _ in range(200):
        ids = [f"toy:{dice.randrange(20_000)}" for _ in range(dice.randrange(300))]
        flags = seen.met(ids)
        for id_, flag in zip(ids, flags, strict=True):
            assert flag == (id_ in met)
            met.add(id_)


def test_each_id_has_a_number_of_its_own() -> None:
    dice, counter, known = random.Random(3), Counter(), dict[str, int]()
    people, topics = Numbered(counter), Numbered(counter)
    for _ in range(200):
        ids = list({f"toy:{dice.randrange(20_000)}" for _ in range(dice.randrange(300))})
        for id_, number, new in zip(ids, *(one.tolist() for one in people.of(ids)), strict=True):
            assert new == (id_ not in known)
            assert known.setdefault(id_, number) == number
        topics.of([f"topic {dice.randrange(90)}"])
    numbers = set(known.values())
    assert len(numbers) == len(known) == len(people)
    assert numbers.isdisjoint(topics.each([f"topic {n}" for n in range(90)]).tolist())


def test_people_whose_ids_have_one_hash_are_not_taken_for_one() -> None:
    class Odd(str):
        """An id whose hash is another's."""

        def __hash__(self) -> int:
            return hash("toy:ada")

    numbered = Numbered(Counter())
    numbered.of(["toy:ada", "toy:bo"])
    with pytest.raises(LoadError):
        numbered.of([Odd("toy:cy")])
