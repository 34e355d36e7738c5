"""Stack Exchange dumps, made by hand, whole and broken."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import quoteattr

import pytest

from loader.records import Interaction, Kind, Post, Reject, User
from queries.errors import SourceError

DAY = "2018-03-12T00:00:00.000"
AT = datetime(2018, 3, 12, tzinfo=UTC)

Row = dict[str, object]


def xml(*rows: Row | str) -> str:
    """A dump file: one row a line, from line 3 on."""
    lines = [row if isinstance(row, str) else element(row) for row in rows]
    return "\n".join(['<?xml version="1.0" encoding="utf-8"?>', "<rows>", *lines, "</rows>"])


def element(row: Row) -> str:
    told = {"CreationDate": DAY} | row
    return f"<row {' '.join(f'{name}={quoteattr(str(value))}' for name, value in told.items())} />"


def user(id_: int, name: str) -> Row:
    return {"Id": id_, "DisplayName": name}


def question(id_: int, owner: int, tags: str = "<q#><gates>", **more: object) -> Row:
    return {"Id": id_, "PostTypeId": 1, "OwnerUserId": owner, "Tags": tags, "Title": "T"} | more


def answer(id_: int, parent: int, owner: int, **more: object) -> Row:
    return {"Id": id_, "PostTypeId": 2, "ParentId": parent, "OwnerUserId": owner} | more


def comment(id_: int, post: int, who: int, text: str = "Hm.", **more: object) -> Row:
    return {"Id": id_, "PostId": post, "UserId": who, "Text": text} | more


@pytest.fixture
def dump(written) -> Callable[..., Path]:
    """`dump(Posts=[…], Comments=[…])`: the folder of a dump of a site called 'sums'."""

    def write(folder: str = "sums.stackexchange.com", **files: list[Row | str] | str) -> Path:
        for name, rows in files.items():
            text = rows if isinstance(rows, str) else xml(*rows)
            written(f"{folder}/{name}.xml", text)
        return written(f"{folder}/readme.txt", "").parent

    return write


def acts(found) -> list[tuple[Kind, str, str]]:
    return [(act.kind, act.who, act.whom) for act in found.acts]


def test_a_user_has_a_handle_that_is_unique(read, dump) -> None:
    about = user(7, " Ada / B. ") | {"AboutMe": "<p>One&amp;<b>two</b></p>"}
    folder = dump(Users=[user(-1, "Community"), about], Posts=[])

    found = read("stackexchange", folder)

    assert found.records == [
        User(
            id="sums:7",
            handle="AdaB.-7",
            name="Ada / B.",
            bio="One&two",
            url="https://sums.stackexchange.com/users/7",
            created_at=AT,
        )
    ]


def test_an_answer_replies_to_the_owner_of_the_question(read, dump) -> None:
    body = "<p>Say <code>a &lt; b</code>.</p><p>Then&nbsp;stop.</p>"
    # The answer comes first, as after a merge of questions.
    folder = dump(Posts=[answer(1, 2, 20, Body=body), question(2, 10, Body="<p>Why?</p>")])

    found = read("stackexchange", folder)

    topics = ("q#", "gates")
    assert found.records == [
        Post("sums:1", "sums:20", AT, "Say a < b. Then stop.", None,
             "https://sums.stackexchange.com/a/1", topics),
        Interaction("sums:answer-1", "sums:20", "sums:10", Kind.REPLY, AT, topics, "sums:2",
                    "sums:1"),
        Post("sums:2", "sums:10", AT, "T — Why?", None,
             "https://sums.stackexchange.com/q/2", topics),
    ]  # fmt: skip


def test_a_comment_replies_to_the_owner_of_its_post(read, dump) -> None:
    folder = dump(
        Posts=[question(1, 10), answer(2, 1, 20)], Comments=[comment(5, 2, 30, "No, see")]
    )

    found = read("stackexchange", folder)

    topics = ("q#", "gates")
    assert found.records[-2:] == [
        Post("sums:comment-5", "sums:30", AT, "No, see", None,
             "https://sums.stackexchange.com/questions/2#comment5_2", topics),
        Interaction("sums:comment-5", "sums:30", "sums:20", Kind.REPLY, AT, topics, "sums:2",
                    "sums:comment-5"),
    ]  # fmt: skip


def test_a_name_in_a_comment_mentions_the_latest_who_has_it(read, dump) -> None:
    folder = dump(
        Users=[user(10, "Owen"), user(20, "Ann Lee"), user(30, "Annabel"), user(40, "Dan")],
        Posts=[question(1, 10)],
        Comments=[
            comment(1, 1, 20),
            comment(2, 1, 30),
            comment(3, 1, 40, "@Ann, and @annlee; not a@ann.com nor @Nobody"),
            comment(4, 1, 20, "@dan and @Dan!"),
            comment(5, 1, 40, "@Ann's"),
            comment(6, 1, 30, "@An @Annabel"),
        ],
    )

    found = read("stackexchange", folder)

    assert [act.id for act in found.acts if act.kind is Kind.MENTION] == [
        "sums:mention-3-30",
        "sums:mention-3-20",
        "sums:mention-4-40",
        "sums:mention-5-20",
    ]


def test_a_name_can_be_that_of_an_owner_on_the_same_page(read, dump) -> None:
    folder = dump(
        Users=[user(10, "Owen"), user(20, "Ann"), user(50, "Owena")],
        Posts=[question(1, 10), answer(2, 1, 20), question(3, 50)],
        Comments=[comment(1, 2, 40, "@owen is right")],
    )

    assert (Kind.MENTION, "sums:40", "sums:10") in acts(read("stackexchange", folder))


def test_a_favourite_likes_the_owner_of_the_question(read, dump) -> None:
    folder = dump(
        Posts=[question(1, 10)],
        Votes=[
            {"Id": 1, "PostId": 1, "VoteTypeId": 2},
            {"Id": 2, "PostId": 1, "VoteTypeId": 5, "UserId": 20},
            {"Id": 3, "PostId": 1, "VoteTypeId": 5},
        ],
    )

    assert read("stackexchange", folder).acts == [
        Interaction("sums:favourite-2", "sums:20", "sums:10", Kind.LIKE, AT, ("q#", "gates"),
                    "sums:1")
    ]  # fmt: skip


def test_what_has_no_owner_and_what_is_ones_own_is_counted_and_no_reject(read, dump) -> None:
    folder = dump(
        Users=[user(-1, "Community")],
        Posts=[
            question(1, 10),
            answer(2, 1, 10),
            {"Id": 3, "PostTypeId": 2, "ParentId": 1},
            {"Id": 4, "PostTypeId": 5},
            answer(5, 3, 20),
            answer(6, 99, 20),
        ],
        Comments=[
            {"Id": 1, "PostId": 1, "Text": "?", "UserDisplayName": "gone"},
            comment(2, 1, 10),
            comment(3, 98, 10),
        ],
        Votes=[{"Id": 1, "PostId": 1, "VoteTypeId": 5, "UserId": 10}],
    )

    found = read("stackexchange", folder)

    assert found.rejects == []
    assert found.acts == []
    assert [post.id for post in found.posts] == [
        "sums:1", "sums:2", "sums:5", "sums:6", "sums:comment-2",
    ]  # fmt: skip
    assert found.announced[-1] == (
        "sums.stackexchange.com: left out acts of people on their own posts (3), replies to posts "
        "without an owner (2), accounts of the site itself (1), posts without an owner (1), posts "
        "that are neither question nor answer (1), comments without an owner (1), comments on "
        "posts that are not there (1)"
    )


@pytest.mark.parametrize(
    ("file", "row", "field", "reason"),
    [
        ("Users", {"DisplayName": "A"}, "Id", "is missing"),
        ("Users", {"Id": "x", "DisplayName": "A"}, "Id", "is no id: 'x'"),
        ("Users", {"Id": 5, "CreationDate": "soon"}, "CreationDate", "is no time: 'soon'"),
        ("Users", {"Id": 5, "CreationDate": ""}, "CreationDate", "is missing"),
        ("Posts", {"PostTypeId": 1, "OwnerUserId": 1}, "Id", "is missing"),
        ("Posts", {"Id": 9, "OwnerUserId": 1}, "PostTypeId", "is missing"),
        ("Posts", {"Id": 9, "PostTypeId": 2, "OwnerUserId": 1}, "ParentId", "is missing"),
        ("Posts", question(9, 1, CreationDate="2018-13-01T00:00:00"), "CreationDate",
         "is no time: '2018-13-01T00:00:00'"),
        ("Posts", question(9, 1, CreationDate="1970-01-01T00:00:00"), "CreationDate",
         "is before 1990: '1970-01-01T00:00:00'"),
        ("Comments", {"Id": 9, "UserId": 1, "Text": "a"}, "PostId", "is missing"),
        ("Comments", {"Id": 9, "PostId": 1, "UserId": "me"}, "UserId", "is no id: 'me'"),
        ("Votes", {"Id": 9, "PostId": 1}, "VoteTypeId", "is missing"),
    ],
)  # fmt: skip
def test_a_bad_row_is_told_and_its_neighbours_load(read, dump, file, row, field, reason) -> None:
    good: dict[str, list[Row | str]] = {
        "Users": [user(10, "Ann"), user(20, "Bob")],
        "Posts": [question(1, 10), answer(2, 1, 20)],
        "Comments": [comment(1, 1, 20), comment(2, 2, 10)],
        "Votes": [{"Id": number, "PostId": 1, "VoteTypeId": 5, "UserId": 20} for number in (1, 2)],
    }
    whole = read("stackexchange", dump(**good))
    first, second = good[file]

    found = read("stackexchange", dump(**good | {file: [first, row, second]}))

    assert found.rejects == [Reject(f"{file}.xml", 4, field, reason)]
    assert [record for record in found.records if not isinstance(record, Reject)] == whole.records


@pytest.mark.parametrize(
    ("broken", "line", "reason"),
    [
        ('<row Id="2" Text=\'never closed', 6, "is broken XML (not well-formed (invalid token))"),
        ("<row Id='2' Id='3' />", 5, "is broken XML (duplicate attribute)"),
        ("<row Text='a & b' />", 5, "is broken XML (not well-formed (invalid token))"),
        ("<row Text='\x01' />", 5, "is broken XML (not well-formed (invalid token))"),
        ("</rows>\n<more>", 6, "is broken XML (junk after document element)"),
    ],
)
def test_broken_xml_ends_its_file_and_the_next_one_is_read(
    read, dump, broken, line, reason
) -> None:
    folder = dump(
        Users=[user(10, "Ann"), user(20, "Bob"), broken, user(30, "Cid")],
        Posts=[question(1, 10)],
    )

    found = read("stackexchange", folder)

    assert [record.name for record in found.users] == ["Ann", "Bob"]
    assert found.rejects == [Reject("Users.xml", line, "row", f"{reason}; what follows is unread")]
    assert len(found.posts) == 1


def test_a_file_that_breaks_off_gives_what_it_has(read, dump) -> None:
    whole = xml(question(1, 10), question(2, 10))

    found = read("stackexchange", dump(Posts=whole[: whole.rindex("<row") + 20]))

    assert [post.id for post in found.posts] == ["sums:1"]
    assert [(reject.file, reject.line) for reject in found.rejects] == [("Posts.xml", 4)]


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x SYSTEM "http://example.org/x.dtd">',
    ],
)
def test_entities_are_refused(read, dump, declaration) -> None:
    rows = f"<?xml version='1.0'?>\n{declaration}\n<rows><row Id='1' DisplayName='&a;' /></rows>"

    found = read("stackexchange", dump(Users=rows, Posts=[]))

    assert found.users == []
    assert [(reject.file, reject.line) for reject in found.rejects] == [("Users.xml", 2)]


def test_a_row_that_never_ends_is_given_up(read, dump, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("loader.sources.elements.LONGEST_ELEMENT_BYTES", 200_000)
    rows = xml(user(1, "A"), f"<row Id='2' DisplayName='{'x' * 900_000}' />")

    found = read("stackexchange", dump(Users=rows, Posts=[]))

    assert [record.id for record in found.users] == ["sums:1"]
    assert [(reject.file, reject.line) for reject in found.rejects] == [("Users.xml", 4)]


def test_only_posts_are_needed(read, dump) -> None:
    found = read("stackexchange", dump(Posts=[question(1, 10), answer(2, 1, 20)]))

    assert acts(found) == [(Kind.REPLY, "sums:20", "sums:10")]
    assert found.announced[1:] == [
        f"sums.stackexchange.com has no {name}.xml, so nothing of it is loaded"
        for name in ("Users", "Comments", "Votes")
    ]


def test_a_folder_without_posts_is_no_dump(read, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"has no Posts\.xml; name the folder of a dump"):
        read("stackexchange", tmp_path)


@pytest.mark.parametrize(
    ("folder", "options", "network", "host"),
    [
        ("sums.stackexchange.com", {}, "sums", "sums.stackexchange.com"),
        ("stackoverflow.com-Posts", {}, "stackoverflow", "stackoverflow.com"),
        ("mydump", {}, "physics", "physics.stackexchange.com"),
        ("mydump", {"site": "sums"}, "sums", "sums.stackexchange.com"),
        ("mydump", {"site": "mathoverflow"}, "mathoverflow", "mathoverflow.net"),
        (
            "mydump",
            {"site": "es.stackoverflow.com"},
            "es.stackoverflow.com",
            "es.stackoverflow.com",
        ),
        ("mydump", {"site": "sums", "network": "mine"}, "mine", "sums.stackexchange.com"),
    ],
)
def test_the_site_is_asked_for_or_guessed_and_announced(
    read, dump, folder, options, network, host
) -> None:
    links = "".join(
        f'<a href="https://{site}.stackexchange.com/q/1">x</a>'
        for site in ("physics", "physics", "math")
    )
    path = dump(folder, Posts=[question(1, 10, Body=links)])

    found = read("stackexchange", path, **options)

    assert (found.posts[0].id, found.posts[0].url) == (f"{network}:1", f"https://{host}/q/1")
    assert host in found.announced[0]


def test_a_site_that_nobody_knows_has_no_addresses(read, dump) -> None:
    found = read("stackexchange", dump("mydump", Posts=[question(1, 10)]))

    assert (found.posts[0].id, found.posts[0].url) == ("stackexchange:1", None)
    assert found.announced[0] == (
        "mydump: which site is it? name it with --site, else posts have no links"
    )
