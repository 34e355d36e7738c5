"""Reddit's listings, trees and dumps, made by hand."""

from __future__ import annotations

import gzip
import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import zstandard

from loader.records import Interaction, Kind, Post, Reject, Removal, Thing, Topic, User
from queries.errors import SourceError

SECONDS = 1_714_557_600
AT = datetime.fromtimestamp(SECONDS, UTC)

Json = dict[str, Any]


def submission(id_: str, author: str, **more: object) -> Json:
    """A line of a dump of submissions."""
    told = {"id": id_, "author": author, "subreddit": "Gardens", "title": "Moss", "selftext": ""}
    return told | {"created_utc": SECONDS, "permalink": f"/r/Gardens/comments/{id_}/moss/"} | more


def comment(id_: str, author: str, parent: str, body: str = "Yes.", **more: object) -> Json:
    """A line of a dump of comments."""
    told = {"id": id_, "author": author, "subreddit": "Gardens", "body": body, "link_id": "t3_s1"}
    return told | {"parent_id": parent, "created_utc": str(SECONDS)} | more


def thing(fields: Json, *replies: Json) -> Json:
    """The same as the API has it, with the comments below it."""
    kind = "t1" if "body" in fields else "t3"
    below = {"replies": listing(*replies) if replies else ""} if kind == "t1" else {}
    return {"kind": kind, "data": fields | below}


def listing(*things: object) -> Json:
    return {"kind": "Listing", "data": {"children": list(things), "after": None}}


def lines(*things: object) -> str:
    return "".join(json.dumps(one) + "\n" for one in things)


def acts(found) -> list[tuple[Kind, str, str]]:
    return [(act.kind, act.who[7:], act.whom[7:]) for act in found.acts]


def test_a_submission_and_a_comment_below_it(read, written) -> None:
    said = submission("s1", "Ada_L", selftext="On **stone** &amp; bark", author_created_utc=SECONDS)
    path = written("dump.ndjson", lines(said, comment("c1", "Bo-B", "t3_s1", "Lovely")))

    found = read("reddit", path)

    page = "https://www.reddit.com/r/Gardens/comments/s1/moss/"
    assert found.records == [
        User("reddit:ada_l", handle="Ada_L", url="https://www.reddit.com/user/Ada_L/",
             created_at=AT),
        Post("reddit:t3_s1", "reddit:ada_l", AT, "Moss — On **stone** & bark", url=page,
             topics=("Gardens",)),
        User("reddit:bo-b", handle="Bo-B", url="https://www.reddit.com/user/Bo-B/"),
        Post("reddit:t1_c1", "reddit:bo-b", AT, "Lovely",
             url="https://www.reddit.com/comments/s1/_/c1/", topics=("Gardens",)),
        Interaction("reddit:reply-t1_c1", "reddit:bo-b", "reddit:ada_l", Kind.REPLY, AT,
                    ("Gardens",), "reddit:t3_s1", "reddit:t1_c1"),
    ]  # fmt: skip
    assert found.announced == []


@pytest.mark.parametrize(
    ("edited", "moment"),
    [(False, None), (None, None), (SECONDS + 60, AT + timedelta(minutes=1)), (True, AT)],
)
def test_when_a_comment_was_edited_is_read(read, written, edited, moment) -> None:
    found = read(
        "reddit", written("dump.ndjson", lines(comment("c1", "Bo", "t3_s1", edited=edited)))
    )

    assert [post.edited for post in found.posts] == [moment]


def test_a_tree_of_comments_as_the_api_has_it(read, written) -> None:
    deep = thing(comment("c1", "bo", "t3_s1"), thing(comment("c2", "cy", "t1_c1")),
                 {"kind": "more", "data": {"count": 3, "children": ["c7"]}})  # fmt: skip
    other = thing(comment("c3", "dee", "t3_s1"))
    page = [listing(thing(submission("s1", "ada"))), listing(deep, other)]

    found = read("reddit", written("page.json", json.dumps(page, indent=1)))

    assert acts(found) == [
        (Kind.REPLY, "bo", "ada"),
        (Kind.REPLY, "cy", "bo"),
        (Kind.REPLY, "dee", "ada"),
    ]
    assert found.announced == ["reddit: left out places where a page leaves comments out (1)"]


