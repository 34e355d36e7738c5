"""Files that are broken as files: the lines that are whole load, and the rest is told."""

from __future__ import annotations

import gzip
import json
import zlib
from typing import Any

import pytest
import zstandard

from loader.sources import files
from queries.errors import SourceError
from tests.loader.sources.hostile_networks import GOOD
from tests.loader.sources.hostile_tables import act, mark, topic

# A good line of each source that reads JSON, and what finds the number in its record.
LINES: dict[str, tuple[Any, Any]] = {
    "edges": (lambda number: act(number, "good"), mark),
    "taxonomy": (lambda number: topic(number, "good"), mark),
    **GOOD,
}

# A line, and what is told of it; None where it is no line at all.
BROKEN: dict[str, tuple[bytes, str | None]] = {
    "no JSON": (b"what?", "is no JSON: "),
    "cut off in a name": (b'{"id": "20", "auth', "is no JSON: "),
    "cut off after a comma": (b'{"id": "20",', "is no JSON: "),
    "cut off after a colon": (b'{"id":', "is no JSON: "),
    "only an opening brace": (b"{", "is no JSON: "),
    "only an opening bracket": (b"[", "is no JSON: "),
    "only a closing brace": (b"}", "is no JSON: "),
    "single quotes": (b"{'id': '1'}", "is no JSON: "),
    "bare names": (b"{id: 1}", "is no JSON: "),
    "a comma at the end": (b'{"id": "1",}', "is no JSON: "),
    "a comment": (b"// {}", "is no JSON: "),
    "a word": (b"nothing", "is no JSON: "),
    "an unknown escape": (rb'{"id": "\x41"}', "is no JSON: "),
    "half an escape": (rb'{"id": "\u00"}', "is no JSON: "),
    "a raw tab in a text": (b'{"id": "a\tb"}', "is no JSON: "),
    "a raw escape sequence": (b'{"id": "\x1b[2J"}', "is no JSON: "),
    "NUL": (b'{"id": "\0"}', "has a NUL character"),
    "nothing but NUL": (b"\0" * 1_000, "has a NUL character"),
    "not UTF-8": (b'{"id": "Zo\xeb"}', "is not UTF-8 at byte 11"),
    "UTF-8 of a surrogate": (b'{"id": "\xed\xa0\x80"}', "is not UTF-8 at byte 9"),
    "UTF-8 that is too long": (b'{"id": "\xc0\xaf"}', "is not UTF-8 at byte 9"),
    "UTF-8 cut off": (b'{"id": "\xe2\x80', "is not UTF-8 at byte 9"),
    "beyond Unicode": (b'{"id": "\xf5\x80\x80\x80"}', "is not UTF-8 at byte 9"),
    "a mark of byte order within": (b'\xef\xbb\xbf{"id": "1"}', "is no JSON"),
    "UTF-16": ('{"id": "1"}'.encode("utf-16"), "is not UTF-8 at byte 1"),
    "lists, very deep": (b"[" * 100_000, "is no JSON that can be read: maximum recursion"),
    "objects, very deep": (b'{"a":' * 100_000, "is no JSON that can be read: maximum recursion"),
    "5,000 digits": (b'{"id": ' + b"9" * 5_000 + b"}", "is no JSON that can be read: Exceeds"),
    "one name, two values": (b'{"id": "1", "id": "2"}', "is no JSON that can be read: it says"),
    "null": (b"null", "is JSON, but no object"),
    "a number": (b"7", "is JSON, but no object"),
    "NaN": (b"NaN", "is JSON, but no object"),
    "a number past all": (b"1e999", "is JSON, but no object"),
    "a text": (b'"x"', "is JSON, but no object"),
    "a list of lists": (b"[[{}]]", "is JSON, but no object"),
    "a long text": (b'{"id": "' + b"x" * 10_000_000 + b'"', "is no JSON: "),
    "over the longest line": (b"x" * 17_000_000, "has 17,000,00"),
    "empty": (b"", None),
    "blanks": (b" \t\r", None),
}  # fmt: skip

LONG = {"a long text", "over the longest line"}
# Both say at the beginning of a file what all of it is.
ENCODINGS = {"a mark of byte order within", "UTF-16"}


def places(name: str, lines: int) -> range:
    """Where among so many good lines a broken one is put."""
    return range(1, 2) if name in LONG else range(name in ENCODINGS, lines + 1)


