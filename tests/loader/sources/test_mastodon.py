"""What Mastodon's API says, made by hand: statuses, notifications, streams, lists."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from loader.records import Interaction, Kind, Post, Removal, Thing, User
from queries.errors import SourceError
from tests.loader.sources.mastodon_payloads import WHEN, account, mention, status, tags, uri

AT = datetime(2024, 5, 1, 10, tzinfo=UTC)
ADA, BO, CY = account("ada", "hill.example"), account("bo"), account("cy")
ADA_ID = "mastodon:ada@hill.example"
BO_ID, CY_ID = (f"mastodon:{name}@garden.example" for name in ("bo", "cy"))


def lines(*things: object) -> str:
    return "".join(json.dumps(thing) + "\n" for thing in things)


def acts(found) -> list[tuple[Kind, str, str]]:
    return [(act.kind, act.who, act.whom) for act in found.acts]


def reply(number: int, by: dict[str, Any], to: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A reply to status 1 of the account `to`."""
    said = {"in_reply_to_id": "1", "in_reply_to_account_id": to["id"]}
    return status(number, by, **said, **more)


def test_a_status_is_a_post_and_its_author_a_person(read, written) -> None:
    about = account(
        "Ada",
        "Hill.example",
        display_name=" Ada\tL. ",
        note='<p>I grow <a href="x">#<span>moss</span></a>.</p>',
        followers_count=3,
        following_count=2,
        created_at="2019-02-03T00:00:00.000Z",
    )
    content = (
        '<p class="quote-inline">RE: <a href="x">x</a></p><p>Look &lt;here&gt;:<br>'
        '<a href="https://a.example/b"><span class="invisible">https://</span>'
        '<span class="ellipsis">a.exam</span><span class="invisible">ple/b</span></a></p>'
    )
    said = status(1, about, content=content, spoiler_text="Plants", tags=tags("moss", "fern"))

    found = read("mastodon", written("x.json", json.dumps([said])))

    assert found.records == [
        User(
            id=ADA_ID,
            handle="ada@hill.example",
            name="Ada L.",
            bio="I grow #moss.",
            url="https://Hill.example/@Ada",
            followers=3,
            following=2,
            created_at=datetime(2019, 2, 3, tzinfo=UTC),
        ),
        Post(
            id="mastodon:https://Hill.example/users/Ada/statuses/1",
            author=ADA_ID,
            at=AT,
            text="Plants — Look <here>: a.exam",
            lang="en",
            url="https://Hill.example/@Ada/1",
            topics=("moss", "fern"),
        ),
    ]
    assert found.announced == []


def test_a_boost_reposts_the_original(read, written) -> None:
    original = status(1, ADA, tags=tags("moss"))
    boost = status(2, BO, content="", reblog=original, created_at="2024-05-02T00:00:00Z")

    found = read("mastodon", written("x.json", json.dumps([boost])))

    act = Interaction(
        id="mastodon:repost/bo@garden.example/https://hill.example/users/ada/statuses/1",
        who=BO_ID,
        whom=ADA_ID,
        kind=Kind.REPOST,
        at=datetime(2024, 5, 2, tzinfo=UTC),
        topics=("moss",),
        post=uri(1, "ada", "hill.example"),
    )
    assert found.acts == [act]
    assert [post.id for post in found.posts] == [uri(1, "ada", "hill.example")]


@pytest.mark.parametrize("order", [1, -1], ids=["old first", "new first"])
def test_a_reply_answers_the_author_of_what_was_read_before_or_later(
    read, written, order: int
) -> None:
    said = [status(1, ADA, tags=tags("moss")), reply(2, BO, ADA)]

    found = read("mastodon", written("x.jsonl", lines(*said[::order])))

    assert found.acts == [
        Interaction(
            id="mastodon:reply/https://garden.example/users/bo/statuses/2",
            who=BO_ID,
            whom=ADA_ID,
            kind=Kind.REPLY,
            at=AT,
            topics=("moss",),
            post=uri(1, "ada", "hill.example"),
            via=uri(2, "bo"),
        )
    ]


