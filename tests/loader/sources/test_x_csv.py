"""The CSV that twarc-csv makes of X's posts and people."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

from loader.records import Interaction, Kind, Post, Reject, User

AT = "2021-04-08T19:34:16.000Z"
WHEN = datetime(2021, 4, 8, 19, 34, 16, tzinfo=UTC)
COLUMNS = (
    "id", "conversation_id", "referenced_tweets.replied_to.id", "referenced_tweets.retweeted.id",
    "referenced_tweets.quoted.id", "author_id", "in_reply_to_user_id", "retweeted_user_id",
    "quoted_user_id", "created_at", "text", "lang", "edit_history_tweet_ids",
    "withheld.country_codes", "entities.cashtags", "entities.hashtags", "entities.mentions",
    "author.id", "author.username", "author.name", "author.description", "author.location",
    "author.protected", "author.public_metrics.followers_count",
    "author.public_metrics.following_count", "geo.full_name",
)  # fmt: skip


def table(*rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def row(id_: str, author: str, **fields: str) -> dict[str, str]:
    named = {name.replace("__", "."): value for name, value in fields.items()}
    return {"id": id_, "author_id": author, "created_at": AT, "text": "hello", **named}


def test_a_row_is_read_as_the_json_it_was_made_of(read, written) -> None:
    found = read("x", written("posts.csv", table(
        row("10", "2", author__id="2", author__username="bob", author__name="Bob",
            author__description='"Hi, \\u00e9"', author__location="Turin",
            author__protected="False",
            author__public_metrics__followers_count="12.0", geo__full_name="Turin, Italy"),
        row("20", "1", text=r"first\nsecond", lang="en", in_reply_to_user_id="2",
            referenced_tweets__replied_to__id="10", entities__hashtags='["#Graphs"]',
            entities__cashtags='["$ABC"]', entities__mentions='["@Bob", "@carol"]'),
        row("21", "1", referenced_tweets__retweeted__id="11", retweeted_user_id="3",
            entities__hashtags='[{"start": 0, "end": 2, "tag": "q"}]'),
        row("22", "1", referenced_tweets__quoted__id="11", quoted_user_id="3",
            edit_history_tweet_ids='["19", "22"]'),
        row("23", "1", withheld__country_codes='["DE"]'),
    )))  # fmt: skip

    url = "https://x.com/i/web/status/"
    assert found.records == [
        User("x:2", "bob", "Bob", "Hi, é", "https://x.com/bob", 12),
        Post("x:10", "x:2", WHEN, "hello", None, f"{url}10"),
        Post("x:20", "x:1", WHEN, "first second", "en", f"{url}20", ("Graphs", "$ABC")),
        Interaction(
            "x:reply-20", "x:1", "x:2", Kind.REPLY, WHEN, ("Graphs", "$ABC"), "x:10", "x:20"
        ),
        Interaction("x:repost-1-11", "x:1", "x:3", Kind.REPOST, WHEN, ("q",), "x:11", "x:21"),
        Post("x:19", "x:1", WHEN, "hello", None, f"{url}22", edited=WHEN),
        Interaction("x:quote-19", "x:1", "x:3", Kind.QUOTE, WHEN, (), "x:11", "x:19"),
    ]
    assert found.announced == [
        "x: left out mentions of people whose id is not told (1), withheld posts (1)"
    ]


def test_older_tables_hold_json_in_their_cells(read, written) -> None:
    columns = ("id", "author_id", "text", "created_at", "entities.mentions", "referenced_tweets")
    mention = json.dumps([{"username": "bob", "id": "2", "description": "Hi"}])
    quoted = json.dumps([{"type": "quoted", "id": "10"}])
    rows = (
        row("10", "2", text='"a \\u00e9"'),
        row("20", "1", entities__mentions=mention, referenced_tweets=quoted),
        row("21", "1", text='"not json'),
    )

    found = read("x", written("posts.csv", table(*rows, columns=columns)))

    assert [post.text for post in found.posts] == ["a é", "hello", '"not json']
    assert [(act.kind, act.whom) for act in found.acts] == [(Kind.QUOTE, "x:2")]
    assert [user.bio for user in found.users] == ["Hi"]


def test_a_table_of_people_is_a_list_like_any_other(read, written) -> None:
    text = table(
        {"id": "2", "username": "bob", "protected": "True", "public_metrics.followers_count": "7",
         "__twarc.url": "https://api.twitter.com/2/users/1/followers"},
        columns=("id", "username", "protected", "public_metrics.followers_count", "__twarc.url"),
    )  # fmt: skip

    found = read("x", written("people.csv", text))

    assert found.users == [User("x:2", "bob", url="https://x.com/bob", followers=7)]
    assert [act.id for act in found.acts] == ["x:follow-2-1"]


def test_a_table_gives_the_same_as_its_json(read, written) -> None:
    post = {"id": "20", "author_id": "1", "text": "hello", "created_at": AT,
            "in_reply_to_user_id": "2", "entities": {"hashtags": [{"tag": "t"}]}}  # fmt: skip
    cells = row("20", "1", in_reply_to_user_id="2", entities__hashtags='["#t"]')

    assert read("x", written("a.csv", table(cells))).records == (
        read("x", written("a.jsonl", json.dumps(post))).records
    )


def test_bad_cells_are_told_and_their_neighbours_load(read, written) -> None:
    bad = (
        row("1.39474E+18", "1"),
        row("", "1"),
        row("20", "ada"),
        row("21", "1", created_at="yesterday"),
        row("22", "1", entities__hashtags="[1]"),
        row("23", "1", entities__hashtags="graphs"),
        row("24", "1", entities__mentions="[["),
        row("25", "1", author__id="1", author__username="a", author__protected="maybe"),
        row("26", "1", author__id="1", author__public_metrics__followers_count="many"),
    )
    good = row("30", "9")
    text = table(*(one for pair in bad for one in (pair, good)))

    found = read("x", written("a.csv", text + "20,30\n"))

    rejects = [(reject.line, reject.field) for reject in found.rejects]
    assert rejects == [
        (2, "id"), (4, "line"), (6, "author_id"), (8, "created_at"), (10, "entities.hashtags[0]"),
        (12, "entities.hashtags"), (14, "entities.mentions"), (16, "author.protected"),
        (18, "author.public_metrics.followers_count"), (20, "line"),
    ]  # fmt: skip
    assert found.rejects[0] == Reject("a.csv", 2, "id", "is no id of X: '1.39474E+18'")
    assert [post.id for post in found.posts].count("x:30") == 9
    # Nobody knows whether they are protected; a bad number of followers hides nothing.
    assert {post.id for post in found.posts} == {"x:30", "x:26"}
