"""Topics as JSON: a list of objects, one object a line, or objects with children."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

from loader.records import Reject
from loader.sources.cells import BadCell
from loader.sources.documents import documents
from loader.sources.edges_kinds import words_of
from loader.sources.edges_table import legible
from loader.sources.fields import Fields
from loader.sources.taxonomy_rows import STEP, TOPIC, Reference, Said, said_of

CHILDREN = ("children", "topics", "narrower", "subtopics")

_USUAL = {spelling: field for field in TOPIC for spelling in TOPIC[field].split()}
_STEPS = {spelling: field for field in STEP for spelling in STEP[field].split()}


def objects_of(path: Path) -> Callable[[], Iterator[Said | Reject]]:
    """What the objects in `path` say, parents before their children."""

    def objects() -> Iterator[Said | Reject]:
        for found in documents(path):
            if isinstance(found, Reject):
                yield found
            else:
                yield from _tree(found.file, found.line, found.fields)

    return objects


def _tree(file: str, line: int, top: Fields) -> Iterator[Said | Reject]:
    """What `top` and all below it say. A stack of our own: trees may be deep."""
    waiting: list[tuple[Fields, Reference | None]] = [(top, None)]
    while waiting:
        fields, above = waiting.pop()
        said = _said(file, line, fields, above)
        if said:
            yield said
        # Below an object that could not be read, the step to it is rejected in its turn.
        own = said.topic if isinstance(said, Said) else None
        if isinstance(said, Reject):
            own = Reference(fields.path or "?")
        try:
            below = [child for name in CHILDREN for child in fields.each(name)]
        except BadCell as bad:
            yield Reject(file, line, bad.field, str(bad))
            continue
        waiting += [(child, own) for child in reversed(below)]


def _said(file: str, line: int, fields: Fields, above: Reference | None) -> Said | Reject | None:
    """What one object says; None for one that only holds others."""
    names = {words_of(key): key for key in fields.value}
    usual = _STEPS if names.keys() & {*STEP["child"].split(), *STEP["child_id"].split()} else _USUAL
    told: dict[str, object] = {}
    titles: dict[str, str] = {}
    for spelling, field in usual.items():
        if spelling in names and field not in told:
            told[field] = fields.value[names[spelling]]
            titles[field] = f"{fields.path}.{legible(names[spelling])}".lstrip(".")
    holds = any(name in fields for name in CHILDREN)
    if holds and not any(told.get(field) for field in ("id", "slug", "name")):
        return None
    said = said_of(file, line, told, titles)
    if isinstance(said, Said) and above:
        return replace(said, parents=(above, *said.parents))
    return said
