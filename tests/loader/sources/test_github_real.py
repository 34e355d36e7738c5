"""Real events of GH Archive, counted again with nothing but json."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from loader.records import Kind


@pytest.fixture
def path(shared: Path) -> Path:
    """A sample of the archive of one hour; the test is skipped where there is none."""
    sample = shared / "fixtures" / "gharchive" / "sample_2015-01-01-0.jsonl"
    if not sample.is_file():
        pytest.skip(f"no archive at {sample}")
    return sample


@pytest.fixture
def events(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_the_real_events_are_all_there(read, path: Path, events: list[Any]) -> None:
    owners: Counter[tuple[Kind, str, str]] = Counter()
    posts, replies = set(), set()
    for event in events:
        actor = event["actor"]["login"].lower()
        repo = event["repo"]["name"].lower()
        payload, type_ = event["payload"], event["type"]
        if type_ in ("WatchEvent", "ForkEvent") and actor != repo.split("/")[0]:
            kind = Kind.LIKE if type_ == "WatchEvent" else Kind.REPOST
            owners[kind, actor, repo.split("/")[0]] += 1
        if type_ in ("IssuesEvent", "PullRequestEvent") and payload["action"] == "opened":
            page = payload.get("issue") or payload["pull_request"]
            posts.add(f"github:{repo}#{page['number']}")
        if "comment" in payload:
            posts.add(f"github:{payload['comment']['html_url'].split('#')[1]}")
            page = payload.get("issue") or payload.get("pull_request")
            if page and page["user"]["login"].lower() != actor:
                replies.add((actor, page["user"]["login"].lower(), f"{repo}#{page['number']}"))

    found = read("github", path)

    assert found.rejects == []
    assert {post.id for post in found.posts} == posts
    assert owners == Counter(
        (act.kind, act.who[7:], act.whom[7:])
        for act in found.acts
        if act.kind in (Kind.LIKE, Kind.REPOST)
    )
    assert replies == {
        (act.who[7:], act.whom[7:], (act.post or "")[7:])
        for act in found.acts
        if act.kind is Kind.REPLY
    }
    assert len(posts) == 48
    assert len({act.id for act in found.acts}) == len(found.acts)
    assert read("github", path).records == found.records


def test_all_other_real_events_are_counted(read, path: Path, events: list[Any]) -> None:
    types = Counter(event["type"] for event in events)

    found = read("github", path)

    (said,) = found.announced
    for type_ in ("PushEvent", "CreateEvent", "DeleteEvent", "GollumEvent", "ReleaseEvent"):
        assert f"{type_} ({types[type_]})" in said


def test_no_real_e_mail_address_is_kept(read, path: Path) -> None:
    assert "redacted@example.invalid" in path.read_text()

    found = read("github", path)

    kept = " ".join(map(str, found.records))
    assert not re.search(r"\w@\w[\w-]*\.\w", kept)
    assert "(e-mail address)" in kept


def test_topics_are_those_of_the_repositories(read, path: Path, events: list[Any]) -> None:
    languages = {
        event["repo"]["name"].lower(): event["payload"]["pull_request"]["base"]["repo"]["language"]
        for event in events
        if "pull_request" in event["payload"]
    }

    found = read("github", path)

    told = [post for post in found.posts if post.topics]
    assert len(told) > 10
    for post in told:
        repo = "/".join((post.url or "").lower().split("/")[3:5])
        assert post.topics == (languages[repo],)
