"""Events of Jetstream, made by hand for the tests."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

ADA, BEN, CAT, DAN = (f"did:plc:{name}" for name in ("ada", "ben", "cat", "dan"))

SEEN_US = 1_751_640_000_000_000
SEEN = datetime(2025, 7, 4, 14, 40, tzinfo=UTC)
AT = SEEN - timedelta(minutes=1)
CREATED = "2025-07-04T14:39:00.000Z"

Event = dict[str, object]


def uri(did: str, key: str, collection: str = "app.bsky.feed.post") -> str:
    return f"at://{did}/{collection}/{key}"


def event(did: str, kind: str, told: dict[str, object], time_us: object = SEEN_US) -> Event:
    return {"did": did, "time_us": time_us, "kind": kind, kind: told}


def commit(
    did: str, collection: str, key: str, record: object = None, operation: str = "create"
) -> Event:
    told: dict[str, object] = {
        "rev": f"rev-{key}", "operation": operation, "collection": collection, "rkey": key,
    }  # fmt: skip
    if record is not None:
        told["record"] = record
    return event(did, "commit", told)


def post(did: str, key: str, text: str = "Hm.", **more: object) -> Event:
    record = {"$type": "app.bsky.feed.post", "createdAt": CREATED, "text": text} | more
    return commit(did, "app.bsky.feed.post", key, record)


def on(did: str, key: str, subject: str, name: str = "like") -> Event:
    collection = f"app.bsky.feed.{name}"
    record = {"$type": collection, "createdAt": CREATED, "subject": {"cid": "x", "uri": subject}}
    return commit(did, collection, key, record)


def follow(did: str, key: str, whom: object) -> Event:
    collection = "app.bsky.graph.follow"
    return commit(did, collection, key, {"createdAt": CREATED, "subject": whom})


def undone(did: str, collection: str, key: str) -> Event:
    return commit(did, collection, key, operation="delete")


def tagged(*tags: str) -> list[dict[str, object]]:
    features = [{"$type": "app.bsky.richtext.facet#tag", "tag": tag} for tag in tags]
    return [{"index": {"byteStart": 0, "byteEnd": 1}, "features": features}]


def naming(*dids: object) -> list[dict[str, object]]:
    features = [{"$type": "app.bsky.richtext.facet#mention", "did": did} for did in dids]
    return [{"index": {"byteStart": 0, "byteEnd": 1}, "features": features}]


def lines(*events: Event | str) -> str:
    return "".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in events)
