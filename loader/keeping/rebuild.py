"""A store made anew of what a graph holds, so that nothing erased is left in its files.

Neo4j only marks as free what is deleted: its store, its indexes and its log of transactions hold
the bytes until they are overwritten, and so does a dump of them. The importer writes files that
never held them.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from loader.bulk.importer import imported
from loader.keeping.copy import CopiedGraph
from loader.server.artifacts import silent
from loader.server.folder import Folder
from loader.server.ports import another_port
from loader.server.process import Server
from loader.server.swap import beside
from queries.digest import digest_of
from queries.errors import BackupError
from queries.graph import Graph
from queries.schema import make_schema, schema_of
from queries.settings import Settings


def rebuilt(server: Server, graph: Graph, place: Path) -> None:
    """Make a store of all in `graph` in the folder beside, its indexes ready, and leave it down.

    `place` is that of `place_beside`; `server` runs `graph`, maybe in the folder beside, and
    is left down then. Raises BackupError when what was made is not the graph.
    """
    files = place / "files"
    files.mkdir()
    copied = CopiedGraph(files)
    copied.add(graph)
    schema = schema_of(graph)
    folder = beside(place.parent)
    if server.folder.path == folder.path:
        server.down()
        shutil.rmtree(folder.path)
    imported(
        server.settings,
        copied.files(),
        home=folder.home,
        several_lines=copied.several_lines,
        options=copied.options(),
    )
    shutil.rmtree(files)
    with opened_beside(server.settings, folder) as (_, new):
        copied.complete(new)
        make_schema(new, schema)
        if digest_of(new) != copied.digest():
            raise BackupError(
                "what the importer made is not the graph that was read; nothing was changed"
            )


@contextmanager
def opened_beside(settings: Settings, folder: Folder) -> Iterator[tuple[Server, Graph]]:
    """A server on the store in the folder beside, and its graph; it is down afterwards."""
    server = Server(settings.but(data=folder.path, bolt_port=another_port(None)))
    try:
        with Graph.open(server.up(silent)) as graph:
            yield server, graph
    finally:
        server.down()
