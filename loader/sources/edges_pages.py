"""The rows of an edge list as acts in columns: the same acts and rejects that row by row come.

What a whole column can be sure of is done at once; each row of which something is not sure goes
to the row reader, and its act back to its place.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np
import pyarrow as arrow
import pyarrow.compute as compute

from loader.acts import COLUMNS, KINDS, Acts, Flags, Numbers, TopicsMet, as_table
from loader.records import Interaction, Reject
from loader.sources.edges_arrow import python_values
from loader.sources.edges_kinds import kind_of
from loader.sources.edges_layout import Layout
from loader.sources.edges_rows import BETWEEN_PARTS, RowReader, act_reader, digests
from loader.sources.edges_table import Page, Row
from loader.sources.edges_vectors import (
    MICROSECONDS,
    counts_in,
    ids_in,
    kinds_in,
    times_in,
    topics_in,
)
from loader.sources.times import Clock

IDS = ("id", "who", "whom", "post", "via")


def acts_in_pages(layout: Layout, network: str, clock: Clock) -> Iterator[Acts]:
    """The acts of a table that has pages, in the order of its rows."""
    assert layout.table.pages is not None
    read_row = act_reader(layout, network, clock)
    for page in layout.table.pages(sorted(set(layout.places.values()))):
        yield acts_of(page, layout, network, clock, read_row)


def acts_of(
    page: Page, layout: Layout, network: str, clock: Clock, read_row: RowReader[Interaction]
) -> Acts:
    """The acts of one page."""
    columns = _Columns(page, layout, clock)
    good = columns.good
    odd = [*_rows(page, ~good, len(layout.table.columns)), *page.others]
    odd.sort(key=_line)
    read = [row if isinstance(row, Reject) else read_row(*row) for row in odd]
    lines = np.fromiter(map(_line, odd), np.int64, len(odd))
    # Where each row stands among those that were read: its place in the page.
    sure = page.lines[good]
    places = np.arange(len(sure)) + np.searchsorted(lines, sure)
    rest = np.arange(len(odd)) + np.searchsorted(sure, lines)
    others = [(int(at), act) for at, act in zip(rest, read, strict=True)
              if not isinstance(act, Reject)]  # fmt: skip
    table = columns.table(network, places)
    if others:
        both = arrow.concat_tables([table, as_table(others, columns.topics)])
        table = both.take(compute.sort_indices(both, [("place", "ascending")]))
    rejects = tuple(one for one in read if isinstance(one, Reject))
    return Acts(table, columns.topics.all, len(sure) + len(odd), rejects)


def _line(row: Row | Reject) -> int:
    return row.line if isinstance(row, Reject) else row[0]


def _rows(page: Page, rows: Flags, width: int) -> Iterator[Row]:
    """Some rows of a page as cells."""
    chosen = np.flatnonzero(rows)
    if not len(chosen):
        return
    values = {
        place: python_values(column.take(arrow.array(chosen)))
        for place, column in page.columns.items()
    }
    for number, line in enumerate(page.lines[chosen].tolist()):
        cells: list[object] = [None] * width
        for place, column in values.items():
            cells[place] = column[number]
        yield line, cells


class _Columns:
    """The columns of a page, understood; rows that are not `good` say something else."""

    def __init__(self, page: Page, layout: Layout, clock: Clock) -> None:
        size = len(page.lines)
        nothing = arrow.repeat(arrow.scalar(""), size)

        def column(field: str) -> arrow.Array:
            return page.columns.get(layout.place(field), nothing)

        self.topics = TopicsMet()
        self._ids = {field: ids_in(column(field)) for field in IDS}
        self._at = times_in(column("when"), clock)
        self._count = counts_in(column("count"))
        self._about = topics_in(column("topics"), layout.separator, self.topics)
        self._kind = (
            kinds_in(arrow.repeat(arrow.scalar(str(layout.kind)), size), kind_of)
            if layout.kind
            else kinds_in(column("kind"), kind_of)
        )
        self.good = self._good()

    def table(self, network: str, places: Numbers) -> arrow.Table:
        """The good rows as a table of COLUMNS."""
        good = self.good
        values = [one.numbers[good] for one in (self._kind, self._at, self._about, self._count)]
        kind, at, about, count = values
        texts = {field: ids.texts.filter(arrow.array(good)) for field, ids in self._ids.items()}
        there = self._at.there[good]
        lacks = self._ids["id"].empty[good]
        if lacks.any():
            said = [
                *(network, texts["who"], texts["whom"]),
                arrow.array(map(str, KINDS)).take(arrow.array(kind)),
                _written(at, there),
                *(texts["post"], texts["via"], arrow.array(count).cast(arrow.string())),
            ]
            made = _digests([_where(lacks, one) for one in said], self._tails(about[lacks]))
            texts["id"] = compute.replace_with_mask(texts["id"], arrow.array(lacks), made)
        named = {field: _named(network, column) for field, column in texts.items()}
        columns = {
            **named,
            "place": places,
            "kind": kind.astype(np.int8),
            "at": arrow.array(at // 1_000, mask=~there).cast(COLUMNS.field("at").type),
            "topics": about.astype(np.int32),
            "count": count,
        }
        return arrow.table([columns[name] for name in COLUMNS.names], schema=COLUMNS)

    def _good(self) -> Flags:
        good = self._ids["who"].good & self._ids["whom"].good
        for field in ("id", "post", "via"):
            good &= self._ids[field].good | self._ids[field].empty
        for values in (self._at, self._count, self._about, self._kind):
            good &= values.good
        return good

    def _tails(self, about: Numbers) -> arrow.Array:
        """What stands at the end of an act without an id: its topics, sorted."""
        sorted_ = (BETWEEN_PARTS.join(sorted(topics)) for topics in self.topics.all)
        tails = [BETWEEN_PARTS + text if text else "" for text in sorted_]
        return arrow.array(tails).take(arrow.array(about))


def _where(rows: Flags, column: Any) -> Any:
    """Some rows of a column; a text stands for all rows."""
    if isinstance(column, str) or rows.all():
        return column
    return column.filter(arrow.array(rows))


def _digests(parts: list[Any], tails: arrow.Array) -> arrow.Array:
    """The ids of acts that have none, of what they say."""
    said = compute.binary_join_element_wise(*parts, BETWEEN_PARTS)
    whole = compute.binary_join_element_wise(said, tails, "")
    return arrow.array(digests(whole.cast(arrow.binary()).to_pylist()))


def _written(at: Numbers, there: Flags) -> arrow.Array:
    """Times as seconds since 1970, as Python writes a float; "" for none."""
    if (at % MICROSECONDS).any():
        seconds = arrow.array(map(str, (at / MICROSECONDS).tolist()))
    else:
        whole = arrow.array(at // MICROSECONDS).cast(arrow.string())
        seconds = compute.binary_join_element_wise(whole, "0", ".")
    return seconds if there.all() else compute.if_else(arrow.array(there), seconds, "")


def _named(network: str, natives: arrow.Array) -> arrow.Array:
    """Ids with the network in front; null where there is none."""
    there = compute.not_equal(natives, "")
    natives = compute.if_else(there, natives, None)
    return compute.binary_join_element_wise(network, natives, ":")
