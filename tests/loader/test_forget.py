"""Somebody opts out: gone from everything, and no load brings them back."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from loader.batches import batch_of
from loader.checkpoint import Checkpoint
from loader.forget import forget, held, remembered
from loader.keeping.restore import leave_out
from loader.load import Limits, Load, load
from loader.opted_out import note_down
from loader.records import Interaction, Kind, Post, Record, Reject, User
from loader.sources import Source
from loader.suppression import KEY_FILE, Key, Suppression, key_made
from loader.writer import Counts
from queries.cli import door
from queries.errors import NotInGraph, SuppressionLost
from queries.graph import Graph, Result
from queries.lists import Lists
from queries.recipe import recipe_from
from queries.scoring.run import score_everything

# Hilda, and somebody whose handle begins with hers.
RECORDS: list[Record] = [
    User("toy:7", handle="hilda", name="Hilda Larkspur", bio="Rye and @nobody"),
    User("toy:8", handle="hildabrand", name="Hildabrand Moss", bio="Friend of @Hilda, really"),
    Post("toy:p1", author="toy:7", text="Larkspur bread", topics=("bread",)),
    Post("toy:p2", author="toy:8", text="Ask @hilda. Not @hildabrand! @HILDA?", topics=("bread",)),
    Interaction("toy:a1", "toy:8", "toy:7", Kind.MENTION, topics=("bread",), via="toy:p2"),
    Interaction("toy:a2", "toy:7", "toy:8", Kind.LIKE, topics=("bread",), post="toy:p2"),
    Interaction("toy:a3", "toy:9", "toy:8", Kind.LIKE, topics=("bread",), post="toy:p2"),
    Reject("a.csv", 3, "when", "is no time: 'Hilda Larkspur'"),
    Reject("a.csv", 4, "when", "is no time: 'noon'"),
]
TRACES = ("toy:7", "hilda larkspur", "larkspur", "toy:p1", "toy:a1", "toy:a2")
ALL = "MATCH (n) OPTIONAL MATCH (n)-[r]->() RETURN properties(n) AS n, properties(r) AS r"


def source(records: list[Record]) -> Source:
    return Source("toy", "a list", takes_paths=False, read=lambda *_: iter(records))


def loaded(graph: Graph, folder: Path, of: Source | None = None) -> Load:
    return load(
        graph,
        of or source(RECORDS),
        (),
        {},
        folder=folder,
        limits=Limits(batch_rows=2),
        announce=print,
        progress=lambda _: None,
    )


def test_somebody_forgotten_is_on_no_list_and_in_no_note(graph: Graph, tmp_path: Path) -> None:
    loaded(graph, tmp_path)
    lists = Lists(graph)
    kept, deleted = lists.make("Hilda Larkspur and @hilda"), lists.make("old")
    for list_ in (kept, deleted):
        lists.add(list_, ["toy:7", "toy:8"])
        lists.note(list_, "toy:7", note="asks 100", cost=100.0)
    lists.note(kept, "toy:8", note="Friend of @Hilda (toy:7), not @hildabrand", cost=None)
    lists.change(kept, name="Hilda Larkspur and @hilda", note="toy:7 first", topic="*", budget=1.0)
    lists.delete(deleted)
    told = held(graph, "toy:7")["lists"]
    assert {(row["list"], row["note"], row["cost"], row["deleted"]) for row in told} == {
        (kept, "asks 100", 100.0, False),
        (deleted, "asks 100", 100.0, True),
    }

    forget(graph, tmp_path, "toy:7")

    assert traces(graph, tmp_path) == []
    assert [(row["id"], row["note"]) for row in lists.people(kept, "*").rows] == [
        ("toy:8", "Friend of @[removed] ([removed]), not @hildabrand")
    ]
    row = lists.one(kept)
    assert (row["name"], row["note"]) == ("[removed] and @[removed]", "[removed] first")
    assert [row["id"] for row in lists.people(deleted, "*").rows] == ["toy:8"]


def is_reject(record: Record) -> bool:
    """A line that is read again is quoted again, in a file that is not the graph's."""
    return isinstance(record, Reject)


