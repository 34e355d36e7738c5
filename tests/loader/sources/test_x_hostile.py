"""X's files with what nobody expects: each line is told or loads, and its neighbours load."""

from __future__ import annotations

import gzip
import json

import pytest

from loader.records import Reject, User

AT = "2021-04-08T19:34:16.000Z"
GOOD = {"id": "9", "author_id": "8", "text": "good", "created_at": AT}
POST = {"id": "20", "author_id": "1", "text": "hello", "created_at": AT}


def deep(levels: int) -> str:
    """A repost of a repost of a repost …"""
    return (
        '{"id": 1, "text": "", "user": {"id": 1}, "retweeted_status": ' * levels
        + "{}"
        + "}" * levels
    )


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        (b'{"id": "20", "author_id"', "line",
         "is no JSON: Expecting ':' delimiter at character 27"),
        (b'{"id": "20", "author_id": "1", "text": "\xff"}', "line", "is not UTF-8 at byte 41"),
        (b'{"id": "20\0", "author_id": "1", "text": ""}', "line", "has a NUL character"),
        (b"[" * 100_000, "line",
         "is no JSON that can be read: maximum recursion depth exceeded while decoding a JSON "
         "array from a unicode string; what follows is unread"),
        (deep(30).encode(), ".".join(["retweeted_status"] * 6), "is a post within 5 others"),
        (b"[[{}]]", "line", "is JSON, but no object"),
        (b"{}", "line", "is neither a post nor a person, nor a page of them"),
        (b'{"text": "no id", "author_id": "1"}', "line",
         "is neither a post nor a person, nor a page of them"),
        ({"data": [{"id": "1"}]}, "data[0]", "is neither a post nor a person, nor a page of them"),
        ({"data": [7]}, "data[0]", "is no object: '7'"),
        ({"data": "posts"}, "data", "is no list: 'posts'"),
        ({"includes": [], "data": []}, "includes", "is no object: '[]'"),
        ({"includes": {"users": {}}, "data": []}, "includes.users", "is no list: '{}'"),
        ({"ids": [1.5]}, "ids[0]", "is no id of X: '1.5'"),
        (POST | {"id": ""}, "id", "is empty"),
        (POST | {"id": None}, "id", "is empty"),
        (POST | {"id": 1.4e18}, "id", "is no id: '1.4e+18'"),
        (POST | {"id": 20.0}, "id", "is no id of X: '20.0'"),
        (POST | {"id": -1}, "id", "is no id of X: '-1'"),
        (POST | {"id": True}, "id", "is no id: 'True'"),
        (POST | {"id": "1" * 20}, "id", f"is no id of X: '{'1' * 20}'"),
        (POST | {"id": "٢٠"}, "id", "is no id of X: '٢٠'"),
        (POST | {"id": 10**300}, "id", f"is longer than 200 characters: '1{'0' * 56}…'"),
        (POST | {"id": {"a": 1}}, "id", "is no id: \"{'a': 1}\""),
        (POST | {"author_id": "ada"}, "author_id", "is no id of X: 'ada'"),
        (POST | {"author_id": "=1+1"}, "author_id", "is no id of X: '=1+1'"),
        (POST | {"created_at": "2021-04-08T19:34:16"}, "created_at",
         "has no time zone: '2021-04-08T19:34:16'; name one with --zone"),
        (POST | {"created_at": "2999-01-01T00:00:00Z"}, "created_at",
         "is in the future: '2999-01-01T00:00:00Z'"),
        (POST | {"created_at": "2021-02-30T00:00:00Z"}, "created_at",
         "is no time: '2021-02-30T00:00:00Z'"),
        (POST | {"created_at": [AT]}, "created_at", f"is no time: \"['{AT}']\""),
        (POST | {"text": 5}, "text", "is no text: '5'"),
        (POST | {"lang": []}, "lang", "is no text: '[]'"),
        (POST | {"entities": "none"}, "entities", "is no object: 'none'"),
        (POST | {"entities": {"hashtags": [{"tag": 5}]}}, "entities.hashtags[0]",
         "is no tag: \"{'tag': 5}\""),
        (POST | {"entities": {"hashtags": "a"}}, "entities.hashtags", "is no list: 'a'"),
        (POST | {"entities": {"mentions": [5]}}, "entities.mentions[0]", "is no mention: '5'"),
        (POST | {"entities": {"mentions": [{"username": 5}]}}, "entities.mentions[0].username",
         "is no text: '5'"),
        (POST | {"referenced_tweets": {}}, "referenced_tweets", "is no list: '{}'"),
        (POST | {"referenced_tweets": [{"type": "quoted"}]}, "referenced_tweets[0].id", "is empty"),
        (POST | {"referenced_tweets": [{"type": ["quoted"], "id": "1"}]},
         "referenced_tweets[0].type", "is no text: \"['quoted']\""),
        (POST | {"in_reply_to_user_id": [1]}, "in_reply_to_user_id", "is no id: '[1]'"),
        (POST | {"edit_history_tweet_ids": ["x"]}, "edit_history_tweet_ids[0]",
         "is no id of X: 'x'"),
        (POST | {"note_tweet": [1]}, "note_tweet", "is no object: '[1]'"),
        (POST | {"user": "ada"}, "user", "is no object: 'ada'"),
        (POST | {"retweeted_status": 1}, "retweeted_status", "is no object: '1'"),
        ({"id": "1", "username": "a\u0007da"}, "username",
         r"has a control character: 'a\x07da'"),
        ({"id": "1", "username": "a\ud800"}, "username", r"has a control character: 'a\ud800'"),
        ({"id": "1", "username": "ada", "public_metrics": {"followers_count": -1}},
         "public_metrics.followers_count", "is no whole number: '-1'"),
        ({"id": "1", "username": "ada", "public_metrics": {"followers_count": 1e400}},
         "public_metrics.followers_count", "is no whole number: 'inf'"),
        ({"id": "1", "username": "ada", "protected": "yes"}, "protected",
         "is neither true nor false: 'yes'"),
        ({"id": "1", "screen_name": "ada", "friends_count": True}, "friends_count",
         "is no whole number: 'True'"),
        ({"id": "1", "username": "ada", "name": ["A"]}, "name", "is no text: \"['A']\""),
        ({"id": "1", "username": "ada", "created_at": "1970-01-01T00:00:00Z"}, "created_at",
         "is before 1990: '1970-01-01T00:00:00Z'"),
    ],
)  # fmt: skip
def test_a_bad_line_is_told_and_its_neighbours_load(read, written, line, field, reason) -> None:
    bad = line if isinstance(line, bytes) else json.dumps(line).encode()
    good = json.dumps(GOOD).encode()

    found = read("x", written("x.jsonl", good + b"\n" + bad + b"\r\n\n" + good))

    assert found.rejects == [Reject("x.jsonl", 2, field, reason)]
    assert [post.id for post in found.posts] == ["x:9", "x:9"]


