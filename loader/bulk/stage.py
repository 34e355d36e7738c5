"""Batches as the offline importer's files: one for each kind of node and of relationship.

People and topics are gathered in a database on disk, where what later records say completes
what earlier ones said; posts and acts go to their files as they come.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress, islice
from pathlib import Path
from typing import Any, TypeVar

import pyarrow as arrow
import pyarrow.compute as compute
import pyarrow.csv as csv

from loader.batches import Batch
from loader.bulk.gathered import Gathered
from loader.bulk.seen import Seen
from loader.records import Interaction, Kind, Post, Record
from loader.writer import ids_of, milliseconds

Once = TypeVar("Once", Interaction, Post)

# Between the elements of a list: no topic's id has a control character.
BETWEEN = "\x1f"
PAGE_ROWS = 50_000

_TEXT, _COUNT, _AT = arrow.string(), arrow.int64(), arrow.timestamp("ms", "UTC")

# The columns of each file as the importer's header has them, with their types.
USERS = {
    "id:ID(User)": _TEXT,
    "network": _TEXT,
    "handle": _TEXT,
    "name": _TEXT,
    "bio": _TEXT,
    "url": _TEXT,
    "followers:long": _COUNT,
    "following:long": _COUNT,
    "created_at:datetime": _AT,
}
TOPICS = {"id:ID(Topic)": _TEXT, "name": _TEXT}
TREE = {":START_ID(Topic)": _TEXT, ":END_ID(Topic)": _TEXT}
POSTS = {
    "id:ID(Post)": _TEXT,
    "network": _TEXT,
    "at:datetime": _AT,
    "text": _TEXT,
    "lang": _TEXT,
    "url": _TEXT,
}
POSTED = {":START_ID(User)": _TEXT, ":END_ID(Post)": _TEXT}
ABOUT = {":START_ID(Post)": _TEXT, ":END_ID(Topic)": _TEXT}
FOLLOWS = {":START_ID(User)": _TEXT, ":END_ID(User)": _TEXT, "id": _TEXT, "at:datetime": _AT}
ACTS = FOLLOWS | {
    "post": _TEXT,
    "via": _TEXT,
    "topics:string[]": _TEXT,
    "count:long": _COUNT,
    "credit:double": arrow.float64(),
}


class Stage:
    """Files for the importer in `folder`, and a spool of records for the online path."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.spooled = 0
        # Of records: people, topics, posts and acts that are in the files.
        self.accepted = 0
        self._files: dict[str, _File] = {}
        self._seen: dict[object, Seen] = {}
        self._gathered = Gathered(folder / "gathered.sqlite")
        self._spool = (folder / "spool.pickle").open("wb")

    def add(self, batch: Batch) -> None:
        """Take a batch in. Raises OSError when the disk is full."""
        # A taxonomy's topics say more than the files hold.
        self._wait(topic for topic in batch.topics if topic.taxonomy)
        self._gathered.add_topics(batch)
        self._wait(post for post in batch.posts.values() if post.edited)
        posts = self._new(Post, [post for post in batch.posts.values() if not post.edited])
        kinds = {kind: self._new(kind, list(same.values())) for kind, same in batch.acts.items()}
        self._gathered.add_people(batch.users.values(), posts, chain.from_iterable(kinds.values()))
        self._add_posts(posts)
        for kind, acts in kinds.items():
            self._add_acts(kind, acts)
        self._wait(batch.removals.values())

    def files(self) -> Iterator[tuple[str, Path]]:
        """The importer's arguments for nodes and relationships: an option's value, and its file."""
        for file in self._files.values():
            yield file.option, file.path

    def close(self) -> None:
        """Write what is left: people, topics and their tree."""
        gathered = self._gathered
        self.accepted += gathered.told()
        self._write("User", USERS, gathered.people())
        self._write("Topic", TOPICS, gathered.topics())
        self._write("CHILD_OF", TREE, gathered.tree())
        gathered.close()
        self._spool.close()
        for file in self._files.values():
            file.close()

    def spool(self) -> Iterator[Record]:
        """What waits for the online path, in order."""
        with (self.folder / "spool.pickle").open("rb") as file:
            for _ in range(self.spooled):
                # Written by this process, into a folder that only its owner can enter.
                yield pickle.load(file)  # noqa: S301

    def _new(self, kind: object, records: list[Once]) -> list[Once]:
        """Those that were not met before; the others wait."""
        met = self._seen.setdefault(kind, Seen()).met([record.id for record in records])
        if not met.any():
            return records
        self._wait(compress(records, met))
        return list(compress(records, ~met))

    def _wait(self, records: Iterable[Record]) -> None:
        for record in records:
            pickle.dump(record, self._spool, protocol=pickle.HIGHEST_PROTOCOL)
            self.spooled += 1

    def _add_posts(self, posts: list[Post]) -> None:
        if not posts:
            return
        self.accepted += len(posts)
        self._file("Post", POSTS).add(
            [
                [post.id for post in posts],
                [post.id.partition(":")[0] for post in posts],
                [milliseconds(post.at) for post in posts],
                [post.text for post in posts],
                [post.lang for post in posts],
                [post.url for post in posts],
            ]
        )
        authors, ids = [post.author for post in posts], [post.id for post in posts]
        self._file("POSTED", POSTED).add([authors, ids])
        about = [(post.id, topic) for post in posts for topic in ids_of(post.topics)]
        self._file("ABOUT", ABOUT).add([[one for one, _ in about], [topic for _, topic in about]])

    def _add_acts(self, kind: Kind, acts: list[Interaction]) -> None:
        if not acts:
            return
        self.accepted += len(acts)
        columns: list[list[Any]] = [
            [act.who for act in acts],
            [act.whom for act in acts],
            [act.id for act in acts],
            [milliseconds(act.at) for act in acts],
        ]
        if kind is not Kind.FOLLOW:
            columns += [
                [act.post for act in acts],
                [act.via for act in acts],
                [BETWEEN.join(ids_of(act.topics)) or None for act in acts],
                [act.count for act in acts],
                [act.credit for act in acts],
            ]
        self._file(kind.relationship, FOLLOWS if kind is Kind.FOLLOW else ACTS).add(columns)

    def _write(self, name: str, columns: dict[str, Any], rows: Iterator[Sequence[Any]]) -> None:
        while some := list(islice(rows, PAGE_ROWS)):
            self._file(name, columns).add([list(column) for column in zip(*some, strict=True)])

    def _file(self, name: str, columns: dict[str, Any]) -> _File:
        if name not in self._files:
            self._files[name] = _File(self.folder / f"{name}.csv", columns)
        return self._files[name]


