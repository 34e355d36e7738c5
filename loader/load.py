"""One load: a source's records, in batches, into the graph, with a note of what came of it."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

from loader.batches import Batch, batches
from loader.rejects import RejectsFile
from loader.sources import Announce, Source
from loader.writer import Counts, write
from queries.graph import Graph
from queries.schema import prepare


@dataclass(frozen=True, slots=True)
class Load:
    """What a load did. `rejects` is the file with what could not be read, "" when all could."""

    id: str
    source: str
    counts: Counts
    seconds: float
    rejects: str

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
    batch_rows: int,
    rejects: Path,
    announce: Announce,
    progress: Callable[[Counts], None],
    flush_seconds: float = math.inf,
) -> Load:
    """Load all that `source` yields. `progress` is told the counts after each batch.

    What came `flush_seconds` ago is written, though the batch is not full.

    Raises SourceError when there is nothing to read at all.
    """
    started = time.perf_counter()
    prepare(graph)
    id_ = uuid4().hex
    files = [path.name for path in paths]
    graph.run("load_begin", id=id_, properties={"source": source.name, "files": files})
    kept = RejectsFile(rejects / f"{id_}.jsonl")
    counts = Counts()
    records = source.read(paths, options, announce)
    for batch, written in _written(
        graph, batches(records, size=batch_rows, flush_seconds=flush_seconds)
    ):
        kept.add(batch.rejects)
        counts += written
        progress(counts)
    done = Load(
        id=id_,
        source=source.name,
        counts=counts,
        seconds=round(time.perf_counter() - started, 3),
        rejects=str(kept.path) if kept.count else "",
    )
    note = asdict(counts) | {"seconds": done.seconds, "truth": source.truth(options) or None}
    graph.run("load_complete", id=id_, properties=note)
    return done


def _written(graph: Graph, read: Iterable[Batch]) -> Iterator[tuple[Batch, Counts]]:
    """Each batch with what became of it; the next one is read while the database writes."""
    with ThreadPoolExecutor(max_workers=1) as writer:
        under_way: tuple[Batch, Future[Counts]] | None = None
        for batch in read:
            if under_way:
                yield under_way[0], under_way[1].result()
            under_way = batch, writer.submit(write, graph, batch)
        if under_way:
            yield under_way[0], under_way[1].result()
