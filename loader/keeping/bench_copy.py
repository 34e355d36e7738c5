"""A copy of the graph in a Neo4j of its own, for what anybody writes on the bench.

Its files are copied while the database is up, as they are at one moment; so it costs what copying
them does. Those who opted out are not in it, and their hashes are taken out before anybody asks it.
"""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from loader.keeping.snapshot import copied_at_once
from loader.load import Limits, room
from loader.server.admin import end_all_below
from loader.server.artifacts import Announce, silent
from loader.server.configuration import heap_mb, page_cache_mb
from loader.server.folder import Folder
from loader.server.process import Server
from queries.connection import ADDRESS_FILE, address_in, connection_for
from queries.console.copied import COPIED, Copied, copy_folder, stale_mark, write_copied
from queries.console.internal import INTERNAL_LABELS
from queries.errors import BackupError, StoreInUse
from queries.graph import Graph
from queries.settings import Settings

FORGOTTEN = "somebody was forgotten while the copy was made; make it again"
# Of the memory of the database that is copied.
SHARE = 4
LEAST_HEAP_MB, LEAST_CACHE_MB = 512, 64


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

    Raises BackupError with NEO4J_URI set, where somebody was forgotten or Neo4j stopped meanwhile,
    and where it writes all the time; StoreInUse while another makes it; LoadStopped for want of
    disk; DatabaseUnreachable when it is not up.
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
    try:
        told = _filled(settings, server, announce)
        _refuse_where_stale(stale)
    except BaseException:
        # Half a copy may hold somebody, too.
        copy_gone(settings)
        raise
    # Whoever forgets somebody from here on finds all of the copy, and removes it.
    write_copied(settings.data, told)
    announce(f"the bench has a copy of {told.at}")
    return told


def _filled(settings: Settings, server: Server, announce: Announce) -> Copied:
    """Copy the database into the folder of `server`, start that, and take out what is nobody's."""
    original, folder = Server(settings).folder, server.folder
    room(folder.path.parent, Limits.of(settings), needed=Folder(original.store).bytes_on_disk())
    folder.made()
    with Graph.open(connection_for(settings)) as graph:
        graph.verify()
    announce("copying the database for the bench")
    up, stale = address_in(settings.data), stale_mark(settings.data)
    copied_at_once(original.store, folder.store, lambda: _refuse_where_stale(stale))
    if up != address_in(settings.data):
        # Else it may be half of one store and half of another that was put into its place.
        raise BackupError("the database was not up all the while; make the copy again")
    at = datetime.now(UTC).isoformat(timespec="seconds")
    announce("starting the copy")
    with Graph.open(server.up()) as new:
        new.run("internal_drop", labels=list(INTERNAL_LABELS))
        newest = new.ask("newest_run").one()
    return Copied(at, newest["id"] if newest else "")


def _refuse_where_stale(stale: Path) -> None:
    if stale.exists():
        raise BackupError(FORGOTTEN)


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
