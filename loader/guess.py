"""Which source reads a file best: each is given the first of it, and what they make of it told."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing, suppress
from itertools import islice
from pathlib import Path

from loader.records import Reject
from loader.sources import SOURCES, Source
from queries.errors import SourceError

# Enough to tell them apart, and read in a blink.
TASTED_RECORDS = 200
# Of equals, what takes any table comes last.
LENIENT = ("taxonomy", "edges")


def guessed(paths: tuple[Path, ...]) -> Source | None:
    """The source that reads the start of `paths` with the fewest rejects; None when none does."""
    tastes = ((_taste(source, paths), source) for source in _in_order())
    found = [(share, source) for share, source in tastes if share]
    return max(found, key=lambda one: one[0])[1] if found else None


def readers() -> list[Source]:
    """The sources that read files."""
    return [source for source in SOURCES.values() if source.takes_paths]


def _in_order() -> Iterator[Source]:
    yield from (source for source in readers() if source.name not in LENIENT)
    yield from (SOURCES[name] for name in LENIENT)


def _taste(source: Source, paths: tuple[Path, ...]) -> float:
    """The share of the first records that are no rejects; 0 when there are none."""
    options = {option.name: option.default for option in source.options}
    good = read = 0
    with suppress(SourceError), closing(_read(source, paths, options)) as records:
        for record in islice(records, TASTED_RECORDS):
            read += 1
            good += not isinstance(record, Reject)
    return good / read if read else 0.0


def _read(source: Source, paths: tuple[Path, ...], options: dict[str, str]) -> Generator[object]:
    yield from source.read(paths, options, lambda _: None)