def test_more_comments_as_the_api_sends_them_later(read, written) -> None:
    more = {"json": {"errors": [], "data": {"things": [thing(comment("c2", "cy", "t1_c1"))]}}}
    page = listing(thing(comment("c1", "bo", "t3_s1")))

    found = read("reddit", written("a.json", json.dumps(more)), written("b.json", json.dumps(page)))

    assert acts(found) == [(Kind.REPLY, "cy", "bo")]


@pytest.mark.parametrize("seed", range(5))
def test_lines_and_files_may_come_in_any_order(read, written, seed: int) -> None:
    said = [
        submission("s1", "ada"),
        comment("c1", "bo", "t3_s1"),
        comment("c2", "cy", "t1_c1"),
        comment("c3", "ada", "t1_c2", "u/cy, u/dee"),
        comment("c4", "bo", "t1_gone"),
    ]
    whole = read("reddit", written("whole.jsonl", lines(*said)))
    dice = random.Random(seed)
    dice.shuffle(said)
    files = [written(f"{number}.jsonl", lines(one)) for number, one in enumerate(said)]

    found = read("reddit", *files, *dice.sample(files, 2))

    assert set(found.acts) == set(whole.acts)
    assert set(found.posts) == set(whole.posts)
    assert acts(whole)[-2:] == [(Kind.REPLY, "ada", "cy"), (Kind.MENTION, "ada", "dee")]
    assert whole.announced == ["reddit: left out acts on posts whose author is not known (1)"]


@pytest.mark.parametrize(
    ("body", "named"),
    [
        ("u/Bo_1 and /u/cy-2, also U/dee.", ["bo_1", "cy-2", "dee"]),
        ("(u/bobo) 'u/cycy' *u/deedee*", ["bobo", "cycy", "deedee"]),
        ("u/bob u/BOB", ["bob"]),
        ("u/ada", []),
        ("https://www.reddit.com/u/bob and r/u/bob and a.u/bob", []),
        ("u/ab u/waytoolongtobeanameofsomebody", []),
        ("menu/bob", []),
        ("> u/bob said\n&gt; u/cyc too\n\nHm, u/dee", ["dee"]),
        ("1 > 0, u/bob", ["bob"]),
        ("u/[deleted] u/bøb", []),
    ],
)
def test_names_in_a_text_are_mentions(read, written, body: str, named: list[str]) -> None:
    path = written(
        "x.jsonl", lines(submission("s1", "Ada", title=body.split("\n")[0], selftext=body))
    )

    found = read("reddit", path)

    assert acts(found) == [(Kind.MENTION, "ada", name) for name in named]


def test_who_is_replied_to_is_not_mentioned_besides(read, written) -> None:
    said = [comment("c1", "bo", "t3_s1", "u/ada u/cyc"), submission("s1", "ada")]

    found = read("reddit", written("x.jsonl", lines(*said)))

    assert [(act.id, act.whom, act.post, act.via) for act in found.acts] == [
        ("reddit:reply-t1_c1", "reddit:ada", "reddit:t3_s1", "reddit:t1_c1"),
        ("reddit:mention-t1_c1-cyc", "reddit:cyc", None, "reddit:t1_c1"),
    ]


def test_a_crosspost_reposts_the_original(read, written) -> None:
    original = submission("s1", "Ada", subreddit="Mosses")
    cross = submission("s2", "bo", crosspost_parent="t3_s1", crosspost_parent_list=[original])

    found = read("reddit", written("x.jsonl", lines(cross)))

    assert [post.id for post in found.posts] == ["reddit:t3_s1", "reddit:t3_s2"]
    assert found.acts == [
        Interaction("reddit:repost-t3_s2", "reddit:bo", "reddit:ada", Kind.REPOST, AT, ("Mosses",),
                    "reddit:t3_s1", "reddit:t3_s2")
    ]  # fmt: skip


