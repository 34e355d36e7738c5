"""The archive of an account, made by hand: activities, likes, and lists of accounts."""

from __future__ import annotations

import json
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from loader.records import Interaction, Kind, Post, Reject, Removal, Thing, User
from loader.sources import mastodon_archives
from queries.errors import SourceError
from tests.loader.sources.mastodon_payloads import account, status

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
ACTOR = "https://garden.example/users/bo"
WHEN = "2024-05-01T10:00:00Z"
AT = datetime(2024, 5, 1, 10, tzinfo=UTC)
BO_ID, ADA_ID = "mastodon:bo@garden.example", "mastodon:ada@hill.example"
THEIRS = "https://hill.example/users/ada/statuses/1"

Json = dict[str, Any]


def person(**more: object) -> Json:
    return {
        "type": "Person",
        "id": ACTOR,
        "preferredUsername": "Bo",
        "name": "Bo B.",
        "summary": "<p>Ferns.</p>",
        "url": "https://garden.example/@bo",
        "published": "2019-02-03T00:00:00Z",
        "outbox": "outbox.json",
    } | more


def note(number: int, **more: object) -> Json:
    return {
        "type": "Note",
        "id": f"{ACTOR}/statuses/{number}",
        "url": f"https://garden.example/@bo/{number}",
        "published": WHEN,
        "content": f"<p>Number {number}</p>",
        "contentMap": {"en": f"<p>Number {number}</p>"},
        "inReplyTo": None,
        "tag": [],
    } | more


def created(number: int, to: object = PUBLIC, **more: object) -> Json:
    """The activity of writing a note."""
    return activity("Create", note(number, **more), to=to)


def activity(kind: str, what: object, **more: object) -> Json:
    named = {"type": kind, "actor": ACTOR, "published": WHEN, "to": [PUBLIC], "cc": []}
    return named | {"object": what} | more


def named(name: str, href: str) -> Json:
    return {"type": "Mention", "name": name, "href": href}


@pytest.fixture
def archive(written):
    """`archive(*items, likes=[…], actor={…})`: the folder of an archive."""

    def write(*items: object, likes: list[str] | None = None, actor: Json | None = None) -> Path:
        def collection(name: str, things: object) -> str:
            kind = "OrderedCollection"
            return json.dumps({"id": name, "type": kind, "orderedItems": things}, indent=1)

        written("archive/likes.json", collection("likes.json", likes or []))
        written("archive/bookmarks.json", collection("bookmarks.json", [THEIRS]))
        written("archive/media_attachments/1.png", b"\x89PNG")
        written("archive/actor.json", json.dumps(actor or person()))
        return written("archive/outbox.json", collection("outbox.json", list(items))).parent

    return write


def acts(found) -> list[tuple[Kind, str, str]]:
    return [(act.kind, act.who, act.whom) for act in found.acts]


def test_an_archive_tells_of_its_owner_and_what_was_written(read, archive) -> None:
    ways = [{"type": "Hashtag", "name": "#moss"}, {"type": "Emoji", "name": ":fern:"}]

    found = read("mastodon", archive(created(1, tag=ways, summary="Plants")))

    assert found.records == [
        User(
            id=BO_ID,
            handle="bo@garden.example",
            name="Bo B.",
            bio="Ferns.",
            url="https://garden.example/@bo",
            created_at=datetime(2019, 2, 3, tzinfo=UTC),
        ),
        Post(
            id=f"mastodon:{ACTOR}/statuses/1",
            author=BO_ID,
            at=AT,
            text="Plants — Number 1",
            lang="en",
            url="https://garden.example/@bo/1",
            topics=("moss",),
        ),
    ]


def test_an_announcement_reposts_and_a_like_likes(read, archive) -> None:
    found = read("mastodon", archive(activity("Announce", THEIRS), likes=[THEIRS]))

    assert found.acts == [
        Interaction(f"mastodon:like/bo@garden.example/{THEIRS}", BO_ID, ADA_ID, Kind.LIKE,
                    post=f"mastodon:{THEIRS}"),
        Interaction(f"mastodon:repost/bo@garden.example/{THEIRS}", BO_ID, ADA_ID, Kind.REPOST, AT,
                    post=f"mastodon:{THEIRS}"),
    ]  # fmt: skip


def test_a_reply_answers_whom_the_address_of_its_parent_names(read, archive) -> None:
    tag = [named("@ada@hill.example", "https://hill.example/users/ada"),
           named("@cy", "https://garden.example/users/cy")]  # fmt: skip

    found = read("mastodon", archive(created(2, inReplyTo=THEIRS, tag=tag)))

    mention, reply = found.acts
    assert reply == Interaction(f"mastodon:reply/{ACTOR}/statuses/2", BO_ID, ADA_ID, Kind.REPLY, AT,
                                post=f"mastodon:{THEIRS}",
                                via=f"mastodon:{ACTOR}/statuses/2")  # fmt: skip
    assert (mention.kind, mention.whom) == (Kind.MENTION, "mastodon:cy@garden.example")


