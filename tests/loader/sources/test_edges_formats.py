"""Edge lists in every format: any delimiter, with and without names of columns, JSON, Arrow."""

from __future__ import annotations

import gzip
import json
import random
from pathlib import Path

import pandas as pd
import pyarrow as arrow
import pyarrow.feather as feather
import pyarrow.ipc as ipc
import pyarrow.parquet as parquet
import pytest
import zstandard

from loader.records import Kind, Reject
from queries.errors import SourceError

ROWS = [
    {"who": "ada", "whom": "bob", "kind": "like", "when": "2024-03-01T12:00:00Z", "topics": "a/b"},
    {"who": "bob", "whom": "cid", "kind": "reply", "when": "2024-03-01T13:00:00Z", "topics": "c"},
]


def pairs(found) -> list[tuple[str, str, int]]:
    return [(act.who[6:], act.whom[6:], act.count) for act in found.acts]


def streamed(table: arrow.Table, path: Path) -> Path:
    with ipc.new_stream(path, table.schema) as stream:
        stream.write_table(table, max_chunksize=1)
    return path


def streamed_once(table: arrow.Table, path: Path) -> Path:
    with ipc.new_stream(path, table.schema) as stream:
        stream.write_table(table)
    return path


def test_all_formats_are_found_from_their_content(read, written, tmp_path: Path) -> None:
    frame = pd.DataFrame(ROWS)
    table = arrow.Table.from_pandas(frame, preserve_index=False)
    text = frame.to_csv(index=False)
    lines = "".join(json.dumps(row) + "\n" for row in ROWS)
    stream = streamed(table, tmp_path / "stream").read_bytes()
    feather.write_feather(table, tmp_path / "feather", compression="zstd")
    feather.write_feather(table, tmp_path / "plain", compression="uncompressed")
    parquet.write_table(table, tmp_path / "parquet")
    files = [
        *(written(f"d{number}", frame.to_csv(index=False, sep=one))
          for number, one in enumerate(",;\t|^~ \x01\x1f")),
        written("colons", text.replace(",", "::")),
        written("wide", text.replace(",", "   ")),
        written("csv.zst", zstandard.compress(text.encode())),
        written("lines", lines),
        written("lines.zst", zstandard.compress(lines.encode())),
        written("array", json.dumps(ROWS)),
        written("array.gz", gzip.compress(json.dumps(ROWS, indent=2).encode())),
        tmp_path / "feather",
        tmp_path / "plain",
        tmp_path / "stream",
        written("stream.zst", zstandard.compress(stream)),
        tmp_path / "parquet",
    ]  # fmt: skip

    readings = [read("edges", path, topics_separator="/").records for path in files]

    assert len(readings[0]) == 2
    assert [
        path.name for path, one in zip(files, readings, strict=True) if one != readings[0]
    ] == []


def test_a_delimiter_can_be_told(read, written) -> None:
    path = written("x", "who\N{BULLET}whom\na\N{BULLET}b\n")

    assert pairs(read("edges", path, delimiter="\N{BULLET}")) == [("a", "b", 1)]
    assert pairs(read("edges", written("y", "who,x;whom\na;b\n"), delimiter="semicolon",
                      who="who,x")) == [("a", "b", 1)]  # fmt: skip


@pytest.mark.parametrize("delimiter", ['"', "\n", 'a"'])
def test_a_delimiter_that_cuts_nothing_is_told(read, written, delimiter) -> None:
    with pytest.raises(SourceError, match="name a character that no cell has"):
        read("edges", written("x", "who,whom\n"), delimiter=delimiter)


def test_the_lists_of_snap_need_no_options(read, written) -> None:
    path = written(
        "wiki.txt",
        "# Directed graph\n# Nodes: 3 Edges: 2\n# FromNodeId\tToNodeId\n30\t1412\n3\t28\n",
    )

    found = read("edges", path)

    assert pairs(found) == [("30", "1412", 1), ("3", "28", 1)]
    assert "who is 'FromNodeId', whom is 'ToNodeId'" in found.announced[-1]


