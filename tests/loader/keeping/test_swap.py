"""A store beside is put into place whole, whenever that is cut off; and one at a time makes one."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from loader.server import swap
from loader.server.swap import finish_swap, made_beside, place_beside, ready_mark
from queries.errors import StoreInUse

PARTS = ("databases", "transactions")


class Killed(BaseException):
    """As `kill -9` would: nothing is done afterwards."""


def data_folder(folder: Path) -> Path:
    """A data folder with an old store in place, and a new one beside that is ready."""
    shutil.rmtree(folder, ignore_errors=True)
    for home, word in ((folder / "neo4j", "old"), (made_beside(folder), "new")):
        for part in PARTS:
            for name in ("neo4j", "system"):
                (home / "data" / part / name).mkdir(parents=True)
                (home / "data" / part / name / "store").write_text(f"{word} {part} {name}")
    ready_mark(folder).touch()
    return folder


def in_place(folder: Path) -> set[str]:
    """What lies in the place of the store."""
    return {path.read_text() for path in (folder / "neo4j").rglob("store")}


NEW = {f"new {part} neo4j" for part in PARTS} | {f"old {part} system" for part in PARTS}


def test_a_swap_cut_off_before_any_step_is_finished_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = 0
    for cut in range(100):
        folder = data_folder(tmp_path / "data")
        steps = -cut

        def counted(do):
            def step(*given, **told):
                nonlocal steps
                if steps == 0:
                    raise Killed
                steps += 1
                return do(*given, **told)

            return step

        with monkeypatch.context() as patched:
            patched.setattr(swap.shutil, "rmtree", counted(shutil.rmtree))
            for name in ("replace", "unlink", "mkdir"):
                patched.setattr(Path, name, counted(getattr(Path, name)))
            try:
                finish_swap(folder, folder / "neo4j")
                over = True
            except Killed:
                over = False

        finish_swap(folder, folder / "neo4j")

        assert in_place(folder) == NEW
        assert not ready_mark(folder).exists()
        if over:
            break
    assert cut >= 6


def test_what_is_not_ready_stays_beside(tmp_path: Path) -> None:
    folder = data_folder(tmp_path)
    ready_mark(folder).unlink()

    finish_swap(folder, folder / "neo4j")

    assert all(told.startswith("old") for told in in_place(folder))


def test_a_store_that_waits_for_its_place_is_not_lost(tmp_path: Path) -> None:
    folder = data_folder(tmp_path)

    with pytest.raises(StoreInUse, match="influence up"), place_beside(folder):
        pass

    assert len(list(made_beside(folder).rglob("store"))) == 4


def test_of_what_failed_nothing_is_left_but_a_store_that_is_ready(tmp_path: Path) -> None:
    def made(*, ready: bool) -> None:
        with place_beside(tmp_path) as place:
            (place / "people.csv").touch()
            if ready:
                ready_mark(tmp_path).touch()
            raise ValueError("no disk")

    for ready in (False, True):
        with pytest.raises(ValueError, match="no disk"):
            made(ready=ready)

        assert (tmp_path / "bulk" / "people.csv").exists() == ready


def test_one_at_a_time_makes_a_store(tmp_path: Path) -> None:
    with (
        place_beside(tmp_path),
        pytest.raises(StoreInUse, match="wait for it"),
        place_beside(tmp_path),
    ):
        pass

    with place_beside(tmp_path) as place:
        assert list(place.iterdir()) == []
    assert not place.exists()


def test_what_a_killed_command_left_running_there_is_ended(tmp_path: Path) -> None:
    arguments = tmp_path / "bulk" / "made" / "java.arguments"
    sleep = "import sys, time; print(flush=True); time.sleep(600)"
    words = [sys.executable, "-c", sleep, f"@{arguments}"]
    with subprocess.Popen(words, stdout=subprocess.PIPE) as left:
        assert left.stdout
        left.stdout.readline()

        with place_beside(tmp_path):
            pass

        # It is ours, and whoever ended it may have waited for it before us.
        assert left.wait(10) in (-9, 0)
        assert not psutil.pid_exists(left.pid)