@pytest.mark.parametrize("source", LINES)
def test_a_broken_line_costs_itself_alone_wherever_it_stands(read, written, source: str) -> None:
    line, find = LINES[source]
    # A first line that is none could be a header of anything.
    options = {"format": "jsonl"} if source == "edges" else {}
    good = [json.dumps(line(number)).encode() for number in range(3)]
    wrong = []
    for name, (raw, reason) in BROKEN.items():
        for place in places(name, len(good)):
            told = [*good[:place], raw, *good[place:]]
            found = read(source, written("x.jsonl", b"\n".join(told)), **options)
            marks = [one for record in found.records if (one := find(record)) is not None]
            said = [(one.file, one.line, one.field) for one in found.rejects]
            reasons = all(one.reason.startswith(reason or "") for one in found.rejects)
            if marks != [0, 1, 2] or said != [("x.jsonl", place + 1, "line")][: bool(reason)]:
                wrong.append(f"{name} at {place}: {marks} {found.rejects}")
            elif not reasons:
                wrong.append(f"{name} at {place}: {found.rejects}")

    assert not wrong, "\n".join([f"{len(wrong)} differ", *wrong[:40]])


CELLS: dict[str, tuple[bytes, str | None]] = {
    "too few cells": (b"a,b", "has 2 cells where the header has 8"),
    "too many cells": (b"a,b,like,,,,,,,,", "has 11 cells where the header has 8"),
    "one cell": (b"a", "has 1 cells where the header has 8"),
    "nothing but delimiters": (b",,,,,,,", "is empty"),
    "a quotation mark never closed": (b'a,"b,like,,,,,1', "unexpected end of data"),
    "a quotation mark within": (b'a,"b"c,like,,,,,1', "',' expected after '\"'"),
    "only a quotation mark": (b'"', "unexpected end of data"),
    "a carriage return within": (b"a,b\rc,like,,,,,1", "has a carriage return within"),
    "NUL": (b"a\0,b,like,,,,,1", "has a NUL character"),
    "not UTF-8": (b"Zo\xeb,b,like,,,,,1", "is not UTF-8 at byte 3"),
    "UTF-8 of a surrogate": (b"\xed\xa0\x80,b,like,,,,,1", "is not UTF-8 at byte 1"),
    "UTF-16": ("a,b,like,,,,,1".encode("utf-16-le"), "has a NUL character"),
    "the header once more": (b"who,whom,kind,when,topics,post,via,count", "is no"),
    "other delimiters": (b"a;b;like;;;;;1", "has 1 cells where the header has 8"),
    "JSON": (b'{"who": "a"}', "has 1 cells where the header has 8"),
    "a long cell": (b"a," + b"x" * 140_000 + b",like,,,,,1", "has a cell of over 131,072"),
    "a long line": (b"x" * 10_000_000, "has 10,000,00"),
    "empty": (b"", None),
    "the end of a line of Windows": (b"\r", None),
}


@pytest.mark.parametrize("packing", ["", ".gz", ".zst"])
def test_a_broken_line_of_cells_costs_itself_alone(read, written, packing: str) -> None:
    header = ",".join(act(0))
    good = [",".join(act(number, "good").values()).encode() for number in range(3)]
    wrong = []
    for name, (raw, reason) in CELLS.items():
        for place in range(1, len(good) + 1):
            whole = b"\n".join([header.encode(), *good[:place], raw, *good[place:]])
            path = written(f"x.csv{packing}", packed(whole, packing))
            found = read("edges", path, delimiter="comma")
            marks = [one for record in found.records if (one := mark(record)) is not None]
            said = [one.line for one in found.rejects]
            first = found.rejects[0].reason if found.rejects else ""
            if marks != [0, 1, 2] or said != [place + 2][: bool(reason)]:
                wrong.append(f"{name} at {place}: {marks} {found.rejects}")
            elif not first.startswith(reason or ""):
                wrong.append(f"{name} at {place}: {first}")

    assert not wrong, "\n".join([f"{len(wrong)} differ", *wrong[:40]])


