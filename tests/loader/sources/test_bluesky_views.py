"""Pages of Bluesky's API become profiles, follows, posts and acts."""

from __future__ import annotations

import json
from datetime import UTC, datetime

import pytest

from loader.records import Interaction, Kind, Post, Reject, User
from tests.loader.sources.bluesky_events import ADA, AT, BEN, CAT, CREATED, follow, on, uri
from tests.loader.sources.bluesky_events import post as post_event

DAY = datetime(2020, 5, 1, tzinfo=UTC)


def page(read, written, told: object):
    return read("bluesky", written("page.json", json.dumps(told, indent=1)))


def profile(did: str, **more: object) -> dict[str, object]:
    name = did.rpartition(":")[2]
    return {"did": did, "handle": f"{name}.example.org", "displayName": name.title()} | more


def user(did: str, **more: object) -> User:
    name = did.rpartition(":")[2]
    told = {"handle": f"{name}.example.org", "name": name.title(),
            "url": f"https://bsky.app/profile/{did}"} | more  # fmt: skip
    return User(f"bluesky:{did}", **told)


def view(did: str, key: str, **more: object) -> dict[str, object]:
    record = {"$type": "app.bsky.feed.post", "text": "Hm.", "createdAt": CREATED} | more
    seen = {"viewer": {"like": uri(CAT, "1", "app.bsky.feed.like")}}
    return {"uri": uri(did, key), "author": profile(did), "record": record,
            "indexedAt": CREATED} | seen  # fmt: skip


def post(did: str, key: str, **more: object) -> Post:
    told = {"at": AT, "text": "Hm.", "url": f"https://bsky.app/profile/{did}/post/{key}"} | more
    return Post(f"bluesky:{uri(did, key)}", f"bluesky:{did}", **told)


def unnamed(id_: str, *told: object) -> Interaction:
    """An act without the record behind it."""
    return Interaction(id_, *told, unnamed=id_)


def test_a_profile_is_a_person(read, written) -> None:
    told = profile(ADA, description="I paint.", followersCount=7, followsCount=3,
                   createdAt="2020-05-01T00:00:00Z", viewer={"muted": True})  # fmt: skip

    found = page(read, written, told)

    assert found.records == [user(ADA, bio="I paint.", followers=7, following=3, created_at=DAY)]


@pytest.mark.parametrize("name", ["profiles", "actors"])
def test_profiles_come_in_lists(read, written, name: str) -> None:
    assert page(read, written, {name: [profile(ADA), profile(BEN)]}).records == [
        user(ADA), user(BEN),
    ]  # fmt: skip


def test_follows_are_of_the_subject(read, written) -> None:
    mine = uri(ADA, "f1", "app.bsky.graph.follow")
    theirs = uri(CAT, "f2", "app.bsky.graph.follow")
    told = {
        "subject": profile(ADA),
        "follows": [
            profile(BEN, viewer={"following": mine}),
            profile(CAT, viewer={"following": theirs}),
        ],
    }

    found = page(read, written, told)

    assert found.records == [
        user(ADA),
        user(BEN),
        Interaction(f"bluesky:{mine}", f"bluesky:{ADA}", f"bluesky:{BEN}", Kind.FOLLOW,
                    unnamed=f"bluesky:follow:{ADA}:{BEN}"),
        user(CAT),
        unnamed(f"bluesky:follow:{ADA}:{CAT}", f"bluesky:{ADA}", f"bluesky:{CAT}", Kind.FOLLOW),
    ]  # fmt: skip


def test_followers_follow_the_subject(read, written) -> None:
    found = page(read, written, {"subject": profile(ADA), "followers": [profile(BEN)]})

    assert found.acts == [
        unnamed(f"bluesky:follow:{BEN}:{ADA}", f"bluesky:{BEN}", f"bluesky:{ADA}", Kind.FOLLOW)
    ]


def test_likes_and_reposts_of_a_post(read, written) -> None:
    like = {"actor": profile(BEN), "createdAt": CREATED, "indexedAt": CREATED}
    likes = page(read, written, {"uri": uri(ADA, "1"), "likes": [like]})
    reposts = page(read, written, {"uri": uri(ADA, "1"), "repostedBy": [profile(BEN)]})

    who, whom, on = f"bluesky:{BEN}", f"bluesky:{ADA}", f"bluesky:{uri(ADA, '1')}"
    assert likes.records == [
        user(BEN),
        unnamed(f"bluesky:like:{BEN}:{uri(ADA, '1')}", who, whom, Kind.LIKE, AT, (), on),
    ]
    assert reposts.records == [
        user(BEN),
        unnamed(f"bluesky:repost:{BEN}:{uri(ADA, '1')}", who, whom, Kind.REPOST, None, (), on),
    ]


