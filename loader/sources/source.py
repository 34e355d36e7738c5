"""What a row of the table of sources says."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from loader.records import Record

Announce = Callable[[str], None]
Reader = Callable[[tuple[Path, ...], Mapping[str, str], Announce], Iterator[Record]]


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a source, as `--name VALUE` on the command line; values are text."""

    name: str
    explanation: str
    default: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A row of the table.

    `read(paths, options, announce)` yields records in constant memory where the format
    allows it. `options` holds every option of the row. `announce` takes a sentence for
    the person at the terminal (a guess that was made). It raises SourceError when there
    is nothing to read at all; a bad line is a `Reject`.
    """

    name: str
    reads: str
    takes_paths: bool
    read: Reader
    options: tuple[Option, ...] = ()
