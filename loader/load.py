"""One load: a source's records, in batches, into the graph, with a note of what came of it."""

from __future__ import annotations

import os
import platform
import shutil
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Self
from uuid import uuid4

import psutil

from loader.batches import Batch, batches
from loader.checkpoint import TAKEN, Checkpoint
from loader.input import bytes_of, input_of
from loader.rejects import RejectsFile
from loader.server.folder import Folder
from loader.sources import Announce, Source
from loader.suppression import Suppression
from loader.writer import Counts
from queries.errors import LoadStopped, LoadTaken, SourceError
from queries.graph import Graph
from queries.schema import ACT_IDS, acts_lack_ids, prepare
from queries.settings import Settings

# A database needs about four times the bytes of what it is loaded from.
GROWTH = 4
# One a core: with more, some wait for each other, break off and begin again.
CONSTRAINTS_AT_ONCE = 2
MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much at once, and where a load stops.

    `free_mb` is watched on the disk of the load's folder; 0 where the database is elsewhere.
    """

    batch_rows: int = 5_000
    max_rejects: int | None = None
    free_mb: int = 0

    @classmethod
    def of(cls, settings: Settings) -> Self:
        """Those of the settings; the disk is watched where the database is ours."""
        free_mb = 0 if settings.neo4j_uri else settings.free_mb
        return cls(batch_rows=settings.batch_rows, free_mb=free_mb)


IN_VAIN = "all of it was rejected: {rejects} says why, and --preview how it is understood"


@dataclass(frozen=True, slots=True)
class Load:
    """What a load did. `rejects` is the file with what could not be read, "" when all could."""

    id: str
    source: str
    counts: Counts
    seconds: float
    rejects: str

    def ensure_some(self) -> None:
        """Raises SourceError when all that was read is rejected."""
        if self.counts.in_vain:
            raise SourceError(IN_VAIN.format(rejects=self.rejects))

    def told(self) -> dict[str, Any]:
        """The same as an object for JSON: read = accepted + duplicate + suppressed + rejected."""
        return asdict(self.counts) | {
            "source": self.source,
            "load": self.id,
            "seconds": self.seconds,
            "rejects": self.rejects,
        }


def load(
    graph: Graph,
    source: Source,
    paths: tuple[Path, ...],
    options: Mapping[str, str],
    *,
    folder: Path,
    limits: Limits,
    announce: Announce,
    progress: Callable[[Counts], None],
) -> Load:
    """Load all that `source` yields; `progress` is told the counts after each batch.

    A load of the same input that was cut off goes on where it was. In `folder` are the rejects
    and the key to those who opted out.

    Raises SourceError when there is nothing to read at all, LoadTaken when another loader is at
    it, LoadStopped when a limit is reached, SuppressionLost without the key.
    """
    started = time.perf_counter()
    room(folder, limits, needed=GROWTH * bytes_of(paths))
    ready_for_acts(graph, announce)
    records = source.read(paths, options, announce)
    checkpoint = _begun(graph, source, paths, options, folder=folder, announce=announce)
    if checkpoint.counts.read:
        announce(f"Going on after {checkpoint.counts.read:,} records of a load that was cut off")
        next(islice(records, checkpoint.counts.read, checkpoint.counts.read), None)
    read = batches(records, size=limits.batch_rows, flush_seconds=source.flush_seconds)
    for _ in _written(checkpoint, read):
        progress(checkpoint.counts)
        room(folder, limits)
        few_rejects(checkpoint.counts, limits, checkpoint.rejects)
    return completed(checkpoint, source, options, since=started)


def ready_for_acts(graph: Graph, announce: Announce) -> None:
    """Make all that a load relies on, where it is missing: each act is there once from now on."""
    if acts_lack_ids(graph):
        announce("Making constraints, so that what is there already is found …")
    prepare(graph, act_ids=ACT_IDS, at_once=CONSTRAINTS_AT_ONCE)


def completed(
    checkpoint: Checkpoint, source: Source, options: Mapping[str, str], *, since: float
) -> Load:
    """Note that the load is done, and tell what it did."""
    done = Load(
        id=checkpoint.id,
        source=source.name,
        counts=checkpoint.counts,
        seconds=round(time.perf_counter() - since, 3),
        rejects=str(checkpoint.rejects.path) if checkpoint.rejects.count else "",
    )
    checkpoint.complete({"seconds": done.seconds, "truth": source.truth(options) or None})
    return done


def holder_name() -> str:
    """Who holds a load: this machine, this process, and a word of its own."""
    return f"{platform.node()} {os.getpid()} {uuid4().hex}"


def _begun(
    graph: Graph,
    source: Source,
    paths: tuple[Path, ...],
    options: Mapping[str, str],
    *,
    folder: Path,
    announce: Announce,
) -> Checkpoint:
    """The load of this input that was cut off, or a new one."""
    suppression = Suppression.of(graph, folder)
    known = input_of(source.name, paths, options) if source.resumable else ""
    cut = graph.run("load_cut", input=known).one()
    if cut and _holds(cut["holder"]):
        raise LoadTaken(TAKEN)
    id_ = cut["id"] if cut else uuid4().hex
    holder = holder_name()
    told = {"source": source.name, "files": [path.name for path in paths]}
    begun = graph.run("load_begin", id=id_, input=known, holder=holder, properties=told)
    return Checkpoint(
        graph,
        id_,
        holder,
        counts=Counts.of(begun.rows[0]),
        suppression=suppression,
        folder=folder,
        announce=announce,
    )


def _holds(holder: str | None) -> bool:
    """Whether another process on this machine that still runs is at a load."""
    machine, _, rest = (holder or "").partition(" ")
    pid = rest.partition(" ")[0]
    if machine != platform.node() or not pid.isdigit() or int(pid) == os.getpid():
        return False
    return psutil.pid_exists(int(pid))


def _written(checkpoint: Checkpoint, read: Iterable[Batch]) -> Iterator[None]:
    """Once for each batch that was written; the next one is read while the database writes."""
    with ThreadPoolExecutor(max_workers=1) as writer:
        under_way: Future[None] | None = None
        for batch in read:
            if under_way:
                under_way.result()
                yield
            under_way = writer.submit(checkpoint.write, batch)
        if under_way:
            under_way.result()
            yield


def room(folder: Path, limits: Limits, *, needed: int = 0) -> None:
    """Raises LoadStopped when the disk is nearly full: a database does not survive a full one."""
    if not limits.free_mb:
        return
    least = max(limits.free_mb * MEGABYTE, needed)
    # The store may lie on another disk than the folder.
    for place in (folder if folder.exists() else folder.parent, Folder(folder).store):
        if place.exists() and (free := shutil.disk_usage(place).free) < least:
            raise LoadStopped(
                f"{free // MEGABYTE:,} MB are free on the disk of {place}, and "
                f"{least // MEGABYTE:,} MB are wanted; make room, then give the same command again"
            )


def few_rejects(counts: Counts, limits: Limits, kept: RejectsFile) -> None:
    """Raises LoadStopped when more was rejected than is allowed."""
    most, rejected = limits.max_rejects, counts.rejected
    if most is not None and rejected > most:
        raise LoadStopped(f"{rejected:,} rejected, and --max-rejects is {most:,}; see {kept.path}")