def test_a_reply_without_its_parent_answers_whom_it_names(read, written) -> None:
    named = [mention("ada", "hill.example"), mention("cy")]
    said = reply(2, BO, ADA, mentions=named, tags=tags("fern"))

    found = read("mastodon", written("x.jsonl", lines(said)))

    assert acts(found) == [(Kind.REPLY, BO_ID, ADA_ID), (Kind.MENTION, BO_ID, CY_ID)]
    assert [(act.post, act.via, act.topics) for act in found.acts] == [
        (None, uri(2, "bo"), ("fern",)),
        (None, uri(2, "bo"), ("fern",)),
    ]
    assert found.acts[1].id == (
        "mastodon:mention/cy@garden.example/https://garden.example/users/bo/statuses/2"
    )


def test_a_reply_to_nobody_who_is_named_is_counted_and_its_mentions_stay(read, written) -> None:
    said = reply(2, BO, ADA, mentions=[mention("cy")])

    found = read("mastodon", written("x.jsonl", lines(said)))

    assert acts(found) == [(Kind.MENTION, BO_ID, CY_ID)]
    assert found.announced == ["mastodon: left out acts on posts whose author is not known (1)"]


def test_a_context_knows_what_its_replies_answer(read, written) -> None:
    tree = {
        "ancestors": [status(1, ADA)],
        "descendants": [reply(2, BO, ADA), reply(3, CY, BO) | {"in_reply_to_id": "2"}],
    }

    found = read("mastodon", written("context.json", json.dumps(tree, indent=1)))

    assert acts(found) == [(Kind.REPLY, BO_ID, ADA_ID), (Kind.REPLY, CY_ID, BO_ID)]
    assert [act.post for act in found.acts] == [uri(1, "ada", "hill.example"), uri(2, "bo")]


@pytest.mark.parametrize(
    "quote", [{"state": "accepted", "quoted_status": status(1, ADA, tags=tags("moss"))},
              status(1, ADA, tags=tags("moss"))], ids=["Mastodon", "others"],
)  # fmt: skip
def test_a_quote_quotes_and_mentions_the_author_no_more(read, written, quote) -> None:
    said = status(2, BO, quote=quote, mentions=[mention("ada", "hill.example")], tags=tags("fern"))

    found = read("mastodon", written("x.jsonl", lines(said)))

    assert found.acts == [
        Interaction(
            id="mastodon:quote/https://garden.example/users/bo/statuses/2",
            who=BO_ID,
            whom=ADA_ID,
            kind=Kind.QUOTE,
            at=AT,
            topics=("moss",),
            post=uri(1, "ada", "hill.example"),
            via=uri(2, "bo"),
        )
    ]


@pytest.mark.parametrize("state", ["pending", "rejected", "revoked", "deleted", "unauthorized"])
def test_a_quote_that_was_not_agreed_to_is_none(read, written, state: str) -> None:
    quote = {"state": state, "quoted_status": status(1, ADA)}

    found = read("mastodon", written("x.jsonl", lines(status(2, BO, quote=quote))))

    assert [post.author for post in found.posts] == [BO_ID]
    assert found.acts == []
    assert found.announced == ["mastodon: left out quotes that are not approved (1)"]


