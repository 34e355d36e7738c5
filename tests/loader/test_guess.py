"""The source that reads a file is found from what is in it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from loader.guess import guessed, readers
from queries.cli import door
from tests.loader.sources.hostile_frame import Family
from tests.loader.sources.hostile_networks import NETWORKS, families
from tests.loader.sources.hostile_tables import OBJECTS, TABLES

# Files that come with another, or are told by an option, are not given alone.
TABLED = [one for one in (*TABLES, *OBJECTS) if not (one.beside or one.as_option or one.options)]
LINES = [one for network in NETWORKS for one in families(network).values()]


@pytest.mark.parametrize("family", [*TABLED, *LINES], ids=lambda one: f"{one.source}-{one.file}")
def test_each_format_of_each_source_is_known_again(tmp_path: Path, family: Family) -> None:
    path = tmp_path / family.file
    rows = [family.good(0), family.line(1), family.line(2)]
    path.write_bytes(family.packed(rows)[0])

    found = guessed((path,))

    assert found
    assert found.name == family.source


def test_a_packed_file_under_any_name_is_known(tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(gzip.compress(b"who,whom,kind\nada,bo,like\n"))

    found = guessed((path,))

    assert found
    assert found.name == "edges"


@pytest.mark.parametrize("content", [b"", b"\x7fELF\0\0\1\2", b"Dear all,\nnothing here.\n"])
def test_what_no_source_reads_is_said_so(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "x.dat"
    path.write_bytes(content)

    done = CliRunner().invoke(door(), ["preview", "--", str(path)])

    assert guessed((path,)) is None
    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1].startswith("influence: no source reads x.dat")


def test_a_preview_tells_the_source_and_all_there_are(tmp_path: Path) -> None:
    path = tmp_path / "acts.csv"
    path.write_text("who,whom,kind\nada,bo,like\n,,\n")

    done = CliRunner().invoke(door(), ["preview", "--json", "--", str(path)])

    told = json.loads(done.stdout)
    assert told["source"] == "edges"
    assert [one["name"] for one in told["sources"]] == [one.name for one in readers()]
    assert told["parts"][0]["counts"] == {"Interaction": 1, "Reject": 1}