class _File:
    """One file of the importer, written in pages."""

    def __init__(self, path: Path, columns: dict[str, Any]) -> None:
        self.path = path
        self.nodes = any(":ID(" in name for name in columns)
        self._names = list(columns)
        self._types = list(columns.values())
        self._waiting: list[list[Any]] = [[] for _ in columns]
        # Times go out as text, in the one spelling that the importer reads.
        as_text = [arrow.string() if type_ == _AT else type_ for type_ in self._types]
        self._writer = csv.CSVWriter(path, arrow.schema(zip(self._names, as_text, strict=True)))

    @property
    def option(self) -> str:
        """What the importer calls it."""
        return f"--{'nodes' if self.nodes else 'relationships'}={self.path.stem}"

    def add(self, columns: Sequence[list[Any]]) -> None:
        for waiting, column in zip(self._waiting, columns, strict=True):
            waiting += column
        if len(self._waiting[0]) >= PAGE_ROWS:
            self._flush()

    def close(self) -> None:
        self._flush()
        self._writer.close()

    def _flush(self) -> None:
        arrays = [
            _told(arrow.array(column, type_))
            for column, type_ in zip(self._waiting, self._types, strict=True)
        ]
        self._writer.write_table(arrow.Table.from_arrays(arrays, self._names))
        self._waiting = [[] for _ in self._names]


def _told(column: arrow.Array) -> arrow.Array:
    if column.type != _AT:
        return column
    return compute.strftime(column, format="%Y-%m-%dT%H:%M:%SZ")
