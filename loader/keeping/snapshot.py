"""The files of a database that is up, copied as they lie on the disk at one moment.

They are what a Neo4j would find that was killed at that moment: it recovers from its log of
transactions, with all that was confirmed by then and nothing of what was not. That it is one
moment is seen, not hoped for: when the log has been copied, no file was written to since before
it was. A file that was is copied again.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import time
from collections.abc import Callable
from itertools import chain
from pathlib import Path

from loader.server.swap import DATABASE
from queries.errors import BackupError

FILES, LOG = Path("databases", DATABASE), Path("transactions", DATABASE)
# How often what was written to is copied again, and how often it is looked whether the log rests.
PASSES, LOOKS = 6, 200
# Until whoever wrote to a file when it was looked at has written, and the file's time can tell.
SETTLED_SECONDS = 0.5
BETWEEN_SECONDS = 0.05

# By the path below a Neo4j's data: which file it is, how long, and when it was last written to.
Marks = dict[Path, tuple[int, int, int]]


def copied_at_once(store: Path, into: Path, go_on: Callable[[], None]) -> None:
    """Copy the database below `store`, the folder of a Neo4j's data, to the same place in `into`.

    Before each pass `go_on` is called, which may raise. Reads what the files hold once, and again
    what is written to meanwhile.

    Raises BackupError when they are written to all the time.
    """
    known: Marks = {}
    for _ in range(PASSES):
        go_on()
        seen = _marks(store)
        time.sleep(SETTLED_SECONDS)
        _brought_up(store, into, known, seen)
        known = seen
        if _with_log(store, into, known):
            return
    raise BackupError("the database is written to all the time; make the copy when less is")


def _with_log(store: Path, into: Path, known: Marks) -> bool:
    """Whether the log could be copied while nothing was written to.

    No file but the log is as `known` does not have it: else its turn is in another pass.
    """
    for _ in range(LOOKS):
        seen = _marks(store)
        if any(LOG not in path.parents for path in _other(known, seen)):
            return False
        # Of two writes within a tick of the clock the marks show one: both are over after this.
        time.sleep(BETWEEN_SECONDS)
        # Also what was copied at the last look: it may have been half written.
        _brought_up(store, into, known, seen)
        if _marks(store) == seen:
            return True
    return False


def _brought_up(store: Path, into: Path, known: Marks, seen: Marks) -> None:
    """Copy what is `seen` and not as `known` has it; remove what is not seen."""
    for path in _marks(into).keys() - seen.keys():
        (into / path).unlink(missing_ok=True)
    for path in _other(known, seen) & seen.keys():
        (into / path).parent.mkdir(parents=True, exist_ok=True)
        # One that is gone by now is missed by the next look.
        with contextlib.suppress(FileNotFoundError):
            shutil.copyfile(store / path, into / path)


def _other(known: Marks, seen: Marks) -> set[Path]:
    """What is not the same in both."""
    return {path for path, _ in known.items() ^ seen.items()}


def _marks(store: Path) -> Marks:
    marks = {}
    for folder, _, names in chain(os.walk(store / FILES), os.walk(store / LOG)):
        for path in (Path(folder, name) for name in names):
            with contextlib.suppress(FileNotFoundError):
                told = path.lstat()
                marks[path.relative_to(store)] = (told.st_ino, told.st_size, told.st_mtime_ns)
    return marks