@pytest.mark.parametrize(
    "text",
    [
        "1 2 {'weight': 0.5}\n3 4 {'weight': 0.1}\n",
        "% sym unweighted\n% 2 3\n1 2\n3 4\n",
        "1,2\n3,4\n",
        "\n1\t2\t1700000000\n3\t4\t1700000001\n",
        "1::2::5\n3::4::5\n",
    ],
)
def test_a_first_row_of_numbers_names_no_columns(read, written, text) -> None:
    found = read("edges", written("x", text))

    assert pairs(found) == [("1", "2", 1), ("3", "4", 1)]
    assert "without names of columns: who is '1', whom is '2'" in found.announced[-1]


@pytest.mark.parametrize(
    "text", ["1 2 1341100972 RT\n3 4 1341101181 MT\n", "1,2,RT,2012-07-01T00:02:52Z\n3,4,RE,0\n"]
)
def test_of_columns_without_names_those_are_told_that_say_one_thing_only(
    read, written, text
) -> None:
    found = read("edges", written("x", text))

    dated = "1341101181" in text
    assert [str(act.kind) for act in found.records] == ["repost", "mention" if dated else "reply"]
    assert ["at" if act.at else "-" for act in found.records] == ["at" if dated else "-"] * 2
    assert pairs(read("edges", written("y", text), kind="like")) == [("1", "2", 1), ("3", "4", 1)]


def test_columns_without_names_go_by_their_numbers(read, written) -> None:
    path = written("x.csv", "like,ada,bob\nlike,cid,dan\n")

    found = read("edges", path, header="none", kind="1")

    assert pairs(found) == [("ada", "bob", 1), ("cid", "dan", 1)]
    assert {act.kind for act in found.acts} == {Kind.LIKE}


def test_a_header_of_numbers_can_be_told(read, written) -> None:
    found = read("edges", written("x.csv", "1,2\n3,4\n"), header="yes", who="1", whom="2")

    assert pairs(found) == [("3", "4", 1)]
    with pytest.raises(SourceError, match="--header 'no': say yes or none"):
        read("edges", written("x.csv", "1,2\n"), header="no")


def test_lines_are_counted_below_comments(read, written) -> None:
    path = written("x", "# a\n\n# who whom\nada bob\n bob\nbob \u202ecid\n")

    found = read("edges", path)

    assert found.rejects == [Reject("x", 5, "line", "has 1 cells where the header has 2")]
    assert pairs(found) == [("ada", "bob", 1), ("bob", "\u202ecid", 1)]


def test_the_elements_of_an_array_are_counted_from_one(read, written) -> None:
    rows = [{"who": "a", "whom": "b"}, {"who": 1.5, "whom": "b"}, 7, {"who": "c", "whom": "d"}]

    found = read("edges", written("x.json", json.dumps(rows, indent=1)))

    assert found.rejects == [
        Reject("x.json", 2, "who", "is no id: '1.5'"),
        Reject("x.json", 3, "line", "is JSON, but no object"),
    ]
    assert pairs(found) == [("a", "b", 1), ("c", "d", 1)]


@pytest.mark.parametrize(
    "text",
    [
        '[{"who": ',
        "[" * 100_000,
        '[{"who": 1}, ' + "9" * 5_000 + "]",
        "[]",
        "[[1]]",
    ],
    ids=["cut", "deep", "digits", "empty", "nested"],
)
def test_an_array_without_rows_is_told(read, written, text) -> None:
    with pytest.raises(SourceError, match="which column says wh"):
        read("edges", written("x.json", text))


def test_a_name_given_twice_in_an_object_may_not_say_two_things(read, written) -> None:
    path = written(
        "x.jsonl", '{"who": "z", "who": "z", "whom": "b"}\n{"who": "a", "who": "z", "whom": "b"}\n'
    )

    found = read("edges", path)

    assert pairs(found) == [("z", "b", 1)]
    assert list(map(str, found.rejects)) == [
        "x.jsonl:2: 'line' is no JSON that can be read: it says 'who' twice, and not the same"
    ]


