"""People and topics, gathered on disk: what later records say completes what earlier ones said."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pyarrow as arrow
import pyarrow.compute as compute
import pyarrow.ipc as ipc

from loader.batches import Batch
from loader.bulk.numbers import Counter, Numbered, Numbers
from loader.records import Topic, User
from loader.topics import EVERYTHING
from loader.writer import milliseconds, topic_rows, tree_rows

# All is made anew when it is cut off: nothing has to survive.
TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
PRAGMA cache_size = -32000;
CREATE TABLE people (
  id TEXT PRIMARY KEY, handle, name, bio, url, followers, following, created_at, told
) WITHOUT ROWID;
CREATE TABLE topics (id TEXT PRIMARY KEY, name, told) WITHOUT ROWID;
CREATE TABLE tree (id TEXT, parent TEXT, PRIMARY KEY (id, parent)) WITHOUT ROWID;
BEGIN;
"""
TELL_PERSON = """
INSERT INTO people VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1)
ON CONFLICT (id) DO UPDATE SET
  handle = coalesce(excluded.handle, handle), name = coalesce(excluded.name, name),
  bio = coalesce(excluded.bio, bio), url = coalesce(excluded.url, url),
  followers = coalesce(excluded.followers, followers),
  following = coalesce(excluded.following, following),
  created_at = coalesce(excluded.created_at, created_at), told = 1
"""
TELL_TOPIC = """
INSERT INTO topics VALUES (:id, :name, 1)
ON CONFLICT (id) DO UPDATE SET name = excluded.name, told = 1
"""
TOLD_OF = "SELECT 1 FROM people WHERE id = ?"
PEOPLE = """
SELECT id, substr(id, 1, instr(id, ':') - 1), coalesce(handle, substr(id, instr(id, ':') + 1)),
       name, bio, url, followers, following, created_at
FROM people
"""


PAGE_ROWS = 50_000
_TEXT, _COUNT = arrow.string(), arrow.int64()
MET = arrow.schema([("number", _COUNT), ("id", _TEXT)])
PEOPLE_COLUMNS = arrow.schema(
    [("number", _COUNT)]
    + [(name, _TEXT) for name in ("id", "network", "handle", "name", "bio", "url")]
    + [("followers", _COUNT), ("following", _COUNT), ("created_at", arrow.timestamp("ms", "UTC"))]
)


