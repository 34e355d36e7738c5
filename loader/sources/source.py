"""What a row of the tables of sources and of streams says."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path

from loader.acts import Acts
from loader.records import Record

Announce = Callable[[str], None]
Reader = Callable[[tuple[Path, ...], Mapping[str, str], Announce], Iterator[Record]]
InColumns = Callable[[tuple[Path, ...], Mapping[str, str], Announce], Iterator[Record | Acts]]
Over = Callable[[], bool]
Collector = Callable[[Mapping[str, str], Announce, Over], Iterator[Record]]

# Often enough to watch a stream, seldom enough to write it well.
FLUSH_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a source, as `--name VALUE` on the command line; values are text."""

    name: str
    explanation: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """How a column of a file was understood: what it means, "" when it is not read, and why.

    `values` are some of those in it, as they are.
    """

    name: str
    meaning: str
    because: str = ""
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One table of what a source reads, to be looked at before it is loaded.

    `command` is what stands after `influence load <source>` to load it just so, guesses spelled
    out; empty where nothing was guessed, or another part's command loads this one too.
    """

    name: str
    records: Iterable[Record]
    columns: tuple[Column, ...] = ()
    command: tuple[str, ...] = ()


Parts = Callable[[tuple[Path, ...], Mapping[str, str], Announce], Iterable[Part]]


def _no_truth(_: Mapping[str, str]) -> str:
    return ""


@dataclass(frozen=True, slots=True)
class Source:
    """A row of the table.

    `read(paths, options, announce)` yields records in constant memory where the format
    allows it. `options` holds every option of the row. `announce` takes a sentence for
    the person at the terminal (a guess that was made). It raises SourceError when there
    is nothing to read at all; a bad line is a `Reject`. `truth(options)` is what is known
    of invented data besides, as JSON; "" where the data is real. A load of a `resumable`
    source that was cut off goes on: the same input yields the same records in the same order.
    What came `flush_seconds` ago is written, though no batch is full yet. `parts` takes the same
    as `read` and tells how it understands what it reads, where there is something to tell.
    `read_in_columns` reads the same as `read`, in the same order, acts as columns where it can.
    """

    name: str
    reads: str
    takes_paths: bool
    read: Reader
    options: tuple[Option, ...] = ()
    truth: Callable[[Mapping[str, str]], str] = _no_truth
    resumable: bool = True
    flush_seconds: float = inf
    parts: Parts | None = None
    read_in_columns: InColumns | None = None


@dataclass(frozen=True, slots=True)
class Stream:
    """A row of the table of streams: a network that is listened to while it goes on.

    `collect(options, announce, over)` yields records as they come until `over()`, which it
    asks at least twice a second. It raises SourceError when nothing can be heard at all.
    """

    name: str
    hears: str
    collect: Collector
    options: tuple[Option, ...] = ()

    def until(self, over: Over) -> Source:
        """The same as a source, which ends when it is `over`."""

        def read(
            _: tuple[Path, ...], options: Mapping[str, str], announce: Announce
        ) -> Iterator[Record]:
            return self.collect(options, announce, over)

        return Source(
            self.name,
            self.hears,
            takes_paths=False,
            read=read,
            options=self.options,
            resumable=False,
            flush_seconds=FLUSH_SECONDS,
        )
