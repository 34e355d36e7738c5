"""Edge lists in columns: the same acts, in the same order, as row by row, and the same rejects."""

from __future__ import annotations

import gzip
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pyarrow as arrow
import pyarrow.feather as feather
import pyarrow.parquet as parquet
import pytest

from loader.acts import Acts
from loader.records import Interaction, Record, Reject
from loader.sources import SOURCES, edges_blocks

HEADER = "who,whom,kind,when,topics,id,post,via,count\n"
CELLS = {
    "who": ["ada", "@bob", " cid ", "", "Zoë", "a b", "4", "x" * 201, "a\x07", "=1+1", '"q"', "é"],
    "kind": ["like", "Reply", "retweet", "", "poke", "QUOTED"],
    "when": ["", "2024-03-01T10:00:00Z", "2024-03-01 10:00:00.5+02:00", "2024-02-30T10:00:00Z",
             "2024-03-01T10:00:00.123Z", "2024-03-01T10:00:00.123456+0100", "1709294400",
             "1709294400123", "20240301", "2024-03-01T10:00:00", "2999-01-01T00:00:00Z", "soon",
             "1970-01-01T00:00:00Z", "1709294400.25", "2024-03-01T10:00:00-15:00",
             "Wed Aug 27 13:08:45 +0000 2008", "0001-01-01T00:00:00+14:00", " 1709294400"],
    "topics": ["", "a|b", "b|a", "#Tee", "ü|x", " |", "a\x1fb"],
    "id": ["", "", "e1", "e2", "@e3", "e\x00"],
    "post": ["", "", "p1", " p1"],
    "via": ["", "", "v1"],
    "count": ["", "1", "3", "3.0", " 2", "0", "-1", "1.5", "9999999999999", "١"],
}  # fmt: skip


def given(**options: str) -> dict[str, str]:
    return {option.name: option.default for option in SOURCES["edges"].options} | options


def by_row(path: Path, options: dict[str, str]) -> Iterator[Record]:
    """The records as they come row by row, times to the millisecond as they are kept."""
    for record in SOURCES["edges"].read((path,), options, [].append):
        if isinstance(record, Interaction) and record.at:
            finer = timedelta(microseconds=record.at.microsecond % 1_000)
            yield replace(record, at=record.at - finer)
        else:
            yield record


def in_columns(path: Path, options: dict[str, str]) -> Iterator[Record]:
    """The records of all pages, each in its place."""
    read = SOURCES["edges"].read_in_columns
    assert read
    for found in read((path,), options, [].append):
        if isinstance(found, Acts):
            acts = dict(zip(found.column("place").to_pylist(), found.records(), strict=True))
            rejects = iter(found.rejects)
            yield from (acts.get(place) or next(rejects) for place in range(found.read))
        else:
            yield found


def assert_same(path: Path, **options: str) -> list[Record]:
    rows = list(by_row(path, given(**options)))
    assert list(in_columns(path, given(**options))) == rows
    return rows


