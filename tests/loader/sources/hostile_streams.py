"""Lines of Bluesky and Mastodon with all that they may hold, to be spoilt field by field."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.loader.sources.bluesky_events import (
    ADA,
    BEN,
    CAT,
    CREATED,
    commit,
    event,
    follow,
    naming,
    on,
    post,
    tagged,
    uri,
)
from tests.loader.sources.hostile_frame import Row
from tests.loader.sources.mastodon_payloads import HOME, WHEN, account, mention, status, tags

# --- Bluesky

_AUTHOR = {"did": BEN, "handle": "ben.example.org", "displayName": "Ben", "labels": [{"val": "x"}]}


def _view(number: int) -> Row:
    record = {"$type": "app.bsky.feed.post", "createdAt": CREATED, "text": "Hm.", "langs": ["en"]}
    quoted = {"uri": uri(CAT, "7"), "author": _AUTHOR, "value": record, "indexedAt": CREATED}
    return {
        "uri": uri(BEN, f"c{number}"), "author": _AUTHOR, "record": record, "indexedAt": CREATED,
        "embed": {"$type": "app.bsky.embed.record#view", "record": quoted},
    }  # fmt: skip


def _profile(number: int) -> Row:
    told = {"did": f"did:plc:c{number}", "handle": f"c{number}.example.org", "createdAt": CREATED}
    return told | {"displayName": "C", "description": "D", "followersCount": 1, "followsCount": 2}


def _tree(number: int) -> Row:
    below, above = ({"post": {"uri": uri(BEN, f"{one}{number}"), "author": {"did": BEN},
                              "record": {"text": "Hm."}}} for one in "de")  # fmt: skip
    return {"thread": {"post": _view(number), "parent": above, "replies": [below]}}


BLUESKY: dict[str, Callable[[int], Any]] = {
    "like": lambda number: on(ADA, f"c{number}", uri(BEN, "2")),
    "follow": lambda number: follow(ADA, f"c{number}", BEN),
    "post": lambda number: post(
        ADA, f"c{number}", tags=["b"], langs=["en"], facets=[*tagged("a"), *naming(BEN)],
        reply={"parent": {"uri": uri(BEN, "1")}},
        embed={"$type": "app.bsky.embed.record", "record": {"uri": uri(CAT, "1")}},
    ),
    "profile event": lambda number: commit(
        f"did:plc:c{number}", "app.bsky.actor.profile", "self",
        {"displayName": "A", "description": "B", "createdAt": CREATED},
    ),
    "undoing": lambda number: commit(ADA, "app.bsky.feed.like", f"c{number}", operation="delete"),
    "identity": lambda number: event(f"did:plc:c{number}", "identity", {"handle": "c.example.org"}),
    "account": lambda number: event(
        f"did:plc:c{number}", "account", {"active": False, "status": "deleted"}
    ),
    "profile": _profile,
    "post view": _view,
    "feed": lambda number: {"feed": [{
        "post": _view(number), "reply": {"root": _view(1), "parent": _view(2)},
        "reason": {"$type": "app.bsky.feed.defs#reasonRepost", "by": _profile(number),
                   "indexedAt": CREATED, "uri": uri(CAT, f"c{number}", "app.bsky.feed.repost")},
    }]},
    "thread": _tree,
    "likes": lambda number: {
        "uri": uri(BEN, "1"), "likes": [{"actor": _profile(number), "createdAt": CREATED}]
    },
    "followers": lambda number: {"subject": _AUTHOR, "followers": [_profile(number)]},
}  # fmt: skip

# --- Mastodon

BO = account("bo")


def _said(number: int) -> Row:
    by = account(f"c{number}", display_name="C", note="<p>N</p>", followers_count=1,
                 following_count=2, created_at=WHEN, noindex=False)  # fmt: skip
    return status(
        number, by, tags=tags("moss"), mentions=[mention("bo")], in_reply_to_id="1",
        in_reply_to_account_id=BO["id"], spoiler_text="S", edited_at=WHEN,
        quote={"state": "accepted", "quoted_status": status(number + 50_000, BO)},
    )  # fmt: skip


def _activity(kind: str, number: int, object_: object) -> Row:
    actor = f"https://{HOME}/users/c{number}"
    public = ["https://www.w3.org/ns/activitystreams#Public"]
    return {"type": kind, "actor": actor, "published": WHEN, "to": public, "cc": [],
            "object": object_}  # fmt: skip


def _note(number: int) -> Row:
    return _activity("Create", number, {
        "id": f"https://{HOME}/users/c{number}/statuses/{number}", "type": "Note",
        "published": WHEN, "content": "<p>Hi</p>", "summary": "S", "url": f"https://{HOME}/x",
        "contentMap": {"en": "<p>Hi</p>"}, "inReplyTo": f"https://{HOME}/users/bo/statuses/1",
        "quote": f"https://{HOME}/users/bo/statuses/2", "updated": WHEN,
        "tag": [{"type": "Mention", "href": f"https://{HOME}/users/cy", "name": f"@cy@{HOME}"},
                {"type": "Hashtag", "name": "#moss"}],
    })  # fmt: skip


MASTODON: dict[str, Callable[[int], Any]] = {
    "status": _said,
    "boost": lambda number: status(number, BO, reblog=_said(number + 50_000)),
    "notification": lambda number: {
        "id": "1", "type": "favourite", "created_at": WHEN, "account": account(f"c{number}"),
        "status": _said(number),
    },
    "message": lambda number: {"event": "delete", "payload": str(number)},
    "deletion": lambda number: status(number, BO, text="x", content=None),
    "tree": lambda number: {"ancestors": [_said(number)], "descendants": [_said(number + 9_000)]},
    "account": lambda number: account(f"c{number}", display_name="C", note="N", created_at=WHEN),
    "note": _note,
    "announce": lambda number: _activity(
        "Announce", number, f"https://{HOME}/users/bo/statuses/1"
    ),
    "actor": lambda number: {
        "id": f"https://{HOME}/users/c{number}", "type": "Person",
        "preferredUsername": f"c{number}",
        "name": f"C{number}", "summary": "S", "url": f"https://{HOME}/@c", "published": WHEN,
        "webfinger": f"c{number}@{HOME}",
    },
}  # fmt: skip
