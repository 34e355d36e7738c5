"""Edge lists that are broken: each bad line is told, and the good ones around it load."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pandas as pd
import pyarrow as arrow
import pyarrow.parquet as parquet
import pytest

from loader.records import Reject
from loader.sources.files import LONGEST_LINE
from queries.errors import SourceError

HEADER = "who,whom,kind,when,topics,id,post,via,count\n"


def people(found) -> list[tuple[str, str]]:
    """Who acted on whom, without the network."""
    return [(act.who[6:], act.whom[6:]) for act in found.acts]


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        (",bob,like,,,,,,", "who", "is empty"),
        ("ada,,like,,,,,,", "whom", "is empty"),
        ("  ,bob,like,,,,,,", "who", "is empty"),
        ("@,bob,like,,,,,,", "who", "is empty"),
        ("a\x07da,bob,like,,,,,,", "who", r"has a control character: 'a\x07da'"),
        ("ada,bob,poke,,,,,,", "kind", "is no kind: 'poke'; kinds are follow, repost, quote, "
         "reply, mention, like, adopt"),
        ("ada,bob,,,,,,,", "kind", "is empty; kinds are follow, repost, quote, reply, mention, "
         "like, adopt"),
        ("ada,bob,like,2024-03-01T10:00,,,,,", "when",
         "has no time zone: '2024-03-01T10:00'; name one with --zone"),
        ("ada,bob,like,soon,,,,,", "when", "is no time: 'soon'"),
        ("ada,bob,like,1970-01-01T00:00:00Z,,,,,", "when",
         "is before 1990: '1970-01-01T00:00:00Z'"),
        ("ada,bob,like,2999-01-01T00:00:00Z,,,,,", "when",
         "is in the future: '2999-01-01T00:00:00Z'"),
        ("ada,bob,like,,,,,,two", "count", "is no whole number: 'two'"),
        ("ada,bob,like,,,,,,0", "count", "is 0; a row stands for one act or more"),
        ("ada,bob,like,,,,,,-1", "count", "is no whole number: '-1'"),
        ("ada,bob,like,,,,,,1.5", "count", "is no whole number: '1.5'"),
        ("ada,bob,like,,,,,,9999999999999", "count", "is too large to believe: '9999999999999'"),
        ("ada,bob,like", "line", "has 3 cells where the header has 9"),
        ("ada,bob,like,,,,,,,,", "line", "has 11 cells where the header has 9"),
        ("ada", "line", "has 1 cells where the header has 9"),
        ('ada,"bob"x,like,,,,,,', "line", "',' expected after '\"'"),
        ("ad\0a,bob,like,,,,,,", "line", "has a NUL character"),
        ("x" * 201 + ",bob,like,,,,,,", "who",
         "is longer than 200 characters: '" + "x" * 57 + "…'"),
        ("x" * LONGEST_LINE + ",bob,like,,,,,,", "line", "has 1,000,016 bytes; 1,000,000 are read"),
    ],
)  # fmt: skip
def test_a_bad_line_is_told_and_its_neighbours_load(read, written, line, field, reason) -> None:
    path = written("x.csv", f"{HEADER}a,b,like,,,,,,1\n{line}\nc,d,like,,,,,,1\n")

    found = read("edges", path)

    assert found.rejects == [Reject("x.csv", 3, field, reason)]
    assert people(found) == [("a", "b"), ("c", "d")]


def test_the_column_is_told_by_the_name_it_has_in_the_file(read, written) -> None:
    found = read("edges", written("x.csv", "source,target,created_at\na,b,now\n"))

    assert list(map(str, found.rejects)) == ["x.csv:2: 'created_at' is no time: 'now'"]


def test_broken_utf8_costs_its_line_alone(read, written) -> None:
    path = written("x.csv", b"who,whom\na,b\nZo\xeb,b\nZo\xc3\xab,b\n")

    found = read("edges", path)

    assert found.rejects == [Reject("x.csv", 3, "line", "is not UTF-8 at byte 3")]
    assert people(found) == [("a", "b"), ("Zoë", "b")]


def test_a_quotation_mark_that_is_never_closed_costs_its_line_alone(read, written) -> None:
    rows = "".join(f"u{number},v\n" for number in range(500))
    path = written("x.csv", f'who,whom\na,b\nc,"d\n{rows}')

    found = read("edges", path)

    assert [(reject.line, reject.field) for reject in found.rejects] == [(3, "line")]
    assert people(found) == [("a", "b"), *((f"u{number}", "v") for number in range(500))]


def test_a_quotation_mark_that_closes_lines_later_costs_its_line_alone(read, written) -> None:
    path = written("x.csv", 'who,whom\na,"b\nc,d\ne,"f"\ng,h\n')

    found = read("edges", path)

    assert [reject.line for reject in found.rejects] == [2]
    assert people(found) == [("c", "d"), ("e", "f"), ("g", "h")]


def test_lines_are_counted_through_cells_with_line_breaks(read, written) -> None:
    path = written("x.csv", 'who,whom,topics\n\n"a",b,"one\ntwo\nthree"\n,b,\nc,d,x\n')

    found = read("edges", path)

    assert found.rejects == [Reject("x.csv", 6, "who", "is empty")]
    assert people(found) == [("a", "b"), ("c", "d")]


@pytest.mark.parametrize(
    ("line", "field", "reason"),
    [
        ('{"who": "a", "whom"', "line", "is no JSON: Expecting ':' delimiter at character 21"),
        ("ada,bob", "line", "is no JSON: Expecting value at character 1"),
        ("[1]", "line", "is JSON, but no object"),
        ("null", "line", "is JSON, but no object"),
        ('{"whom": "b"}', "who", "is empty"),
        ('{"who": null, "whom": "b"}', "who", "is empty"),
        ('{"who": {"id": 1}, "whom": "b"}', "who", "is no id: \"{'id': 1}\""),
        ('{"who": true, "whom": "b"}', "who", "is no id: 'True'"),
        ('{"who": 1.5, "whom": "b"}', "who", "is no id: '1.5'"),
        (r'{"who": "a\u0000", "whom": "b"}', "who", r"has a control character: 'a\x00'"),
        (r'{"who": "a\ud800", "whom": "b"}', "who", r"has a control character: 'a\ud800'"),
        ('{"who": "a", "whom": "b", "topics": [1]}', "topics", "is no list of texts: '[1]'"),
        ('{"who": "a", "whom": "b", "topics": 1}', "topics",
         "is neither a text nor a list of texts: '1'"),
        ('{"who": "a", "whom": "b", "when": NaN}', "when", "is no time: 'nan'"),
        ('{"who": "a", "whom": "b", "count": 1e400}', "count", "is no whole number: 'inf'"),
    ],
)  # fmt: skip
def test_a_bad_line_of_json_is_told_and_its_neighbours_load(
    read, written, line, field, reason
) -> None:
    good = '{"who": "a", "whom": "b", "topics": ["x"], "when": null, "count": 1}'
    path = written("x.jsonl", f"{good}\n{line}\n\n{good}\n")

    found = read("edges", path)

    assert found.rejects == [Reject("x.jsonl", 2, field, reason)]
    assert len(found.acts) == 2


@pytest.mark.parametrize("line", ["[" * 100_000, '{"who": ' + "9" * 5_000 + ', "whom": "b"}'])
def test_json_made_to_break_the_reader_is_told(read, written, line) -> None:
    path = written("x.jsonl", '{"who": "a", "whom": "b"}\n' + line + "\n")

    found = read("edges", path)

    assert [(reject.line, reject.field) for reject in found.rejects] == [(2, "line")]
    assert len(found.acts) == 1


def test_a_kind_that_is_a_list_is_told(read, written) -> None:
    good = '{"who": "a", "whom": "b", "kind": "like"}\n'
    path = written("x.jsonl", good + '{"who": "a", "whom": "b", "kind": ["like", "x"]}\n')

    found = read("edges", path)

    assert [(reject.line, reject.field) for reject in found.rejects] == [(2, "kind")]


def test_a_half_copied_archive_gives_what_it_has(read, written) -> None:
    whole = gzip.compress("".join(["who,whom\n", *(f"u{n},v\n" for n in range(50_000))]).encode())
    half = written("half.csv.gz", whole[: len(whole) // 2])
    good = written("good.csv", "who,whom\na,b\n")

    found = read("edges", half, good)

    assert len(found.acts) > 10_000
    assert people(found)[-1] == ("a", "b")
    (reject,) = found.rejects
    assert (reject.file, reject.field) == ("half.csv.gz", "line")
    assert reject.line == len(found.acts) + 1
    assert reject.reason.startswith("cannot be read, nor what follows: ")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("x.csv", b"", "is empty; leave it out"),
        ("x.csv", b"\xef\xbb\xbf \n", "is empty; leave it out"),
        ("x.csv.gz", gzip.compress(b"", mtime=0), "is empty; leave it out"),
        (
            "x.xlsx",
            b"PK\x03\x04...",
            "is a zip archive or a spreadsheet; unpack it, or save it as CSV",
        ),
        ("x.csv", "who,whom\n".encode("utf-16"), "is UTF-16; save it as UTF-8"),
        ("x.csv.bz2", b"BZh91AY&SY", "is packed with bzip2; unpack it, or pack it with gzip"),
        ("x.7z", b"7z\xbc\xaf\x27\x1c", "is a 7z archive; unpack it"),
        ("x.xml", b"<a><b/></a>", "is XML, but neither GEXF nor GraphML: it begins with <a>"),
        ("x.xml", b"<a & b>", "is broken XML (not well-formed (invalid token)); what follows"),
        ("x.arrow", b"ARROW1\0\0nonsense", "is no Arrow file: "),
        ("x.arrow", b"\xff\xff\xff\xff\x10\0\0\0nonsense", "is no Arrow file: "),
        ("x.csv", b"alone\na\n", "has one column, 'alone'; who and whom need two"),
        ("x.csv", b'"who,whom\na,b\n', "has no line of column names"),
        ("x.csv.gz", b"\x1f\x8bnonsense", "cannot be read: "),
        ("x.parquet", b"PAR1nonsense", "is no Parquet file: "),
    ],
)
def test_a_file_that_holds_no_table_is_told(read, written, name, content, message) -> None:
    path = written(name, content)

    with pytest.raises(SourceError) as caught:
        read("edges", path)

    assert str(caught.value).startswith(f"{path} {message}")
    assert "\n" not in str(caught.value)


def test_a_folder_is_no_edge_list(read, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="cannot be read: Is a directory"):
        read("edges", tmp_path)


def test_rows_of_parquet_are_counted_from_one(read, tmp_path: Path) -> None:
    table = pd.DataFrame({"who": ["a", "", "c"], "whom": ["b", "b", "b"]})
    table.to_parquet(tmp_path / "x.parquet")

    found = read("edges", tmp_path / "x.parquet")

    assert found.rejects == [Reject("x.parquet", 2, "who", "is empty")]


def test_a_bad_person_is_told_and_the_others_load(read, written) -> None:
    table = written(
        "people.csv", "id,name,followers,created_at\n1,A,many,\n,B,1,\n3,C,3,2020-01-01\n4,D,4,\n"
    )

    found = read("edges", written("x.csv", "from,to\n1,2\n"), people=table)

    assert [user.name for user in found.users] == ["D"]
    assert list(map(str, found.rejects)) == [
        "people.csv:2: 'followers' is no whole number: 'many'",
        "people.csv:3: 'id' is empty",
        "people.csv:4: 'created_at' has no time zone: '2020-01-01'; name one with --zone",
    ]


@pytest.mark.parametrize("seed", range(40))
def test_every_line_of_garbage_is_an_act_or_a_reject(read, written, seed: int) -> None:
    dice = random.Random(seed)
    pieces = [b"a", b",", b'"', b"\\", b"\0", b"\xff", b"\xc3\xab", b"\r", b" ", b"like", b"\t",
              b"{", b"}", b"@", b"2024-03-01T00:00:00Z", b"9" * 30, b"\xe2\x80\xae"]  # fmt: skip
    garbage = [b"".join(dice.choices(pieces, k=dice.randrange(1, 12))) for _ in range(200)]
    marked = [b"u%d,v,like" % number for number in range(len(garbage))]
    lines = [line for pair in zip(garbage, marked, strict=True) for line in pair]

    found = read("edges", written("x.csv", b"who,whom,kind\n" + b"\n".join(lines) + b"\n"))

    told = [reject.line for reject in found.rejects]
    assert len(set(told)) == len(told)
    assert 0 < len(found.records) <= len(lines)
    assert all(2 <= line <= len(lines) + 1 for line in told)
    json.dumps([reject.reason for reject in found.rejects]).encode()


def test_values_of_parquet_that_python_refuses_cost_their_rows_alone(read, tmp_path: Path) -> None:
    names = arrow.array([b"a", b"\xff", b"c", b"d"], arrow.binary())
    texts = arrow.Array.from_buffers(arrow.utf8(), len(names), names.buffers())
    times = arrow.array([1_709_294_400_000_000, None, 2**62, None], arrow.timestamp("us", "UTC"))
    table = arrow.table({"who": texts, "whom": ["b"] * 4, "when": times})
    parquet.write_table(table, tmp_path / "x.parquet")

    found = read("edges", tmp_path / "x.parquet")

    assert people(found) == [("a", "b"), ("d", "b")]
    assert list(map(str, found.rejects)) == [
        "x.parquet:2: 'who' is no id: 'nan'",
        "x.parquet:3: 'when' is no time: 'nan'",
    ]
