"""A look at what a source would load: how it was understood, and the first records of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from loader.records import Record, Reject
from loader.sources import Announce, Source
from loader.sources.source import Column, Part

RECORDS_READ = 1_000
RECORDS_SHOWN = 3
REJECTS_SHOWN = 5
LONGEST_VALUE = 60


@dataclass(frozen=True, slots=True)
class Look:
    """A look at one part of what a source reads.

    `counts` are of the first thousand records, by type; `records` the first few of each type,
    `rejects` the first few reasons. `command` is as a Part has it.
    """

    name: str
    columns: tuple[Column, ...]
    counts: Mapping[str, int]
    records: tuple[Record, ...]
    rejects: tuple[Reject, ...]
    command: tuple[str, ...]

    def told(self) -> dict[str, Any]:
        """The same as an object for JSON."""
        return {
            "name": self.name,
            "columns": [_written(column) for column in self.columns],
            "counts": dict(self.counts),
            "records": [{"record": _type(one)} | _written(one) for one in self.records],
            "rejects": list(map(str, self.rejects)),
        }


def looks(
    source: Source, paths: tuple[Path, ...], options: Mapping[str, str], announce: Announce
) -> Iterator[Look]:
    """A look at each part of what `source` reads; nothing is written, and no database asked.

    Raises SourceError when there is nothing to read at all.
    """
    if source.parts:
        return map(_look, source.parts(paths, options, announce))
    return map(_look, [Part(source.name, source.read(paths, options, announce))])


def _look(part: Part) -> Look:
    counts: Counter[str] = Counter()
    first: list[Record] = []
    rejects: list[Reject] = []
    for record in islice(part.records, RECORDS_READ):
        type_ = _type(record)
        counts[type_] += 1
        if isinstance(record, Reject):
            if len(rejects) < REJECTS_SHOWN:
                rejects.append(record)
        elif counts[type_] <= RECORDS_SHOWN:
            first.append(record)
    with suppress(AttributeError):
        # What is open for a generator is closed now, and not when somebody collects it.
        part.records.close()  # type: ignore[attr-defined]
    return Look(part.name, part.columns, counts, tuple(first), tuple(rejects), part.command)


def sentences(look: Look) -> Iterator[str]:
    """The look as lines for a person."""
    yield look.name
    yield from _table(look.columns)
    if look.records:
        yield "  The first of them become"
    for record in look.records:
        yield f"    {_sentence(record)}"
    read = sum(look.counts.values())
    rejected = look.counts.get("Reject", 0)
    told = "the first " if read == RECORDS_READ else "all "
    counts = ", ".join(f"{count:,} {type_}" for type_, count in look.counts.items())
    yield f"  Of {told}{read:,}: {counts}" if read else "  There is nothing in it"
    for reject in look.rejects:
        yield f"    {reject}"
    if rejected > len(look.rejects):
        yield f"    and {rejected - len(look.rejects):,} more"


def _table(columns: Sequence[Column]) -> Iterator[str]:
    """The columns as a table of text."""
    rows = [
        (
            _shown(one.name),
            one.meaning or "not read",
            one.because,
            "  ".join(map(_shown, one.values)),
        )
        for one in columns
    ]
    if not rows:
        return
    rows.insert(0, ("column", "meaning", "why", "values"))
    widths = [max(len(row[place]) for row in rows) for place in range(3)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        yield f"  {'  '.join([*cells, row[3]])}".rstrip()


def _sentence(record: Record) -> str:
    said = (f"{name} {_shown(value)}" for name, value in _written(record).items())
    return f"{_type(record)}: {', '.join(said)}"


def _type(record: Record) -> str:
    return type(record).__name__


def _written(record: Record | Column) -> dict[str, Any]:
    """What a record says besides what every other says too, as JSON takes it."""
    said = {}
    for one in fields(record):
        value = getattr(record, one.name)
        if value != one.default or one.name == "because":
            said[one.name] = value.isoformat() if isinstance(value, datetime) else value
    return said


def _shown(value: object) -> str:
    """`value` on a line and not too long; nothing in it moves the cursor or turns the text."""
    text = ", ".join(map(str, value)) if isinstance(value, tuple) else str(value)
    seen = "".join(char if char.isprintable() else "·" for char in text)
    return seen if len(seen) <= LONGEST_VALUE else seen[: LONGEST_VALUE - 1] + "…"