@pytest.fixture(params=[40, 4_000_000])
def blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many bytes are read at once: lines end in them, or do not."""
    monkeypatch.setattr(edges_blocks, "BLOCK_BYTES", request.param)
    monkeypatch.setattr(edges_blocks, "SMALL_BYTES", min(100, request.param))
    return request.param


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("zone", ["", "UTC", "Europe/Berlin"])
def test_every_spelling_of_a_cell(written, seed: int, zone: str) -> None:
    dice = random.Random(seed)
    columns = [CELLS["who"], CELLS["who"], *(CELLS[name] for name in HEADER.split(",")[2:-1]),
               CELLS["count"]]  # fmt: skip
    # Few odd cells a row, so that there are good rows, too.
    rows = [
        ",".join(one[dice.choice([0, 0, 0, 1, dice.randrange(len(one))]) % len(one)]
                 for one in columns)
        for _ in range(400)
    ]  # fmt: skip
    path = written("x.csv", HEADER + "a,b,like,,,,,,\n" + "\n".join(rows) + "\n")

    rows = assert_same(path, zone=zone)

    assert 50 < sum(isinstance(row, Interaction) for row in rows) < 400


@pytest.mark.parametrize("seed", range(8))
def test_every_kind_of_garbage(written, blocks: int, seed: int) -> None:
    dice = random.Random(seed)
    pieces = [b"a", b",", b'"', b"\\", b"\0", b"\xff", b"\xc3\xab", b"\r", b" ", b"like", b"\t",
              b"\n", b'"a"', b'""', b'"x,y"', b'"two\nlines"', b"\xef\xbb\xbf",
              b"b" * 120, b"\r\n"]  # fmt: skip
    lines = []
    for number in range(150):
        lines.append(b'u%d,"v",like' % number if number % 3 else b"u%d,v,like" % number)
        if dice.random() < 0.3:
            lines.append(b"".join(dice.choices(pieces, k=dice.randrange(1, 9))))
    end = dice.choice([b"", b"\n"])
    content = b"\xef\xbb\xbfwho,whom,kind\n" + b"\n".join(lines) + end
    path = written("x.csv", gzip.compress(content) if seed % 2 else content)

    assert len(assert_same(path)) > 100


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("# who whom\n# 2 rows\n1\t2\n3\t4\n", {}),
        ("1 2 3\n4  5 6\n", {}),
        ("a::b\nc::d\n", {"header": "none"}),
        ("who•whom\na•b\n", {"delimiter": "•"}),
        ("\n\nwho;whom;when\na;b;1709294400\n\n\na;b;\n c;d;x", {}),
        ('"who","whom","topics"\n"a","b","x|y"\n"a","b",""\n"a","""b""","x"\n', {}),
        ("who,whom\r\na,b\r\n\r\nc,d\r\ne,f", {}),
        ("who,whom,count,weight\na,b,2,x\n" + "c,d," + "9" * 200_000 + ",y\ne,f,1,z\n", {}),
        ("who,whom\n" + "a,b\n" * 50 + "x" * 1_000_001 + ",y\n" + "c,d\n" * 50, {}),
        ("who,whom\n" + "a,b\n" * 50 + 'x,"' + "y" * 1_000_001 + '"\n' + "c,d\n" * 50, {}),
    ],
)
def test_every_shape_of_text(written, blocks: int, text: str, options: dict[str, str]) -> None:
    assert assert_same(written("x.csv", text), **options)


@pytest.mark.parametrize("bytes_", [3_000, 4_000_000])
def test_a_half_copied_archive(written, monkeypatch, bytes_: int) -> None:
    monkeypatch.setattr(edges_blocks, "BLOCK_BYTES", bytes_)
    lines = "".join(["who,whom\n", *(f"u{n},v\n" for n in range(20_000))])
    whole = gzip.compress(lines.encode())

    rows = assert_same(written("half.csv.gz", whole[: len(whole) // 2]))

    assert isinstance(rows[-1], Reject)
    assert len(rows) > 5_000


def tables() -> Iterator[arrow.Table]:
    many = 12_000
    at = datetime(2026, 1, 2, 3, 4, 5, 678_901, tzinfo=UTC)
    names = [f"u{n % 700}" for n in range(many)]
    names[7], names[11_000], names[11_999] = "", "Zoë", " x"
    whom = arrow.array([n % 300 for n in range(many)])
    who = arrow.array(names)
    times = [at + timedelta(seconds=n) if n % 5 else None for n in range(many)]
    topics = [["x", "y"], None, [], ["ü"], ["x", None]]
    yield arrow.table({
        "who": who, "whom": whom, "when": arrow.array(times, arrow.timestamp("us", "UTC")),
        "topics": [topics[n % 5] for n in range(many)],
        "count": arrow.array([n % 4 if n % 7 else None for n in range(many)]),
    })  # fmt: skip
    yield arrow.table({
        "who": who.cast(arrow.large_string()), "whom": who.dictionary_encode(),
        "when": arrow.array([1_709_294_400 + n for n in range(many)], arrow.uint64()),
        "kind": arrow.array(["like", "reply", None] * (many // 3)).dictionary_encode(),
        "id": arrow.array([f"e{n % 11_000}" for n in range(many)]),
    })  # fmt: skip
    bad = arrow.Array.from_buffers(
        arrow.utf8(), 3, arrow.array([b"a", b"\xff", b"c"], arrow.binary()).buffers()
    )
    yield arrow.table({
        "who": bad, "whom": [1.0, 2.5, None], "topics": bad, "kind": ["like", "like", "like"],
        "when": arrow.array([1_709_294_400_000_000_000, 2**62, None], arrow.timestamp("ns")),
    })  # fmt: skip
    yield arrow.table({"who": ["a", "b"], "whom": [b"x", b"y"], "post": [True, None],
                       "when": arrow.array([2**45, 5], arrow.timestamp("s", "UTC"))})  # fmt: skip


@pytest.mark.parametrize("place", range(4))
def test_every_type_of_column(tmp_path: Path, place: int) -> None:
    table = list(tables())[place]
    parquet.write_table(table, tmp_path / "x.parquet")
    feather.write_feather(table, tmp_path / "x.arrow")

    for name in ("x.parquet", "x.arrow"):
        for zone in ("", "UTC"):
            assert assert_same(tmp_path / name, zone=zone)
