"""`influence load … --preview`: what is shown before anything is written."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from loader.sources import SOURCES
from queries.cli import door
from queries.settings import Settings, settings_from

ROWS = "From User;To User;n;Label;seen\nada;bob;2;x;2024-03-01T12:00:00Z\nada;;1;y;soon\n"


@pytest.fixture
def nowhere(tmp_path: Path) -> Settings:
    """Settings of a database that nobody runs, with its own folder."""
    return settings_from({"NEO4J_URI": "bolt://127.0.0.1:1"}).but(data=tmp_path / "data")


def preview(settings: Settings, *words: str | Path) -> Result:
    told = ["load", *map(str, words), "--preview"]
    return CliRunner().invoke(door(), told, obj=settings)


def test_a_preview_shows_columns_records_rejects_and_the_command(
    nowhere: Settings, tmp_path: Path
) -> None:
    path = tmp_path / "likes.csv"
    path.write_text(ROWS)

    result = preview(nowhere, "edges", path, "--when", "seen", "--network", "x")

    assert result.exit_code == 0, result.output
    assert result.stdout.replace(str(tmp_path), "…").splitlines() == [
        "likes.csv, separated by semicolons",
        "  column       meaning       why                        values",
        "  From User    who           guessed                    ada",
        "  To User      whom          guessed                    bob",
        "  n            count         guessed                    2  1",
        "  Label        not read                                 x  y",
        "  seen         when          as asked                   2024-03-01T12:00:00Z  soon",
        "  (every row)  kind is like  from the name of the file",
        "  The first of them become",
        "    Interaction: id x:c6019e9812d8e71de48aa59eb5, who x:ada, whom x:bob, kind like,"
        " at 2024-03-01T12:00:00+00:00, count 2",
        "  Of all 2: 1 Interaction, 1 Reject",
        "    likes.csv:3: 'To User' is empty",
        "",
        "Nothing was written. This loads it so:",
        "  influence load edges …/likes.csv --network x --format csv --delimiter semicolon"
        " --header yes --who 'From User' --whom 'To User' --when seen --count n --kind like"
        " --data …/data",
    ]
    assert not (tmp_path / "data").exists()


FILES = {
    "x.csv": ROWS,
    "y.txt": "1 2 {'w': 1}\n3 4 {'w': 2}\n",
    "follow.json": '[{"from": 1, "to": 2, "tags": ["a"], "follow": true}]',
    "z.csv": "who,whom,topics,kind,id\na,b,x|y,like,1\na,c,z,reply,2\n",
    "t.csv": "who,whom,topics\na,b,machine learning\n",
    "n.gexf": '<gexf><graph defaultedgetype="undirected"><node id="a" label="A"/>'
    '<edge source="a" target="b" weight="3"/></graph></gexf>',
}


@pytest.mark.parametrize("name", FILES)
def test_the_command_that_is_told_loads_the_same(
    nowhere: Settings, tmp_path: Path, name: str
) -> None:
    path = tmp_path / name
    path.write_text(FILES[name])
    first = json.loads(preview(nowhere, "edges", path, "--json").stdout)
    (command,) = first["commands"]

    assert command[:2] == ["influence", "load"]
    again = json.loads(preview(nowhere, *command[2:], "--json").stdout)

    assert again["commands"] == first["commands"]
    assert [part["records"] for part in again["parts"]] == [
        part["records"] for part in first["parts"]
    ]
    assert {row["because"] for part in again["parts"] for row in part["columns"] if row.get(
        "meaning") and "edges" in part["name"]} <= {"as asked"}  # fmt: skip


def test_several_files_are_loaded_by_several_commands(nowhere: Settings, tmp_path: Path) -> None:
    for name in ("likes.csv", "people.csv", "replies.csv"):
        (tmp_path / name).write_text(
            "id,name\n1,A\n" if name == "people.csv" else "who,whom\n1,2\n"
        )
    people, likes, replies = (tmp_path / f"{one}.csv" for one in ("people", "likes", "replies"))

    result = preview(nowhere, "edges", likes, replies, "--people", people, "--json")

    told = json.loads(result.stdout)
    assert [part["name"].split(",")[0] for part in told["parts"]] == [
        "people.csv", "likes.csv", "replies.csv",
    ]  # fmt: skip
    assert [
        (words[3], words[words.index("--kind") + 1], words[words.index("--people") + 1])
        for words in told["commands"]
    ] == [(str(likes), "like", str(people)), (str(replies), "reply", str(people))]


def test_a_preview_reads_the_first_thousand_rows_alone(nowhere: Settings, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("who,whom\n" + "a,b\n" * 5_000 + ",\n")

    result = preview(nowhere, "edges", path)

    assert "  Of the first 1,000: 1,000 Interaction" in result.stdout


def test_many_rejects_are_counted_and_the_first_told(nowhere: Settings, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("who,whom\na,b\n" + ",b\n" * 20)

    lines = preview(nowhere, "edges", path).stdout.splitlines()

    assert "  Of all 21: 1 Interaction, 20 Reject" in lines
    assert "    and 15 more" in lines


def test_what_is_shown_moves_no_cursor_and_turns_no_text(nowhere: Settings, tmp_path: Path) -> None:
    path = tmp_path / "x.jsonl"
    path.write_text(json.dumps({"who": "\x1b[2J\u202egnu", "whom": "b" * 500}) + "\n")

    result = preview(nowhere, "edges", path)

    assert result.exit_code == 0
    assert all(line.isprintable() for line in result.stdout.splitlines())
    assert max(map(len, result.stdout.splitlines()[:4])) < 150


def test_what_cannot_be_read_is_one_line(nowhere: Settings, tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("p,q\na,b\n")

    result = preview(nowhere, "edges", path)

    assert result.exit_code == 1
    assert "which column says who?" in str(result.exception) + result.output


def test_a_table_of_a_dump_is_shown_each(nowhere: Settings, tmp_path: Path) -> None:
    at = 'CreationDate="2018-03-12T00:00:00.000"'
    folder = tmp_path / "sums.stackexchange.com"
    folder.mkdir()
    (folder / "Users.xml").write_text(f'<rows><row Id="1" DisplayName="Ann" {at}/></rows>')
    (folder / "Posts.xml").write_text(
        f'<rows><row Id="1" PostTypeId="1" OwnerUserId="1" {at}/></rows>'
    )

    result = preview(nowhere, "stackexchange", folder)

    assert [line for line in result.stdout.splitlines() if not line.startswith("   ")] == [
        "Users.xml",
        "  The first of them become",
        "  Of all 1: 1 User",
        "",
        "Posts.xml",
        "  The first of them become",
        "  Of all 1: 1 Post",
        "",
        "Nothing was written. This loads it so:",
        f"  influence load stackexchange {shlex.quote(str(folder))} --data {nowhere.data}",
    ]


@pytest.mark.parametrize(
    "source", [one for one in SOURCES.values() if not one.takes_paths], ids=lambda one: one.name
)
def test_sources_without_files_are_shown_too(nowhere: Settings, source) -> None:
    result = preview(nowhere, source.name, "--json")

    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert [sum(part["counts"].values()) for part in told["parts"]] == [1_000]
    assert told["commands"][0][:3] == ["influence", "load", source.name]