def test_notifications_are_acts_on_the_one_whose_they_are(read, written) -> None:
    mine = status(1, ADA)
    told = [
        {"id": "1", "type": "favourite", "created_at": WHEN, "account": BO, "status": mine},
        {"id": "2", "type": "reblog", "created_at": WHEN, "account": CY, "status": mine},
        {"id": "3", "type": "follow", "created_at": WHEN, "account": BO},
        {"id": "4", "type": "mention", "created_at": WHEN, "account": BO,
         "status": status(2, BO, mentions=[mention("ada", "hill.example")])},
        {"id": "5", "type": "follow_request", "created_at": WHEN, "account": CY},
    ]  # fmt: skip

    found = read("mastodon", written("x.json", json.dumps(told)), account="@Ada@hill.example")

    assert [(act.id, act.kind, act.who, act.whom, act.at) for act in found.acts] == [
        ("mastodon:like/bo@garden.example/https://hill.example/users/ada/statuses/1",
         Kind.LIKE, BO_ID, ADA_ID, AT),
        ("mastodon:repost/cy@garden.example/https://hill.example/users/ada/statuses/1",
         Kind.REPOST, CY_ID, ADA_ID, AT),
        ("mastodon:follow/bo@garden.example/ada@hill.example", Kind.FOLLOW, BO_ID, ADA_ID, AT),
        ("mastodon:mention/ada@hill.example/https://garden.example/users/bo/statuses/2",
         Kind.MENTION, BO_ID, ADA_ID, AT),
    ]  # fmt: skip
    assert found.announced == ["mastodon: left out notifications of other kinds (1)"]


@pytest.mark.parametrize(
    ("name", "account", "who_follows_whom"),
    [
        ("followers_ada@hill.example.json", "", [(BO_ID, ADA_ID), (CY_ID, ADA_ID)]),
        ("Ada@hill.example-following-2.json", "", [(ADA_ID, BO_ID), (ADA_ID, CY_ID)]),
        ("following_2.json", "ada@hill.example", [(ADA_ID, BO_ID), (ADA_ID, CY_ID)]),
        ("followers_ada@hill.example.json", "dee@hill.example", [(BO_ID, ADA_ID), (CY_ID, ADA_ID)]),
        ("followers.json", "", []),
        ("accounts.json", "ada@hill.example", []),
        ("unfollowers.json", "ada@hill.example", []),
    ],
)
def test_a_list_of_followers_says_whose_it_is_in_its_name(
    read, written, name: str, account: str, who_follows_whom
) -> None:
    found = read("mastodon", written(name, json.dumps([BO, CY])), account=account)

    assert [user.id for user in found.users] == [BO_ID, CY_ID]
    assert [(act.who, act.whom) for act in found.acts] == who_follows_whom
    assert {act.kind for act in found.acts} <= {Kind.FOLLOW}


def test_favourites_are_liked_by_the_one_whose_they_are(read, written) -> None:
    page = json.dumps([status(1, ADA, tags=tags("moss")), status(2, BO)])

    found = read("mastodon", written("favourites_bo@garden.example.json", page))

    assert [(act.kind, act.who, act.whom, act.at, act.topics) for act in found.acts] == [
        (Kind.LIKE, BO_ID, ADA_ID, None, ("moss",))
    ]
    assert found.announced == ["mastodon: left out acts of people on themselves (1)"]


@pytest.mark.parametrize("form", ["socket", "events"])
def test_a_stream_has_statuses_edits_and_deletions(read, written, form: str) -> None:
    first, boost = status(1, ADA), status(2, BO, reblog=status(1, ADA))
    told = [
        ("update", first),
        ("update", boost),
        ("status.update", first | {"content": "<p>Better</p>"}),
        ("delete", "2"),
        ("delete", "1"),
        ("delete", "999"),
        ("filters_changed", None),
    ]
    if form == "socket":
        text = lines(*({"stream": ["public"], "event": event, "payload": what if event == "delete"
                        else json.dumps(what)} for event, what in told))  # fmt: skip
    else:
        text = ":)\n" + "".join(
            f"event: {event}\ndata: {what if event == 'delete' else json.dumps(what)}\n\n:thump\n"
            for event, what in told
        )

    found = read("mastodon", written("stream.txt", text))

    assert found.rejects == []
    assert [post.text for post in found.posts] == ["Number 1", "Number 1", "Better"]
    act = "mastodon:repost/bo@garden.example/https://hill.example/users/ada/statuses/1"
    assert found.of(Removal) == [
        Removal(act, Thing.ACT),
        Removal(uri(1, "ada", "hill.example"), Thing.POST, "mastodon:ada@hill.example"),
    ]
    assert found.announced == [
        "mastodon: left out deletions of what was not read (1), messages of other kinds (1)"
    ]


