"""Batches as the offline importer's files: one for each kind of node and of relationship.

People and topics are gathered in a database on disk, where what later records say completes
what earlier ones said; posts and acts go to their files as they come.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from itertools import compress
from pathlib import Path
from typing import Any, TypeVar

import numpy as np
import pyarrow as arrow

from loader.acts import KINDS, Acts, Flags, Numbers
from loader.batches import Batch
from loader.bulk.files import (
    ABOUT,
    ACTS,
    BETWEEN,
    FOLLOWS,
    POSTED,
    POSTS,
    TEXT,
    TOPICS,
    TREE,
    USERS,
    ImporterFile,
)
from loader.bulk.gathered import Gathered, tags_of
from loader.bulk.numbers import Counter
from loader.bulk.seen import Seen
from loader.records import Interaction, Kind, Post, Record, Removal, Thing
from loader.writer import ids_of, milliseconds
from queries.schema import ACT_IDS

Once = TypeVar("Once", Interaction, Post)


class Stage:
    """Files for the importer in `folder`, and a spool of records for the online path.

    What would come in one batch of `batch_rows` records online belongs together here, too.
    """

    def __init__(self, folder: Path, *, batch_rows: int) -> None:
        self.folder = folder
        self._batch_rows = batch_rows
        self._read = 0
        self.spooled = 0
        # The constraints by which what waits is looked for among the acts in the files.
        self.sought = set[str]()
        # Of records: people, topics, posts and acts that are in the files.
        self.accepted = 0
        self._files: dict[str, ImporterFile] = {}
        # Compresses and writes while the next piece is worked on.
        self._pool = ThreadPoolExecutor(max_workers=1)
        self._seen: dict[object, Seen] = {}
        self._counter = Counter()
        self._gathered = Gathered(folder / "gathered.sqlite", self._counter)
        self._spool = (folder / "spool.pickle").open("wb")
        # The acts of the last batch that came in columns: kind and id.
        self._batch, self._in_batch = 0, set[tuple[int, str]]()
        self._tags_of, self._tags = 0, set[str]()

    def add(self, piece: Batch | Acts) -> None:
        """Take in what comes next. Raises OSError when the disk is full."""
        if isinstance(piece, Batch):
            self._add_batch(piece)
        else:
            self._add_columns(piece)
        self._read += piece.read

    def _add_batch(self, batch: Batch) -> None:
        # A taxonomy's topics say more than the files hold.
        self._wait(topic for topic in batch.topics if topic.taxonomy)
        self._name({self._read // self._batch_rows: tags_of(batch)})
        self._gathered.add_topics([topic for topic in batch.topics if not topic.taxonomy])
        self._wait(post for post in batch.posts.values() if post.edited)
        posts = self._new(Post, [post for post in batch.posts.values() if not post.edited])
        kinds = {kind: self._first(kind, list(same.values())) for kind, same in batch.acts.items()}
        self._gathered.add_people(batch.users.values())
        self._add_posts(posts)
        for kind, acts in kinds.items():
            self._add_acts(kind, acts)
        self._wait(batch.removals.values())

    def _add_columns(self, acts: Acts) -> None:
        batches = (acts.column("place").to_numpy() + self._read) // self._batch_rows
        kinds, ids = acts.column("kind").to_numpy(), acts.column("id").to_pylist()
        met = np.zeros(len(acts), bool)
        for kind in set(kinds.tolist()):
            chosen = kinds == kind
            seen = self._seen.setdefault(KINDS[kind], Seen())
            met[chosen] = seen.met(list(compress(ids, chosen)))
        again = self._again(batches, kinds, ids, met)
        self._name(_tags_by_batch(acts, batches, ~again))
        self._wait(acts.only(met & ~again).records())
        for kind in sorted(set(kinds.tolist())):
            self._add_kind(KINDS[kind], acts.only((kinds == kind) & ~met))

    def files(self) -> Iterator[tuple[str, Path]]:
        """The importer's arguments for nodes and relationships: an option's value, and its file."""
        for file in self._files.values():
            yield file.option, file.path

    def close(self) -> None:
        """Write what is left: people, topics and their tree."""
        gathered = self._gathered
        gathered.add_tags(self._tags)
        self.accepted += gathered.told()
        for page in gathered.people():
            self._file("User", USERS).add_arrays(
                [column.combine_chunks() for column in page.columns]
            )
        for topics in gathered.topics():
            self._file("Topic", TOPICS).add(topics)
        for tree in gathered.tree():
            self._file("CHILD_OF", TREE).add(tree)
        gathered.close()
        self._spool.close()
        for file in self._files.values():
            file.close()
        self._pool.shutdown()

    def spool(self) -> Iterator[Record]:
        """What waits for the online path, in order."""
        with (self.folder / "spool.pickle").open("rb") as file:
            for _ in range(self.spooled):
                # Written by this process, into a folder that only its owner can enter.
                yield pickle.load(file)  # noqa: S301

    def _first(self, kind: Kind, acts: list[Interaction]) -> list[Interaction]:
        """The acts that were not met before, by their own ids or without; the others wait."""
        unnamed = [act.unnamed for act in acts if act.unnamed]
        if not unnamed:
            return self._new(kind, acts)
        met = set(compress(unnamed, self._seen.setdefault((kind, "unnamed"), Seen()).met(unnamed)))
        self._wait(act for act in acts if act.unnamed in met)
        return self._new(kind, [act for act in acts if act.unnamed not in met])

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
            if isinstance(record, Interaction) and not record.unnamed:
                self.sought.add(f"{record.kind.relationship.lower()}_id")
            elif isinstance(record, Interaction) or _takes_back_an_act(record):
                # These are looked for among acts of several kinds.
                self.sought.update(ACT_IDS)

    def _add_posts(self, posts: list[Post]) -> None:
        if not posts:
            return
        self.accepted += len(posts)
        numbers = self._counter.take(len(posts)).tolist()
        self._file("Post", POSTS).add(
            [
                numbers,
                [post.id for post in posts],
                [post.id.partition(":")[0] for post in posts],
                [milliseconds(post.at) for post in posts],
                [post.text for post in posts],
                [post.lang for post in posts],
                [post.url for post in posts],
            ]
        )
        authors = self._gathered.met(arrow.array([post.author for post in posts], TEXT))
        self._file("POSTED", POSTED).add([authors.tolist(), numbers])
        about = [
            (number, topic)
            for number, post in zip(numbers, posts, strict=True)
            for topic in ids_of(post.topics)
        ]
        if about:
            posts_about, topics = zip(*about, strict=True)
            file = self._file("ABOUT", ABOUT)
            file.add([posts_about, self._gathered.about(topics).tolist()])

    def _add_acts(self, kind: Kind, acts: list[Interaction]) -> None:
        if not acts:
            return
        self.accepted += len(acts)
        ends = arrow.array([act.who for act in acts] + [act.whom for act in acts], TEXT)
        columns: list[list[Any]] = [
            *self._gathered.met(ends).reshape(2, -1).tolist(),
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
        self._file_of(kind).add(columns)

    def _again(self, batches: Numbers, kinds: Numbers, ids: list[str], met: Flags) -> Flags:
        """Which acts come a second time in their batch: nothing is made of them."""
        again = np.zeros(len(ids), bool)
        if not len(ids):
            return again
        last = batches[-1]
        # Only where something may have been met, and at the end, which may go on in what follows.
        for batch in sorted({*batches[met].tolist(), last}):
            inside = self._in_batch if batch == self._batch else set()
            for row in np.flatnonzero(batches == batch):
                act = (int(kinds[row]), ids[row])
                again[row] = act in inside
                inside.add(act)
            self._batch, self._in_batch = batch, inside
        return again

    def _name(self, tags: Mapping[int, set[str]]) -> None:
        """Topics named in batches, by their numbers: the first batch gives a topic its name.

        The last batch waits, since what comes next may be of it.
        """
        for batch, names in tags.items():
            if batch != self._tags_of:
                self._gathered.add_tags(self._tags)
                self._tags_of, self._tags = batch, set()
            self._tags |= names

    def _add_kind(self, kind: Kind, acts: Acts) -> None:
        if not len(acts):
            return
        self.accepted += len(acts)
        ends = arrow.concat_arrays([acts.column("who"), acts.column("whom")])
        who, whom = self._gathered.met(ends).reshape(2, -1)
        columns = [arrow.array(who), arrow.array(whom), acts.column("id"), acts.column("at")]
        if kind is not Kind.FOLLOW:
            joined = [BETWEEN.join(ids_of(topics)) or None for topics in acts.topics]
            columns += [acts.column("post"), acts.column("via")]
            columns += [arrow.array(joined, TEXT).take(acts.column("topics"))]
            columns += [acts.column("count"), arrow.repeat(arrow.scalar(1.0), len(acts))]
        self._file_of(kind).add_arrays(columns)

    def _file_of(self, kind: Kind) -> ImporterFile:
        return self._file(kind.relationship, FOLLOWS if kind is Kind.FOLLOW else ACTS)

    def _file(self, name: str, columns: dict[str, Any]) -> ImporterFile:
        if name not in self._files:
            self._files[name] = ImporterFile(self.folder / f"{name}.parquet", columns, self._pool)
        return self._files[name]


def _takes_back_an_act(record: Record) -> bool:
    return isinstance(record, Removal) and record.thing is Thing.ACT


def _tags_by_batch(acts: Acts, batches: Numbers, rows: Flags) -> dict[int, set[str]]:
    """The tags that some rows name, by the numbers of their batches."""
    if len(acts.topics) == 1:
        return {}
    about = acts.column("topics").to_numpy()[rows]
    tags: dict[int, set[str]] = {}
    for batch, place in sorted(set(zip(batches[rows].tolist(), about.tolist(), strict=True))):
        tags.setdefault(batch, set()).update(acts.topics[place])
    return tags
