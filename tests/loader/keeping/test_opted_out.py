"""Who opted out, as a file: only appended to, whole lines alone, never silently shorter."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from loader.opted_out import OPTED_OUT_FILE, hidden_by, note_down, notes_in
from queries.errors import SuppressionLost


def test_what_is_noted_is_found_and_what_is_lifted_is_not(tmp_path: Path) -> None:
    note_down(tmp_path, ["a", "b"], key="k")
    note_down(tmp_path, ["a"], key="k", lifted=True)
    note_down(tmp_path, ["c"], key="k")

    assert hidden_by(notes_in(tmp_path)) == {"b": "k", "c": "k"}

    note_down(tmp_path, ["a"], key="k")
    assert set(hidden_by(notes_in(tmp_path))) == {"a", "b", "c"}


def test_it_is_its_owners_alone(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    note_down(folder, ["a"], key="k")

    assert stat.S_IMODE((folder / OPTED_OUT_FILE).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_line_that_was_cut_off_counts_for_nothing_and_spoils_nothing(tmp_path: Path) -> None:
    note_down(tmp_path, ["a"], key="k")
    path = tmp_path / OPTED_OUT_FILE
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole + whole[:length])
        assert set(hidden_by(notes_in(tmp_path))) == {"a"}
        note_down(tmp_path, ["b"], key="k")
        assert set(hidden_by(notes_in(tmp_path))) == {"a", "b"}


@pytest.mark.parametrize("line", ["{}", "nonsense", '{"hash": 1, "key": "k"}', "[]", ""])
def test_a_line_that_cannot_be_read_is_not_passed_over(tmp_path: Path, line: str) -> None:
    note_down(tmp_path, ["a"], key="k")
    path = tmp_path / OPTED_OUT_FILE
    path.write_text(f"{path.read_text()}{line}\n{path.read_text()}")

    with pytest.raises(SuppressionLost, match=f"{OPTED_OUT_FILE}:2: cannot be read"):
        notes_in(tmp_path)


def test_nobody_opted_out_where_there_is_no_file(tmp_path: Path) -> None:
    assert notes_in(tmp_path) == {}
    note_down(tmp_path, [], key="k")
    assert list(tmp_path.iterdir()) == []
