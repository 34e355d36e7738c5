"""When a load goes through the offline importer by itself."""

from __future__ import annotations

from pathlib import Path

from loader.input import bytes_of
from loader.server.process import Server
from loader.sources import Source
from queries.graph import Graph
from queries.settings import Settings

# Below this a server that is up loads faster than one that has to be started again.
FROM_BYTES = 100_000_000


def fits_bulk(settings: Settings, source: Source, paths: tuple[Path, ...]) -> bool:
    """Whether the importer would be quicker: a large first load into the managed server."""
    if settings.neo4j_uri or not source.resumable or bytes_of(paths) < FROM_BYTES:
        return False
    with Graph.open(Server(settings).up()) as graph:
        return not graph.run("anything").rows[0]["anything"]
