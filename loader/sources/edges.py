"""Edge lists: files of who did what to whom, from anywhere.

Delimited text, JSON (an object a line, or one array), Parquet, Arrow (files, also called Feather,
and streams), GEXF and GraphML; all but Parquet and Arrow files also packed with gzip or
Zstandard. Columns are found by their usual names or named by options. What becomes of a network's
nodes and edges is said in `edges_graph`.

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
from typing import NamedTuple

from loader.acts import Acts
from loader.records import Record, Reject
from loader.sources.edges_layout import Layout, acts_layout, people_layout, posts_layout
from loader.sources.edges_pages import acts_in_pages
from loader.sources.edges_parts import columns_of, command_of
from loader.sources.edges_rows import RowReader, act_reader, person_reader, post_reader
from loader.sources.edges_table import Table
from loader.sources.edges_tables import FORMATS, table_of, tables_of
from loader.sources.source import Announce, Option, Part, Source
from loader.sources.times import Clock, clock
from queries.errors import SourceError

DEFAULT_NETWORK = "edges"
_NETWORK = re.compile(r"[a-z0-9][a-z0-9._-]{0,49}")


class _Piece(NamedTuple):
    """A table, how it was understood, and its records; the file it loads, when it is of acts."""

    layout: Layout
    read_row: RowReader[Record]
    path: Path | None = None

    def records(self) -> Iterator[Record]:
        return _records(self.layout.table, self.read_row)

    def in_columns(self, network: str, times: Clock) -> Iterator[Record | Acts]:
        """The same, acts as columns where the format lets them be read so."""
        if self.path is None or self.layout.table.pages is None:
            return self.records()
        return acts_in_pages(self.layout, network, times)


def read(
    paths: tuple[Path, ...], options: Mapping[str, str], announce: Announce
) -> Iterator[Record]:
    """The people, the posts and then the acts in `paths`, in one pass over each table.

    All headers are read before the first record comes, so a column that is missing is told
    before anything is written. Raises SourceError for that, and for files nobody can read.
    """
    pieces = _announced(
        paths, options, network_named(options.get("network", ""), announce), announce
    )
    return (record for piece in pieces for record in piece.records())


def read_in_columns(
    paths: tuple[Path, ...], options: Mapping[str, str], announce: Announce
) -> Iterator[Record | Acts]:
    """The same, acts as columns where the format lets them be read so."""
    network = network_named(options.get("network", ""), announce)
    times = _clock(options)
    pieces = _announced(paths, options, network, announce)
    return (record for piece in pieces for record in piece.in_columns(network, times))


def parts(paths: tuple[Path, ...], options: Mapping[str, str], announce: Announce) -> list[Part]:
    """The same, with the columns of each table as they were understood."""
    network = network_named(options.get("network", ""), announce)
    found = []
    for piece in _pieces(paths, options, network):
        _tell(piece, announce)
        layout, path = piece.layout, piece.path
        command = command_of(path, layout, network, options) if path else ()
        name = f"{layout.table.name}, {layout.table.layout}"
        found.append(Part(name, piece.records(), columns_of(layout), tuple(command)))
    return found


def _announced(
    paths: tuple[Path, ...], options: Mapping[str, str], network: str, announce: Announce
) -> list[_Piece]:
    pieces = _pieces(paths, options, network)
    for piece in pieces:
        announce(piece.layout.sentence())
        _tell(piece, announce)
    return pieces


def _clock(options: Mapping[str, str]) -> Clock:
    return clock(options.get("zone", ""), now=datetime.now(UTC))


def _pieces(paths: tuple[Path, ...], options: Mapping[str, str], network: str) -> list[_Piece]:
    if not paths:
        raise SourceError("edges: name one file or more to read")
    times = _clock(options)
    pieces: list[_Piece] = []
    if options.get("people"):
        people = people_layout(table_of(Path(options["people"])))
        pieces.append(_Piece(people, person_reader(people, network, times)))
    if options.get("posts"):
        separator = options.get("topics-separator", "")
        posts = posts_layout(table_of(Path(options["posts"])), separator)
        pieces.append(_Piece(posts, post_reader(posts, network, times)))
    for path in paths:
        nodes, edges = tables_of(path, options)
        if nodes:
            people = people_layout(nodes)
            pieces.append(_Piece(people, person_reader(people, network, times)))
        acts = acts_layout(edges, options, times)
        pieces.append(_Piece(acts, act_reader(acts, network, times), path))
    return pieces


def _tell(piece: _Piece, announce: Announce) -> None:
    for note in piece.layout.table.notes:
        announce(note)


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
    yield Option("format", f"{', '.join(FORMATS)} (default: look at the file)")
    yield Option("delimiter", "what separates cells: tab, space, or characters such as '::'")
    yield Option("header", "yes or none: whether the first row names the columns")
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
    reads="Files of who did what to whom: delimited, JSON, Parquet, Arrow, GEXF or GraphML",
    takes_paths=True,
    read=read,
    options=tuple(_options()),
    parts=parts,
    read_in_columns=read_in_columns,
)