def everything(graph: Graph, folder: Path) -> str:
    """All that is in the graph and in the folder, as one text in lower case."""
    rows = [row.data() for row in graph.driver.execute_query(ALL).records]
    files = [path.read_text(errors="replace") for path in folder.rglob("*") if path.is_file()]
    return json.dumps(rows, default=str).lower() + "".join(files).lower()


def traces(graph: Graph, folder: Path) -> list[str]:
    told = everything(graph, folder)
    found = [trace for trace in TRACES if trace in told]
    return found + re.findall(r"@hilda\b", told)


def test_nothing_of_somebody_forgotten_is_left(graph: Graph, tmp_path: Path) -> None:
    loaded(graph, tmp_path)
    score_everything(graph, recipe_from())
    assert set(traces(graph, tmp_path)) == {*TRACES, "@hilda"}

    gone = forget(graph, tmp_path, "toy:7")

    assert traces(graph, tmp_path) == []
    assert gone.told() == {
        "posts": 1,
        "relationships": gone.relationships,
        "texts": 2,
        "rejects": 1,
    }
    assert graph.ask("find_people", text="hildabrand").rows != []
    assert [row["id"] for row in graph.ask("find_people", text="larkspur").rows] == []
    post = graph.driver.execute_query("MATCH (p:Post) RETURN p.text AS text").records
    assert [row["text"] for row in post] == ["Ask @[removed]. Not @hildabrand! @[removed]?"]