def test_a_reply_to_an_address_of_numbers_answers_whom_it_names(read, archive) -> None:
    parent = "https://hill.example/ap/users/115/statuses/1"
    tag = named("@Ada@hill.example", "https://hill.example/ap/users/115")

    found = read(
        "mastodon", archive(created(2, inReplyTo=parent, tag=tag), created(3, inReplyTo=parent))
    )

    assert acts(found) == [(Kind.REPLY, BO_ID, ADA_ID)]
    assert found.announced == [
        "mastodon: left out activities of other kinds (1), "
        "acts on posts whose author is not known (1)"
    ]


def test_whose_an_address_of_numbers_is_can_be_in_another_file(read, archive, written) -> None:
    address = "https://hill.example/ap/users/115/statuses/1"
    page = written(
        "pages/p.json", json.dumps(status(1, account("ada", "hill.example"), uri=address))
    )

    found = read("mastodon", archive(activity("Announce", address)), page)

    assert acts(found) == [(Kind.REPOST, BO_ID, ADA_ID)]


@pytest.mark.parametrize("field", ["quote", "quoteUri", "quoteUrl", "_misskey_quote"])
def test_a_quote_quotes(read, archive, field: str) -> None:
    found = read("mastodon", archive(created(2, **{field: THEIRS})))

    assert [(act.id, act.kind, act.whom) for act in found.acts] == [
        (f"mastodon:quote/{ACTOR}/statuses/2", Kind.QUOTE, ADA_ID)
    ]


@pytest.mark.parametrize(
    ("to", "public"),
    [
        (PUBLIC, True),
        ([PUBLIC], True),
        ("as:Public", True),
        (f"{ACTOR}/followers", False),
        (["https://hill.example/users/ada"], False),
        ([], False),
    ],
)
def test_only_what_is_for_all_to_see_is_read(read, archive, to, public: bool) -> None:
    found = read("mastodon", archive(created(1, to), activity("Announce", THEIRS, to=to)))

    assert [bool(found.posts), bool(found.acts)] == [public, public]


def test_what_is_unlisted_is_for_all_to_see(read, archive) -> None:
    found = read(
        "mastodon", archive(activity("Create", note(1), to=[f"{ACTOR}/followers"], cc=[PUBLIC]))
    )

    assert len(found.posts) == 1


def test_the_same_act_in_an_archive_and_in_the_api_is_one(read, archive, written) -> None:
    ada, bo = account("ada", "hill.example"), account("bo")
    page = [
        status(2, bo, in_reply_to_id="1", in_reply_to_account_id=ada["id"]),
        status(3, bo, reblog=status(1, ada)),
        status(1, ada),
    ]
    folder = archive(created(2, inReplyTo=THEIRS), activity("Announce", THEIRS))

    one = read("mastodon", written("p.json", json.dumps(page)))
    other = read("mastodon", folder)

    def said(found) -> set[tuple[str, str, str, str | None]]:
        return {(act.id, act.who, act.whom, act.post) for act in found.acts}

    assert said(one) == said(other)
    assert {post.id for post in other.posts} < {post.id for post in one.posts}


def test_an_owner_who_asks_not_to_be_indexed_is_left_out(read, archive) -> None:
    folder = archive(created(1), activity("Announce", THEIRS), likes=[THEIRS],
                     actor=person(summary="<p>#nobot</p>"))  # fmt: skip

    found = read("mastodon", folder)

    assert found.records == [Removal(BO_ID, Thing.PERSON)]


@pytest.mark.parametrize("name", ["following_accounts.csv", "followers.csv"])
def test_a_list_of_accounts_beside_an_archive_is_its_owners(read, archive, written, name) -> None:
    rows = ("Ada@hill.example,true", "", "bad address,true", "@cy@garden.example,true", "")
    text = "\n".join(("Account address,Show boosts", *rows))
    written(f"archive/{name}", text)

    found = read("mastodon", archive())

    pairs = [(BO_ID, ADA_ID), (BO_ID, "mastodon:cy@garden.example")]
    expected = pairs if name.startswith("following") else [(b, a) for a, b in pairs]
    assert [(act.who, act.whom) for act in found.acts] == expected
    assert found.acts[0].kind is Kind.FOLLOW
    assert found.rejects == [Reject(name, 4, "Account address", "is no address of an account")]


def test_a_list_of_accounts_alone_needs_to_be_told_whose_it_is(read, written) -> None:
    path = written("following_accounts.csv", "Account address,Show boosts\nada@hill.example,true\n")

    assert read("mastodon", path).acts == []
    assert acts(read("mastodon", path, account="bo@garden.example")) == [
        (Kind.FOLLOW, BO_ID, ADA_ID)
    ]


def test_lists_of_those_blocked_or_muted_are_not_read(read, archive, written) -> None:
    for name in ("blocked_accounts.csv", "muted_accounts.csv"):
        written(f"archive/{name}", "Account address\nada@hill.example\n")

    found = read("mastodon", archive())

    assert "hill.example" not in repr(found.records)