class Gathered:
    """A database in the file `path`, for one load, and beside it who is only met.

    Both people and topics have a number each, of those that `counter` gives.
    """

    def __init__(self, path: Path, counter: Counter) -> None:
        self._path = path.with_suffix(".arrow")
        self._met = ipc.new_stream(self._path, MET)
        self._people, self._topics = Numbered(counter), Numbered(counter)
        self._file = sqlite3.connect(path, isolation_level=None)
        self._file.executescript(TABLES)
        self._file.execute("INSERT INTO topics VALUES (?, 'Everything', 0)", (EVERYTHING,))

    def add_topics(self, topics: list[Topic]) -> None:
        """Topics that are told of, and what they are part of."""
        for row in tree_rows(topics):
            self._file.execute(TELL_TOPIC, {"id": row["id"], "name": row["name"]})
            above = [(parent,) for parent in row["parents"]]
            self._file.executemany("INSERT OR IGNORE INTO topics VALUES (?, NULL, 0)", above)
            part = [(row["id"], parent) for parent in row["parents"]]
            self._file.executemany("INSERT OR IGNORE INTO tree VALUES (?, ?)", part)

    def add_tags(self, tags: set[str]) -> None:
        """The topics that tags name, which stand together in one batch."""
        met = [(row["id"], row["name"]) for row in topic_rows(tags)]
        self._file.executemany("INSERT OR IGNORE INTO topics VALUES (?, ?, 0)", met)

    def add_people(self, users: Iterable[User]) -> None:
        """People who are told of."""
        told = [
            (
                user.id,
                *(text or None for text in (user.handle, user.name, user.bio, user.url)),
                *(user.followers, user.following, milliseconds(user.created_at)),
            )
            for user in users
        ]
        self._file.executemany(TELL_PERSON, told)

    def met(self, ids: arrow.Array) -> Numbers:
        """The numbers of people of whom no more than these ids need be known."""
        ids = ids.dictionary_encode()
        numbers, new = self._people.of(ids.dictionary.to_pylist())
        if new.any():
            who = ids.dictionary.filter(arrow.array(new))
            self._met.write_batch(arrow.record_batch([numbers[new], who], schema=MET))
        of_each: Numbers = numbers[ids.indices.to_numpy()]
        return of_each

    def about(self, topics: Sequence[str]) -> Numbers:
        """The numbers of topics that tags name, or that are told of."""
        return self._topics.each(topics)

    def told(self) -> int:
        """How many people and topics were told of."""
        people = self._file.execute("SELECT count(told) FROM people").fetchone()[0]
        topics = self._file.execute("SELECT sum(told) FROM topics").fetchone()[0]
        return int(people) + int(topics)

    def people(self) -> Iterator[arrow.Table]:
        """Everybody, a page of columns at a time: those told of, and those who were only met."""
        rows = 0
        told = self._file.execute(PEOPLE)
        while some := told.fetchmany(PAGE_ROWS):
            columns = list(zip(*some, strict=True))
            arrays = [arrow.array(self._people.of(columns[0])[0])]
            pairs = zip(columns, PEOPLE_COLUMNS.types[1:], strict=True)
            arrays += [arrow.array(column, type_) for column, type_ in pairs]
            yield arrow.table(arrays, schema=PEOPLE_COLUMNS)
            rows += len(some)
        for batch in self._only_met():
            parts = compute.split_pattern(batch.column("id"), ":", max_splits=1)
            network, native = (compute.list_element(parts, place) for place in (0, 1))
            rest = [arrow.nulls(len(native), type_) for type_ in PEOPLE_COLUMNS.types[4:]]
            yield arrow.table([*batch.columns, network, native, *rest], schema=PEOPLE_COLUMNS)
            rows += len(batch)
        # A number without a node would be a hole that acts lead into.
        assert rows == len(self._people)

    def _only_met(self) -> Iterator[arrow.RecordBatch]:
        """Those who were met and never told of, once each."""
        self._met.close()
        told = self._file.execute("SELECT EXISTS (SELECT 1 FROM people)").fetchone()[0]
        with ipc.open_stream(self._path) as met:
            for batch in met:
                if not told:
                    yield batch
                    continue
                ids = batch.column("id").to_pylist()
                only_met = [self._file.execute(TOLD_OF, (id_,)).fetchone() is None for id_ in ids]
                yield batch.filter(arrow.array(only_met, arrow.bool_()))

    def topics(self) -> Iterator[Sequence[Sequence[Any]]]:
        """Columns of all topics, a page at a time: number, id and name."""
        rows = 0
        told = self._file.execute("SELECT id, name FROM topics")
        while some := told.fetchmany(PAGE_ROWS):
            ids, names = zip(*some, strict=True)
            yield self.about(ids).tolist(), ids, names
            rows += len(some)
        assert rows == len(self._topics)

    def tree(self) -> Iterator[Sequence[Sequence[Any]]]:
        """Columns of topics and what they are part of, a page at a time, by their numbers."""
        told = self._file.execute("SELECT id, parent FROM tree")
        while some := told.fetchmany(PAGE_ROWS):
            yield [self.about(ids).tolist() for ids in zip(*some, strict=True)]

    def close(self) -> None:
        """Let go of the file."""
        self._file.execute("COMMIT")
        self._file.close()


def tags_of(batch: Batch) -> set[str]:
    """All tags that a batch names."""
    tags = {tag for post in batch.posts.values() for tag in post.topics}
    for same in batch.acts.values():
        tags.update(tag for act in same.values() for tag in act.topics)
    return tags