def test_who_opted_out_since_a_backup_goes_from_it_all_at_once(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded(graph, tmp_path)
    Lists(graph).make("Hilda Larkspur and toy:9")
    key = key_made(tmp_path)
    note_down(tmp_path, map(key.person, ("toy:7", "toy:9", "toy:never-seen")), key=key.name)
    run, asked = graph.run, Counter[str]()

    def counted(name: str, **values: Any) -> Result:
        asked[name] += 1
        return run(name, **values)

    monkeypatch.setattr(graph, "run", counted)
    left_out = leave_out(graph, tmp_path, print)
    monkeypatch.undo()

    assert left_out == (2, 3)
    assert traces(graph, tmp_path) == []
    assert [row["name"] for row in Lists(graph).all()] == ["[removed] and [removed]"]
    assert [row["id"] for row in graph.run("everybody_by_id").rows] == ["toy:8"]
    assert asked["forget_posts"] == asked["forget_people"] == asked["list_texts"] == 1
    assert leave_out(graph, tmp_path, print) == (0, 0)


def test_a_backup_that_only_names_somebody_who_opted_out_is_told_to_have_changed(
    graph: Graph, tmp_path: Path
) -> None:
    loaded(graph, tmp_path, source([User("toy:7", handle="hilda"), User("toy:8")]))
    forget(graph, tmp_path, "toy:7")
    list_ = Lists(graph).make("Ask @hilda")

    assert leave_out(graph, tmp_path, print) == (0, 1)

    assert Lists(graph).one(list_)["name"] == "Ask @[removed]"


@pytest.mark.parametrize("again", ["the same", "renamed", "as a stub"])
def test_no_load_brings_them_back(graph: Graph, tmp_path: Path, again: str) -> None:
    loaded(graph, tmp_path)
    forget(graph, tmp_path, "toy:7")
    more: dict[str, list[Record]] = {
        "the same": RECORDS,
        "renamed": [User("toy:7", handle="other", name="Larkspur"), *RECORDS[2:]],
        "as a stub": [Interaction("toy:a9", "toy:9", "toy:7", Kind.LIKE), *RECORDS[3:7]],
    }

    done = loaded(graph, tmp_path, source([one for one in more[again] if not is_reject(one)]))

    assert traces(graph, tmp_path) == []
    assert done.counts.suppressed == {"the same": 4, "renamed": 4, "as a stub": 3}[again]
    counts = done.counts
    assert counts.read == (counts.accepted + counts.duplicate + counts.suppressed + counts.rejected)


def test_a_load_under_way_leaves_out_who_opts_out_meanwhile(graph: Graph, tmp_path: Path) -> None:
    key_made(tmp_path)

    def read(*_: object) -> Iterator[Record]:
        yield from RECORDS[:4]
        forget(graph, tmp_path, "toy:7")
        yield from (one for one in RECORDS[4:] if not is_reject(one))

    loaded(graph, tmp_path, Source("toy", "a list", takes_paths=False, read=read))

    assert traces(graph, tmp_path) == []


def test_a_batch_that_was_read_before_somebody_opted_out_is_written_without_them(
    graph: Graph, tmp_path: Path
) -> None:
    graph.run("load_begin", id="one", input="", holder="me", properties={})
    checkpoint = Checkpoint(
        graph,
        "one",
        "me",
        counts=Counts(),
        suppression=Suppression.of(graph, tmp_path),
        folder=tmp_path,
        announce=print,
    )
    read = [batch_of(RECORDS[:4]), batch_of(RECORDS[4:7])]
    forget(graph, tmp_path, "toy:7")

    # The first learns of it, and so does the second, which was read before as well.
    for batch in read:
        checkpoint.write(batch)

    assert [trace for trace in traces(graph, tmp_path) if trace.startswith("toy:")] == []
    assert checkpoint.counts == Counts(read=7, accepted=3, suppressed=4)


def test_what_is_lifted_can_be_loaded_again(graph: Graph, tmp_path: Path) -> None:
    loaded(graph, tmp_path)
    forget(graph, tmp_path, "toy:7")

    assert remembered(graph, tmp_path, "toy:7")
    assert remembered(graph, tmp_path, "toy:@Hilda")
    assert not remembered(graph, tmp_path, "toy:7")
    loaded(graph, tmp_path)

    assert set(traces(graph, tmp_path)) == {*TRACES, "@hilda"}


def test_a_new_database_beside_the_same_key_knows_who_opted_out(
    graph: Graph, tmp_path: Path
) -> None:
    loaded(graph, tmp_path)
    forget(graph, tmp_path, "toy:7")
    graph.driver.execute_query("MATCH (node) DETACH DELETE node")

    loaded(graph, tmp_path, source([one for one in RECORDS if not is_reject(one)]))

    assert traces(graph, tmp_path) == []
    assert remembered(graph, tmp_path, "toy:7")
    assert not Suppression.of(graph, tmp_path).hides("toy:7")


def test_without_the_key_nothing_is_loaded(graph: Graph, tmp_path: Path) -> None:
    loaded(graph, tmp_path)
    forget(graph, tmp_path, "toy:7")
    before = everything(graph, tmp_path / "rejects")
    (tmp_path / KEY_FILE).rename(tmp_path / "elsewhere")

    for folder in (tmp_path, tmp_path / "other"):
        with pytest.raises(SuppressionLost):
            loaded(graph, folder)
    key_made(tmp_path / "other")
    with pytest.raises(SuppressionLost):
        loaded(graph, tmp_path / "other")

    assert everything(graph, tmp_path / "rejects") == before


def test_the_key_is_its_owners_alone_and_the_graph_holds_hashes(
    graph: Graph, tmp_path: Path
) -> None:
    forget(graph, tmp_path, "toy:never-seen")

    rows = graph.run("suppressed").rows
    key = Key((tmp_path / KEY_FILE).read_bytes())
    assert (tmp_path / KEY_FILE).stat().st_mode & 0o777 == 0o600
    assert rows == [{"hash": key.person("toy:never-seen"), "key": key.name}]
    assert Suppression.of(graph, tmp_path).hides("toy:never-seen")
    assert not Suppression.of(graph, tmp_path).hides("toy:never-see")


def test_forgetting_again_finishes_what_was_cut_off(
    graph: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded(graph, tmp_path)
    run = graph.run
    for step in ("forget_note", "forget_posts", "forget_acts", "texts_naming", "forget_people"):

        def cut(name: str, step: str = step, **values: object) -> object:
            if name == step:
                raise KeyboardInterrupt
            return run(name, **values)

        monkeypatch.setattr(graph, "run", cut)
        with pytest.raises(KeyboardInterrupt):
            forget(graph, tmp_path, "toy:7")
        monkeypatch.undo()

    forget(graph, tmp_path, "toy:7")

    assert traces(graph, tmp_path) == []


def test_all_that_is_held_about_somebody_can_be_had(graph: Graph, tmp_path: Path) -> None:
    loaded(graph, tmp_path)

    told = held(graph, "toy:7")

    assert told["person"] == {
        "id": "toy:7",
        "network": "toy",
        "handle": "hilda",
        "name": "Hilda Larkspur",
        "bio": "Rye and @nobody",
    }
    assert [post["id"] for post in told["posts"]] == ["toy:p1"]
    acts = {(row["direction"], row["type"], row["other"]) for row in told["relationships"]}
    assert acts == {("in", "MENTIONED", "toy:8"), ("out", "LIKED", "toy:8")}
    with pytest.raises(NotInGraph):
        held(graph, "toy:nobody")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["forget", "hilda"], "network:id"),
        (["expire", "--older-than", "a year"], "365d"),
        (["export-person", "toy:nobody"], "nothing is held"),
    ],
)
def test_a_mistake_is_told_in_one_line(
    graph: Graph, server_settings, words: list[str], said: str
) -> None:
    done = CliRunner().invoke(door(), [*words, "--data", str(server_settings.data)])

    assert done.exit_code == 1
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_what_is_older_than_an_age_goes(graph: Graph, server_settings, tmp_path: Path) -> None:
    graph.driver.execute_query(
        "CREATE (a:User {id: 't:a'})-[:LIKED {id: 't:1', at: datetime() - duration('P20D')}]->"
        "(b:User {id: 't:b'}), (b)-[:LIKED {id: 't:2', at: datetime() - duration('P5D')}]->"
        "(c:User {id: 't:c'}), (a)-[:POSTED]->(:Post {id: 't:p', at: datetime('2020-01-01')}), "
        "(c)-[:FOLLOWS {id: 't:3'}]->(b)"
    )

    words = ["expire", "--older-than", "10d", "--json", "--data", str(server_settings.data)]
    done = CliRunner().invoke(door(), words)

    assert json.loads(done.stdout) == {"posts": 1, "acts": 1, "people": 1}
    left = graph.driver.execute_query("MATCH (u:User) RETURN u.id AS id ORDER BY id").records
    assert [row["id"] for row in left] == ["t:b", "t:c"]


