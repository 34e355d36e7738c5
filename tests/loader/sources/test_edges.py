"""Edge lists: whose columns mean what, and what a row becomes."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from loader.records import Interaction, Kind, Post, Record, User
from loader.sources import SOURCES
from queries.errors import SourceError

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


@pytest.mark.parametrize(
    ("header", "who", "whom"),
    [
        ("source,target", "a", "b"),
        ("Source,Target", "a", "b"),
        ("target,source", "b", "a"),
        ("from,to", "a", "b"),
        ("source_id,target_id", "a", "b"),
        ("sourceNodeId,targetNodeId", "a", "b"),
        ("from_user,to_user", "a", "b"),
        ("From User Id,To User Id", "a", "b"),
        ("src,dst", "a", "b"),
        ("sender,recipient", "a", "b"),
        ("follower,followee", "a", "b"),
        ("followee,follower", "b", "a"),
        ("user_id,retweeted", "a", "b"),
        ("user_id,in_reply_to_user_id", "a", "b"),
        ("author_id,mentioned_user", "a", "b"),
        ("user,friend_id", "a", "b"),
    ],
)
def test_who_and_whom_are_found_by_their_usual_names(read, written, header, who, whom) -> None:
    (act,) = read("edges", written("x.csv", f"{header}\na,b\n")).acts

    assert (act.who, act.whom) == (f"edges:{who}", f"edges:{whom}")


@pytest.mark.parametrize(
    ("name", "header", "kind", "because"),
    [
        ("x.csv", "user_id,retweeted", Kind.REPOST, "from the column 'retweeted'"),
        ("x.csv", "user_id,liked", Kind.LIKE, "from the column 'liked'"),
        ("x.csv", "user_id,reply_to", Kind.REPLY, "from the column 'reply_to'"),
        (
            "x.csv",
            "user_id,in_reply_to_user_id",
            Kind.REPLY,
            "from the column 'in_reply_to_user_id'",
        ),
        ("x.csv", "user_id,mentioned", Kind.MENTION, "from the column 'mentioned'"),
        ("x.csv", "follower,target", Kind.FOLLOW, "from the column 'follower'"),
        ("retweet_list.csv", "from,to", Kind.REPOST, "from the name of the file"),
        ("favorite_list.csv", "from,to", Kind.LIKE, "from the name of the file"),
        ("friend_list.csv", "from,to", Kind.FOLLOW, "from the name of the file"),
        ("2024-comments.csv", "from,to", Kind.REPLY, "from the name of the file"),
        ("edges.csv", "from,to", Kind.MENTION, "nothing says otherwise"),
    ],
)
def test_a_kind_that_no_column_says_is_guessed_and_announced(
    read, written, name, header, kind, because
) -> None:
    found = read("edges", written(name, f"{header}\na,b\n"))

    assert [act.kind for act in found.acts] == [kind]
    assert f"every row is a {kind} ({because})" in found.announced[-1]


@pytest.mark.parametrize(
    ("spelling", "kind"),
    [
        ("retweet", Kind.REPOST),
        ("RT", Kind.REPOST),
        ("Share", Kind.REPOST),
        ("boost", Kind.REPOST),
        ("REPOSTED", Kind.REPOST),
        ("favorite", Kind.LIKE),
        ("favourite", Kind.LIKE),
        ("comment", Kind.REPLY),
        ("replied_to", Kind.REPLY),
        ("Replied To", Kind.REPLY),
        ("quote-tweet", Kind.QUOTE),
        ("friend", Kind.FOLLOW),
        ("mentions", Kind.MENTION),
        ("adopt", Kind.ADOPT),
    ],
)
def test_kinds_have_synonyms(read, written, spelling, kind) -> None:
    found = read("edges", written("x.csv", f"who,whom,type\na,b,{spelling}\n"))

    assert [act.kind for act in found.acts] == [kind]


def test_options_name_columns_and_kinds(read, written) -> None:
    path = written("x.csv", "p;q;t;h;n\nada;bob;1709294400;x, y;2\n")

    found = read(
        "edges", path, who="q", whom="p", when="t", topics="h", topics_separator=",",
        count="n", kind="retweet", network="chat",
    )  # fmt: skip

    (act,) = found.acts
    assert (act.who, act.whom, act.kind) == ("chat:bob", "chat:ada", Kind.REPOST)
    assert (act.at, act.topics, act.count) == (NOON, ("x", "y"), 2)
    assert len(found.announced) == 1


def test_a_dash_says_that_there_is_no_such_column(read, written) -> None:
    path = written("x.csv", "who,whom,kind,id,when,topics\na,b,like,1,never,z\n")

    (act,) = read("edges", path, id="-", when="-", topics="-", kind="-").acts

    assert (act.kind, act.at, act.topics) == (Kind.MENTION, None, ())
    assert act.id != "edges:1"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"who": "autor"}, "x.csv: no column 'autor' for --who; try author"),
        ({"kind": "poke"}, "x.csv: 'poke' is neither a column nor a kind; kinds are follow, "),
        ({"format": "xlsx"}, "no format 'xlsx'; try csv, jsonl, parquet"),
        ({"zone": "Mars"}, "no time zone 'Mars'"),
        ({"network": "A:B"}, "--network 'A:B': use small letters"),
        ({"people": "absent.csv"}, "absent.csv cannot be read: No such file"),
    ],
)
def test_an_option_that_cannot_be_followed_is_told_before_anything_is_read(
    written, options, message
) -> None:
    path = written("x.csv", "author,target\na,b\n")
    told = {option.name: option.default for option in SOURCES["edges"].options} | options

    with pytest.raises(SourceError, match="^" + message.replace("(", r"\(")):
        SOURCES["edges"].read((path,), told, print)


def test_when_nobody_can_tell_who_acts_the_columns_are_named(read, written) -> None:
    with pytest.raises(SourceError) as caught:
        read("edges", written("x.csv", "p,q\na,b\n"))

    assert str(caught.value) == "x.csv: which column says who? name it with --who; there are p, q"


def test_a_column_of_true_and_false_is_nobody(read, written) -> None:
    path = written("x.jsonl", '{"user": "a", "retweeted": false, "mentioned": "b"}\n')

    (act,) = read("edges", path).acts

    assert (act.whom, act.kind) == ("edges:b", Kind.MENTION)


def test_gephis_type_is_no_kind_and_a_fraction_is_no_count(read, written) -> None:
    path = written("g.csv", "Source,Target,Type,Id,Label,Weight\na,b,Directed,1,,0.25\n")

    found = read("edges", path)

    assert [(act.kind, act.count) for act in found.acts] == [(Kind.MENTION, 1)]
    assert found.announced[-1].endswith("; not read: Type, Label, Weight")


def test_a_count_that_is_broken_in_one_row_stays_a_count(read, written) -> None:
    found = read("edges", written("x.csv", "who,whom,weight\na,b,2\na,c,many\n"))

    assert [act.count for act in found.acts] == [2]
    assert list(map(str, found.rejects)) == ["x.csv:3: 'weight' is no whole number: 'many'"]


@pytest.mark.parametrize(
    ("cell", "topics"),
    [
        ("a|b|a| |", ("a", "b")),
        ("a;b", ("a", "b")),
        ('"a,b"', ("a", "b")),
        ("#a #b", ("#a", "#b")),
        ("machine learning", ("machine learning",)),
        ("q#", ("q#",)),
        ("", ()),
    ],
)
def test_what_separates_topics_is_guessed(read, written, cell, topics) -> None:
    (act,) = read("edges", written("x.csv", f"who,whom,topics\na,b,{cell}\n")).acts

    assert act.topics == topics


def test_topics_can_be_one_a_cell(read, written) -> None:
    path = written("x.csv", "who,whom,topics\na,b,either|or\n")

    assert read("edges", path, topics_separator="none").acts[0].topics == ("either|or",)


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
