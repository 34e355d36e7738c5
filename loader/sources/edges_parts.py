"""How an edge list was understood, for who looks before loading: columns, and the command."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from loader.records import Kind
from loader.sources.edges_columns import ACT, NO_COLUMN
from loader.sources.edges_kinds import spellings_of
from loader.sources.edges_layout import Layout
from loader.sources.source import Column

VALUES_SHOWN = 3
EVERY_ROW = "(every row)"


def columns_of(layout: Layout) -> tuple[Column, ...]:
    """The columns of a table in their order, with what they mean and some values."""
    sample = layout.table.sample()
    meanings: dict[int, list[str]] = {}
    for field, place in layout.places.items():
        meanings.setdefault(place, []).append(field)
    columns = [
        Column(name, ", ".join(fields), _because(layout, fields), _values(sample, place))
        for place, name in enumerate(layout.table.columns)
        for fields in [meanings.get(place, [])]
    ]
    if layout.kind:
        columns.append(Column(EVERY_ROW, f"kind is {layout.kind}", layout.because))
    return tuple(columns)


def command_of(path: Path, layout: Layout, network: str, options: Mapping[str, str]) -> list[str]:
    """What loads the acts in `path` as they were understood, guesses spelled out."""
    said = {"network": network, **layout.table.read_as}
    said |= {name: options[name] for name in ("people", "posts", "zone") if options.get(name)}
    said |= {field: layout.title(field) for field in ACT if field in layout.places}
    said |= {field: NO_COLUMN for field in layout.asked if options.get(field) == NO_COLUMN}
    if layout.kind:
        said["kind"] = _unlike(layout.kind, layout.table.columns)
    if "topics" in layout.places:
        said["topics-separator"] = layout.separator or "none"
    words = [word for name, value in said.items() if value for word in (f"--{name}", value)]
    return [str(path), *words]


def _because(layout: Layout, fields: Sequence[str]) -> str:
    if not fields:
        return ""
    how = "as asked" if set(fields) & layout.asked else "guessed"
    if "topics" in fields:
        how += f", split at '{layout.separator}'" if layout.separator else ", one a cell"
    return how


def _values(sample: Sequence[Sequence[object]], place: int) -> tuple[str, ...]:
    """The first different values that are not empty."""
    texts = (str(row[place]) for row in sample if row[place] not in (None, ""))
    found: dict[str, None] = {}
    for text in texts:
        found[text] = None
        if len(found) == VALUES_SHOWN:
            break
    return tuple(found)


def _unlike(kind: Kind, columns: Sequence[str]) -> str:
    """A spelling of `kind` that is no column's name, since --kind takes either."""
    return next((one for one in spellings_of(kind) if one not in columns), str(kind))