def test_a_bad_post_in_a_page_costs_itself_alone(read, written) -> None:
    page = {
        "data": [GOOD, POST | {"created_at": "soon"}, None, GOOD | {"id": "10"}],
        "includes": {"users": [{"id": "8", "username": "good"}, {"id": "x", "username": "bad"}]},
    }

    found = read("x", written("x.jsonl", json.dumps(page)))

    assert [user.handle for user in found.users] == ["good"]
    assert [post.id for post in found.posts] == ["x:9", "x:10"]
    assert [reject.field for reject in found.rejects] == [
        "includes.users[1].id",
        "data[2]",
        "data[1].created_at",
    ]


def test_a_bad_person_inside_costs_no_post(read, written) -> None:
    author = {"id": "1", "username": "ada", "public_metrics": {"followers_count": "many"}}

    found = read("x", written("x.jsonl", json.dumps(POST | {"author": author})))

    assert [post.id for post in found.posts] == ["x:20"]
    assert [reject.field for reject in found.rejects] == ["author.public_metrics.followers_count"]


@pytest.mark.parametrize(
    ("handle", "url"),
    [
        ("a\u202eda", None),
        ("Z̷̢͎a̶͝l̸g̴o̷", None),
        ("=HYPERLINK(1)", None),
        ("<script>", None),
        ("../../etc", None),
        ("ada_1", "https://x.com/ada_1"),
    ],
)
def test_odd_handles_are_kept_as_they_are_and_make_no_address(read, written, handle, url) -> None:
    found = read("x", written("x.jsonl", json.dumps({"id": "1", "username": handle})))

    assert found.users == [User("x:1", handle, url=url)]


def test_texts_are_one_line_without_what_cannot_be_seen_or_kept(read, written) -> None:
    text = "a\u0000b\nc &lt;d&gt; \ud800 &#8232; mail bob.o'neil+x@mail.example.org, @bob@a.social"
    found = read("x", written("x.jsonl", json.dumps(POST | {"text": text + " y" * 5_000})))

    said = found.posts[0].text or ""
    assert said.startswith("ab c <d> mail bob.o'(e-mail address), @bob@a.social y y")
    assert (len(said), said[-1]) == (500, "…")


def test_objects_on_one_line_load(read, written) -> None:
    good = json.dumps(GOOD)
    text = json.dumps(POST) + good + " " + good + "{"

    found = read("x", written("x.jsonl", text))

    assert [post.id for post in found.posts] == ["x:20", "x:9", "x:9"]
    assert [(reject.line, reject.field) for reject in found.rejects] == [(1, "line")]


def test_a_half_copied_archive_gives_what_it_has(read, written) -> None:
    lines = "".join(json.dumps(GOOD | {"id": str(number)}) + "\n" for number in range(20_000))
    whole = gzip.compress(lines.encode())

    found = read("x", written("x.jsonl.gz", whole[: len(whole) // 2]))

    assert len(found.posts) > 1_000
    assert [reject.field for reject in found.rejects] == ["line"]
    assert found.rejects[0].reason.startswith("cannot be read, nor what follows: ")
