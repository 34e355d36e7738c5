"""Records in, graph out: counted, once, with what could not be read kept aside."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

from loader.batches import batches
from loader.load import Limits, Load, load
from loader.records import Interaction, Kind, Post, Record, Reject, Topic, User
from loader.sources import Announce, Source
from queries.graph import Graph

AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)

RECORDS: list[Record] = [
    Topic("Sour Dough", name="Sourdough", parents=("bread",)),
    User("toy:ada", handle="ada", name="Ada", followers=3, created_at=AT),
    User("toy:ada", handle="ada", bio="bakes"),
    Post("toy:p1", author="toy:ada", at=AT, text="Rye today", topics=("#sour dough", "*")),
    Post("toy:p1", author="toy:ada", at=AT, text="Rye today"),
    Interaction(
        "toy:a1", "toy:bo", "toy:ada", Kind.REPOST, AT, ("sour  dough", "SOUR DOUGH"), "toy:p1"
    ),
    Interaction("toy:a1", "toy:bo", "toy:ada", Kind.LIKE, AT),
    Interaction("toy:a1", "toy:bo", "toy:ada", Kind.LIKE, AT),
    Interaction("toy:a2", "toy:ada", "toy:ada", Kind.MENTION, None, count=7, credit=0.5),
    Reject("posts.csv", 7, "when", "has no time zone: '2024-01-01T00:00'"),
]

DIGEST = """
MATCH (node) WHERE NOT node:Load
OPTIONAL MATCH (node)-[arrow]->(other)
RETURN labels(node) AS labels, properties(node) AS node, type(arrow) AS type,
       properties(arrow) AS arrow, coalesce(other.id, '') AS other
