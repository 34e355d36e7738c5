"""GH Archive with what nobody expects: each line is told or loads, and its neighbours load."""

from __future__ import annotations

import gzip
import json

import pytest

from loader.records import Reject

USER = {"login": "ada"}
STAR = {
    "type": "WatchEvent",
    "actor": USER,
    "repo": {"name": "guild/loom"},
    "payload": {"action": "started"},
    "public": True,
    "created_at": "2015-01-01T00:00:16Z",
}
COMMENT = STAR | {
    "type": "IssueCommentEvent",
    "payload": {
        "action": "created",
        "issue": {"number": 1, "user": {"login": "bob"}},
        "comment": {"id": 5, "user": USER, "body": "hi @carol"},
    },
}
FOLLOW = STAR | {"type": "FollowEvent", "payload": {"target": {"login": "bob", "followers": 3}}}


def told(event: dict[str, object], path: str, value: object) -> dict[str, object]:
    """`event` with `value` at `path`; the event itself stays as it is."""
    changed = json.loads(json.dumps(event))
    *steps, last = path.split(".")
    inner = changed
    for step in steps:
        inner = inner[step]
    inner[last] = value
    return changed


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        (b'{"type": "WatchEvent"', "line",
         "is no JSON: Expecting ',' delimiter at character 23"),
        (b'{"type": "Watch\xffEvent"}', "line", "is not UTF-8 at byte 16"),
        (b'{"type": "WatchEvent"}\0\0', "line", "has a NUL character"),
        (b"[" * 100_000, "line",
         "is no JSON that can be read: maximum recursion depth exceeded while decoding a JSON "
         "array from a unicode string; what follows is unread"),
        (b"null", "line", "is JSON, but no object"),
        (b"{}", "type", "is missing"),
        ({"type": 5}, "type", "is no text: '5'"),
        ({"type": "=cmd()"}, "type", "is no type of event: '=cmd()'"),
        ({"type": "W" * 50}, "type", f"is no type of event: '{'W' * 50}'"),
        (told(STAR, "actor", 7), "actor", "is no account: '7'"),
        (told(STAR, "actor", "a da"), "actor", "is no login: 'a da'"),
        (told(STAR, "actor", "a\u202eda"), "actor", r"is no login: 'a\u202eda'"),
        (told(STAR, "actor", "Z̷a̶"), "actor", "is no login: 'Z̷a̶'"),
        (told(STAR, "actor.login", ["ada"]), "actor.login", "is no text: \"['ada']\""),
        (told(STAR, "actor.login", "<script>"), "actor.login", "is no login: '<script>'"),
        (told(STAR, "actor.login", "=1+1"), "actor.login", "is no login: '=1+1'"),
        (told(STAR, "actor.login", "a\ud800"), "actor.login", r"is no login: 'a\ud800'"),
        (told(STAR, "repo", "guild/loom"), "repo", "is no object: 'guild/loom'"),
        (told(STAR, "repo.name", 5), "repo.name", "is no text: '5'"),
        (told(STAR, "repo.name", "guild/a/b"), "repo.name", "is no name of a repository: 'a/b'"),
        (told(STAR, "repo.name", "gui ld/a"), "repo.name", "is no login: 'gui ld'"),
        (told(STAR, "repo.name", "guild/a\u0000"), "repo.name",
         r"is no name of a repository: 'a\x00'"),
        (told(STAR, "payload", []), "payload", "is no object: '[]'"),
        (told(STAR, "created_at", "2015-01-01T00:00:16"), "created_at",
         "has no time zone: '2015-01-01T00:00:16'; name one with --zone"),
        (told(STAR, "created_at", "2999-01-01T00:00:00Z"), "created_at",
         "is in the future: '2999-01-01T00:00:00Z'"),
        (told(STAR, "created_at", "2015/02/30 00:00:00 -0800"), "created_at",
         "is no time: '2015-02-30 00:00:00-0800'"),
        (told(STAR, "created_at", {"at": 1}), "created_at", "is no time: \"{'at': 1}\""),
        (told(FOLLOW, "payload.target", 5), "payload.target", "is no account: '5'"),
        (told(FOLLOW, "payload.target.followers", -1), "payload.target.followers",
         "is no whole number: '-1'"),
        (told(FOLLOW, "payload.target.followers", 10**30), "payload.target.followers",
         f"is no whole number: '1{'0' * 30}'"),
        (told(COMMENT, "payload.action", 1), "payload.action", "is no text: '1'"),
        (told(COMMENT, "payload.issue", "one"), "payload.issue", "is no object: 'one'"),
        (told(COMMENT, "payload.issue.number", "one"), "payload.issue.number",
         "is no whole number: 'one'"),
        (told(COMMENT, "payload.issue.number", 1.5), "payload.issue.number",
         "is no whole number: '1.5'"),
        (told(COMMENT, "payload.issue.user", True), "payload.issue.user",
         "is no account: 'True'"),
        (told(COMMENT, "payload.comment.id", None), "payload.comment.id", "is missing"),
        (told(COMMENT, "payload.comment.id", 10**400), "payload.comment.id",
         f"is no whole number: '1{'0' * 56}…'"),
        (told(COMMENT, "payload.comment.body", ["hi"]), "payload.comment.body",
         "is no text: \"['hi']\""),
        (told(COMMENT, "payload.comment.html_url", 1), "payload.comment.html_url",
         "is no text: '1'"),
        (told(COMMENT, "type", "IssuesEvent") | {"payload": {"action": "opened"}},
         "payload.number", "is missing"),
        (told(COMMENT, "type", "PullRequestEvent")
         | {"payload": {"action": "opened", "pull_request": 5}},
         "payload.pull_request", "is no object: '5'"),
    ],
)  # fmt: skip
def test_a_bad_line_is_told_and_its_neighbours_load(read, written, line, field, reason) -> None:
    bad = line if isinstance(line, bytes) else json.dumps(line).encode()
    good = json.dumps(STAR).encode()

    found = read("github", written("a.json", good + b"\n" + bad + b"\n\n" + good + b"\n"))

    assert found.rejects == [Reject("a.json", 2, field, reason)]
    assert [act.id for act in found.acts] == ["github:like-ada/guild/loom"] * 2


