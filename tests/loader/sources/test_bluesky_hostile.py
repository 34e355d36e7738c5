"""Broken and hostile events: each is told with its line and field, and its neighbours load."""

from __future__ import annotations

import pytest

from loader.records import Reject
from tests.loader.sources.bluesky_events import (
    ADA,
    BEN,
    SEEN_US,
    commit,
    event,
    follow,
    lines,
    naming,
    on,
    post,
    tagged,
    uri,
)

LIKE = "app.bsky.feed.like"
POST = "app.bsky.feed.post"


def without(told: dict, *path: str) -> dict:
    """`told` without one of its fields."""
    inner = told
    for name in path[:-1]:
        inner = inner[name]
    del inner[path[-1]]
    return told


def changed(told: dict, value: object, *path: str) -> dict:
    """`told` with another value in one of its fields."""
    inner = told
    for name in path[:-1]:
        inner = inner[name]
    inner[path[-1]] = value
    return told


def like() -> dict:
    return on(ADA, "1", uri(BEN, "2"))


def reply(to: object) -> dict:
    return post(ADA, "1", reply={"parent": to})


@pytest.mark.parametrize(
    ("told", "field", "reason"),
    [
        ("{", "line", "is no JSON: Expecting property name enclosed in double quotes "
         "at character 3"),
        ("null", "line", "is JSON, but no object"),
        ("7", "line", "is JSON, but no object"),
        ('{"kind": "commit", "did": "' + "9" * 3000 + '"}', "did",
         "is longer than 200 characters: '" + "9" * 57 + "…'"),
        ('{"kind":"commit","time_us":' + "9" * 5000 + "}", "line", "is no JSON that can be read: "
         "Exceeds the limit (4300 digits) for integer string conversion: value has 5000 digits"),
        (without(like(), "did"), "did", "is empty"),
        (changed(like(), None, "did"), "did", "is empty"),
        (changed(like(), 7, "did"), "did", "is no text: '7'"),
        (changed(like(), "ada.example.org", "did"), "did", "is no DID: 'ada.example.org'"),
        (changed(like(), "did:plc:ada\n", "did"), "did", r"is no DID: 'did:plc:ada\n'"),
        (changed(like(), "did:plc:ada\u202e", "did"), "did", r"is no DID: 'did:plc:ada\u202e'"),
        (changed(like(), "did:plc:z̷̢̛a", "did"), "did", "is no DID: 'did:plc:z̷̢̛a'"),
        (changed(like(), "=1+1", "did"), "did", "is no DID: '=1+1'"),
        (changed(like(), "", "kind"), "kind", "is empty"),
        (changed(like(), 1, "kind"), "kind", "is no text: '1'"),
        (changed(like(), "x", "time_us"), "time_us", "is no time: 'x'"),
        (changed(like(), 0, "time_us"), "time_us", "is before 1990: '0'"),
        (changed(like(), -1, "time_us"), "time_us", "is before 1990: '-1'"),
        (changed(like(), True, "time_us"), "time_us", "is no time: 'True'"),
        (changed(like(), 4 * SEEN_US, "time_us"), "time_us",
         f"is in the future: '{4 * SEEN_US}'"),
        (changed(like(), 10**30, "time_us"), "time_us", f"is no time: '{10**30}'"),
        (changed(like(), [], "commit"), "commit", "is no object: '[]'"),
        (without(like(), "commit", "operation"), "commit.operation", "is empty"),
        (changed(like(), "upsert", "commit", "operation"), "commit.operation",
         "is neither create, update nor delete: 'upsert'"),
        (without(like(), "commit", "collection"), "commit.collection", "is empty"),
        (changed(like(), 7, "commit", "collection"), "commit.collection", "is no text: '7'"),
        (without(like(), "commit", "rkey"), "commit.rkey", "is empty"),
        (changed(like(), "a/b", "commit", "rkey"), "commit.rkey",
         "is no key of a record: 'a/b'"),
        (changed(like(), "a\0", "commit", "rkey"), "commit.rkey",
         r"is no key of a record: 'a\x00'"),
        (changed(like(), "x" * 201, "commit", "rkey"), "commit.rkey",
         "is longer than 200 characters: '" + "x" * 57 + "…'"),
        (without(like(), "commit", "record"), "commit.record", "is empty"),
        (changed(like(), "x", "commit", "record"), "commit.record", "is no object: 'x'"),
        (without(like(), "commit", "record", "subject"), "commit.record.subject.uri", "is empty"),
        (changed(like(), "x", "commit", "record", "subject"), "commit.record.subject",
         "is no object: 'x'"),
        (on(ADA, "1", "https://example.org"), "commit.record.subject.uri",
         "is no address of a record: 'https://example.org'"),
        (on(ADA, "1", f"at://{BEN}"), "commit.record.subject.uri",
         f"is no address of a record: 'at://{BEN}'"),
        (on(ADA, "1", f"at://{BEN}/{POST}/1?x=2"), "commit.record.subject.uri",
         f"is no address of a record: 'at://{BEN}/{POST}/1?x=2'"),
        (changed(like(), 7, "commit", "record", "createdAt"), "commit.record.createdAt",
         "is no text: '7'"),
        (changed(like(), {}, "commit", "record", "$type"), "commit.record.$type",
         "is no text: '{}'"),
        (follow(ADA, "1", None), "commit.record.subject", "is empty"),
        (follow(ADA, "1", "ben"), "commit.record.subject", "is no DID: 'ben'"),
        (follow(ADA, "1", {"uri": "x"}), "commit.record.subject", "is no text: \"{'uri': 'x'}\""),
        (post(ADA, "1", text=7), "commit.record.text", "is no text: '7'"),
        (post(ADA, "1", langs="en"), "commit.record.langs", "is no list: 'en'"),
        (post(ADA, "1", langs=[7]), "commit.record.langs", "is no list of texts: '[7]'"),
        (post(ADA, "1", tags=[None]), "commit.record.tags", "is no list of texts: '[None]'"),
        (post(ADA, "1", facets={"a": 1}), "commit.record.facets", "is no list: \"{'a': 1}\""),
        (post(ADA, "1", facets=[7]), "commit.record.facets[0]", "is no object: '7'"),
        (post(ADA, "1", facets=[{"features": ["x"]}]), "commit.record.facets[0].features[0]",
         "is no object: 'x'"),
        (post(ADA, "1", facets=naming(BEN, "ben")), "commit.record.facets[0].features[1].did",
         "is no DID: 'ben'"),
        (changed(post(ADA, "1", facets=tagged("a")), 7, "commit", "record", "facets", 0,
                 "features", 0, "tag"), "commit.record.facets[0].features[0].tag",
         "is no text: '7'"),
        (reply({}), "commit.record.reply.parent.uri", "is empty"),
        (reply([]), "commit.record.reply.parent", "is no object: '[]'"),
        (post(ADA, "1", reply=7), "commit.record.reply", "is no object: '7'"),
        (post(ADA, "1", embed=[]), "commit.record.embed", "is no object: '[]'"),
        (post(ADA, "1", embed={"$type": "app.bsky.embed.record", "record": {}}),
         "commit.record.embed.record.uri", "is empty"),
        (event(ADA, "identity", {"handle": 7.5}), "identity.handle", "is no id: '7.5'"),
        (event(ADA, "identity", {"handle": "a\x07"}), "identity.handle",
         r"has a control character: 'a\x07'"),
        (event(ADA, "account", {"active": "no"}), "account.active",
         "is neither true nor false: 'no'"),
        (event(ADA, "account", {"active": False, "status": 7}), "account.status",
         "is no text: '7'"),
        (commit(ADA, "app.bsky.actor.profile", "self", {"displayName": ["x"]}),
         "commit.record.displayName", "is no text: \"['x']\""),
        (commit(ADA, "app.bsky.actor.profile", "self", {"createdAt": "soon"}),
         "commit.record.createdAt", "is no time: 'soon'"),
    ],
)  # fmt: skip
def test_a_bad_event_is_told_and_its_neighbours_load(read, written, told, field, reason) -> None:
    before, after = post(BEN, "8"), on(BEN, "9", uri(ADA, "1"))

    found = read("bluesky", written("x.jsonl", lines(before, told, after)))

    assert found.rejects == [Reject("x.jsonl", 2, field, reason)]
    assert (len(found.posts), len(found.acts)) == (1, 1)


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b'{"did": "did:plc:Zo\xeb"}', "is not UTF-8 at byte 20"),
        (b'{"did": "did:plc:\x00"}', "has a NUL character"),
        (b'{"did": ' + b"[" * 100_000, "is no JSON that can be read: maximum recursion depth "
         "exceeded while decoding a JSON array from a unicode string"),
    ],
)  # fmt: skip
def test_a_broken_line_is_told_and_its_neighbours_load(read, written, raw, reason) -> None:
    good = lines(like()).encode()

    found = read("bluesky", written("x.jsonl", good + raw + b"\n" + good))

    assert found.rejects == [Reject("x.jsonl", 2, "line", reason)]
    assert len(found.acts) == 2


@pytest.mark.parametrize(
    "text",
    ['=HYPERLINK("https://example.org")', "\u202eabc\u2066", "z̷̢̛a̶l̵g̸o̷", "'; DROP TABLE", "<b>x</b>"],
)
def test_strange_texts_are_kept_as_they_are(read, written, text: str) -> None:
    found = read("bluesky", written("x.jsonl", lines(post(ADA, "1", text, tags=[text]))))

    assert [(one.text, one.topics) for one in found.posts] == [(text, (text,))]


def test_a_text_that_cannot_be_stored_loses_what_cannot(read, written) -> None:
    told = post(ADA, "1", "a\0b\ud800c\u2028d")

    found = read("bluesky", written("x.jsonl", lines(told)))

    assert [one.text for one in found.posts] == ["abc d"]


def test_posts_of_any_length_load(read, written) -> None:
    found = read("bluesky", written("x.jsonl", lines(post(ADA, "1", "x" * 5_000_000), like())))

    assert [len(one.text) for one in found.posts] == [5_000_000]
    assert len(found.acts) == 1
