"""What a source reads, in pieces to be staged: batches of records, and acts in columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from loader.acts import Acts
from loader.batches import Admits, Batch
from loader.records import Record


def pieces(
    records: Iterable[Record | Acts], *, size: int, admits: Admits
) -> Iterator[Batch | Acts]:
    """Batches of `size` records, or of fewer before acts in columns, and these as they come."""
    batch = Batch()
    for record in records:
        if not isinstance(record, Acts):
            batch.add(record, admits)
        if batch.read and (batch.read >= size or isinstance(record, Acts)):
            yield batch
            batch = Batch()
        if isinstance(record, Acts):
            yield record
    if batch.read:
        yield batch
