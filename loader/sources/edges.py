"""Edge lists: files of who did what to whom, from anywhere.

CSV (also separated by tabs, semicolons or bars), JSON Lines and Parquet, the first two also
compressed with gzip. Columns are found by their usual names or named by options.

A row is one act, or `count` acts of one kind. An act without an id gets one from what it
says, so that loading a file twice changes nothing, and rows that say exactly the same are one
act. People who act on themselves are passed on as they are: what that means is for the
scores to decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from loader.records import Record, Reject
from loader.sources.edges_layout import acts_layout, people_layout, posts_layout
from loader.sources.edges_rows import RowReader, act_reader, person_reader, post_reader
from loader.sources.edges_tables import Table, table_of
from loader.sources.source import Announce, Option, Source
from loader.sources.times import clock
from queries.errors import SourceError

DEFAULT_NETWORK = "edges"
_NETWORK = re.compile(r"[a-z0-9][a-z0-9._-]{0,49}")


def read(
    paths: tuple[Path, ...], options: Mapping[str, str], announce: Announce
) -> Iterator[Record]:
    """The people, the posts and then the acts in `paths`, in one pass over each file.

    All headers are read before the first record comes, so a column that is missing is told
    before anything is written. Raises SourceError for that, and for files nobody can read.
    """
    if not paths:
        raise SourceError("edges: name one file or more to read")
    network = network_named(options.get("network", ""), announce)
    times = clock(options.get("zone", ""), now=datetime.now(UTC))
    form = options.get("format", "")
    readers: list[tuple[Table, RowReader[Record]]] = []
    if options.get("people"):
        people = people_layout(table_of(Path(options["people"])))
        announce(people.sentence())
        readers.append((people.table, person_reader(people, network, times)))
    if options.get("posts"):
        separator = options.get("topics-separator", "")
        posts = posts_layout(table_of(Path(options["posts"])), separator)
        announce(posts.sentence())
        readers.append((posts.table, post_reader(posts, network, times)))
    for path in paths:
        acts = acts_layout(table_of(path, form), options)
        announce(acts.sentence())
        readers.append((acts.table, act_reader(acts, network, times)))
    return (record for table, reader in readers for record in _records(table, reader))


def network_named(asked: str, announce: Announce) -> str:
    """The network to load into; announced when nobody asked for one.

    Raises SourceError for a name that could not stand in front of an id.
    """
    if not asked:
        announce(f"the network is called '{DEFAULT_NETWORK}'; --network gives it another name")
        return DEFAULT_NETWORK
    if not _NETWORK.fullmatch(asked):
        raise SourceError(f"--network {asked!r}: use small letters, digits, '.', '_' and '-'")
    return asked


def _records(table: Table, read_row: RowReader[Record]) -> Iterator[Record]:
    for row in table.rows():
        yield row if isinstance(row, Reject) else read_row(*row)


def _options() -> Iterable[Option]:
    yield Option("network", "what stands before each id, as in 'x:42' (default: edges)")
    yield Option("people", "a file of people: id, handle, name, bio, followers, …")
    yield Option("posts", "a file of posts: id, author, at, text, url, topics")
    yield Option("format", "csv, jsonl or parquet (default: look at the file)")
    yield Option("zone", "the time zone of times that name none, such as Europe/Berlin")
    yield Option("who", "the column of the one who acts")
    yield Option("whom", "the column of the one acted upon")
    yield Option("kind", "the column of the kind of act, or one kind for all rows")
    yield Option("when", "the column of the time; '-' for any column says there is none")
    yield Option("topics", "the column of the topics, tags or hashtags")
    yield Option("topics-separator", "what separates topics in a cell; 'none': one a cell")
    yield Option("id", "the column of the act's own id")
    yield Option("post", "the column of the post acted upon")
    yield Option("via", "the column of the post through which the act was done")
    yield Option("count", "the column of the number of acts a row stands for")


SOURCE = Source(
    name="edges",
    reads="Files of who did what to whom: CSV, JSON Lines or Parquet",
    takes_paths=True,
    read=read,
    options=tuple(_options()),
)