def test_a_feed_has_posts_what_they_reply_to_and_who_reposted_them(read, written) -> None:
    own = uri(CAT, "r1", "app.bsky.feed.repost")
    reason = {"$type": "app.bsky.feed.defs#reasonRepost", "by": profile(CAT), "uri": own,
              "indexedAt": CREATED}  # fmt: skip
    reply = {"parent": {"uri": uri(ADA, "1")}, "root": {"uri": uri(ADA, "1")}}
    above = view(ADA, "1", tags=["art"])
    told = {
        "feed": [
            {
                "post": view(BEN, "2", reply=reply),
                "reply": {"root": above, "parent": above},
                "reason": reason,
            },
            {"post": view(ADA, "3"), "reason": {"$type": "app.bsky.feed.defs#reasonPin"}},
        ]
    }

    found = page(read, written, told)

    reply_id, whom = f"bluesky:{uri(BEN, '2')}", f"bluesky:{ADA}"
    assert set(found.users) == {user(ADA), user(BEN), user(CAT)}
    assert list(dict.fromkeys(found.posts)) == [
        post(ADA, "1", topics=("art",)), post(BEN, "2"), post(ADA, "3"),
    ]  # fmt: skip
    assert found.acts == [
        Interaction(f"{reply_id}#reply", f"bluesky:{BEN}", whom, Kind.REPLY, AT, ("art",),
                    f"bluesky:{uri(ADA, '1')}", reply_id),
        Interaction(f"bluesky:{own}", f"bluesky:{CAT}", f"bluesky:{BEN}", Kind.REPOST, AT, (),
                    reply_id, unnamed=f"bluesky:repost:{CAT}:{uri(BEN, '2')}"),
    ]  # fmt: skip


def test_a_thread_is_read_from_its_top(read, written) -> None:
    def replying(did: str, key: str, to: str) -> dict[str, object]:
        return view(did, key, reply={"parent": {"uri": to}, "root": {"uri": to}})

    told = {
        "thread": {
            "post": replying(BEN, "2", uri(ADA, "1")),
            "parent": {"post": view(ADA, "1", tags=["art"])},
            "replies": [
                {"post": replying(CAT, "3", uri(BEN, "2")), "replies": [
                    {"post": replying(ADA, "4", uri(CAT, "3"))}
                ]},
                {"$type": "app.bsky.feed.defs#blockedPost", "uri": uri(CAT, "5")},
            ],
        }
    }  # fmt: skip

    found = page(read, written, told)

    assert [one.id.rpartition("/")[2] for one in found.posts] == ["1", "2", "3", "4"]
    assert [(act.who, act.whom, act.topics) for act in found.acts] == [
        (f"bluesky:{BEN}", f"bluesky:{ADA}", ("art",)),
        (f"bluesky:{CAT}", f"bluesky:{BEN}", ()),
        (f"bluesky:{ADA}", f"bluesky:{CAT}", ()),
    ]
    assert found.announced == ["bluesky: left out posts of threads that are not there to read (1)"]


@pytest.mark.parametrize("with_media", [False, True])
def test_the_post_that_is_quoted_comes_along(read, written, with_media: bool) -> None:
    inner = {"uri": uri(ADA, "1"), "author": profile(ADA), "indexedAt": CREATED,
             "value": {"text": "Hm.", "createdAt": CREATED, "tags": ["art"]}}  # fmt: skip
    ref = {"uri": uri(ADA, "1")}
    quoting = view(
        BEN,
        "2",
        embed={"$type": "app.bsky.embed.recordWithMedia", "record": {"record": ref}}
        if with_media
        else {"$type": "app.bsky.embed.record", "record": ref},
    ) | {"embed": {"record": {"record": inner} if with_media else inner}}

    found = page(read, written, {"posts": [quoting]})

    assert found.posts == [post(ADA, "1", topics=("art",)), post(BEN, "2")]
    assert [(act.kind, act.topics) for act in found.acts] == [(Kind.QUOTE, ("art",))]


def test_records_as_they_lie_in_accounts(read, written) -> None:
    like = {"$type": "app.bsky.feed.like", "createdAt": CREATED, "subject": {"uri": uri(ADA, "1")}}
    one = {"uri": uri(BEN, "2", "app.bsky.feed.like"), "cid": "x", "value": like}

    alone, listed = page(read, written, one), page(read, written, {"records": [one]})

    assert [act.id for act in alone.acts] == [f"bluesky:{one['uri']}"]
    assert listed.records == alone.records


