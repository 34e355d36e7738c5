"""The folder for what is between the graph and an engine outside of it.

It holds who did what to whom. So it is one folder beside the database, emptied after each
computation and before the next, and taken away when somebody opts out.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from queries.errors import EngineFailed

FOLDER = "elsewhere"
# What stays of a computation that was broken off on Spark: the same command goes on with it.
RESUMED, CHECKPOINT = "resumed", "checkpoint"


@contextmanager
def work_folder(data: Path) -> Iterator[Path]:
    """The folder, for one computation at a time. Raises EngineFailed when another is at it."""
    folder = data / FOLDER
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    try:
        with FileLock(f"{folder}.lock", timeout=0):
            _empty(folder)
            folder.mkdir(mode=0o700, exist_ok=True)
            try:
                yield folder
            finally:
                _empty(folder)
    except Timeout:
        raise EngineFailed(f"another computation is at work in {folder}; wait for it") from None


def forget_work(data: Path) -> None:
    """Take away what was broken off; what is at work takes its own away."""
    try:
        with FileLock(f"{data / FOLDER}.lock", timeout=0):
            shutil.rmtree(data / FOLDER, ignore_errors=True)
    except Timeout:
        return


def _empty(folder: Path) -> None:
    kept = folder / RESUMED / CHECKPOINT
    stays = {kept, kept.parent, folder} if kept.is_dir() else set()
    for one in (*folder.glob(f"{RESUMED}/*"), *folder.glob("*"), folder):
        if one not in stays:
            shutil.rmtree(one, ignore_errors=True)
