"""Records, gathered into batches of a fixed size with each id once."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import TypeVar

from loader.records import Interaction, Kind, Post, Record, Reject, Topic, User

Once = TypeVar("Once", Interaction, Post)


@dataclass(slots=True)
class Batch:
    """What is written in one transaction. `duplicate` counts what came twice within it."""

    users: dict[str, User] = field(default_factory=dict)
    topics: list[Topic] = field(default_factory=list)
    posts: dict[str, Post] = field(default_factory=dict)
    acts: dict[Kind, dict[str, Interaction]] = field(default_factory=dict)
    rejects: list[Reject] = field(default_factory=list)
    read: int = 0
    duplicate: int = 0

    def add(self, record: Record) -> None:
        """Take one record in."""
        self.read += 1
        match record:
            case Interaction():
                self._once(self.acts.setdefault(record.kind, {}), record)
            case Post():
                self._once(self.posts, record)
            case User():
                self._merge(record)
            case Topic():
                self.topics.append(record)
            case Reject():
                self.rejects.append(record)

    def _once(self, seen: dict[str, Once], record: Once) -> None:
        if record.id in seen:
            self.duplicate += 1
        else:
            seen[record.id] = record

    def _merge(self, user: User) -> None:
        known = self.users.get(user.id)
        if known is None:
            self.users[user.id] = user
            return
        self.duplicate += 1
        said = {f.name: getattr(user, f.name) for f in fields(User)}
        self.users[user.id] = replace(known, **{k: v for k, v in said.items() if v is not None})


def batches(
    records: Iterable[Record], *, size: int, flush_seconds: float = math.inf
) -> Iterator[Batch]:
    """Batches of `size` records in the order they come; the last may be smaller.

    So may be one whose first record came `flush_seconds` ago, since those that come live
    may come slowly.
    """
    batch = Batch()
    due = math.inf
    for record in records:
        if not batch.read:
            due = time.monotonic() + flush_seconds
        batch.add(record)
        if batch.read >= size or time.monotonic() >= due:
            yield batch
            batch = Batch()
    if batch.read:
        yield batch
