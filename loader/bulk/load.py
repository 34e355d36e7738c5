"""One load through the importer: into an empty managed database, as one that was loaded online."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from loader.acts import Acts
from loader.batches import Batch, batches
from loader.bulk.files import OPTIONS
from loader.bulk.importer import imported
from loader.bulk.pieces import ahead, pieces
from loader.bulk.stage import Stage
from loader.checkpoint import Checkpoint
from loader.input import bytes_of
from loader.load import (
    CONSTRAINTS_AT_ONCE,
    GROWTH,
    Limits,
    Load,
    completed,
    few_rejects,
    holder_name,
    room,
)
from loader.rejects import RejectsFile
from loader.server.process import Server
from loader.server.swap import made_beside, place_beside, ready_mark
from loader.sources import Announce, Source
from loader.suppression import Suppression
from loader.writer import Counts
from queries.errors import LoadError, NotEmpty
from queries.graph import Graph
from queries.schema import prepare
from queries.settings import Settings


def load_in_bulk(
    settings: Settings,
    source: Source,
    paths: tuple[Path, ...],
    options: Mapping[str, str],
    *,
    limits: Limits,
    announce: Announce,
    progress: Callable[[Counts], None],
) -> Load:
    """Load all that `source` yields into the empty managed database, which is stopped meanwhile.

    Cut off before the store is in place, nothing happened; afterwards the same command goes on
    online, where what is there already is a duplicate.

    Raises NotEmpty when there is something in the graph, LoadError with NEO4J_URI set.
    """
    if settings.neo4j_uri:
        raise LoadError("--bulk is for the managed server; unset NEO4J_URI, or load without it")
    started = time.perf_counter()
    server = Server(settings)
    with Graph.open(server.up(announce)) as graph:
        _refuse_unless_empty(graph)
        suppression = Suppression.of(graph, settings.data)
    with place_beside(settings.data) as folder:
        room(settings.data, limits, needed=2 * GROWTH * bytes_of(paths))
        id_, stage = uuid4().hex, Stage(folder, batch_rows=limits.batch_rows)
        rejects = RejectsFile(settings.data / "rejects" / f"{id_}.jsonl")
        # Who opted out is looked for in each record.
        read_in_columns = None if suppression.size else source.read_in_columns
        records = (read_in_columns or source.read)(paths, options, announce)
        found = pieces(records, size=limits.batch_rows, admits=suppression.admits)
        counts = Counts()
        for counts in _staging(stage, found, rejects):
            progress(counts)
            room(settings.data, limits)
            few_rejects(counts, limits, rejects)
        stage.close()
        announce("Importing …")
        _import(settings, stage, announce)
        staged = _staged(counts, stage)
        holder, told = (
            holder_name(),
            {"source": source.name, "files": [path.name for path in paths]},
        )
        with Graph.open(server.up(announce)) as graph:
            announce("Making the constraints …")
            # Of the acts only what waits for some is looked for among them.
            prepare(graph, act_ids=stage.sought, at_once=CONSTRAINTS_AT_ONCE, awaited=False)
            # Without its input: what is cut off from here on is read anew, not gone on with.
            graph.run("load_begin", id=id_, input="", holder=holder, properties=told)
            checkpoint = Checkpoint(
                graph,
                id_,
                holder,
                counts=Counts(),
                suppression=suppression,
                folder=settings.data,
                announce=announce,
            )
            checkpoint.begin_at(staged, rejects)
            for batch in batches(stage.spool(), size=limits.batch_rows):
                checkpoint.write(batch)
                progress(checkpoint.counts)
            done = completed(checkpoint, source, options, since=started)
    return done


def _staging(stage: Stage, found: Iterator[Batch | Acts], rejects: RejectsFile) -> Iterator[Counts]:
    """Stage all that is found, and tell the counts after each piece."""
    counts = Counts()
    for piece in ahead(found):
        stage.add(piece)
        rejects.add(piece.rejects)
        counts += Counts(piece.read, suppressed=piece.suppressed, rejected=len(piece.rejects))
        yield counts


def _import(settings: Settings, stage: Stage, announce: Announce) -> None:
    """Make a store of what is staged, and leave it for the next start of the server to take."""
    server = Server(settings)
    imported(
        settings,
        stage.files(),
        home=made_beside(settings.data),
        options=OPTIONS,
    )
    with Graph.open(server.up(announce)) as graph:
        # Somebody may have loaded, or opted out, meanwhile.
        _refuse_unless_empty(graph)
    server.down()
    ready_mark(settings.data).touch()


def _staged(counts: Counts, stage: Stage) -> Counts:
    """What is in the store: all that was read but for what waits in the spool."""
    read = counts.read - stage.spooled
    duplicate = read - stage.accepted - counts.suppressed - counts.rejected
    return replace(counts, read=read, accepted=stage.accepted, duplicate=duplicate)


def _refuse_unless_empty(graph: Graph) -> None:
    if graph.run("anything").rows[0]["anything"]:
        raise NotEmpty(
            "--bulk is for a first load, and there is a graph already; "
            "load without it, or choose another folder with --data"
        )
