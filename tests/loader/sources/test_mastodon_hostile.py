"""What Mastodon never says: each bad line is told, and the good ones around it load."""

from __future__ import annotations

import json
from typing import Any

import pytest

from loader.records import Reject
from tests.loader.sources.mastodon_payloads import WHEN, account, mention, status

BO = account("bo")
NO_SHAPE = "is no status, account, notification or activity"


def with_author(**more: Any) -> dict[str, Any]:
    return status(5, account("cy")) | {"account": account("cy", **more)}


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        ({}, "line", NO_SHAPE),
        ({"error": "The access token is invalid"}, "line", NO_SHAPE),
        (status(5, BO, visibility=None), "line", NO_SHAPE),
        (status(5, BO, visibility=5), "visibility", "is no text: '5'"),
        (status(5, BO, id=None), "id", "is empty"),
        (status(5, BO, id={"$oid": 1}), "id", "is no id: \"{'$oid': 1}\""),
        (status(5, BO, uri=""), "uri", "is empty"),
        (status(5, BO, uri="a\u202e\x00"), "uri", "has a control character: 'a\\u202e\\x00'"),
        (status(5, BO, uri="x" * 201), "uri", f"is longer than 200 characters: '{'x' * 57}…'"),
        (status(5, BO, created_at=None), "created_at", "is missing"),
        (status(5, BO, created_at="soon"), "created_at", "is no time: 'soon'"),
        (status(5, BO, created_at=True), "created_at", "is no time: 'True'"),
        (status(5, BO, created_at="0001-01-01T00:00:00Z"), "created_at",
         "is before 1990: '0001-01-01T00:00:00Z'"),
        (status(5, BO, created_at="2999-01-01T00:00:00Z"), "created_at",
         "is in the future: '2999-01-01T00:00:00Z'"),
        (status(5, BO, content=["a"]), "content", "is no text: \"['a']\""),
        (status(5, BO, spoiler_text=1), "spoiler_text", "is no text: '1'"),
        (status(5, BO, language={}), "language", "is no text: '{}'"),
        (status(5, BO, url=1), "url", "is no text: '1'"),
        (status(5, BO, tags={"name": "a"}), "tags", "is no list: \"{'name': 'a'}\""),
        (status(5, BO, tags=["a"]), "tags[0]", "is no object: 'a'"),
        (status(5, BO, tags=[{}]), "tags[0].name", "is empty"),
        (status(5, BO, mentions="bo"), "mentions", "is no list: 'bo'"),
        (status(5, BO, mentions=[mention("cy") | {"id": []}]), "mentions[0].id",
         "is no id: '[]'"),
        (status(5, BO, mentions=[mention("cy") | {"acct": None}]), "mentions[0].acct", "is empty"),
        (status(5, BO, in_reply_to_id=[1]), "in_reply_to_id", "is no id: '[1]'"),
        (status(5, BO, in_reply_to_account_id=1.5), "in_reply_to_account_id", "is no id: '1.5'"),
        (status(5, BO, reblog="x"), "reblog", "is no object: 'x'"),
        (status(5, BO, reblog=status(6, BO, uri=None)), "reblog.uri", "is empty"),
        (status(5, BO, quote=5), "quote", "is no object: '5'"),
        (status(5, BO, quote={"state": 1}), "quote.state", "is no text: '1'"),
        (status(5, BO, account="bo"), "account", "is no object: 'bo'"),
        (status(5, BO, account={}), "account.acct", "is empty"),
        (with_author(acct=7.5), "account.acct", "is no id: '7.5'"),
        (with_author(acct="a b@c.example"), "account.acct",
         "is no address of an account: 'a b@c.example'"),
        (with_author(acct="a@b@c.example"), "account.acct",
         "is no address of an account: 'a@b@c.example'"),
        (with_author(acct="../../x"), "account.acct",
         "is no address of an account: '../../x@garden.example'"),
        (with_author(url="http://[::1"), "account.acct", "is no address of an account: 'cy@'"),
        (with_author(url="javascript:alert(1)"), "account.acct",
         "is no address of an account: 'cy@'"),
        (with_author(note=5), "account.note", "is no text: '5'"),
        (with_author(noindex="yes"), "account.noindex", "is neither true nor false: 'yes'"),
        (with_author(display_name=["A"]), "account.display_name", "is no text: \"['A']\""),
        (with_author(followers_count=-1), "account.followers_count", "is no whole number: '-1'"),
        (with_author(followers_count=2**63), "account.followers_count",
         "is no whole number: '9223372036854775808'"),
        (with_author(following_count=True), "account.following_count",
         "is no whole number: 'True'"),
        (with_author(created_at="2024-02-30"), "account.created_at", "is no time: '2024-02-30'"),
        ({"type": 5, "created_at": WHEN}, "type", "is no text: '5'"),
        ({"type": "follow", "created_at": WHEN}, "account.acct", "is empty"),
        ({"type": "favourite", "created_at": "x", "account": BO}, "created_at",
         "is no time: 'x'"),
        ({"event": 5}, "event", "is no text: '5'"),
        ({"event": "delete"}, "payload", "is empty"),
        ({"event": "update"}, "payload", "is empty"),
        ({"event": "update", "payload": "{"}, "payload",
         "is no JSON: Expecting property name enclosed in double quotes at character 2"),
        ({"event": "update", "payload": "[1]"}, "payload", "is no object: '[1]'"),
        ({"event": "update", "payload": json.dumps(status(5, BO, uri=None))}, "payload.uri",
         "is empty"),
        ({"ancestors": 5, "descendants": []}, "ancestors", "is no list: '5'"),
        ({"ancestors": [5], "descendants": []}, "ancestors[0]", "is no object"),
        ({"ancestors": [], "descendants": [{"a": 1}]}, "descendants[0]", NO_SHAPE),
        (5, "line", "is JSON, but no object"),
        ('{"id": ', "line", "is no JSON: Expecting value at character 9"),
        ('{"id": "\x00"}', "line", "has a NUL character"),
    ],
)  # fmt: skip
def test_a_bad_line_is_told_and_its_neighbours_load(read, written, line, field, reason) -> None:
    text = line if isinstance(line, str) else json.dumps(line)
    good = [json.dumps(status(number, BO)) for number in (1, 2)]

    found = read("mastodon", written("x.jsonl", "\n".join((good[0], text, good[1]))))

    assert found.rejects == [Reject("x.jsonl", 2, field, reason)]
    assert [post.id[-1] for post in found.posts] == ["1", "2"]


