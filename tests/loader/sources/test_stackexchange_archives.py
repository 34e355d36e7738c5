"""Stack Exchange dumps in 7z archives: whole, split, several in one, broken, and made to harm."""

from __future__ import annotations

import random
import struct
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import py7zr
import pytest

from loader.records import Reject
from loader.sources import SOURCES, sevenzip
from queries.errors import SourceError

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<rows>\n'
AT = 'CreationDate="2018-03-12T00:00:00.000"'
USERS = (
    f'{HEAD}<row Id="10" DisplayName="Ann" {AT} />\n<row Id="20" DisplayName="Bob" {AT} />\n</rows>'
)
POSTS = (
    f'{HEAD}<row Id="1" PostTypeId="1" OwnerUserId="10" Tags="|sums|" Title="T" {AT} />\n'
    f'<row Id="2" PostTypeId="2" ParentId="1" OwnerUserId="20" {AT} />\n</rows>'
)
COMMENTS = f'{HEAD}<row Id="1" PostId="2" UserId="10" Text="@Bob yes" {AT} />\n</rows>'
VOTES = f'{HEAD}<row Id="1" PostId="1" VoteTypeId="5" UserId="20" {AT} />\n</rows>'
TABLES = {
    "Badges.xml": HEAD + "</rows>",
    "Comments.xml": COMMENTS,
    "Posts.xml": POSTS,
    "Users.xml": USERS,
    "Votes.xml": VOTES,
}

Packed = Callable[..., Path]


@pytest.fixture
def packed(tmp_path: Path) -> Packed:
    """`packed("a.7z", {"Posts.xml": text}, filters=…)`: an archive, solid, of these members."""

    def pack(name: str, members: dict[str, str], **how: object) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with py7zr.SevenZipFile(path, "w", **how) as archive:
            archive.set_encoded_header_mode(False)
            for member, text in members.items():
                archive.writestr(text, member)
        return path

    return pack


@pytest.fixture(autouse=True)
def no_process_is_left() -> Iterator[None]:
    before = set(psutil.Process().children())
    yield
    assert set(psutil.Process().children()) <= before


@pytest.fixture
def whole(read, written):
    """What the same dump gives, unpacked in a folder."""
    for name, text in TABLES.items():
        folder = written(f"unpacked/sums.stackexchange.com/{name}", text).parent
    return read("stackexchange", folder)


def renamed(path: Path, old: str, new: str) -> Path:
    """The archive with a member's name replaced by one of the same length, checksums and all."""
    raw = path.read_bytes()
    assert raw.count(old.encode("utf-16-le")) == 1
    assert len(old) == len(new)
    raw = raw.replace(old.encode("utf-16-le"), new.encode("utf-16-le"))
    (offset, size) = struct.unpack("<QQ", raw[12:28])
    start = raw[12:28] + struct.pack("<I", zlib.crc32(raw[32 + offset : 32 + offset + size]))
    path.write_bytes(raw[:8] + struct.pack("<I", zlib.crc32(start)) + start + raw[32:])
    return path


@pytest.mark.parametrize(
    "filters",
    [
        None,
        [{"id": py7zr.FILTER_LZMA, "preset": 6}],
        [{"id": py7zr.FILTER_BZIP2}],
        [{"id": py7zr.FILTER_PPMD, "order": 6, "mem": 20}],
        [{"id": py7zr.FILTER_DEFLATE}],
        [{"id": py7zr.FILTER_ZSTD}],
        [{"id": py7zr.FILTER_COPY}],
    ],
    ids=["lzma2", "lzma", "bzip2", "ppmd", "deflate", "zstd", "copy"],
)
def test_an_archive_gives_what_its_folder_gives(read, packed: Packed, whole, filters) -> None:
    found = read("stackexchange", packed("sums.stackexchange.com.7z", TABLES, filters=filters))

    assert len(found.acts) == 4
    assert found.records == whole.records
    assert found.announced[0] == (
        "sums.stackexchange.com: the site is sums.stackexchange.com (from the name of the dump), "
        "the network 'sums'"
    )


def test_an_archive_is_known_by_its_content(read, packed: Packed, whole) -> None:
    found = read("stackexchange", packed("download", TABLES), site="sums")

    assert found.records == whole.records


def test_split_archives_are_one_dump(read, packed: Packed, whole) -> None:
    paths = [
        packed(f"d/sums.stackexchange.com-{name.removesuffix('.xml')}.7z", {name: text})
        for name, text in TABLES.items()
    ]

    from_folder = read("stackexchange", paths[0].parent)
    one_by_one = read("stackexchange", *reversed(paths[1:]))

    assert from_folder.records == one_by_one.records == whole.records


