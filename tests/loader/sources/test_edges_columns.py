"""Which column of an edge list says what: asked for, or guessed and announced."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from loader.records import Kind
from loader.sources import SOURCES
from queries.errors import SourceError

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


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
        (
            {"format": "xlsx"},
            "no format 'xlsx'; try csv, jsonl, json, parquet, arrow, gexf, graphml",
        ),
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
