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
    """

    name: str
    reads: str
    takes_paths: bool
    read: Reader
    options: tuple[Option, ...] = ()
    truth: Callable[[Mapping[str, str]], str] = _no_truth
    resumable: bool = True