def test_what_was_deleted_stays_so_when_another_file_has_it(read, written) -> None:
    gone = {name: value for name, value in status(1, ADA).items() if name != "content"}
    first = written("a/1.json", json.dumps(gone | {"text": "Number 1"}))
    second = written("b/2.json", json.dumps([status(1, ADA), reply(2, BO, ADA)]))

    found = read("mastodon", first.parent, second.parent, instance="garden.example")

    assert [post.id for post in found.posts] == [uri(2, "bo")]
    assert found.acts == []
    author = "mastodon:ada@hill.example"
    assert set(found.of(Removal)) == {Removal(uri(1, "ada", "hill.example"), Thing.POST, author)}


@pytest.mark.parametrize("visibility", ["private", "direct", "local", ""])
def test_what_is_not_for_all_to_see_is_left_out(read, written, visibility) -> None:
    hidden = status(1, ADA, visibility=visibility)
    page = [hidden, status(2, BO, reblog=hidden), status(3, BO, quote=hidden)]

    found = read("mastodon", written("x.jsonl", lines(*page, hidden | {"reblog": status(4, CY)})))

    assert [post.id for post in found.posts] == [uri(3, "bo")]
    assert found.acts == []
    assert found.announced == ["mastodon: left out statuses that are not public (4)"]


@pytest.mark.parametrize(
    "wish",
    [
        {"noindex": True},
        {"note": "<p>Hello.</p><p>#nobot</p>"},
        {"note": '<a href="x" class="hashtag">#<span>NoIndex</span></a>'},
    ],
)
def test_who_asks_not_to_be_indexed_is_left_out_and_removed(read, written, wish) -> None:
    shy = account("shy", **wish)
    page = [
        status(1, BO, mentions=[mention("shy")]),
        status(2, shy, mentions=[mention("bo")]),
        status(3, shy, reblog=status(4, BO)),
        status(5, BO, reblog=status(2, shy)),
        reply(6, BO, shy, mentions=[mention("shy")]),
    ]

    found = read("mastodon", written("x.jsonl", lines(*page)))

    (removal,) = found.of(Removal)
    assert removal == Removal("mastodon:shy@garden.example", Thing.PERSON)
    after = found.records[found.records.index(removal) :]
    assert not [one for one in after if "shy" in repr(one) and one is not removal]
    assert "people who ask not to be indexed (1)" in found.announced[0]


@pytest.mark.parametrize(
    "no_wish",
    [{"indexable": False, "discoverable": False, "noindex": False}, {"note": "#nobots #noindexing"},
     {"note": "nobot"}, {"noindex": None}],
)  # fmt: skip
def test_what_is_no_such_wish_leaves_people_in(read, written, no_wish) -> None:
    found = read("mastodon", written("x.jsonl", lines(status(1, account("ada", **no_wish)))))

    assert [user.id for user in found.users] == ["mastodon:ada@garden.example"]


def test_one_person_is_the_same_from_every_instance(read, written) -> None:
    here = status(1, account("Bo"))
    there = status(77, account("bo", "garden.example") | {"acct": "bo@Garden.Example", "id": "5"})
    moved = status(1, account("bo", "www.garden.example", acct="bo"))

    found = read("mastodon", written("x.jsonl", lines(here, there)))
    told = read("mastodon", written("y.jsonl", lines(moved)), instance="garden.example")

    assert {post.author for post in [*found.posts, *told.posts]} == {BO_ID}


def test_addresses_in_punycode_are_as_people_read_them(read, written) -> None:
    said = [account("a", acct="a@xn--bcher-kva.example"), account("a", acct="a@BÜCHER.example")]

    found = read("mastodon", written("x.json", json.dumps(said)))

    assert {user.id for user in found.users} == {"mastodon:a@bücher.example"}