def test_an_account_that_a_bad_line_names_first_is_told_by_the_next(read, written) -> None:
    bad = told(COMMENT, "payload.comment.body", 5)

    found = read("github", written("a.json", f"{json.dumps(bad)}\n{json.dumps(COMMENT)}\n"))

    assert {user.handle for user in found.users} == {"ada", "guild", "bob"}


def test_events_on_one_line_are_all_read(read, written) -> None:
    line = json.dumps(STAR) + json.dumps(FOLLOW) + json.dumps(COMMENT)[:40]

    found = read("github", written("2012-02-02-21.json.gz", gzip.compress(line.encode())))

    assert [act.id for act in found.acts] == ["github:like-ada/guild/loom", "github:follow-ada/bob"]
    assert [(reject.line, reject.field) for reject in found.rejects] == [(1, "line")]


def test_a_long_body_is_cut_and_quickly_searched(read, written) -> None:
    for body in ("a@" * 500_000, "`" * 500_000, "@a-" * 300_000, "> " * 500_000, "x" * 1_000_000):
        event = told(COMMENT, "payload.comment.body", body)

        found = read("github", written("a.json", json.dumps(event)))

        assert [len(post.text or "") <= 500 for post in found.posts] == [True]


def test_e_mail_addresses_are_never_kept(read, written) -> None:
    body = (
        "On Monday, Ada <ada.l+x@mail.example.org> wrote:\n> bob@example.com\nsee bob_b@a-b.co.uk"
    )
    found = read(
        "github", written("a.json", json.dumps(told(COMMENT, "payload.comment.body", body)))
    )

    assert found.posts[0].text == (
        "On Monday, Ada <(e-mail address)> wrote: > (e-mail address) see (e-mail address)"
    )
    assert found.acts[0].kind == "reply"
    assert len(found.acts) == 1


def test_a_half_copied_archive_gives_what_it_has(read, written) -> None:
    events = "".join(
        json.dumps(told(STAR, "actor.login", f"u{number}")) + "\n" for number in range(20_000)
    )
    whole = gzip.compress(events.encode())

    found = read("github", written("a.json.gz", whole[: len(whole) // 2]))

    assert len(found.acts) > 1_000
    assert [reject.field for reject in found.rejects] == ["line"]