def test_who_was_put_here_by_hand_or_with_scores_stays_without_acts(graph: Graph) -> None:
    graph.driver.execute_query(
        "UNWIND ['labelled', 'listed', 'endorsed', 'scored', 'then', 'nobody'] AS id "
        "CREATE (:User {id: id}) WITH count(*) AS made "
        "CREATE (old:Run {id: 'old', complete: true, engine: 'local', at: datetime('2026-01-01')}),"
        " (new:Run {id: 'new', complete: true, engine: 'local', at: datetime('2026-02-01')}) "
        "WITH made MATCH (all:Topic {id: '*'}) "
        "MATCH (a:User {id: 'labelled'}), (b:User {id: 'listed'}), (c:User {id: 'endorsed'}), "
        "(d:User {id: 'scored'}), (e:User {id: 'then'}) SET a.label = 'known' "
        "CREATE (:Shortlist {id: 'l'})-[:HOLDS]->(b), (c)-[:ENDORSED_ON {id: 'x', by: 'y'}]->(all),"
        " (d)-[:SCORED {run: 'new'}]->(all), (e)-[:SCORED {run: 'old'}]->(all)"
    )

    assert graph.run("expire_people").rows == [{"people": 2}]

    left = {row["id"] for row in graph.run("everybody_by_id").rows}
    assert left == {"labelled", "listed", "endorsed", "scored"}