def test_files_may_overlap_come_in_any_order_and_packed(read, written) -> None:
    first = status(1, ADA, tags=tags("moss"))
    page = [first, reply(2, BO, ADA), status(3, CY, reblog=first)]
    whole = written("a.jsonl", lines(*page))
    packed = written("b.json.gz", gzip.compress(json.dumps(page[::-1]).encode()))

    once, twice = (
        read("mastodon", whole),
        read("mastodon", packed, whole, instance="garden.example"),
    )

    assert set(once.acts) == set(twice.acts)
    assert {post.id for post in once.posts} == {post.id for post in twice.posts}


def test_what_was_said_of_people_is_not_said_again(read, written) -> None:
    more = account("ada", "hill.example", followers_count=9)

    found = read("mastodon", written("x.jsonl", lines(*[status(n, ADA) for n in range(5)],
                                                      status(6, more))))  # fmt: skip

    assert [user.followers for user in found.users] == [None, 9]


def test_what_is_not_of_interest_is_counted_and_no_reject(read, written) -> None:
    about = {"domain": "garden.example", "version": "4.6.4", "title": "Garden"}
    search = {"accounts": [BO], "statuses": [status(1, ADA)], "hashtags": [{"name": "moss"}]}

    found = read("mastodon", written("x.jsonl", lines(about, search)))

    assert found.rejects == []
    assert [user.id for user in found.users] == [BO_ID, ADA_ID]
    assert found.announced == ["mastodon: left out descriptions of instances (1)"]


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("archive.zip", {}, "cannot be unpacked: File is not a zip file; fetch it again"),
        ("archive.tar.gz", {}, "cannot be unpacked: "),
        ("archive.tar.xz", {}, "is packed; unpack it, and name the folder"),
        ("muted_accounts.csv", {}, "has neither 'followers' nor 'following' in its name"),
        ("x.json", {"account": "ada"}, "name it as in ada@example.org"),
    ],
)
def test_what_cannot_be_read_at_all_is_said_first(read, written, name, options, message) -> None:
    with pytest.raises(SourceError, match=message):
        read("mastodon", written(name, "[]"), **options)


def test_a_folder_without_json_is_told(read, written) -> None:
    folder = written("a/picture.png", b"\x89PNG").parent

    with pytest.raises(SourceError, match="has no JSON files"):
        read("mastodon", folder)


def test_real_answers_are_read_whole(read, shared: Path, tmp_path: Path) -> None:
    authors, posts, boosts = set(), set(), 0
    for path in sorted((shared / "fixtures/mastodon").glob("*.json")):
        exchange = json.loads(path.read_text())
        if exchange["request"].startswith("DELETE"):
            continue
        (tmp_path / path.name).write_text(json.dumps(exchange["response"]))
        answer = exchange["response"]
        for one in answer if isinstance(answer, list) else [answer]:
            if one.get("visibility") not in ("public", "unlisted"):
                continue
            boosts += one["reblog"] is not None
            quoted = (one.get("quote") or {}).get("quoted_status")
            for said in filter(None, (one["reblog"] or one, quoted)):
                posts.add(said["uri"])
                authors.add(said["account"]["username"])

    found = read("mastodon", tmp_path)

    assert found.rejects == []
    assert {post.id.removeprefix("mastodon:") for post in found.posts} == posts
    assert {post.author for post in found.posts} == {
        f"mastodon:{name}@localhost:3000" for name in authors
    }
    assert acts(found).count((Kind.REPLY, "mastodon:admin@localhost:3000",
                              "mastodon:mastodonpy_test_2@localhost:3000")) == 1  # fmt: skip
    # Whoever recorded them boosted and quoted themselves alone, and some of it in private.
    assert boosts > 0
    assert not {act.kind for act in found.acts} & {Kind.REPOST, Kind.QUOTE}
    assert "descriptions of instances (3)" in found.announced[-1]
