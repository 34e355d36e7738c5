"""What a source reads, in pieces to be staged: batches of records, and acts in columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from loader.acts import Acts
from loader.batches import Admits, Batch
from loader.records import Record

T = TypeVar("T")


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


def ahead(found: Iterator[T]) -> Iterator[T]:
    """The same, each read while the one before it is worked on: much of both is not Python's."""
    with ThreadPoolExecutor(max_workers=1) as reader:
        coming = reader.submit(next, found, None)
        while (one := coming.result()) is not None:
            coming = reader.submit(next, found, None)
            yield one
