"""How far a load is: noted in the graph, in the transaction of each batch.

So a load that is cut off at any moment goes on from there, and what became of a commit whose
answer was lost is read, not guessed.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from loader.batches import Batch, batch_of
from loader.records import Record, Reject
from loader.rejects import RejectsFile
from loader.server.folder import Folder
from loader.server.launch import ran_out_of_memory
from loader.sources import Announce
from loader.suppression import Suppression
from loader.writer import Counts, write
from queries.errors import (
    DatabaseRefused,
    DatabaseUnreachable,
    LoadStopped,
    LoadTaken,
    TransactionTooLarge,
)
from queries.graph import Graph, Result, Step

PATIENCE_SECONDS = 120
PAUSE_SECONDS = 1.0
STARVED = (
    "Neo4j ran out of memory and ended; raise INFLUENCE_HEAP_MB and start it with 'influence up'"
)
TAKEN = "another loader is at the same files; let it end, then load again"


class _SuppressionChanged(Exception):
    """Somebody opted out after the batch was made."""


class Checkpoint:
    """One load under way: `id`, its `counts` up to the last batch that is surely written."""

    def __init__(
        self,
        graph: Graph,
        id_: str,
        holder: str,
        *,
        counts: Counts,
        suppression: Suppression,
        folder: Path,
        announce: Announce,
    ) -> None:
        self.id = id_
        self.counts = counts
        self.rejects = RejectsFile(folder / "rejects" / f"{id_}.jsonl", count=counts.rejected)
        self.suppression = suppression
        self._graph = graph
        self._holder = holder
        self._folder = folder
        self._announce = announce
        # How many records the database has the memory for, as far as was found out.
        self._most = sys.maxsize
        self._began = time.time()

    def admits(self, record: Record) -> Record | None:
        """What may be written of `record`."""
        return self.suppression.admits(record)

    def begin_at(self, counts: Counts, rejects: RejectsFile) -> None:
        """Note what is in the graph already, by another way."""
        self._graph.run("load_checkpoint", id=self.id, properties=asdict(counts))
        self.counts, self.rejects = counts, rejects

    def write(self, batch: Batch) -> None:
        """Write `batch`, and note it; what the database will not take is found and rejected.

        Waits for a database that went away. Raises DatabaseUnreachable when it does not come
        back, LoadTaken when another loader went on with this load, LoadStopped when a disk is full,
        TransactionTooLarge when the database has not the memory for a single record.
        """
        self.rejects.add(batch.rejects)
        if self.suppression.size:
            # Only now, since somebody may have opted out after it was read.
            batch = batch_of(batch.records, self.admits)
        self._write_in_parts(batch)

    def complete(self, note: Mapping[str, Any]) -> None:
        """Note that the load is done."""
        properties = {**note, **asdict(self.counts)}
        since = time.monotonic()
        while True:
            try:
                self._graph.run("load_complete", id=self.id, properties=properties)
                return
            except DatabaseUnreachable:
                self._await_database(since=since)

    def _write_surely(self, batch: Batch) -> None:
        since: float | None = None
        while True:
            try:
                self.counts += write(
                    self._graph, batch, first=[("load_held", {"id": self.id})], note=self._noted
                )
                return
            except _SuppressionChanged:
                self.suppression = Suppression.of(self._graph, self._folder)
                batch = batch_of(batch.records, self.admits)
            except DatabaseUnreachable:
                since = since or time.monotonic()
                starved = ran_out_of_memory(Folder(self._folder).log, since=self._began)
                noted = self._await_database(since=since, starved=starved)
                # Its answer may have been lost, and not the batch.
                if noted.read == self.counts.read + batch.read:
                    self.counts = noted
                    return
                if starved:
                    raise TransactionTooLarge(STARVED) from None

    def _noted(self, held: list[Result], counts: Counts) -> Step:
        """The step that notes `counts`, unless the load is another's or somebody opted out."""
        (row,) = held[0].rows
        if row["holder"] != self._holder or row["read"] != self.counts.read:
            raise LoadTaken(TAKEN)
        if row["hidden"] != self.suppression.noted:
            raise _SuppressionChanged
        return "load_checkpoint", {"id": self.id, "properties": asdict(self.counts + counts)}

    def _await_database(self, *, since: float, starved: bool = False) -> Counts:
        """How far the load is noted, as soon as the database answers again.

        Raises DatabaseUnreachable when it has been away for too long.
        """
        away = STARVED if starved else "The database went away"
        told = False
        while True:
            try:
                return Counts.of(self._graph.run("load_state", id=self.id).rows[0])
            except DatabaseUnreachable:
                if time.monotonic() - since > PATIENCE_SECONDS:
                    if starved:
                        raise DatabaseUnreachable(
                            f"{STARVED}; then give the same command again"
                        ) from None
                    raise
            if not told:
                self._announce(f"{away}; waiting for it …")
                told = True
            time.sleep(PAUSE_SECONDS)

    def _write_in_parts(self, batch: Batch) -> None:
        """Write what can be written of `batch`, by halving; reject the records that are refused."""
        if batch.read <= self._most:
            try:
                self._write_surely(batch)
                return
            except TransactionTooLarge:
                if batch.read == 1:
                    raise
                self._fewer_than(batch.read)
            except DatabaseRefused as refusal:
                self._refuse_a_broken_database(refusal)
                if batch.read == 1:
                    self._reject(batch.records[0], refusal)
                    return
        half = batch.read // 2
        for part in (batch.records[:half], batch.records[half:]):
            self._write_in_parts(batch_of(part, self.admits))

    def _refuse_a_broken_database(self, refusal: DatabaseRefused) -> None:
        """Raises LoadStopped when the database takes nothing at all, as after a full disk."""
        try:
            self._graph.run("load_state", id=self.id)
        except DatabaseRefused:
            raise LoadStopped(
                f"Neo4j takes nothing any more ({refusal}), as when its disk is full; make room, "
                "then 'influence down', 'influence up' and the same command again: what was "
                "written is kept"
            ) from refusal
        except DatabaseUnreachable:
            return

    def _fewer_than(self, records: int) -> None:
        """From now on at most half of `records` at once."""
        self._most = records // 2
        self._announce(
            f"Neo4j has not the memory for {records:,} records at once; going on with "
            f"{self._most:,}. INFLUENCE_HEAP_MB gives it more"
        )

    def _reject(self, record: Record, refusal: DatabaseRefused) -> None:
        id_ = getattr(record, "id", "")
        reject = Reject("", 0, type(record).__name__.lower(), f"{id_[:200]!r} {refusal}")
        self.rejects.add([reject])
        self._write_surely(batch_of([reject]))
