"""Events of Jetstream become people, posts, acts, and what is taken back."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from loader.records import Interaction, Kind, Post, Removal, Thing, User
from loader.sources import bluesky_records
from queries.errors import SourceError
from tests.loader.sources.bluesky_events import (
    ADA,
    AT,
    BEN,
    CAT,
    CREATED,
    DAN,
    SEEN,
    commit,
    event,
    follow,
    lines,
    naming,
    on,
    post,
    tagged,
    undone,
    uri,
)

FEED = "app.bsky.feed"


def read_events(read, written, *events):
    return read("bluesky", written("events.jsonl", lines(*events)))


def post_of(did: str, key: str, text: str = "Hm.", **more: object) -> Post:
    told = {"at": AT, "text": text, "url": f"https://bsky.app/profile/{did}/post/{key}"} | more
    return Post(f"bluesky:{uri(did, key)}", f"bluesky:{did}", **told)


def test_a_post_is_the_evidence_with_its_hashtags(read, written) -> None:
    told = post(ADA, "1", "Cats\n & #art", facets=tagged("art", "art"), tags=["Cats"],
                langs=["en", "de"])  # fmt: skip

    found = read_events(read, written, told)

    assert found.records == [post_of(ADA, "1", "Cats & #art", lang="en", topics=("art", "Cats"))]
    assert found.announced == []


def test_likes_and_reposts_are_about_what_the_post_is_about_where_it_was_read(
    read, written
) -> None:
    found = read_events(
        read,
        written,
        post(ADA, "1", facets=tagged("art")),
        on(BEN, "2", uri(ADA, "1")),
        on(CAT, "3", uri(ADA, "1"), "repost"),
        on(CAT, "4", uri(ADA, "0")),
    )

    known, unknown = f"bluesky:{uri(ADA, '1')}", f"bluesky:{uri(ADA, '0')}"
    assert found.acts == [
        Interaction(f"bluesky:{uri(BEN, '2', f'{FEED}.like')}", f"bluesky:{BEN}",
                    f"bluesky:{ADA}", Kind.LIKE, AT, ("art",), known,
                    unnamed=f"bluesky:like:{BEN}:{uri(ADA, '1')}"),
        Interaction(f"bluesky:{uri(CAT, '3', f'{FEED}.repost')}", f"bluesky:{CAT}",
                    f"bluesky:{ADA}", Kind.REPOST, AT, ("art",), known,
                    unnamed=f"bluesky:repost:{CAT}:{uri(ADA, '1')}"),
        Interaction(f"bluesky:{uri(CAT, '4', f'{FEED}.like')}", f"bluesky:{CAT}",
                    f"bluesky:{ADA}", Kind.LIKE, AT, (), unknown,
                    unnamed=f"bluesky:like:{CAT}:{uri(ADA, '0')}"),
    ]  # fmt: skip


def test_a_follow_has_no_post(read, written) -> None:
    found = read_events(read, written, follow(ADA, "1", BEN))

    id_ = f"bluesky:{uri(ADA, '1', 'app.bsky.graph.follow')}"
    assert found.records == [
        Interaction(id_, f"bluesky:{ADA}", f"bluesky:{BEN}", Kind.FOLLOW, AT,
                    unnamed=f"bluesky:follow:{ADA}:{BEN}"),
    ]  # fmt: skip


def test_a_post_replies_quotes_and_mentions_each_person_once(read, written) -> None:
    told = post(
        ADA,
        "9",
        reply={"root": {"uri": uri(DAN, "1")}, "parent": {"uri": uri(BEN, "2")}},
        embed={"$type": "app.bsky.embed.record", "record": {"uri": uri(CAT, "3")}},
        facets=[*naming(BEN, CAT, DAN, DAN), *tagged("art")],
    )

    found = read_events(read, written, told)

    id_, who, topics = f"bluesky:{uri(ADA, '9')}", f"bluesky:{ADA}", ("art",)
    assert found.records == [
        post_of(ADA, "9", topics=topics),
        Interaction(f"{id_}#reply", who, f"bluesky:{BEN}", Kind.REPLY, AT, topics,
                    f"bluesky:{uri(BEN, '2')}", id_),
        Interaction(f"{id_}#quote", who, f"bluesky:{CAT}", Kind.QUOTE, AT, topics,
                    f"bluesky:{uri(CAT, '3')}", id_),
        Interaction(f"{id_}#mention:{DAN}", who, f"bluesky:{DAN}", Kind.MENTION, AT, topics,
                    None, id_),
    ]  # fmt: skip


def test_a_reply_is_about_what_its_parent_is_about(read, written) -> None:
    found = read_events(
        read,
        written,
        post(BEN, "2", facets=tagged("art")),
        post(ADA, "9", reply={"parent": {"uri": uri(BEN, "2")}}, tags=["mine"]),
    )

    assert [act.topics for act in found.acts] == [("art",)]
    assert found.posts[1].topics == ("mine",)


@pytest.mark.parametrize(
    ("embed", "quoted"),
    [
        ({"$type": "app.bsky.embed.record", "record": {"uri": uri(BEN, "1")}}, True),
        ({"$type": "app.bsky.embed.recordWithMedia",
          "record": {"record": {"uri": uri(BEN, "1")}}}, True),
        ({"$type": "app.bsky.embed.record",
          "record": {"uri": uri(BEN, "1", "app.bsky.feed.generator")}}, False),
        ({"$type": "app.bsky.embed.images", "images": []}, False),
        ({"$type": "app.bsky.embed.external", "external": {"uri": "https://example.org"}}, False),
        (None, False),
    ],
)  # fmt: skip
def test_a_quote_is_of_a_post(read, written, embed, quoted) -> None:
    found = read_events(read, written, post(ADA, "1", embed=embed))

    assert [act.kind for act in found.acts] == ([Kind.QUOTE] if quoted else [])


@pytest.mark.parametrize(
    ("collection", "thing"),
    [
        (f"{FEED}.like", Thing.ACT),
        (f"{FEED}.repost", Thing.ACT),
        ("app.bsky.graph.follow", Thing.ACT),
        (f"{FEED}.post", Thing.POST),
    ],
)
def test_what_is_undone_is_taken_back_under_the_id_it_had(read, written, collection, thing) -> None:
    done = {
        f"{FEED}.like": on(ADA, "1", uri(BEN, "2")),
        f"{FEED}.repost": on(ADA, "1", uri(BEN, "2"), "repost"),
        "app.bsky.graph.follow": follow(ADA, "1", BEN),
        f"{FEED}.post": post(ADA, "1"),
    }[collection]

    found = read_events(read, written, done, undone(ADA, collection, "1"))

    first, removal = found.records
    author = f"bluesky:{ADA}" if thing is Thing.POST else None
    assert removal == Removal(first.id, thing, author)


@pytest.mark.parametrize(
    ("told", "gone"),
    [
        ({"active": False, "status": "deleted"}, True),
        ({"active": False, "status": "takendown"}, True),
        ({"active": False, "status": "deactivated"}, False),
        ({"active": False, "status": "suspended"}, False),
        ({"active": False}, False),
        ({"active": True}, False),
        ({"active": True, "status": "deleted"}, False),
    ],
)
def test_an_account_that_is_deleted_is_taken_back(read, written, told, gone) -> None:
    found = read_events(read, written, event(ADA, "account", told))

    assert found.records == ([Removal(f"bluesky:{ADA}", Thing.PERSON)] if gone else [])


def test_names_come_with_identities_and_profiles(read, written) -> None:
    url = f"https://bsky.app/profile/{ADA}"
    profile = {"displayName": "Ada\u202e 🐈", "description": "I\npaint.", "createdAt": CREATED,
               "email": "ada@example.org"}  # fmt: skip

    found = read_events(
        read,
        written,
        event(ADA, "identity", {"did": ADA, "handle": "Ada.Example.org"}),
        event(ADA, "identity", {"did": ADA, "handle": "handle.invalid"}),
        event(ADA, "identity", {"did": ADA}),
        commit(ADA, "app.bsky.actor.profile", "self", profile, "update"),
    )

    assert found.records == [
        User(f"bluesky:{ADA}", handle="ada.example.org", url=url),
        User(f"bluesky:{ADA}", name="Ada\u202e 🐈", bio="I paint.", url=url, created_at=AT),
    ]
    assert found.announced == ["bluesky: left out identities without a handle (2)"]


def test_what_is_of_no_interest_is_counted_and_no_reject(read, written) -> None:
    found = read_events(
        read,
        written,
        commit(ADA, "app.bsky.graph.block", "1", {"subject": BEN}),
        commit(ADA, "com.example.thing", "1", operation="delete"),
        commit(ADA, f"{FEED}.post", "1", {"text": "b", "createdAt": CREATED}, "update"),
        undone(ADA, "app.bsky.actor.profile", "self"),
        on(ADA, "1", uri(ADA, "2")),
        on(ADA, "1", uri(BEN, "2", "app.bsky.feed.generator")),
        commit(ADA, f"{FEED}.post", "1", {"$type": "com.example.post", "text": "b"}),
        event(ADA, "sync", {}),
    )

    assert found.records == []
    assert found.announced == [
        "bluesky: left out records of other collections (2), "
        "edits, since what was said first stays (1), deleted profiles (1), "
        "acts of people on themselves (1), likes and reposts of what is no post (1), "
        "records of a type that is not their collection's (1), events of other kinds (1)"
    ]


@pytest.mark.parametrize(
    ("created", "at"),
    [
        (CREATED, AT),
        ("2025-07-04T16:39:00+02:00", AT),
        ("2025-07-04T14:39:00", AT),
        ("2025-07-04T14:40:01Z", SEEN),
        ("2099-01-01T00:00:00Z", SEEN),
        ("0001-01-01T00:00:00Z", SEEN),
        ("soon", SEEN),
        ("", SEEN),
        (None, SEEN),
    ],
)
def test_a_record_is_never_made_after_it_was_seen(read, written, created, at) -> None:
    found = read_events(read, written, post(ADA, "1", createdAt=created))

    assert [record.at for record in found.posts] == [at]


def test_times_that_are_not_believed_are_counted(read, written) -> None:
    found = read_events(read, written, post(ADA, "1", createdAt="soon"), post(ADA, "2"))

    assert found.announced == ["bluesky: 1 records say no time to be believed; seen is taken"]


def test_files_that_overlap_tell_the_same_in_any_order(read, written) -> None:
    events = [post(ADA, "1"), on(BEN, "2", uri(ADA, "1")), follow(BEN, "3", ADA)]
    one = written("1.jsonl", lines(*events[:2]))
    two = written("2.jsonl.gz", gzip.compress(lines(*events[1:]).encode()))

    here = read("bluesky", one, two)
    there = read("bluesky", two, one)
    folder = read("bluesky", one.parent)

    assert len(here.records) == 4
    assert set(here.records) == set(there.records)
    assert folder.records == here.records


def test_only_the_latest_tagged_posts_are_remembered(
    read, written, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bluesky_records, "POSTS_REMEMBERED", 2)
    posts = [post(ADA, str(key), tags=[f"t{key}"]) for key in range(3)]
    likes = [on(BEN, str(key), uri(ADA, str(key))) for key in range(3)]

    found = read_events(read, written, *posts, *likes)

    assert [act.topics for act in found.acts] == [(), ("t1",), ("t2",)]


def test_a_folder_without_files_is_told(read, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="bluesky: name the files to load"):
        read("bluesky", tmp_path)


def test_a_real_stretch_of_the_stream_is_counted_as_plain_json_counts_it(read, shared) -> None:
    path = shared / "fixtures/bluesky/jetstream_v1_152.jsonl"
    expected: Counter[str] = Counter()
    ids = set()
    for line in path.read_text(encoding="utf-8").splitlines():
        told = json.loads(line)
        done = told.get("commit", {})
        name = done.get("collection", "").removeprefix("app.bsky.")
        record, did = done.get("record", {}), told["did"]
        address = f"bluesky:at://{did}/{done.get('collection')}/{done.get('rkey')}"
        if done.get("operation") == "delete":
            expected["removals"] += 1
        elif name in ("feed.like", "feed.repost"):
            if record["subject"]["uri"].split("/")[2] != did:
                expected[name] += 1
                ids.add(address)
        elif name == "graph.follow":
            expected[name] += 1
            ids.add(address)
        elif name == "feed.post":
            expected[name] += 1
            expected["tags"] += json.dumps(record.get("facets", [])).count("facet#tag")
            parent = record.get("reply", {}).get("parent", {}).get("uri")
            if parent and parent.split("/")[2] != did:
                expected["replies"] += 1
                ids.add(f"{address}#reply")

    found = read("bluesky", path)

    kinds = Counter(act.kind for act in found.acts)
    assert found.rejects == []
    assert {act.id for act in found.acts} == ids
    assert (
        Counter(
            {
                "feed.like": kinds[Kind.LIKE],
                "feed.repost": kinds[Kind.REPOST],
                "graph.follow": kinds[Kind.FOLLOW],
                "replies": kinds[Kind.REPLY],
                "feed.post": len(found.posts),
                "tags": sum(len(one.topics) for one in found.posts),
                "removals": len(found.of(Removal)),
            }
        )
        == expected
    )
    assert all(one.at and one.at.year == 2026 for one in [*found.acts, *found.posts])
    assert len({record.at for record in found.acts}) > 100
    assert datetime(2026, 7, 4, 14, 38, 9, tzinfo=UTC) > max(act.at for act in found.acts)