def test_an_archive_of_two_sites_is_two_dumps(read, packed: Packed) -> None:
    path = packed(
        "both.7z",
        {
            "sums.stackexchange.com/Posts.xml": POSTS,
            "stacks/ears.stackexchange.com/Posts.xml": POSTS,
            "sums.stackexchange.com/Users.xml": USERS,
        },
    )

    found = read("stackexchange", path)

    assert [act.who for act in found.acts] == ["sums:20", "ears:20"]
    with pytest.raises(SourceError, match="--site and --network are of one dump"):
        read("stackexchange", path, site="sums")


def test_archives_of_two_sites_in_a_folder_are_two_dumps(read, packed: Packed) -> None:
    for site in ("sums", "ears"):
        folder = packed(f"d/{site}.stackexchange.com.7z", {"Posts.xml": POSTS}).parent

    assert [act.who for act in read("stackexchange", folder).acts] == ["ears:20", "sums:20"]


def test_a_bad_row_in_an_archive_is_told_with_its_line(read, packed: Packed) -> None:
    users = USERS.replace('Id="20"', 'Id="x"')
    path = packed("sums.stackexchange.com.7z", TABLES | {"Users.xml": users})

    found = read("stackexchange", path)

    name = "sums.stackexchange.com.7z/Users.xml"
    assert found.rejects == [Reject(name, 4, "Id", "is no id: 'x'")]


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"Post.xml": POSTS}, "holds no table of a dump, but Post.xml; name other archives"),
        ({"posts.csv": "a,b"}, "holds no table of a dump, but posts.csv"),
        ({}, "holds no table of a dump, but nothing"),
        ({"Users.xml": USERS}, "has no Posts.xml, only Users.xml; name its archive too"),
    ],
)
def test_members_that_are_no_dump_are_told(read, packed: Packed, members, message) -> None:
    with pytest.raises(SourceError, match=message):
        read("stackexchange", packed("sums.7z", members))


def test_the_same_table_twice_is_told(read, packed: Packed) -> None:
    first = packed("d/sums.stackexchange.com-Posts.7z", {"Posts.xml": POSTS})
    second = packed("d/sums.stackexchange.com-Users.7z", {"Posts.xml": POSTS})

    with pytest.raises(SourceError, match=r"sums\.stackexchange\.com has Posts\.xml twice: "):
        read("stackexchange", first, second)


@pytest.mark.parametrize(
    "name", ["../Posts.xml", "/a/Posts.xml", "a/../sts.xml", "..\\Posts.xml", "C:\\Posts.xml"]
)
def test_names_that_lead_out_of_the_archive_are_refused(read, packed: Packed, name: str) -> None:
    harmless = "x" * len(name)
    path = packed("sums.7z", TABLES | {harmless: POSTS})

    with pytest.raises(SourceError, match="leads out of the archive; it is not read"):
        read("stackexchange", renamed(path, harmless, name))


def test_a_name_that_moves_the_cursor_is_refused(read, packed: Packed) -> None:
    path = renamed(packed("sums.7z", {"abcd/Posts.xml": POSTS}), "abcd", "\x1b[2J")

    with pytest.raises(SourceError, match="is no name of a file") as caught:
        read("stackexchange", path)

    assert str(caught.value).isprintable()


def test_two_members_of_one_name_are_refused(read, packed: Packed) -> None:
    path = renamed(packed("sums.7z", {"Posts.xml": POSTS, "Pasts.xml": POSTS}), "Pasts", "Posts")

    with pytest.raises(SourceError, match=r"has two files 'Posts\.xml'; which one is meant\?"):
        read("stackexchange", path)


def test_an_archive_that_swells_too_much_is_refused(
    read, packed: Packed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sevenzip, "SMALL_BYTES", 100_000)
    path = packed("sums.7z", {"Posts.xml": POSTS, "PostHistory.xml": " " * 5_000_000})

    with pytest.raises(SourceError, match=r"hold 5,000,\d+, over 200 times as much"):
        read("stackexchange", path)


def test_an_archive_that_wants_much_memory_is_refused(
    read, packed: Packed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sevenzip, "LARGEST_WINDOW", 2**20)
    lzma = [{"id": py7zr.FILTER_LZMA, "preset": 6}]
    ppmd = [{"id": py7zr.FILTER_PPMD, "order": 6, "mem": 22}]

    for filters in (None, lzma, ppmd):
        with pytest.raises(SourceError, match="bytes of memory to be unpacked"):
            read("stackexchange", packed("sums.7z", {"Posts.xml": POSTS}, filters=filters))


