"""Records, gathered into batches of a fixed size with each id once."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, fields, replace

from loader.awaited import awaited
from loader.records import Interaction, Kind, Post, Record, Reject, Removal, Thing, Topic, User

# What may be written of a record: itself, a part of it, or nothing.
Admits = Callable[[Record], Record | None]


@dataclass(slots=True)
class Batch:
    """What is written in one transaction, and the records it was made of."""

    records: list[Record] = field(default_factory=list)
    users: dict[str, User] = field(default_factory=dict)
    topics: list[Topic] = field(default_factory=list)
    posts: dict[str, Post] = field(default_factory=dict)
    acts: dict[Kind, dict[str, Interaction]] = field(default_factory=dict)
    removals: dict[tuple[Thing, str], Removal] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    suppressed: int = 0

    @property
    def read(self) -> int:
        """How many records it was made of."""
        return len(self.records)

    def add(self, record: Record, admits: Admits | None = None) -> None:
        """Take one record in, or what `admits` lets through of it."""
        self.records.append(record)
        admitted = admits(record) if admits else record
        match admitted:
            case Interaction():
                self.acts.setdefault(admitted.kind, {}).setdefault(admitted.id, admitted)
            case Post():
                self._newest(admitted)
            case User():
                self._merge(admitted)
            case Topic():
                self.topics.append(admitted)
            case Removal():
                self.removals[admitted.thing, admitted.id] = admitted
            case Reject():
                self.rejects.append(admitted)
            case None:
                self.suppressed += 1

    def _newest(self, post: Post) -> None:
        known = self.posts.setdefault(post.id, post)
        if post.edited and (known.edited is None or known.edited < post.edited):
            self.posts[post.id] = post

    def _merge(self, user: User) -> None:
        known = self.users.get(user.id)
        if known is None:
            self.users[user.id] = user
            return
        said = {f.name: getattr(user, f.name) for f in fields(User)}
        self.users[user.id] = replace(known, **{k: v for k, v in said.items() if v is not None})


def batch_of(records: Iterable[Record], admits: Admits | None = None) -> Batch:
    """One batch of all `records`."""
    batch = Batch()
    for record in records:
        batch.add(record, admits)
    return batch


def batches(
    records: Iterable[Record],
    *,
    size: int,
    flush_seconds: float = math.inf,
) -> Iterator[Batch]:
    """Batches of `size` records in the order they come; the last may be smaller.

    So may be one whose first record came `flush_seconds` ago, since those that come live
    may come slowly, or no more.
    """
    batch = Batch()
    due = math.inf
    for record in _in_time(records, flush_seconds):
        if record is not None:
            if not batch.read:
                due = time.monotonic() + flush_seconds
            batch.add(record)
        if batch.read >= size or (batch.read and time.monotonic() >= due):
            yield batch
            batch = Batch()
    if batch.read:
        yield batch


def _in_time(records: Iterable[Record], flush_seconds: float) -> Iterable[Record | None]:
    """`records`; with None among them, where they come live and none does."""
    if math.isinf(flush_seconds):
        return records
    return awaited(iter(records), seconds=flush_seconds / 4)