def test_a_crosspost_without_its_original_waits_for_it(read, written) -> None:
    said = [submission("s2", "bo", crosspost_parent="t3_s1"), submission("s1", "ada")]

    assert acts(read("reddit", written("x.jsonl", lines(*said)))) == [(Kind.REPOST, "bo", "ada")]


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize("nobody", ["[deleted]", "[removed]"])
def test_what_was_taken_back_is_removed_and_stays_so(read, written, nobody, order) -> None:
    said = [
        comment("c1", nobody, "t3_s1", nobody),
        comment("c1", "bo", "t3_s1", "A secret"),
        comment("c2", "cy", "t1_c1"),
    ][::order]

    found = read("reddit", written("x.jsonl", lines(submission("s1", "ada"), *said)))

    gone = Removal("reddit:t1_c1", Thing.POST)
    after = found.records[max(n for n, one in enumerate(found.records) if one == gone) :]
    assert not [one for one in after if "secret" in repr(one)]
    assert all("[" not in user.id for user in found.users)
    if order == 1:
        assert acts(found) == []


def test_who_wrote_a_removed_submission_stays_its_author(read, written) -> None:
    said = [
        submission("s1", "ada", selftext="[removed]"),
        comment("c1", "bo", "t3_s1", "[removed]"),
    ]

    found = read("reddit", written("x.jsonl", lines(*said)))

    assert acts(found) == [(Kind.REPLY, "bo", "ada")]
    assert found.posts[0].text == "Moss"


def test_people_do_not_act_on_themselves(read, written) -> None:
    said = [submission("s1", "Ada"), comment("c1", "ada", "t3_s1", "u/ADA"),
            submission("s2", "ada", crosspost_parent="t3_s1")]  # fmt: skip

    found = read("reddit", written("x.jsonl", lines(*said)))

    assert found.acts == []
    assert found.announced == ["reddit: left out acts of people on their own posts (2)"]


def test_accounts_subreddits_and_bots(read, written) -> None:
    said = [
        {"kind": "t2", "data": {"name": "Ada", "created_utc": float(SECONDS), "id": "1x"}},
        {"kind": "t5", "data": {"display_name": "Gardens", "subreddit_type": "public"}},
        {"kind": "t5", "data": {"display_name": "u_ada", "subreddit_type": "user"}},
        {"kind": "t5", "data": {"display_name": "Secrets", "subreddit_type": "private"}},
        {"kind": "t6", "data": {"name": "Gold"}},
        submission(
            "s1", "AutoModerator", subreddit="u_AutoModerator", over_18=True, quarantine=True
        ),
        submission("s2", "ada", subreddit="Secrets", subreddit_type="private"),
    ]

    found = read("reddit", written("x.jsonl", lines(*said)))

    assert found.records[:2] == [
        User("reddit:ada", handle="Ada", url="https://www.reddit.com/user/Ada/", created_at=AT),
        Topic("Gardens"),
    ]
    assert [(post.author, post.topics) for post in found.posts] == [("reddit:automoderator", ())]
    assert found.announced == [
        "reddit: left out what is in private subreddits (2), things of other kinds (1)"
    ]


def test_a_list_of_somebodys_comments_says_whose_the_submission_is(read, written) -> None:
    known = comment("c1", "bo", "t3_s1", link_author="Ada")
    gone = comment("c2", "bo", "t3_s2", link_author="[deleted]", link_id="t3_s2")
    page = listing(thing(known), thing(gone))

    assert acts(read("reddit", written("x.json", json.dumps(page)))) == [(Kind.REPLY, "bo", "ada")]


@pytest.mark.parametrize("pack", [lambda raw: zstandard.compress(raw), gzip.compress])
def test_dumps_come_packed(read, written, pack) -> None:
    raw = lines(submission("s1", "ada"), comment("c1", "bo", "t3_s1")).encode()

    assert acts(read("reddit", written("RC_2024-05.zst", pack(raw)))) == [(Kind.REPLY, "bo", "ada")]


def test_the_name_of_an_account_is_one_person_with_or_without_its_fullname(read, written) -> None:
    said = [submission("s1", "Ada", author_fullname="t2_abc"), submission("s2", "ADA")]

    found = read("reddit", written("x.jsonl", lines(*said)))

    assert {post.author for post in found.posts} == {"reddit:ada"}