@pytest.mark.parametrize(
    ("item", "field", "reason"),
    [
        (5, "orderedItems[1]", "is no object"),
        ({}, "orderedItems[1]", "is no status, account, notification or activity"),
        (activity("Announce", None), "orderedItems[1]",
         "is no status, account, notification or activity"),
        (activity("Announce", THEIRS, published="soon"), "orderedItems[1].published",
         "is no time: 'soon'"),
        (activity("Announce", THEIRS, to=[5]), "orderedItems[1].to", "is no list of texts: '[5]'"),
        (activity("Announce", THEIRS, cc={"a": 1}), "orderedItems[1].cc",
         "is no list: \"{'a': 1}\""),
        (activity("Announce", [THEIRS]), "orderedItems[1].object", f"is no id: \"['{THEIRS}']\""),
        (activity("Announce", {"type": "Note"}), "orderedItems[1].object.id", "is empty"),
        (activity("Create", "x"), "orderedItems[1].object", "is no object: 'x'"),
        (activity("Create", note(1, id=None)), "orderedItems[1].object.id", "is empty"),
        (activity("Create", note(1, id="a\x00b")), "orderedItems[1].object.id",
         r"has a control character: 'a\x00b'"),
        (activity("Create", note(1, content=5)), "orderedItems[1].object.content",
         "is no text: '5'"),
        (activity("Create", note(1, tag="x")), "orderedItems[1].object.tag", "is no list: 'x'"),
        (activity("Create", note(1, tag=["x"])), "orderedItems[1].object.tag[0]",
         "is no object: 'x'"),
        (activity("Create", note(1, contentMap=[])), "orderedItems[1].object.contentMap",
         "is no object: '[]'"),
        (activity("Create", note(1, inReplyTo=True)), "orderedItems[1].object.inReplyTo",
         "is no id: 'True'"),
        (activity("Create", note(1, published="1970-01-01T00:00:00Z")),
         "orderedItems[1].object.published", "is before 1990: '1970-01-01T00:00:00Z'"),
        ({"type": ["Create"], "object": "x"}, "orderedItems[1].type", "is no text: \"['Create']\""),
    ],
)  # fmt: skip
def test_a_bad_activity_is_told_and_its_neighbours_load(read, archive, item, field, reason) -> None:
    found = read("mastodon", archive(created(8), item, created(9)))

    assert found.rejects == [Reject("outbox.json", 1, field, reason)]
    assert [post.id[-1] for post in found.posts] == ["8", "9"]


def packed(kind: str, folder: Path, **more: bytes) -> Path:
    """The archive of an account, packed, with further files in it."""
    for name, content in more.items():
        (folder / name.replace("_DOT_", ".")).write_bytes(content)
    path = folder.with_name(f"archive.{kind}")
    if kind == "zip":
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as out:
            for one in folder.rglob("*"):
                out.write(one, one.relative_to(folder))
    else:
        with tarfile.open(path, "w:gz") as out:
            out.add(folder, "archive")
    return path


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_a_packed_archive_is_read_as_it_is_unpacked(read, archive, kind: str) -> None:
    folder = archive(created(1), activity("Announce", THEIRS), 5, likes=[THEIRS])
    path = packed(kind, folder)

    assert read("mastodon", path).records == read("mastodon", folder).records
    assert len(read("mastodon", path).rejects) == 1


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
@pytest.mark.parametrize(
    "name", ["../outbox.json", "/etc/outbox.json", "a/../../b.json", "C:\\b.json"]
)
def test_an_archive_with_a_name_that_leads_out_of_it_is_refused(
    read, tmp_path: Path, kind: str, name: str
) -> None:
    path = tmp_path / f"archive.{kind}"
    if kind == "zip":
        with zipfile.ZipFile(path, "w") as out:
            out.writestr(name, "[]")
    else:
        with tarfile.open(path, "w:gz") as out:
            out.addfile(tarfile.TarInfo(name))

    with pytest.raises(SourceError, match="leads out of the archive"):
        read("mastodon", path)


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_an_archive_that_would_fill_the_disk_is_refused(
    read, archive, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mastodon_archives, "SMALL_BYTES", 1_000_000)
    path = packed(kind, archive(created(1)), bomb_DOT_json=b" " * 5_000_000)

    with pytest.raises(SourceError, match="over 200 times as much as it is large"):
        read("mastodon", path)


@pytest.mark.parametrize("kind", ["zip", "tar.gz"])
def test_a_damaged_archive_is_told_in_one_line(read, archive, kind: str) -> None:
    path = packed(kind, archive(created(1)))
    path.write_bytes(path.read_bytes()[:-200])

    with pytest.raises(SourceError, match=r"cannot be unpacked.*fetch it again"):
        read("mastodon", path)


def test_an_archive_without_its_actor_names_its_owner_in_each_activity(read, archive) -> None:
    folder = archive(created(1), created(2) | {"actor": "https://garden.example/ap/users/7"})
    (folder / "actor.json").unlink()

    found = read("mastodon", folder)
    told = read("mastodon", folder, account="bo@garden.example")

    assert [post.author for post in found.posts] == [BO_ID]
    assert [reject.field for reject in found.rejects] == ["orderedItems[1].actor"]
    assert [post.author for post in told.posts] == [BO_ID, BO_ID]