ORDER BY labels, node.id, type, other, arrow.id
"""


def source_of(records: list[Record]) -> Source:
    def read(
        paths: tuple[Path, ...], options: Mapping[str, str], announce: Announce
    ) -> Iterator[Record]:
        yield from records

    return Source(name="toy", reads="a list", takes_paths=False, read=read)


def loaded(graph: Graph, folder: Path, records: list[Record], size: int = 100) -> Load:
    return load(
        graph,
        source_of(records),
        (),
        {},
        folder=folder,
        limits=Limits(batch_rows=size),
        announce=print,
        progress=lambda _: None,
    )


def digest(graph: Graph) -> list[dict]:
    rows, _, _ = graph.driver.execute_query(DIGEST)
    return [row.data() for row in rows]


def test_what_is_read_is_accepted_duplicate_or_rejected(graph: Graph, tmp_path: Path) -> None:
    told = loaded(graph, tmp_path, RECORDS).told()

    counts = ("read", "accepted", "duplicate", "suppressed", "rejected")
    assert {name: told[name] for name in counts} == {
        "read": 10,
        "accepted": 6,
        "duplicate": 3,
        "suppressed": 0,
        "rejected": 1,
    }


def test_each_record_becomes_what_the_data_model_says(graph: Graph, tmp_path: Path) -> None:
    loaded(graph, tmp_path, RECORDS)

    rows, _, _ = graph.driver.execute_query(
        "MATCH (ada:User {id: 'toy:ada'})-[:POSTED]->(post:Post)-[:ABOUT]->(topic:Topic)"
        "-[:CHILD_OF]->(parent:Topic) "
        "MATCH (bo:User)-[act:REPOSTED]->(ada) "
        "MATCH (ada)-[own:MENTIONED]->(ada) "
        "RETURN ada, bo, post, topic, parent.id AS parent, act, own"
    )
    (row,) = rows
    assert dict(row["ada"]) | {"created_at": None} == {
        "id": "toy:ada",
        "network": "toy",
        "handle": "ada",
        "name": "Ada",
        "bio": "bakes",
        "followers": 3,
        "created_at": None,
    }
    assert row["ada"]["created_at"].to_native() == AT
    assert dict(row["bo"]) == {"id": "toy:bo", "network": "toy", "handle": "bo"}
    assert dict(row["topic"]) == {"id": "sour-dough", "name": "Sourdough"}
    assert row["parent"] == "bread"
    assert row["post"]["text"] == "Rye today"
    assert row["act"]["topics"] == ["sour-dough"]
    assert row["act"]["post"] == "toy:p1"
    assert row["act"]["at"].to_native() == AT
    assert {key: row["own"][key] for key in row["own"]} == {
        "id": "toy:a2",
        "count": 7,
        "credit": 0.5,
    }


def test_a_follow_is_about_no_topic_and_no_post(graph: Graph, tmp_path: Path) -> None:
    loaded(graph, tmp_path, [Interaction("toy:f", "toy:bo", "toy:ada", Kind.FOLLOW, AT, ("x",))])

    rows, _, _ = graph.driver.execute_query("MATCH ()-[follow:FOLLOWS]->() RETURN follow")
    assert set(rows[0]["follow"].keys()) == {"id", "at"}
    assert rows[0]["follow"]["at"].to_native() == AT


@pytest.mark.parametrize("size", [1, 3, 100])
def test_loading_twice_changes_nothing_whatever_the_batches(
    graph: Graph, tmp_path: Path, size: int
) -> None:
    first = loaded(graph, tmp_path, RECORDS, size)
    before = digest(graph)

    second = loaded(graph, tmp_path, RECORDS, size).counts

    assert digest(graph) == before
    # In batches of one, Ada's two records are two changes; together they are one.
    assert first.counts.accepted == (7 if size < 3 else 6)
    if size == 100:
        assert (second.accepted, second.duplicate, second.rejected) == (0, 9, 1)


def test_a_later_record_completes_a_person_and_erases_nothing(graph: Graph, tmp_path: Path) -> None:
    loaded(graph, tmp_path, RECORDS)
    again = loaded(graph, tmp_path, [User("toy:bo", handle="bo", name="Bo"), User("toy:ada")])

    rows, _, _ = graph.driver.execute_query("MATCH (p:User) RETURN p.name AS name ORDER BY name")
    assert [row["name"] for row in rows] == ["Ada", "Bo"]
    assert (again.counts.accepted, again.counts.duplicate) == (1, 1)


def test_what_could_not_be_read_is_kept_for_its_owner_alone(graph: Graph, tmp_path: Path) -> None:
    path = Path(loaded(graph, tmp_path, RECORDS).rejects)

    (line,) = path.read_text(encoding="utf-8").splitlines()
    assert json.loads(line) == {
        "file": "posts.csv",
        "line": 7,
        "field": "when",
        "reason": "has no time zone: '2024-01-01T00:00'",
    }
    assert path.stat().st_mode & 0o777 == 0o600
    assert loaded(graph, tmp_path, RECORDS[:4]).rejects == ""


def test_a_load_is_noted_with_its_counts(graph: Graph, tmp_path: Path) -> None:
    done = loaded(graph, tmp_path, RECORDS)

    rows, _, _ = graph.driver.execute_query("MATCH (load:Load) RETURN load")
    (row,) = rows
    note = dict(row["load"])
    assert note["id"] == done.id
    assert note["complete"]
    assert note["read"] == note["accepted"] + note["duplicate"] + note["rejected"]


def test_a_load_that_breaks_off_keeps_what_it_wrote_and_goes_on_from_there(
    graph: Graph, tmp_path: Path
) -> None:
    def read(*_: object) -> Iterator[Record]:
        yield from RECORDS[:4]
        raise RuntimeError("pulled the plug")

    broken = dataclasses.replace(source_of([]), read=read)
    with pytest.raises(RuntimeError):
        load(
            graph,
            broken,
            (),
            {},
            folder=tmp_path,
            limits=Limits(batch_rows=3),
            announce=print,
            progress=lambda _: None,
        )

    rows, _, _ = graph.driver.execute_query("MATCH (load:Load) RETURN load.complete AS complete")
    assert [row["complete"] for row in rows] == [False]
    counts = loaded(graph, tmp_path, RECORDS[:4]).counts
    assert (counts.read, counts.accepted, counts.duplicate) == (4, 3, 1)


def test_batches_keep_order_and_lose_nothing() -> None:
    sizes = [batch.read for batch in batches(RECORDS * 3, size=7)]
    assert sizes == [7, 7, 7, 7, 2]