NO_SHAPE = "is no listing, comment or submission"


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        ({}, "line", NO_SHAPE),
        ({"message": "Forbidden", "error": 403}, "line", NO_SHAPE),
        ({"body": "Yes.", "author": "bo"}, "line", NO_SHAPE),
        (submission("s9", ""), "author", "is empty"),
        (submission("s9", None), "author", "is empty"),
        (submission("s9", ["a"]), "author", "is no id: \"['a']\""),
        (submission("s9", "a\x07"), "author", r"has a control character: 'a\x07'"),
        (submission("s9", "a\ud800"), "author", r"has a control character: 'a\ud800'"),
        (submission("s9", "a" * 201), "author", f"is longer than 200 characters: '{'a' * 57}…'"),
        (submission("", "ada"), "id", "is empty"),
        (submission(None, "ada"), "id", "is empty"),
        (submission("S9", "ada"), "id", "is no id of Reddit: 'S9'"),
        (submission("../s9", "ada"), "id", "is no id of Reddit: '../s9'"),
        (submission("9" * 14, "ada"), "id", "is no id of Reddit: '99999999999999'"),
        (submission("s9", "ada", subreddit=None), "line", NO_SHAPE),
        (submission("s9", "ada", subreddit={"a": 1}), "subreddit", "is no id: \"{'a': 1}\""),
        (submission("s9", "ada", subreddit_type=[]), "subreddit_type", "is no text: '[]'"),
        (submission("s9", "ada", title=5), "title", "is no text: '5'"),
        (submission("s9", "ada", selftext={}), "selftext", "is no text: '{}'"),
        (submission("s9", "ada", permalink=5), "permalink", "is no text: '5'"),
        (submission("s9", "ada", created_utc=None), "created_utc", "is missing"),
        (submission("s9", "ada", created_utc="soon"), "created_utc", "is no time: 'soon'"),
        (submission("s9", "ada", created_utc=True), "created_utc", "is no time: 'True'"),
        (submission("s9", "ada", created_utc=0), "created_utc", "is before 1990: '0'"),
        (submission("s9", "ada", created_utc=-5), "created_utc", "is before 1990: '-5'"),
        (submission("s9", "ada", created_utc=9e9), "created_utc",
         "is in the future: '9000000000.0'"),
        (submission("s9", "ada", created_utc=1e300), "created_utc", "is no time: '1e+300'"),
        (submission("s9", "ada", author_created_utc=[]), "author_created_utc", "is no time: '[]'"),
        (submission("s9", "ada", crosspost_parent="s1"), "crosspost_parent",
         "is no id of Reddit: 's1'"),
        (submission("s9", "ada", crosspost_parent_list="x"), "crosspost_parent_list",
         "is no list: 'x'"),
        (submission("s9", "ada", crosspost_parent_list=[5]), "crosspost_parent_list[0]",
         "is no object: '5'"),
        (submission("s9", "ada", crosspost_parent_list=[{}]), "crosspost_parent_list[0].id",
         "is empty"),
        (comment("c9", "bo", ""), "parent_id", "is empty"),
        (comment("c9", "bo", 17), "parent_id", "is no id of Reddit: '17'"),
        (comment("c9", "bo", "t2_x"), "parent_id", "is no id of Reddit: 't2_x'"),
        (comment("c9", "bo", "t3_s1", link_id="s1"), "link_id", "is no id of Reddit: 's1'"),
        (comment("c9", "bo", "t3_s1", link_author=[]), "link_author", "is no id: '[]'"),
        (comment("c9", "bo", "t3_s1", body=5), "body", "is no text: '5'"),
        ({"kind": 5, "data": {"a": 1}}, "kind", "is no text: '5'"),
        ({"kind": "t1", "data": []}, "data", "is no object: '[]'"),
        ({"kind": "Listing", "data": {"children": {}}}, "data.children", "is no list: '{}'"),
        (listing(5), "data.children[0]", "is no object: '5'"),
        (listing(thing(submission("s9", ""))), "data.children[0].data.author", "is empty"),
        (thing(comment("c9", "", "t3_s1")), "data.author", "is empty"),
        ({"json": []}, "json", "is no object: '[]'"),
        (5, "line", "is JSON, but no object"),
        ('{"id": "\x00"}', "line", "has a NUL character"),
        ('{"id": 1e}', "line", "is no JSON: Expecting ',' delimiter at character 9"),
    ],
)  # fmt: skip
def test_a_bad_line_is_told_and_its_neighbours_load(read, written, line, field, reason) -> None:
    text = line if isinstance(line, str) else json.dumps(line)
    good = [json.dumps(submission(id_, "ada")) for id_ in ("s1", "s2")]

    found = read("reddit", written("x.jsonl", "\n".join((good[0], text, good[1]))))

    assert found.rejects == [Reject("x.jsonl", 2, field, reason)]
    assert [post.id for post in found.posts] == ["reddit:t3_s1", "reddit:t3_s2"]


