"""Lines of each network with all that they may hold, to be spoilt field by field.

Those of Bluesky and Mastodon stand in `hostile_streams`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial
from typing import Any

from loader.records import Interaction, Post, Record
from tests.loader.sources.bluesky_events import BEN, CAT, on, uri
from tests.loader.sources.hostile_formats import jsonl
from tests.loader.sources.hostile_frame import Family, Row
from tests.loader.sources.hostile_streams import BLUESKY, BO, MASTODON
from tests.loader.sources.mastodon_payloads import HOME, status

SECONDS = 1_714_557_600
AT = "2021-04-08T19:34:16.000Z"

# --- X


def _person(number: int) -> Row:
    return {"id": str(10**9 + number), "username": f"c{number}", "name": "C", "description": "D",
            "created_at": AT, "protected": False,
            "public_metrics": {"followers_count": 1, "following_count": 2}}  # fmt: skip


def _tweet(number: int) -> Row:
    return {
        "id": str(10**6 + number), "author_id": "1", "text": "hello", "created_at": AT,
        "lang": "en", "in_reply_to_user_id": "2", "edit_history_tweet_ids": [str(10**6 + number)],
        "entities": {"mentions": [{"id": "3", "username": "b"}], "hashtags": [{"tag": "t"}],
                     "cashtags": [{"tag": "ABC"}]},
        "referenced_tweets": [{"type": "quoted", "id": "5", "author_id": "4"},
                              {"type": "replied_to", "id": "6", "author_id": "2"}],
        "author": {**_person(number), "id": "1"}, "note_tweet": {"text": "hello at length"},
    }  # fmt: skip


def _status(number: int) -> Row:
    who = {
        "id": 3,
        "id_str": "3",
        "screen_name": "x",
        "name": "X",
        "description": "D",
        "followers_count": 1,
        "friends_count": 2,
        "created_at": "Wed Aug 27 13:08:45 +0000 2008",
    }
    quoted = {"id_str": "6", "user": {**who, "id_str": "4"}, "text": "u"}
    return {
        "id_str": str(10**6 + number), "user": who, "full_text": "t", "created_at": AT,
        "in_reply_to_status_id_str": "7", "in_reply_to_user_id_str": "8", "lang": "en",
        "quoted_status": quoted, "extended_tweet": {"full_text": "t, whole", "entities": {}},
        "entities": {"user_mentions": [{"id_str": "9", "screen_name": "y"}],
                     "hashtags": [{"text": "t"}], "symbols": [{"text": "ABC"}]},
    }  # fmt: skip


X: dict[str, Callable[[int], Any]] = {
    "tweet": _tweet,
    "person": _person,
    "page": lambda number: {
        "data": [_tweet(number)], "errors": [{"title": "x"}],
        "includes": {"users": [_person(number)], "tweets": [_tweet(number + 50_000)]},
    },
    "list": lambda number: {
        "data": [_person(number)], "__twarc": {"url": "https://api.x.com/2/users/1/followers"},
    },
    "ids": lambda number: {"ids": [number, 1], "__twarc": {"url": "/users/5/followers"}},
    "old status": _status,
    "old repost": lambda number: {
        "id_str": str(10**6 + number), "user": {"id_str": "3"}, "text": "RT", "created_at": AT,
        "retweeted_status": _status(number + 50_000),
    },
    "deletion": lambda number: {"delete": {"status": {"id_str": str(number + 1)}}},
    "compliance": lambda number: {"user_suspend": {"user": {"id": str(number + 10**7)}}},
}  # fmt: skip

# --- Reddit


def _submission(number: int, name: str = "c") -> Row:
    return {
        "id": f"{name}{number}", "author": f"c{number}", "subreddit": "Gardens", "title": "Moss",
        "selftext": "u/ada", "created_utc": SECONDS, "author_created_utc": SECONDS,
        "permalink": f"/r/Gardens/comments/{name}{number}/moss/", "edited": False,
        "subreddit_type": "public",
    }  # fmt: skip


def _comment(number: int) -> Row:
    return {
        "id": f"c{number}", "author": "bo", "subreddit": "Gardens", "body": "Yes, u/ada",
        "link_id": "t3_s1", "parent_id": f"t1_d{number}", "created_utc": str(SECONDS),
        "link_author": "cy", "permalink": "/r/Gardens/x", "replies": "",
    }  # fmt: skip


REDDIT: dict[str, Callable[[int], Any]] = {
    "submission": _submission,
    "crosspost": lambda number: {
        **_submission(number), "crosspost_parent": f"t3_o{number}",
        "crosspost_parent_list": [_submission(number, "o")],
    },
    "comment": _comment,
    "listing": lambda number: {"kind": "Listing", "data": {"children": [
        {"kind": "t1", "data": {**_comment(number), "replies": {
            "kind": "Listing", "data": {"children": [{"kind": "t1", "data": _comment(number)}]}}}},
    ]}},
    "account": lambda number: {
        "kind": "t2", "data": {"name": f"c{number}", "created_utc": SECONDS}
    },
    "subreddit": lambda number: {"kind": "t5", "data": {"display_name": f"c{number}"}},
    "more": lambda number: {
        "json": {"data": {"things": [{"kind": "t1", "data": _comment(number)}]}}
    },
}  # fmt: skip

# --- GitHub

_STAR = {"type": "WatchEvent", "actor": {"login": "ada"}, "repo": {"name": "guild/loom"},
         "payload": {"action": "started"}, "public": True, "created_at": AT}  # fmt: skip
_REPOSITORY = {"language": "C", "topics": ["t"]}
_PAGE = {
    "number": 1,
    "user": {"login": "bob"},
    "title": "T",
    "body": "hi @carol",
    "html_url": "https://github.com/guild/loom/issues/1",
    "base": {"repo": _REPOSITORY},
}


def _github(type_: str, case: int, **payload: object) -> Row:
    return {**_STAR, "type": f"{type_}Event", "actor": {"login": f"c{case}"}, "payload": payload}


def _said_there(number: int) -> Row:
    return {"id": number + 1, "user": {"login": "dee"}, "body": "hi @carol",
            "html_url": "https://github.com/guild/loom/issues/1#issuecomment-5"}  # fmt: skip


GITHUB: dict[str, Callable[[int], Any]] = {
    "star": lambda number: _github("Watch", number, action="started"),
    "fork": lambda number: _github("Fork", number, forkee={**_REPOSITORY, "private": False}),
    "follow": lambda number: _github("Follow", number, target={"login": "bob", "followers": 3}),
    "issue": lambda number: _github("Issues", number, action="opened", issue=_PAGE),
    "pull request": lambda number: _github(
        "PullRequest", number, action="opened", number=2, pull_request=_PAGE
    ),
    "comment": lambda number: _github(
        "IssueComment", number, action="created", issue=_PAGE, comment=_said_there(number)
    ),
    "review": lambda number: _github(
        "PullRequestReview", number, action="created", pull_request=_PAGE,
        review=_said_there(number),
    ),
    "commit comment": lambda number: _github("CommitComment", number, comment=_said_there(number)),
    "old star": lambda number: {
        **_STAR, "actor": f"c{number}", "repo": None, "actor_attributes": {"name": "C"},
        "repository": {"owner": "guild", "name": "loom", "language": "C", "private": False},
    },
}  # fmt: skip


def _mark(record: Record) -> int | None:
    """The number in the id of what a good line gives."""
    if isinstance(record, Post | Interaction):
        found = re.search(r"(?:/|-|t3_|/statuses/|x:|x)good(\d+)", record.id)
        return int(found[1]) if found else None
    return None


def _x_mark(record: Record) -> int | None:
    marked = isinstance(record, Post) and len(record.id) == 17 and record.id.startswith("x:9")
    return int(record.id[3:]) if marked else None


_network = partial(Family, packed=jsonl, knows_zone=True)
GOOD: dict[str, Any] = {
    "bluesky": (lambda number: on(BEN, f"good{number}", uri(CAT, "1")), _mark),
    "mastodon": (
        lambda number: status(
            0, BO, id=f"good{number}", uri=f"https://{HOME}/users/bo/statuses/good{number}"
        ),
        _mark,
    ),
    "x": (
        lambda number: {"id": str(9 * 10**14 + number), "author_id": "8", "text": "good",
                        "created_at": AT},
        _x_mark,
    ),
    "reddit": (lambda number: {**_submission(number, "good"), "author": "good", "selftext": ""},
               _mark),
    "github": (
        lambda number: {**_STAR, "actor": {"login": f"x{number}-good{number}"}},
        _mark,
    ),
}  # fmt: skip
NETWORKS = {"bluesky": BLUESKY, "mastodon": MASTODON, "x": X, "reddit": REDDIT, "github": GITHUB}


def families(network: str) -> dict[str, Family]:
    """A family for each sort of line that a network has."""
    good, mark = GOOD[network]
    return {
        name: _network(network, "x.jsonl", line=line, good=good, mark=mark)
        for name, line in NETWORKS[network].items()
    }
