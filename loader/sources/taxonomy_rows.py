"""What one row of a taxonomy says, and tables of such rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from loader.records import Reject
from loader.sources.cells import LONGEST_ID, BadCell, native_id, text_of, topics_of
from loader.sources.edges_columns import guessed_places
from loader.sources.edges_layout import Layout
from loader.sources.edges_tables import Table, table_of
from loader.sources.source import Announce
from loader.sources.times import shown
from queries.errors import SourceError

SEPARATOR = "|"

# Each field of a topic, and the names such columns usually have, best first.
TOPIC = {
    "id": "id topic_id unique_id identifier key code node_id",
    "slug": "slug topic_slug tag",
    "name": "name display_name topic_display_name topic_name title label pref_label topic",
    "parent": "parent parents parent_id parent_ids parent_topic_id parent_slug "
    "parent_topic_slug parent_name parent_topic broader part_of",
    "synonyms": "synonyms synonym aliases alias alt_labels alt_label also",
}

# The same of a step from a child to its parent; Klout's own file says 'parrent'.
STEP = {
    "child": "child child_topic_slug child_slug child_topic child_name child_tag",
    "child_id": "child_id child_topic_id",
    "parent": "parent parent_topic_slug parrent_topic_slug parent_slug parent_topic parent_name "
    "parent_tag",
    "parent_id": "parent_id parent_topic_id",
}


class Reference(NamedTuple):
    """The ways in which a topic is named; a cell that may be any of them is all of them."""

    id: str = ""
    slug: str = ""
    name: str = ""

    def __str__(self) -> str:
        return shown(self.slug or self.name or self.id)


@dataclass(frozen=True, slots=True)
class Said:
    """What one row says of a topic: what it is part of, and its synonyms.

    `listed` is False where the row is a step between topics that others name. `what` is the
    column that names it, `where` that of the parents.
    """

    file: str
    line: int
    topic: Reference
    parents: tuple[Reference, ...] = ()
    synonyms: tuple[str, ...] = ()
    listed: bool = True
    what: str = "name"
    where: str = "parent"

    def reject(self, field: str, reason: str) -> Reject:
        """What is wrong with it."""
        return Reject(self.file, self.line, field, reason)


def said_in(path: Path, announce: Announce) -> Callable[[], Iterator[Said | Reject]]:
    """What the rows of the table in `path` say; announces what the columns were taken for.

    Raises SourceError when it is no table, or its columns name no topic.
    """
    table = table_of(path)
    layout = _layout(table)
    announce(layout.sentence())
    titles = {field: layout.title(field) for field in layout.places}

    def rows() -> Iterator[Said | Reject]:
        for row in table.rows():
            if isinstance(row, Reject):
                yield row
                continue
            line, cells = row
            told = {field: cells[place] for field, place in layout.places.items()}
            yield said_of(table.name, line, told, titles)

    return rows


def said_of(
    file: str, line: int, told: Mapping[str, object], titles: Mapping[str, str]
) -> Said | Reject:
    """What the cells in `told` say, by the names of TOPIC or STEP; `titles` are their own."""

    def title(field: str) -> str:
        return titles.get(field, field)

    try:
        if "child" in told or "child_id" in told:
            return _step(file, line, told, title)
        return _topic(file, line, told, title)
    except BadCell as bad:
        return Reject(file, line, bad.field, str(bad))


def _layout(table: Table) -> Layout:
    columns = dict(enumerate(table.columns))
    step = guessed_places(columns, STEP)
    if step.keys() & {"child", "child_id"} and step.keys() & {"parent", "parent_id"}:
        return Layout(table, step)
    topic = guessed_places(columns, TOPIC)
    if not topic.keys() & {"id", "slug", "name"}:
        raise SourceError(
            f"{table.name}: no column of topics; call it 'id', 'slug' or 'name', "
            f"or have 'parent' and 'child'; there are {', '.join(table.columns)}"
        )
    return Layout(table, topic)


def _topic(file: str, line: int, told: Mapping[str, object], title: Callable[[str], str]) -> Said:
    what = title(next((field for field in ("slug", "name") if told.get(field)), "id"))
    topic = Reference(
        native_id(told.get("id"), title("id"), needed=False),
        native_id(told.get("slug"), title("slug"), needed=False),
        _text(told.get("name"), title("name")),
    )
    if not any(topic):
        raise BadCell(what, "is empty")
    where = title("parent")
    parents = tuple(Reference(way, way, way) for way in _ways(told.get("parent"), where))
    synonyms = _synonyms(told.get("synonyms"), title("synonyms"))
    return Said(file, line, topic, parents, synonyms, what=what, where=where)


def _step(file: str, line: int, told: Mapping[str, object], title: Callable[[str], str]) -> Said:
    what, child = _end("child", told, title)
    where, parent = _end("parent", told, title)
    return Said(file, line, child, (parent,), listed=False, what=what, where=where)


def _end(
    end: str, told: Mapping[str, object], title: Callable[[str], str]
) -> tuple[str, Reference]:
    """One end of a step, and the column that names it."""
    id_ = native_id(told.get(f"{end}_id"), title(f"{end}_id"), needed=False)
    way = native_id(told.get(end), title(end), needed=False)
    column = title(f"{end}_id" if f"{end}_id" in told and end not in told else end)
    if not (id_ or way):
        raise BadCell(column, "is empty")
    return column, Reference(id_ or way, way, way)


def _text(value: object, field: str) -> str:
    if value is not None and not isinstance(value, str):
        raise BadCell(field, f"is no text: {shown(value)}")
    (text,) = _short([text_of(value) or ""], field)
    return text


def _synonyms(value: object, field: str) -> tuple[str, ...]:
    try:
        spelled = topics_of(value, SEPARATOR)
    except BadCell as bad:
        raise BadCell(field, str(bad)) from None
    return _short([text for one in spelled if (text := text_of(one))], field)


def _short(texts: list[str] | tuple[str, ...], field: str) -> tuple[str, ...]:
    for text in texts:
        if len(text) > LONGEST_ID:
            raise BadCell(field, f"is longer than {LONGEST_ID} characters: {shown(text)}")
    return tuple(texts)


def _ways(value: object, field: str) -> tuple[str, ...]:
    """The parents in a cell: a text, split at '|', a number, or a list of either."""
    many = value.split(SEPARATOR) if isinstance(value, str) else value
    if not isinstance(many, list):
        many = [many]
    ways = (native_id(one, field, needed=False) for one in many)
    return tuple(dict.fromkeys(way for way in ways if way))