@pytest.mark.parametrize("line", [b'{"id": "\xff"}', b"[" * 100_000, b'{"a":' * 100_000,
                                  b'{"id": ' + b"9" * 5_000 + b"}", b"event: update"])  # fmt: skip
def test_a_line_that_is_no_json_is_told(read, written, line: bytes) -> None:
    good = json.dumps(status(1, BO)).encode()

    found = read("mastodon", written("x.jsonl", b"\n".join((good, line, good))))

    assert [(reject.line, reject.field) for reject in found.rejects] == [(2, "line")]
    assert len(found.posts) == 2


def test_a_bad_part_of_a_tree_costs_the_others_nothing(read, written) -> None:
    tree = {"ancestors": [status(1, BO), 5], "descendants": [status(2, BO, uri=5.5), status(3, BO)]}

    found = read("mastodon", written("x.json", json.dumps(tree)))

    assert [reject.field for reject in found.rejects] == ["ancestors[1]", "descendants[0].uri"]
    assert [post.id[-1] for post in found.posts] == ["1", "3"]


def test_bad_events_of_a_stream_are_told(read, written) -> None:
    good = f"event: update\ndata: {json.dumps(status(1, BO))}\n\n"
    bad = "event: update\ndata: {\n\nretry 5\n\n"

    found = read("mastodon", written("x.txt", f":)\n{good}{bad}{good}"))

    assert [(reject.line, reject.field) for reject in found.rejects] == [
        (6, "payload"),
        (8, "line"),
    ]
    assert len(found.posts) == 2


@pytest.mark.parametrize(
    "name", ["=cmd|calc", "ada\u202eada", "a\u0300\u0301\u0302\u0303", "عليا", "<b>bo", "DROP"]
)
def test_odd_names_are_kept_as_they_are(read, written, name: str) -> None:
    said = status(1, account(name, url="https://garden.example/1", display_name=name))

    found = read("mastodon", written("x.jsonl", json.dumps(said)))

    (user,) = found.users
    assert (user.id, user.name) == (f"mastodon:{name.lower()}@garden.example", name)
