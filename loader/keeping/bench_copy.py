"""A copy of the graph in a Neo4j of its own, for what anybody writes on the bench.

The graph is read while it is up, and written by the importer: a database is dumped only while it
is down. So it is a copy of a moment only where nobody loads meanwhile; an arrow whose end came
later is left out. Those who opted out are not in it, not even as hashes.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from loader.bulk.importer import imported
from loader.keeping.copy import CopiedGraph
from loader.load import Limits, room
from loader.server.admin import end_all_below
from loader.server.artifacts import Announce, silent
from loader.server.configuration import heap_mb, page_cache_mb
from loader.server.folder import Folder
from loader.server.process import Server
from queries.connection import ADDRESS_FILE, connection_for
from queries.console.copied import COPIED, Copied, copy_folder, stale_mark, write_copied
from queries.console.internal import INTERNAL_LABELS
from queries.errors import BackupError, StoreInUse
from queries.graph import Graph
from queries.schema import make_schema, schema_of
from queries.settings import Settings

# Of the memory of the database that is copied.
SHARE = 4
LEAST_HEAP_MB, LEAST_CACHE_MB = 512, 64
# Of the store's bytes: once as text, once as the new store.
TIMES = 3


def copy_server(settings: Settings) -> Server:
    """The server of the copy: another folder, another port, less memory."""
    return Server(
        settings.but(
            neo4j_uri="",
            data=copy_folder(settings.data),
            bolt_port=0,
            heap_mb=max(LEAST_HEAP_MB, heap_mb(settings) // SHARE),
            page_cache_mb=max(LEAST_CACHE_MB, page_cache_mb(settings) // SHARE),
        )
    )


def copy_made(settings: Settings, announce: Announce = silent) -> Copied:
    """Make the copy of the managed database anew, and start it; what was there is gone.

    Raises BackupError with NEO4J_URI set, and where somebody was forgotten meanwhile; StoreInUse
    while another makes it; LoadStopped for want of disk.
    """
    if settings.neo4j_uri:
        raise BackupError("the bench's copy is of the managed server; NEO4J_URI is set")
    try:
        with FileLock(copy_folder(settings.data).with_name("bench.lock"), timeout=0):
            copy_gone(settings)
            return _made(settings, announce)
    except Timeout as error:
        raise StoreInUse("another command is making the copy for the bench; wait for it") from error


def _made(settings: Settings, announce: Announce) -> Copied:
    server, stale = copy_server(settings), stale_mark(settings.data)
    stale.unlink(missing_ok=True)
    folder = server.folder
    store = Folder(Server(settings).folder.store)
    room(folder.path.parent, Limits.of(settings), needed=TIMES * store.bytes_on_disk())
    files = folder.path / "files"
    files.mkdir(mode=0o700, parents=True)
    folder.path.chmod(0o700)
    with Graph.open(connection_for(settings)) as graph:
        announce("reading the graph for the bench")
        at = datetime.now(UTC).isoformat(timespec="seconds")
        newest = graph.ask("newest_run").one()
        schema = schema_of(graph)
        copied = CopiedGraph(files)
        copied.add(graph, without=frozenset(INTERNAL_LABELS))
    announce("making the copy")
    _import(settings, copied, folder.home)
    shutil.rmtree(files)
    with Graph.open(server.up()) as new:
        copied.complete(new)
        make_schema(new, schema)
    told = Copied(at, newest["id"] if newest else "")
    if stale.exists():
        copy_gone(settings)
        raise BackupError("somebody was forgotten while the copy was made; make it again")
    # Whoever forgets somebody from here on finds all of the copy, and removes it.
    write_copied(settings.data, told)
    announce(f"the bench has a copy of {told.at}")
    return told


def _import(settings: Settings, copied: CopiedGraph, home: Path) -> None:
    files = list(copied.files())
    if files:
        imported(
            settings,
            files,
            home=home,
            several_lines=copied.several_lines,
            options=copied.options(),
        )


def copy_gone(settings: Settings) -> None:
    """Remove the copy, if there is one, and see to it that none that is being made will be had."""
    folder = copy_folder(settings.data)
    if settings.neo4j_uri or not folder.parent.is_dir():
        return
    stale_mark(settings.data).touch(mode=0o600)
    if folder.is_dir():
        # First, so that nobody asks it any more, nor starts it again.
        for name in (COPIED, ADDRESS_FILE):
            (folder / name).unlink(missing_ok=True)
        # At once: there is nothing in it to keep.
        end_all_below(folder)
        shutil.rmtree(folder, ignore_errors=True)