def test_an_array_that_breaks_off_gives_what_it_has(read, written) -> None:
    found = read("edges", written("x.json", '[{"who": "a", "whom": "b"},\n{"who": "c"'))

    assert pairs(found) == [("a", "b", 1)]
    assert [(reject.line, reject.field) for reject in found.rejects] == [(2, "line")]


def test_rows_of_arrow_are_counted_from_one(read, tmp_path: Path) -> None:
    table = arrow.table({"who": ["a", "", "c", "d"], "whom": ["b"] * 4, "count": [1, 2, -1, 4]})

    for path in (streamed(table, tmp_path / "x"), tmp_path / "y"):
        if path.name == "y":
            feather.write_feather(table, path)
        found = read("edges", path)
        assert list(map(str, found.rejects)) == [
            f"{path.name}:2: 'who' is empty",
            f"{path.name}:3: 'count' is no whole number: '-1'",
        ]
        assert pairs(found) == [("a", "b", 1), ("d", "b", 4)]


def test_texts_of_arrow_that_are_not_utf8_cost_their_rows_alone(read, tmp_path: Path) -> None:
    names = arrow.array([b"a", b"\xff", b"c"], arrow.binary())
    texts = arrow.Array.from_buffers(arrow.utf8(), 3, names.buffers())

    found = read("edges", streamed(arrow.table({"who": texts, "whom": ["b"] * 3}), tmp_path / "x"))

    assert pairs(found) == [("a", "b", 1), ("c", "b", 1)]
    assert list(map(str, found.rejects)) == ["x:2: 'who' is no id: 'nan'"]


def test_arrow_that_points_outside_its_file_is_told(read, written, tmp_path: Path) -> None:
    table = arrow.table({"who": ["a", "c"], "whom": ["b", "d"]})
    raw = streamed_once(table, tmp_path / "x").read_bytes()
    ends = b"".join(number.to_bytes(4, "little") for number in (0, 1, 2))
    assert raw.count(ends) == 2
    path = written("y", raw.replace(ends, ends[:-4] + (2**30).to_bytes(4, "little")))

    found = read("edges", path)

    assert found.acts == []
    assert [(one.line, one.field) for one in found.rejects] == [(1, "line")]


def test_parquet_that_is_packed_once_more_is_told(read, written, tmp_path: Path) -> None:
    table = arrow.table({"who": ["a"], "whom": ["b"]})
    parquet.write_table(table, tmp_path / "x")
    feather.write_feather(table, tmp_path / "y")

    for name in "xy":
        path = written("packed", gzip.compress((tmp_path / name).read_bytes()))
        with pytest.raises(SourceError, match="packed with gzip or zstd; unpack it"):
            read("edges", path)


@pytest.mark.parametrize("form", ["file", "stream", "parquet"])
@pytest.mark.parametrize("seed", range(30))
def test_damaged_tables_are_told_or_read(read, tmp_path: Path, form: str, seed: int) -> None:
    dice = random.Random(seed)
    table = arrow.table({"who": [f"u{n}" for n in range(50)], "whom": ["b"] * 50,
                         "topics": [["x", "y"]] * 50, "count": list(range(1, 51))})  # fmt: skip
    path = tmp_path / "x"
    if form == "stream":
        streamed(table, path)
    elif form == "file":
        feather.write_feather(table, path, compression="uncompressed")
    else:
        parquet.write_table(table, path)
    raw = bytearray(path.read_bytes())
    for _ in range(dice.randrange(1, 5)):
        raw[dice.randrange(8, len(raw))] = dice.randrange(256)
    path.write_bytes(raw[: dice.choice([len(raw), len(raw), dice.randrange(8, len(raw))])])

    try:
        said = [str(one) for one in read("edges", path).rejects]
    except SourceError as error:
        said = [str(error)]

    assert all("\n" not in one for one in said)