def packed(whole: bytes, packing: str) -> bytes:
    if packing == ".gz":
        return gzip.compress(whole, 1)
    return zstandard.compress(whole, 1) if packing else whole


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\n\n", b"\r\n \t\r\n"])
@pytest.mark.parametrize("begin", [b"", b"\xef\xbb\xbf"])
def test_ends_of_lines_and_marks_of_byte_order_change_nothing(read, written, begin, end) -> None:
    line, find = LINES["edges"]
    text = end.join(json.dumps(line(number)).encode() for number in range(5))
    table = end.join(
        ",".join(row).encode() for row in [act(0), *(act(i, "good").values() for i in range(5))]
    )

    for name, whole in (("x.jsonl", text), ("x.csv", table)):
        if b" " in end and name == "x.csv":
            continue
        found = read("edges", written(name, begin + whole))
        assert [find(record) for record in found.records] == [0, 1, 2, 3, 4]


def test_a_file_of_carriage_returns_is_told_what_is_wrong(read, written) -> None:
    with pytest.raises(SourceError, match="has a carriage return within a line"):
        read("edges", written("x.csv", "who,whom\ra,b\rc,d\r"))


def test_a_header_that_is_too_long_is_told(read, written) -> None:
    with pytest.raises(SourceError, match="the line of column names has 2,000,006 bytes"):
        read("edges", written("x.csv", f"who,{'x' * 2_000_001}\na,b\n"))


def test_a_header_that_moves_the_cursor_is_told_without_that(read, written) -> None:
    names = ["who", "whom", "\x1b[2J\ud800", "n" * 100_000]
    row = dict.fromkeys(names, "a") | {"whom": "b"}

    found = read("edges", written("x.jsonl", json.dumps(row)))

    assert len(found.acts) == 1
    assert all(line.isprintable() and len(line) < 500 for line in found.announced)


@pytest.mark.parametrize(
    ("columns", "unread"),
    [
        (b"who,whom,who", "who"),
        (b"who,whom,whom", "whom"),
        (b"who,whom,", ""),
        (b"who,whom, who ", "who"),
    ],
)
def test_columns_of_one_name_are_the_first_and_the_others_are_said(
    read, written, columns, unread
) -> None:
    found = read("edges", written("x.csv", columns + b"\na,b,c\n"))

    assert [(act.who, act.whom) for act in found.acts] == [("edges:a", "edges:b")]
    assert f"not read: {unread}" in found.announced[-1]


@pytest.mark.parametrize("text", ["who,whom\n", "who,whom", "\ufeffwho,whom\r\n\r\n"])
def test_a_header_alone_is_no_act_and_no_reject(read, written, text: str) -> None:
    assert read("edges", written("x.csv", text)).records == []


@pytest.mark.parametrize("kind", [".gz", ".zst"])
@pytest.mark.parametrize("harm", ["cut", "flipped", "checksum", "rubbish behind"])
def test_a_damaged_archive_gives_what_comes_before(read, written, kind: str, harm: str) -> None:
    lines = b"".join(b"%s\n" % json.dumps(act(number, "good")).encode() for number in range(6_000))
    raw = bytearray(packed(lines, kind) if kind == ".gz" else zstandard.ZstdCompressor(
        write_checksum=True).compress(lines))  # fmt: skip
    if harm == "cut":
        del raw[len(raw) // 2 :]
    elif harm == "rubbish behind":
        raw += b"rubbish"
    else:
        raw[len(raw) // 2 if harm == "flipped" else -6 if kind == ".gz" else -2] ^= 0x55

    found = read("edges", written(f"x.jsonl{kind}", bytes(raw)))

    assert found.rejects[-1].reason.startswith("cannot be read, nor what follows: ")
    if harm in ("checksum", "rubbish behind"):
        # Of Zstandard the last block goes with its checksum.
        assert len(found.acts) == 6_000 or (kind == ".zst" and len(found.acts) > 4_000)


@pytest.mark.parametrize("kind", [".gz", ".zst"])
@pytest.mark.parametrize("filling", [b"\0", b"x"])
def test_a_bomb_is_given_up(
    read, written, kind: str, filling: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "SMALL_BYTES", 300_000)
    bomb = b"who,whom\na,b\n" + filling * (2_000_000 // len(filling))

    found = read("edges", written(f"x.csv{kind}", packed(bomb, kind)))

    assert found.acts[0].whom == "edges:b"
    assert "unpack it yourself if you trust it" in found.rejects[-1].reason
    assert len(found.rejects) <= 2


def test_a_bomb_in_one_document_is_told(read, written, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "SMALL_BYTES", 300_000)
    bomb = b'[\n{"who": "a", "whom": "' + b" " * 2_000_000

    found = read("x", written("x.json.gz", zlib.compress(bomb, wbits=31)))

    assert found.rejects[0].reason.startswith("cannot be read")
