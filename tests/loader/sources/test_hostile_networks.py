"""What networks may hold that stands in no field alone: lists, addresses, and what has no end."""

from __future__ import annotations

import json

import pytest

from tests.loader.sources.bluesky_events import ADA, commit
from tests.loader.sources.hostile_networks import GITHUB, REDDIT

ENDS = ("\ud800", "\0", "a b", "\u2028", "\u202e", "x" * 100_000)


@pytest.mark.parametrize("end", ENDS)
def test_an_address_that_cannot_be_one_is_not_kept(read, written, end: str) -> None:
    event = GITHUB["comment"](1)
    event["payload"]["comment"]["html_url"] = f"https://github.com/{end}"
    moss = {**REDDIT["submission"](1), "permalink": f"/r/{end}"}

    (comment,) = read("github", written("a.jsonl", json.dumps(event))).posts
    (page,) = read("reddit", written("b.jsonl", json.dumps(moss))).posts

    assert comment.url is None
    assert page.url == "https://www.reddit.com/comments/c1/"


@pytest.mark.parametrize("line", ["x" * 200_000, "a@b.example\rc@d.example"])
def test_a_bad_line_in_a_list_of_accounts_costs_itself_alone(read, written, line: str) -> None:
    path = written("following_ada@b.example.csv", f"bo@b.example\n{line}\ncy@b.example\n")

    found = read("mastodon", path)

    assert [act.whom for act in found.acts] == ["mastodon:bo@b.example", "mastodon:cy@b.example"]
    assert [(reject.line, reject.field) for reject in found.rejects] == [(2, "line")]


def test_what_is_quoted_in_a_reason_has_an_end(read, written) -> None:
    event = commit(ADA, "app.bsky.feed.like", "1", {}, operation="x" * 1_000_000)

    (reject,) = read("bluesky", written("a.jsonl", json.dumps(event))).rejects

    assert len(reject.reason) < 200


def test_ids_in_a_list_of_nobody_knows_what_are_counted(read, written) -> None:
    found = read("x", written("a.jsonl", json.dumps({"ids": [1, 2, 3]})))

    assert found.records == []
    assert found.announced == ["x: left out people in lists that do not say whose they are (3)"]