@pytest.mark.parametrize("line", [b'{"id": "\xff"}', b"[" * 100_000, b'{"a":' * 100_000])
def test_a_line_that_is_no_json_is_told(read, written, line: bytes) -> None:
    good = json.dumps(submission("s1", "ada")).encode()

    found = read("reddit", written("x.jsonl", b"\n".join((good, line, good))))

    assert [(reject.line, reject.field) for reject in found.rejects] == [(2, "line")]
    assert len(found.posts) == 2


def test_a_bad_comment_costs_those_below_it_nothing(read, written) -> None:
    bad = thing(comment("c2", "", "t1_c1"), thing(comment("c3", "cy", "t1_c1")))
    worse = {"kind": "t1", "data": comment("c4", "dee", "t1_c1", replies="none")}
    page = listing(thing(comment("c1", "bo", "t3_s1"), bad, 7, worse))

    found = read("reddit", written("x.json", json.dumps(page)))

    path = "data.children[0].data.replies.data.children"
    assert [reject.field for reject in found.rejects] == [
        f"{path}[0].data.author",
        f"{path}[1]",
        f"{path}[2].data.replies",
    ]
    assert acts(found) == [(Kind.REPLY, "cy", "bo"), (Kind.REPLY, "dee", "bo")]


def test_a_very_deep_tree_is_read(read, written) -> None:
    tree = thing(comment("c100", "bo", "t1_c99"))
    for number in range(99, 0, -1):
        author = "bo" if number % 2 == 0 else "ada"
        tree = thing(comment(f"c{number}", author, f"t1_c{number - 1}"), tree)

    assert len(read("reddit", written("x.json", json.dumps(listing(tree)))).acts) == 99


@pytest.mark.parametrize(
    "name", ["=cmd|calc", "ada\u202eada", "a\u0300\u0301", "عليا", "<b>", "a/b"]
)
def test_odd_names_are_kept_as_they_are(read, written, name: str) -> None:
    (user,) = read("reddit", written("x.jsonl", lines(submission("s1", name)))).users

    assert (user.id, user.handle) == (f"reddit:{name}", name)
    assert user.url is not None
    assert user.url.isascii()
    assert user.url.count("/") == 5


def test_a_folder_without_files_is_told(read, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="name the files to load"):
        read("reddit", tmp_path)


def test_real_pages_are_read_whole(read, shared: Path, tmp_path: Path) -> None:
    things: dict[str, Json] = {}

    def walk(found: object) -> None:
        if isinstance(found, dict):
            if found.get("kind") in ("t1", "t3"):
                data = found["data"]
                for one in (data, *data.get("crosspost_parent_list", ())):
                    things[one["name"]] = one
            for value in found.values():
                walk(value)
        elif isinstance(found, list):
            for value in found:
                walk(value)

    for path in sorted((shared / "fixtures/reddit").glob("*.json")):
        answer = json.loads(path.read_text())["response"]
        (tmp_path / path.name).write_text(json.dumps(answer))
        walk(answer)
    written = {
        n: one for n, one in things.items() if one["author"] not in ("[deleted]", "[removed]")
    }
    owner = {n: one["author"].lower() for n, one in written.items()}
    for one in written.values():
        if one.get("link_author", "[deleted]") != "[deleted]":
            owner.setdefault(one["link_id"], one["link_author"].lower())
    parents = {n: owner.get(one.get("parent_id") or one.get("crosspost_parent"))
               for n, one in written.items()}  # fmt: skip
    replies = {n: whom for n, whom in parents.items() if whom and whom != owner[n]}

    found = read("reddit", tmp_path)

    assert found.rejects == []
    assert {post.id[7:]: post.author[7:] for post in found.posts} == {n: owner[n] for n in written}
    done = {act.via[7:]: act.whom[7:] for act in found.acts if act.kind is not Kind.MENTION}
    assert done == replies
    assert {one.id[7:] for one in found.of(Removal)} == set(things) - set(written)
    assert {user.id[7:] for user in found.users} == {owner[n] for n in written}
