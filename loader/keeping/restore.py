"""A backup put into the place of the managed database, without those who opted out since."""

from __future__ import annotations

from pathlib import Path

from loader.forget import forget_all
from loader.keeping.backup import refuse_your_own
from loader.keeping.bench_copy import copy_gone
from loader.keeping.rebuild import opened_beside, rebuilt
from loader.opted_out import hidden_by, note_down, notes_in
from loader.server.admin import Admin
from loader.server.artifacts import Announce
from loader.server.process import Server
from loader.server.swap import DATABASE, beside, finish_swap, place_beside, ready_mark
from loader.suppression import Suppression, network_of
from queries.errors import BackupError, NotEmpty, ServerError, ServerNotStarted
from queries.graph import Graph
from queries.settings import Settings

# How a dump begins: packed with Zstandard, or not at all.
BEGINNINGS = (b"DZV1", b"DGV1")


def restored(settings: Settings, path: Path, *, replace: bool, announce: Announce) -> int:
    """Put the backup `path` into the place of the managed database; how many were left out.

    Whoever opted out by what the graph or the data folder knows, and is in the backup, is taken
    out of it and of its files before the store is put into place. Cut off before that, nothing
    happened; from then on the next start of the server finishes it.

    Raises BackupError when `path` is no backup or NEO4J_URI is set, NotEmpty when there is a graph
    and it is not to be replaced, SuppressionLost when the key to who opted out is not there.
    """
    refuse_your_own(settings, "restore")
    _refuse_unless_backup(path)
    server = Server(settings)
    server.folder.made()
    _look_at_what_is_there(server, replace=replace, announce=announce)
    folder = server.folder.path
    # Looked at again when the backup is read: it may know of others.
    Suppression.from_hashes(hidden_by(notes_in(folder)), folder)
    with server.set_aside(announce), place_beside(folder) as place:
        announce(f"reading {path}")
        _load(settings, path, folder, announce)
        with opened_beside(settings, beside(folder)) as (private, graph):
            gone, texts = leave_out(graph, folder, announce)
            if gone or texts:
                announce("rebuilding it, so that nothing of them is left in its files")
                rebuilt(private, graph, place)
        ready_mark(folder).touch()
        finish_swap(folder, server.folder.home)
    copy_gone(settings)
    return gone


def _refuse_unless_backup(path: Path) -> None:
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except OSError as error:
        raise BackupError(f"{path}: {(error.strerror or str(error)).lower()}") from error
    if start not in BEGINNINGS:
        raise BackupError(f"{path} is not a backup; 'influence backup' makes one")


def _look_at_what_is_there(server: Server, *, replace: bool, announce: Announce) -> None:
    """Note in the file who opted out of the graph that is there, and refuse to lose it unasked."""
    if not (server.folder.store / "databases" / DATABASE).is_dir():
        return
    up = server.status().up
    try:
        connection = server.up(announce)
    except ServerError:
        if not replace:
            raise
        announce("the database that is there does not start; it is replaced")
        return
    with Graph.open(connection) as graph:
        filled = bool(graph.run("anything").rows[0]["anything"])
        known = notes_in(server.folder.path)
        for row in graph.run("suppressed").rows:
            if row["hash"] not in known:
                note_down(server.folder.path, [row["hash"]], key=row["key"])
    if not up:
        server.down()
    if filled and not replace:
        raise NotEmpty(
            f"there is a graph already in {server.folder.path}; back it up and say --replace, or "
            "choose another folder with --data"
        )


def _load(settings: Settings, path: Path, folder: Path, announce: Announce) -> None:
    home = beside(folder).home
    home.mkdir(parents=True)
    with path.open("rb") as file:
        try:
            Admin(settings, home, home.parent / "loading", announce).run(
                *("database", "load", DATABASE, "--from-stdin", "--overwrite-destination=true"),
                source=file,
            )
        except ServerNotStarted as error:
            raise BackupError(f"{path} cannot be read: {error}") from error


def leave_out(graph: Graph, folder: Path, announce: Announce) -> tuple[int, int]:
    """Take out of a restored graph whoever opted out by now; how many people and texts that was."""
    notes = notes_in(folder)
    lifted = [hash_ for hash_, note in notes.items() if note.get("lifted")]
    graph.run("remember", hashes=lifted)
    hidden = Suppression.of(graph, folder)
    if not hidden.size:
        return 0, 0
    noted = hidden_by(notes)
    # There is but one key, else nobody would be recognised.
    for key in set(noted.values()):
        graph.run("forget_note", hashes=list(noted), key=key)
    people, networks = [], set()
    for row in graph.stream("everybody_by_id"):
        networks.add(network_of(row["id"]))
        if hidden.hides(row["id"]):
            people.append(row["id"])
    gone = forget_all(graph, folder, people, networks)
    if people:
        announce(f"{len(people):,} opted out after it was made, and are taken out")
    return len(people), gone.texts
