"""What X asks to take back is taken back."""

from __future__ import annotations

import json

import pytest

from loader.records import Removal, Thing

AT = {"timestamp_ms": "1432228155593"}
POST = {"id": "20", "author_id": "1", "text": "hello", "created_at": "2021-04-08T19:34:16.000Z"}


def lines(*objects: object) -> str:
    return "".join(f"{json.dumps(one)}\n" for one in objects)


@pytest.mark.parametrize(
    ("event", "removal"),
    [
        ({"delete": {"status": {"id": 20, "id_str": "20", "user_id": 1}, **AT}},
         Removal("x:20", Thing.POST, "x:1")),
        ({"data": {"delete": {"tweet": {"id": "20", "author_id": "1"}}}},
         Removal("x:20", Thing.POST, "x:1")),
        ({"status_withheld": {"id": 20, "user_id": 1, "withheld_in_countries": ["XY"]}},
         Removal("x:20", Thing.POST, "x:1")),
        ({"data": {"withheld": {"tweet": {"id": "20"}, "withheld_in_countries": ["XY"]}}},
         Removal("x:20", Thing.POST, "x:1")),
        ({"data": {"drop": {"tweet": {"id": "20"}}}}, Removal("x:20", Thing.POST, "x:1")),
        ({"delete": {"favorite": {"tweet_id_str": "20", "user_id_str": "2"}, **AT}},
         Removal("x:like-2-20", Thing.ACT)),
        ({"user_delete": {"id": 1, **AT}}, Removal("x:1", Thing.PERSON)),
        ({"user_suspend": {"id": 1, **AT}}, Removal("x:1", Thing.PERSON)),
        ({"data": {"user_protect": {"user": {"id": "1"}}}}, Removal("x:1", Thing.PERSON)),
        ({"user_withheld": {"user": {"id": 1, "id_str": "1"}, "withheld_in_countries": ["XY"]}},
         Removal("x:1", Thing.PERSON)),
        ({"user_withheld": {"id": 1, "withheld_in_countries": ["XY"]}},
         Removal("x:1", Thing.PERSON)),
    ],
)  # fmt: skip
def test_an_event_takes_back(read, written, event, removal: Removal) -> None:
    found = read("x", written("x.jsonl", lines(POST, event, {"scrub_geo": {"user_id": 1}})))

    assert found.rejects == []
    assert found.records[1:] == [removal]
    assert found.announced == ["x: left out 'scrub_geo' of X, which changes nothing here (1)"]


def test_what_was_taken_back_is_not_loaded_when_it_turns_up_later(read, written) -> None:
    quote = POST | {"id": "30", "author_id": "2", "referenced_tweets": [{"type": "quoted", **POST}]}
    mention = POST | {"id": "31", "author_id": "2", "entities": {"mentions": [{"id": "4"}]}}
    by_gone = POST | {"id": "32", "author_id": "4"}

    found = read("x", written("x.jsonl", lines(
        {"delete": {"status": {"id": 20}}}, {"user_delete": {"id": 4}},
        POST, quote, mention, by_gone,
        {"data": {"user_undelete": {"user": {"id": "4"}}}}, by_gone,
    )))  # fmt: skip

    assert [post.id for post in found.posts] == ["x:30", "x:31", "x:32"]
    assert found.acts == []
    assert "posts that were taken back before (3)" in found.announced[0]


def test_the_first_version_goes_when_any_is_deleted(read, written) -> None:
    edited = POST | {"id": "21", "edit_history_tweet_ids": ["20", "21"]}

    found = read("x", written("x.jsonl", lines(edited, {"delete": {"status": {"id_str": "21"}}})))

    assert found.of(Removal) == [Removal("x:20", Thing.POST, "x:1")]


ROWS = lines(
    {"id": "20", "action": "delete", "created_at": "2019-09-06T17:25:54Z", "reason": "deleted"},
    {"id": "21", "action": "delete", "created_at": "2019-09-06T17:25:54Z", "reason": "scrub_geo"},
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "options", "thing"),
    [
        ("tweets_compliance.jsonl", {}, Thing.POST),
        ("users_compliance.jsonl", {}, Thing.PERSON),
        ("x.jsonl", {"compliance": "posts"}, Thing.POST),
        ("tweets.jsonl", {"compliance": "people"}, Thing.PERSON),
    ],
)
def test_rows_of_a_batch_take_back(read, written, name: str, options, thing: Thing) -> None:
    found = read("x", written(name, "\n" + ROWS), **options)

    assert found.records == [Removal("x:20", thing)]


def test_rows_are_read_after_what_they_take_back(read, written) -> None:
    rows = written("a_tweets.csv", "id,action,created_at,redacted_at,reason\n20,delete,,,deleted\n")
    posts = written("b.jsonl", lines(POST))

    found = read("x", rows, posts)

    assert [type(record) for record in found.records][-1] is Removal
    assert found.records[-1] == Removal("x:20", Thing.POST, "x:1")


def test_rows_of_nobody_knows_what_are_told(read, written) -> None:
    found = read("x", written("ids.jsonl", ROWS))

    assert [str(reject) for reject in found.rejects] == [
        f"ids.jsonl:{line}: 'id' is of a post or of a person? say it with --compliance posts or "
        "people"
        for line in (1, 2)
    ]


@pytest.mark.parametrize(
    ("event", "field"),
    [
        ({"delete": {"status": {}}}, "delete.status.id"),
        ({"delete": 3}, "delete"),
        ({"data": {"user_delete": {"user": {"id": "ada"}}}}, "data.user_delete.user.id"),
        ({"id": "20", "action": "keep", "reason": "?"}, "action"),
        ({"id": {}, "action": "delete"}, "id"),
    ],
)
def test_an_event_that_does_not_say_of_what_is_told(read, written, event, field: str) -> None:
    found = read("x", written("tweets.jsonl", lines(event, POST)))

    assert [(reject.line, reject.field) for reject in found.rejects] == [(1, field)]
    assert len(found.posts) == 1


def test_who_wrote_a_post_that_was_not_read_is_said_where_it_is_told(read, written) -> None:
    events = (
        {"delete": {"status": {"id": 30, "user_id": 7}}},
        {"data": {"delete": {"tweet": {"id": "31", "author_id": "8"}}}},
        {"data": {"drop": {"tweet": {"id": "32"}}}},
    )

    found = read("x", written("x.jsonl", lines(*events)))

    assert [removal.author for removal in found.of(Removal)] == ["x:7", "x:8", None]