def test_an_encrypted_archive_is_told(read, packed: Packed) -> None:
    with pytest.raises(SourceError, match="is encrypted; unpack it"):
        read("stackexchange", packed("sums.7z", {"Posts.xml": POSTS}, password="secret"))


@pytest.mark.parametrize("part", [0.01, 0.3, 0.7, 0.99])
def test_an_archive_that_breaks_off_is_told(read, packed: Packed, part: float) -> None:
    path = packed("sums.7z", TABLES)
    raw = path.read_bytes()
    path.write_bytes(raw[: max(8, int(len(raw) * part))])

    with pytest.raises(SourceError, match="breaks off or is damaged"):
        read("stackexchange", path)


def test_a_wrong_checksum_is_told_after_what_could_be_read(read, packed: Packed) -> None:
    path = packed("sums.7z", {"Posts.xml": POSTS}, filters=[{"id": py7zr.FILTER_COPY}])
    path.write_bytes(path.read_bytes().replace(b"sums", b"suns"))

    found = read("stackexchange", path)

    assert [post.topics for post in found.posts] == [("suns",), ("suns",)]
    reason = "cannot be read, nor what follows: the checksum differs"
    assert found.rejects == [Reject("sums.7z/Posts.xml", 5, "row", reason)]


def test_xml_bombs_in_an_archive_are_refused(read, packed: Packed) -> None:
    bomb = f'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><rows><row Id="&b;" {AT} /></rows>'
    deep = f"<rows>{'<row>' * 100_000}</rows>"

    found = read("stackexchange", packed("a.7z", TABLES | {"Users.xml": bomb, "Votes.xml": deep}))

    assert found.users == []
    assert [(one.file, one.reason) for one in found.rejects if one.field == "row"] == [
        (
            "a.7z/Users.xml",
            "declares a document type, which can fill all memory; what follows is unread",
        ),
        ("a.7z/Votes.xml", "is nested over 100 deep; what follows is unread"),
    ]


def told_or_read(read, path: Path):
    """What the archive gives, or the line that says why it is refused."""
    try:
        return read("stackexchange", path)
    except SourceError as error:
        return str(error).splitlines()[0]


@pytest.mark.parametrize("seed", range(15))
def test_a_damaged_archive_is_told_or_gives_rejects_unless_all_is_there(
    read, packed: Packed, whole, seed: int
) -> None:
    dice = random.Random(seed)
    method = dice.choice([py7zr.FILTER_LZMA2, py7zr.FILTER_BZIP2, py7zr.FILTER_PPMD])
    settings = {"order": 6, "mem": 20} if method == py7zr.FILTER_PPMD else {}
    path = packed("sums.stackexchange.com.7z", TABLES, filters=[{"id": method, **settings}])
    raw = bytearray(path.read_bytes())
    for _ in range(dice.randrange(1, 4)):
        raw[dice.randrange(8, len(raw))] ^= 1 << dice.randrange(8)
    path.write_bytes(raw)

    said = told_or_read(read, path)

    assert isinstance(said, str) or said.rejects or said.records == whole.records


@pytest.mark.parametrize("seed", range(15))
def test_a_damaged_header_is_told(read, packed: Packed, seed: int) -> None:
    dice = random.Random(seed)
    path = packed("sums.7z", TABLES)
    raw = bytearray(path.read_bytes())
    (offset,) = struct.unpack("<Q", raw[12:20])
    for _ in range(dice.randrange(1, 5)):
        raw[dice.randrange(32 + offset, len(raw))] = dice.randrange(256)
    start = bytes(raw[12:28]) + struct.pack("<I", zlib.crc32(raw[32 + offset :]))
    raw[8:32] = struct.pack("<I", zlib.crc32(start)) + start
    path.write_bytes(raw)

    said = told_or_read(read, path)

    assert isinstance(said, str) or said.records


def test_who_stops_reading_stops_the_unpacking(packed: Packed) -> None:
    rows = "".join(f'<row Id="{one}" DisplayName="U" {AT} />\n' for one in range(100_000))
    path = packed("sums.7z", TABLES | {"Users.xml": f"{HEAD}{rows}</rows>"})
    options = {option.name: "" for option in SOURCES["stackexchange"].options}

    records = SOURCES["stackexchange"].read((path,), options, [].append)
    next(records)
    del records