def test_the_same_acts_from_the_stream_and_from_pages_are_the_same(read, written) -> None:
    reply = {"parent": {"uri": uri(ADA, "1")}, "root": {"uri": uri(ADA, "1")}}
    likes = on(CAT, "l1", uri(ADA, "1"))
    follows = follow(CAT, "f1", ADA)
    heard = (post_event(BEN, "2", reply=reply), on(CAT, "r1", uri(BEN, "2"), "repost"),
             likes, follows)  # fmt: skip
    reason = {"$type": "app.bsky.feed.defs#reasonRepost", "by": profile(CAT),
              "uri": uri(CAT, "r1", "app.bsky.feed.repost"), "indexedAt": CREATED}  # fmt: skip
    records = [
        {"uri": uri(CAT, one["commit"]["rkey"], one["commit"]["collection"]),
         "value": one["commit"]["record"]}
        for one in (likes, follows)
    ]  # fmt: skip

    stream = read(
        "bluesky", written("events.jsonl", "".join(f"{json.dumps(one)}\n" for one in heard))
    )
    feed = page(read, written, {"feed": [{"post": view(BEN, "2", reply=reply), "reason": reason}]})
    listed = page(read, written, {"records": records})

    def told(acts) -> set[tuple[str, Kind, str, str, str | None]]:
        return {(act.id, act.kind, act.who, act.whom, act.post) for act in acts}

    assert len(stream.acts) == 4
    assert told(stream.acts) == told(feed.acts + listed.acts)


def test_posts_that_are_not_for_everybody_are_left_out(read, written) -> None:
    shy = view(ADA, "1")
    shy["author"] = profile(ADA, labels=[{"val": "!no-unauthenticated", "src": ADA}])

    found = page(read, written, {"posts": [shy, view(BEN, "2")]})

    assert found.posts == [post(BEN, "2")]
    assert found.announced == ["bluesky: left out posts that are not for everybody (1)"]


def test_what_is_bad_in_a_page_costs_the_rest_nothing(read, written) -> None:
    told = {"subject": profile(ADA), "follows": [profile(BEN), {"did": "ben"}, 7, profile(CAT)]}

    found = page(read, written, told)

    assert found.rejects == [
        Reject("page.json", 1, "follows[1].did", "is no DID: 'ben'"),
        Reject("page.json", 1, "follows[2]", "is no object: '7'"),
    ]
    assert [act.whom for act in found.acts] == [f"bluesky:{BEN}", f"bluesky:{CAT}"]


@pytest.mark.parametrize(
    ("told", "field", "reason"),
    [
        ({}, "line", "is neither an event of Jetstream nor a page of Bluesky's API"),
        ({"a": 1}, "line", "is neither an event of Jetstream nor a page of Bluesky's API"),
        ({"subject": {}, "follows": []}, "subject.did", "is empty"),
        ({"subject": [], "follows": []}, "subject", "is no object: '[]'"),
        ({"likes": []}, "uri", "is empty"),
        ({"posts": 7}, "posts", "is no list: '7'"),
        ({"posts": [{"uri": "at://ada.example.org/app.bsky.feed.post/1"}]}, "posts[0].uri",
         "is no address of a record: 'at://ada.example.org/app.bsky.feed.post/1'"),
        ({"profiles": [{"did": ADA, "followersCount": -1}]}, "profiles[0].followersCount",
         "is no whole number: '-1'"),
        ({"profiles": [{"did": ADA, "displayName": 7}]}, "profiles[0].displayName",
         "is no text: '7'"),
        ({"thread": {"post": {"uri": ""}}}, "thread.post.uri", "is empty"),
        ({"thread": {"replies": 7, "post": {"uri": ""}}}, "thread.post.uri", "is empty"),
        ({"uri": uri(ADA, "1"), "value": {"createdAt": "soon"}}, "value.createdAt",
         "is no time: 'soon'"),
        ({"did": ADA, "createdAt": "2999-01-01T00:00:00Z"}, "createdAt",
         "is in the future: '2999-01-01T00:00:00Z'"),
    ],
)  # fmt: skip
def test_a_bad_page_is_told(read, written, told, field, reason) -> None:
    found = page(read, written, told)

    assert found.rejects[0] == Reject("page.json", 1, field, reason)


def test_the_real_pages_are_counted_as_plain_json_counts_them(read, shared) -> None:
    folder = shared / "fixtures/bluesky"
    follows = json.loads((folder / "get_follows.json").read_text())

    found = read("bluesky", folder / "get_follows.json")
    thread = read("bluesky", folder / "thread_view_post_with_embed_media.json")
    everything = read("bluesky", *sorted(folder.glob("*.json")))

    subject = follows["subject"]["did"]
    assert {act.whom for act in found.acts} == {f"bluesky:{f['did']}" for f in follows["follows"]}
    assert {act.id for act in found.acts} == {
        f"bluesky:{f['viewer']['following']}" for f in follows["follows"]
    }
    assert {act.who for act in found.acts} == {f"bluesky:{subject}"}
    assert [one.handle for one in found.users[1:]] == [f["handle"] for f in follows["follows"]]
    assert [one.text for one in thread.posts] == ["test", None]
    assert everything.rejects == []
    assert len(everything.posts) == 4
