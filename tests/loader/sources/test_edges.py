"""Edge lists: whose columns mean what, and what a row becomes."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from loader.records import Interaction, Kind, Post, Record, User
from loader.sources import SOURCES

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def test_a_file_with_our_own_names_needs_no_options(read, written) -> None:
    path = written(
        "acts.csv",
        "who,whom,kind,when,topics,id,post,via,count\n"
        "ada,bob,reply,2024-03-01T12:00:00Z,graphs|sets,e1,p1,p2,3\n",
    )

    found = read("edges", path)

    assert found.records == [
        Interaction(
            id="edges:e1",
            who="edges:ada",
            whom="edges:bob",
            kind=Kind.REPLY,
            at=NOON,
            topics=("graphs", "sets"),
            post="edges:p1",
            via="edges:p2",
            count=3,
        )
    ]
    assert found.announced == [
        "the network is called 'edges'; --network gives it another name",
        "acts.csv, separated by commas: who is 'who', whom is 'whom', kind is 'kind', when is "
        "'when', topics is 'topics', id is 'id', post is 'post', via is 'via', count is 'count', "
        "topics are split at '|'",
    ]


def test_all_formats_give_the_same_acts(read, written, tmp_path: Path) -> None:
    rows = [
        {
            "who": "ada",
            "whom": "bob",
            "kind": "like",
            "when": "2024-03-01T12:00:00Z",
            "topics": "a|b",
        },
        {
            "who": "bob",
            "whom": "ada",
            "kind": "reply",
            "when": "2024-03-01T13:00:00Z",
            "topics": "c",
        },
    ]
    table = pd.DataFrame(rows)
    comma, tab = table.to_csv(index=False), table.to_csv(index=False, sep="\t")
    lines = "".join(json.dumps(row) + "\n" for row in rows)
    timed = table.assign(when=pd.to_datetime(table["when"]), topics=[["a", "b"], ["c"]])
    timed.to_parquet(tmp_path / "a.parquet")

    files = [
        written("a.csv", comma),
        written("a.tsv", tab),
        written("semicolons.txt", table.to_csv(index=False, sep=";")),
        written("excel.csv", "\ufeff" + comma.replace("\n", "\r\n")),
        written("a.csv.gz", gzip.compress(comma.encode())),
        written("packed", gzip.compress(tab.encode())),
        written("a.jsonl", lines),
        written("a.jsonl.gz", gzip.compress(lines.encode())),
        tmp_path / "a.parquet",
    ]

    readings = [read("edges", path).records for path in files]

    assert len(readings[0]) == 2
    assert all(reading == readings[0] for reading in readings)


def test_acts_without_an_id_get_one_from_what_they_say(read, written) -> None:
    header = "who,whom,kind,when,topics,post,via,count\n"
    first = "a,b,like,2024-03-01T12:00:00Z,x|y,p,v,1\n"
    same = "@a, b ,favorite,1709294400000,y|x,p,v,\n"
    others = [
        "c,b,like,2024-03-01T12:00:00Z,x|y,p,v,1\n",
        "a,c,like,2024-03-01T12:00:00Z,x|y,p,v,1\n",
        "a,b,reply,2024-03-01T12:00:00Z,x|y,p,v,1\n",
        "a,b,like,2024-03-01T12:00:00.001Z,x|y,p,v,1\n",
        "a,b,like,,x|y,p,v,1\n",
        "a,b,like,2024-03-01T12:00:00Z,x,p,v,1\n",
        "a,b,like,2024-03-01T12:00:00Z,x|y,q,v,1\n",
        "a,b,like,2024-03-01T12:00:00Z,x|y,p,w,1\n",
        "a,b,like,2024-03-01T12:00:00Z,x|y,p,v,2\n",
    ]

    acts = read("edges", written("x.csv", header + first + same + "".join(others))).acts
    again = read("edges", written("y.csv", header + first)).acts
    elsewhere = read("edges", written("y.csv", header + first), network="other").acts

    assert acts[0].id == acts[1].id == again[0].id
    assert len({act.id for act in [*acts, *elsewhere]}) == len(others) + 2


def test_acting_on_oneself_is_passed_on(read, written) -> None:
    (act,) = read("edges", written("x.csv", "who,whom\na,a\n")).acts

    assert act.who == act.whom


def test_ids_of_json_and_parquet_may_be_numbers(read, written, tmp_path: Path) -> None:
    pd.DataFrame({"who": [1.0, None], "whom": [2, 3]}).to_parquet(tmp_path / "x.parquet")

    read_json = read("edges", written("x.jsonl", '{"who": 1, "whom": 2}\n'))
    read_parquet = read("edges", tmp_path / "x.parquet")

    assert read_json.acts == read_parquet.acts
    assert list(map(str, read_parquet.rejects)) == ["x.parquet:2: 'who' is empty"]


def test_people_come_before_acts(read, written) -> None:
    people = written(
        "people.csv",
        "id,screen_name,name,description,followers_count,friends_count,created_at,url,party\n"
        '7,@ada,Ada L.,"First line,\nsecond",12,0,Wed Aug 27 13:08:45 +0000 2008,https://a.b,X\n'
        "8,,,,,,,,\n",
    )

    found = read("edges", written("x.csv", "from,to\n7,8\n"), people=people)

    assert found.records[:2] == [
        User(
            id="edges:7",
            handle="ada",
            name="Ada L.",
            bio="First line, second",
            url="https://a.b",
            followers=12,
            following=0,
            created_at=datetime(2008, 8, 27, 13, 8, 45, tzinfo=UTC),
        ),
        User(id="edges:8"),
    ]
    assert found.announced[1].endswith("; not read: party")


def test_people_without_a_column_of_ids_go_by_their_handles(read, written) -> None:
    people = written("people.csv", "username,name\nada,Ada\n")

    found = read("edges", written("x.csv", "from,to\nada,bob\n"), people=people)

    assert found.users == [User(id="edges:ada", handle="ada", name="Ada")]


def test_posts_are_evidence(read, written) -> None:
    posts = written(
        "posts.csv",
        "id,user_id,created_at,text,lang,url,hashtags\n"
        "p1,ada,2024-03-01T12:00:00Z,Hello  there,en,https://a.b/p1,x|y\n",
    )

    found = read("edges", written("x.csv", "from,to\nada,bob\n"), posts=posts)

    assert found.posts == [
        Post("edges:p1", "edges:ada", NOON, "Hello there", "en", "https://a.b/p1", ("x", "y"))
    ]


def test_several_files_are_each_read_as_they_are(read, written) -> None:
    files = [
        written("likes.csv", "user_id,liked\na,b\n"),
        written("follows.tsv", "followee\tfollower\na\tb\n"),
        written("more.jsonl", '{"from": "a", "to": "b", "type": "quote"}\n'),
    ]

    found = read("edges", *files)

    assert [(act.who, act.kind) for act in found.acts] == [
        ("edges:a", Kind.LIKE),
        ("edges:b", Kind.FOLLOW),
        ("edges:a", Kind.QUOTE),
    ]
    assert len(found.announced) == 4


def test_reading_begins_before_the_file_has_ended(written) -> None:
    path = written("x.csv", "who,whom\n" + "a,b\n" * 50_000)
    options = {option.name: option.default for option in SOURCES["edges"].options}

    records = SOURCES["edges"].read((path,), options, [].append)

    assert isinstance(next(records), Record)
