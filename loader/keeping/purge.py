"""Erasure to the last byte: the managed database's files, made anew without what was erased."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from filelock import FileLock, Timeout

from loader.keeping.backup import refuse_your_own
from loader.keeping.bench_copy import copy_gone
from loader.keeping.rebuild import rebuilt
from loader.load import Limits, room
from loader.server.artifacts import Announce
from loader.server.folder import Folder
from loader.server.process import Server
from loader.server.swap import DATABASE, finish_swap, place_beside, ready_mark
from queries.errors import BackupError
from queries.graph import Graph
from queries.settings import Settings

# Of what a load, a computation of scores or a crash may leave in the data folder.
LEFT_BEHIND = ("rejects", "dumping-*", "interactions-*", "scores", "elsewhere")
LEFT_IN_HOME = ("logs/*", "run", "dumps", "data/dumps", "data/tmp", "*.hprof", "*.log", "core*")
# Of the store's bytes: once as text, once as the new store.
TIMES = 3


@dataclass(frozen=True, slots=True)
class Purged:
    """The bytes of the store's files, before and after."""

    before: int
    after: int


def purged(settings: Settings, announce: Announce) -> Purged:
    """Make the database's files anew of what is in the graph; remove what else held some of it.

    That are logs, rejects, and files of interactions and scores.

    The graph stays as it is. Cut off before the new store is whole, nothing happened; from then
    on the next start of the server puts it into place, and doing it again finishes the rest.

    Raises BackupError with NEO4J_URI set or without a database, LoadStopped for want of disk.
    """
    refuse_your_own(settings, "purge")
    server = Server(settings)
    if not (server.folder.store / "databases" / DATABASE).is_dir():
        raise BackupError(f"there is no database in {server.folder.path}")
    folder = server.folder.path
    copy_gone(settings)
    with server.set_aside(announce):
        before = _store_bytes(server.folder)
        room(folder, Limits.of(settings), needed=TIMES * before)
        with place_beside(folder) as place:
            announce("reading the graph")
            with server.unserved() as connection, Graph.open(connection) as graph:
                rebuilt(server, graph, place)
            ready_mark(folder).touch()
            announce("putting the new store into place")
            finish_swap(folder, server.folder.home)
        _clean(server.folder)
        remove_upload(folder, announce)
        after = _store_bytes(server.folder)
    return Purged(before, after)


def _clean(folder: Folder) -> None:
    for below, names in ((folder.path, LEFT_BEHIND), (folder.home, LEFT_IN_HOME)):
        for name in names:
            for path in below.glob(name):
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path)
                else:
                    path.unlink()


def remove_upload(folder: Path, announce: Announce) -> None:
    """Remove a file that a site took and left behind; one that it still works on it removes."""
    if not (folder / "uploads").exists():
        return
    try:
        with FileLock(folder / "uploads.lock", timeout=0):
            shutil.rmtree(folder / "uploads", ignore_errors=True)
    except Timeout:
        announce("a file given to the site is still there: it is being looked at or loaded")


def _store_bytes(folder: Folder) -> int:
    return Folder(folder.store).bytes_on_disk()
