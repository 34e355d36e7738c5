"""Files that are written to while they are copied: the copy is as they were at one moment."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from loader.keeping import snapshot
from loader.keeping.snapshot import FILES, LOG, copied_at_once
from queries.errors import BackupError


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two files and a log that tell the same number when nobody writes."""
    monkeypatch.setattr(snapshot, "SETTLED_SECONDS", 0.05)
    monkeypatch.setattr(snapshot, "BETWEEN_SECONDS", 0.01)
    for part in (FILES / "schema" / "index", LOG):
        (tmp_path / "data" / part).mkdir(parents=True)
    written(tmp_path / "data", 0)
    return tmp_path / "data"


def written(store: Path, number: int) -> None:
    for path in (FILES / "nodes", FILES / "schema" / "index" / str(number), LOG / "0"):
        (store / path).write_text(str(number))
    (store / FILES / "schema" / "index" / str(number - 1)).unlink(missing_ok=True)


def told(folder: Path) -> dict[Path, str]:
    return {
        path.relative_to(folder): path.read_text() for path in folder.rglob("*") if path.is_file()
    }


def writing_meanwhile(monkeypatch: pytest.MonkeyPatch, write: Callable[[int], None]) -> None:
    """Each time that a file is copied, `write` is called after it, with how many were."""
    copies, copied = shutil.copyfile, iter(range(1_000_000))

    def copy(*given: Any) -> None:
        copies(*given)
        write(next(copied))

    monkeypatch.setattr(shutil, "copyfile", copy)


@pytest.mark.parametrize("times", [0, 1, 3, 4, 5])
def test_what_is_written_meanwhile_is_there_in_all_files(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    def write(copied: int) -> None:
        if copied < times:
            written(store, copied + 1)

    writing_meanwhile(monkeypatch, write)
    copied_at_once(store, tmp_path / "copy", lambda: None)

    assert told(tmp_path / "copy") == told(store)
    assert len(told(store)) == 3


def test_a_log_that_grows_now_and_then_is_no_hindrance(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def write(copied: int) -> None:
        if 2 < copied < 20:
            (store / LOG / str(copied % 3)).write_text(str(copied))

    writing_meanwhile(monkeypatch, write)
    copied_at_once(store, tmp_path / "copy", lambda: None)

    assert told(tmp_path / "copy") == told(store)


def test_files_that_are_written_to_all_the_time_are_not_copied(
    store: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writing_meanwhile(monkeypatch, lambda copied: written(store, copied + 1))
    with pytest.raises(BackupError, match="all the time"):
        copied_at_once(store, tmp_path / "copy", lambda: None)


def test_before_each_pass_it_may_be_called_off(store: Path, tmp_path: Path) -> None:
    def refuse() -> None:
        raise BackupError("somebody was forgotten")

    with pytest.raises(BackupError, match="forgotten"):
        copied_at_once(store, tmp_path / "copy", refuse)
    assert not (tmp_path / "copy").exists()
