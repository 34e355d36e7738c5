"""What each column of a table of acts means: asked for, else guessed and said aloud."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from loader.records import Kind
from loader.sources.edges_columns import (
    ACT,
    NO_COLUMN,
    PERSON,
    POST,
    asked_place,
    flags,
    guessed_places,
)
from loader.sources.edges_kinds import KNOWN_KINDS, kind_in, kind_of, words_of
from loader.sources.edges_table import Table
from loader.sources.times import Clock
from queries.errors import SourceError

ABSENT = -1

_Sample = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where each field stands in a row of `table`; `kind` when all rows are of one kind.

    `asked` are the fields that somebody named a column for, or said that there is none.
    """

    table: Table
    places: Mapping[str, int]
    kind: Kind | None = None
    separator: str = ""
    because: str = ""
    asked: frozenset[str] = frozenset()

    def place(self, field: str) -> int:
        """The place of `field`, or -1, where each row carries a None."""
        return self.places.get(field, ABSENT)

    def title(self, field: str) -> str:
        """The table's own name for the column of `field`."""
        place = self.place(field)
        return field if place == ABSENT else self.table.columns[place]

    def sentence(self) -> str:
        """What was understood, for the person at the terminal."""
        said = [f"{field} is '{self.title(field)}'" for field in self.places]
        if self.separator:
            said.append(f"topics are split at '{self.separator}'")
        if self.kind:
            said.append(f"every row is a {self.kind} ({self.because})")
        used = set(self.places.values())
        unread = [name for place, name in enumerate(self.table.columns) if place not in used]
        left = f"; not read: {', '.join(unread)}" if unread else ""
        return f"{self.table.name}, {self.table.layout}: {', '.join(said)}{left}"


def acts_layout(table: Table, options: Mapping[str, str], times: Clock) -> Layout:
    """The layout of a table of acts; `times` tells which cells are times.

    Raises SourceError when nobody can tell who acts on whom, or an option names no column.
    """
    sample = table.sample()
    asked = {name: options[name] for name in ACT if options.get(name)}
    told = frozenset(asked)
    constant = None
    if "kind" in asked and asked["kind"] not in (*table.columns, NO_COLUMN):
        constant = _kind_asked(table, asked.pop("kind"))
    places = _places(table, sample, asked, times)
    if constant:
        places.pop("kind", None)
    separator = _separator(sample, places.get("topics"), options.get("topics-separator", ""))
    if "kind" in places:
        return Layout(table, places, separator=separator, asked=told)
    kind, because = (constant, "as asked") if constant else _kind_guessed(table, places)
    return Layout(table, places, kind, separator, because, told)


def people_layout(table: Table) -> Layout:
    """The layout of a table of people, all guessed. Raises SourceError when it names nobody."""
    places = guessed_places(dict(enumerate(table.columns)), PERSON)
    if "id" not in places and "handle" in places:
        places["id"] = places["handle"]
    if "id" not in places:
        raise SourceError(f"{table.name}: no column of ids; call it 'id' or 'handle'")
    return Layout(table, places)


def posts_layout(table: Table, separator: str = "") -> Layout:
    """The layout of a table of posts, all guessed. Raises SourceError without id and author."""
    places = guessed_places(dict(enumerate(table.columns)), POST)
    for needed in ("id", "author"):
        if needed not in places:
            raise SourceError(f"{table.name}: no column '{needed}' of the posts")
    return Layout(
        table, places, separator=_separator(table.sample(), places.get("topics"), separator)
    )


def _places(
    table: Table, sample: _Sample, asked: Mapping[str, str], times: Clock
) -> dict[str, int]:
    """The place of each field of an act: first what was asked for, then what is left."""
    told = {
        name: asked_place(table, name, column)
        for name, column in asked.items()
        if column != NO_COLUMN
    }
    closed = flags(table, sample) | set(told.values())
    free = {place: name for place, name in enumerate(table.columns) if place not in closed}
    usual = {name: spellings for name, spellings in ACT.items() if name not in asked}
    guesses = guessed_places(free, usual)
    places = told | {
        name: place
        for name, place in guesses.items()
        if table.columns[place] == name
        or _plausible(name, table.columns[place], [row[place] for row in sample])
    }
    if table.nameless:
        places = _places_by_cells(sample, sorted(free), closed=asked, told=places, times=times)
    for needed in _missing(places):
        raise SourceError(
            f"{table.name}: which column says {needed}? name it with --{needed}; "
            f"there are {', '.join(table.columns)}"
        )
    return {name: places[name] for name in ACT if name in places}


def _places_by_cells(
    sample: _Sample,
    free: Sequence[int],
    *,
    closed: Collection[str],
    told: dict[str, int],
    times: Clock,
) -> dict[str, int]:
    """`told`, and what columns without names say: first who and whom, of the others which says
    only kinds and which only times. Of fields that are `closed` somebody said where they stand.
    """
    unsaid = [place for place in free if place not in told.values()]
    people = _missing(told)
    places = dict(zip(people, unsaid, strict=False)) | told
    for field, is_meant in (("kind", _is_kind), ("when", times.is_moment)):
        for place in unsaid[len(people) :]:
            taken = field in closed or field in places or place in places.values()
            if sample and not taken and all(is_meant(row[place]) for row in sample):
                places[field] = place
    return places


def _is_kind(cell: object) -> bool:
    return kind_of(str(cell)) is not None


def _missing(places: Mapping[str, int]) -> list[str]:
    return [needed for needed in ("who", "whom") if needed not in places]


def _plausible(field: str, column: str, values: Sequence[object]) -> bool:
    """Whether `values`, of a column with a usual name of `field`, can be meant so.

    Gephi's 'Type' says 'Directed', a label is mostly no kind, and many a weight is a fraction:
    none is of use here.
    """
    texts = [text for value in values if value is not None and (text := str(value).strip())]
    if field == "kind":
        kinds = sum(kind_of(text) is not None for text in texts)
        return 2 * kinds > len(texts) if words_of(column) == "label" else kinds > 0 or not texts
    if field == "count":
        return 2 * sum(text.removesuffix(".0").isdecimal() for text in texts) >= len(texts)
    return True


def _separator(sample: _Sample, place: int | None, asked: str) -> str:
    """What separates the topics in a cell; empty when a cell is one topic."""
    if place is None or asked == "none":
        return ""
    if asked:
        return asked
    cells = [cell for row in sample if isinstance(cell := row[place], str)]
    for separator in "|;,":
        if any(separator in cell for cell in cells):
            return separator
    words = [word for cell in cells for word in cell.split()]
    hashtags = len(words) > len(cells) and all(word.startswith("#") for word in words)
    return " " if hashtags else ""


def _kind_asked(table: Table, asked: str) -> Kind:
    kind = kind_of(asked)
    if kind is None:
        raise SourceError(
            f"{table.name}: '{asked}' is neither a column nor a kind; kinds are {KNOWN_KINDS}"
        )
    return kind


def _kind_guessed(table: Table, places: Mapping[str, int]) -> tuple[Kind, str]:
    """The kind of all rows, and what it was read from."""
    for field in ("whom", "who"):
        column = table.columns[places[field]]
        if kind := kind_in(column):
            return kind, f"from the column '{column}'"
    if kind := kind_in(table.name):
        return kind, "from the name of the file"
    return Kind.MENTION, "nothing says otherwise"
