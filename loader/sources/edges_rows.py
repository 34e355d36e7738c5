"""A row of cells to an act, a person or a post; or the reason why it is none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from hashlib import blake2b
from typing import TypeVar

from loader.records import Interaction, Kind, Post, Reject, User
from loader.sources.cells import (
    BadCell,
    count_of,
    native_id,
    number_of,
    topics_of,
    words_in,
)
from loader.sources.edges_kinds import KNOWN_KINDS, kind_of
from loader.sources.edges_layout import Layout
from loader.sources.times import Clock, NotATime, shown

T = TypeVar("T")
# Stands between the parts of what an act says, where it gets its id from them.
BETWEEN_PARTS = "\x1f"
# 26 characters, so that with a network's name of up to nine an id lies where Neo4j keeps its act;
# a longer one takes 128 bytes more elsewhere. Of a billion acts two share one once in 10¹³ times.
DIGEST_BYTES = 13

RowReader = Callable[[int, list[object]], T | Reject]


def act_reader(layout: Layout, network: str, clock: Clock) -> RowReader[Interaction]:
    """Reads the rows of a table of acts."""
    return _reader(layout, "when", _Acts(layout, network, clock).act)


def person_reader(layout: Layout, network: str, clock: Clock) -> RowReader[User]:
    """Reads the rows of a table of people."""

    def person(cells: Sequence[object]) -> User:
        cell = _named(layout, cells)
        return User(
            id=f"{network}:{native_id(cell['id'], 'id')}",
            handle=native_id(cell.get("handle"), "handle", needed=False) or None,
            name=words_in(cell.get("name"), "name"),
            bio=words_in(cell.get("bio"), "bio"),
            url=words_in(cell.get("url"), "url"),
            followers=number_of(cell.get("followers"), "followers"),
            following=number_of(cell.get("following"), "following"),
            created_at=clock.moment(cell.get("created_at")),
        )

    return _reader(layout, "created_at", person)


def post_reader(layout: Layout, network: str, clock: Clock) -> RowReader[Post]:
    """Reads the rows of a table of posts."""

    def post(cells: Sequence[object]) -> Post:
        cell = _named(layout, cells)
        return Post(
            id=f"{network}:{native_id(cell['id'], 'id')}",
            author=f"{network}:{native_id(cell['author'], 'author')}",
            at=clock.moment(cell.get("at")),
            text=words_in(cell.get("text"), "text"),
            lang=words_in(cell.get("lang"), "lang"),
            url=words_in(cell.get("url"), "url"),
            topics=topics_of(cell.get("topics"), layout.separator),
        )

    return _reader(layout, "at", post)


class _Acts:
    """Where each cell of an act stands, looked up once, since there may be millions."""

    def __init__(self, layout: Layout, network: str, clock: Clock) -> None:
        self._network, self._clock = network, clock
        self._separator, self._only_kind = layout.separator, layout.kind
        self._kinds: dict[str, Kind] = {}
        self._who, self._whom = layout.place("who"), layout.place("whom")
        self._kind, self._when = layout.place("kind"), layout.place("when")
        self._topics, self._id = layout.place("topics"), layout.place("id")
        self._post, self._via = layout.place("post"), layout.place("via")
        self._count = layout.place("count")

    def act(self, cells: Sequence[object]) -> Interaction:
        network = self._network
        who = native_id(cells[self._who], "who")
        whom = native_id(cells[self._whom], "whom")
        kind = self._only_kind or self._kind_of(cells[self._kind])
        at = self._clock.moment(cells[self._when])
        topics = topics_of(cells[self._topics], self._separator)
        post = native_id(cells[self._post], "post", needed=False)
        via = native_id(cells[self._via], "via", needed=False)
        count = count_of(cells[self._count])
        event = native_id(cells[self._id], "id", needed=False) or _digest(
            (network, who, whom, kind, _written(at), post, via, str(count), *sorted(topics))
        )
        return Interaction(
            f"{network}:{event}",
            f"{network}:{who}",
            f"{network}:{whom}",
            kind,
            at,
            topics,
            f"{network}:{post}" if post else None,
            f"{network}:{via}" if via else None,
            count,
        )

    def _kind_of(self, cell: object) -> Kind:
        """The kind that `cell` spells; remembered, since few spellings fill many rows."""
        spelling = "" if cell is None else str(cell)
        if kind := self._kinds.get(spelling) or kind_of(spelling):
            self._kinds[spelling] = kind
            return kind
        what = f"is no kind: {shown(cell)}" if spelling.strip() else "is empty"
        raise BadCell("kind", f"{what}; kinds are {KNOWN_KINDS}")


def _reader(layout: Layout, when: str, build: Callable[[Sequence[object]], T]) -> RowReader[T]:
    """`build` for each row; what it refuses becomes a Reject with file, line and column."""
    name = layout.table.name

    def read(line: int, cells: list[object]) -> T | Reject:
        # Fields that the table lacks have the place -1: this one.
        cells.append(None)
        try:
            return build(cells)
        except BadCell as bad:
            return Reject(name, line, layout.title(bad.field), str(bad))
        except NotATime as bad:
            return Reject(name, line, layout.title(when), str(bad))

    return read


def _named(layout: Layout, cells: Sequence[object]) -> Mapping[str, object]:
    return {field: cells[place] for field, place in layout.places.items()}


def _written(at: datetime | None) -> str:
    """`at` as seconds since 1970, which is ten times quicker to write than a date."""
    return "" if at is None else str(at.timestamp())


def _digest(parts: tuple[str, ...]) -> str:
    """A stable id for an act that has none of its own: loading it twice doubles nothing."""
    return digests([BETWEEN_PARTS.join(parts).encode("utf-8", "surrogatepass")])[0]


def digests(said: Iterable[bytes]) -> list[str]:
    """The ids of acts, each of all that it says."""
    return [blake2b(text, digest_size=DIGEST_BYTES).hexdigest() for text in said]
