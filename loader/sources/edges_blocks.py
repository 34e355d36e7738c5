"""Delimited text in blocks of many lines, cut into columns at once where nothing is odd.

A line is plain when it has as many cells as the header and its quotation marks, if any, stand
in pairs around whole cells; plain lines mean the same to every reader of CSV. All others go
line by line through `edges_lines`, in their turn. So the rows are those that it would give.
"""

from __future__ import annotations

import io
from collections.abc import Collection, Generator, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as arrow
import pyarrow.csv as csv
from numpy.typing import NDArray

from loader.records import Reject
from loader.sources.edges_lines import Rows, Shape
from loader.sources.edges_table import Page, Row
from loader.sources.files import LONGEST_LINE, UNREADABLE, lines_in, opened

BLOCK_BYTES = 4_000_000
# Where lines depend on each other, so many are read one by one before the next try.
SMALL_BYTES = 64_000
# The csv module takes no longer cells.
LONGEST_PLAIN = 100_000
OTHERS = 10_000

_BOM = b"\xef\xbb\xbf"
_NEW_LINE, _QUOTE = ord("\n"), ord('"')
_NO_LINES = np.empty(0, np.int64)

_Flags = NDArray[np.bool_]
_Numbers = NDArray[np.int64]


def delimited_pages(path: Path, shape: Shape, places: Collection[int]) -> Iterator[Page]:
    """The rows of `path` as columns, those at `places`."""
    with closing(_Stream(path)) as stream:
        number = _below_header(stream, shape, path.name)
        size = BLOCK_BYTES
        cuts_lines = len(shape.delimiter) == 1 and shape.delimiter.isascii()
        if not cuts_lines or shape.delimiter == " ":
            size = 0
        while size:
            block = stream.block(size)
            if not block:
                break
            lines = block.count(b"\n")
            page = _page(block, shape, number, places, path.name)
            if page:
                yield page
                number, size = number + lines, min(2 * size, BLOCK_BYTES)
                continue
            stream.unread(block)
            size = SMALL_BYTES
            until = number + block[:SMALL_BYTES].count(b"\n")
            number = yield from _one_by_one(stream, shape, number, until, path.name)
        yield from _one_by_one(stream, shape, number, None, path.name)


def _below_header(stream: _Stream, shape: Shape, name: str) -> int:
    """Pass over all above the first row; the number of the last line passed over."""
    lines = lines_in(stream)
    above = sum(1 for _ in islice(lines, shape.begins - 1))
    if not shape.headed:
        return above
    rows = Rows(lines, shape, name)
    rows.skip_header()
    return rows.last


def _one_by_one(
    stream: _Stream, shape: Shape, number: int, until: int | None, name: str
) -> Generator[Page, None, int]:
    """Pages of the rows after line `number` to the one that ends at `until` or later.

    Returns the number of the last line read.
    """
    rows = Rows(lines_in(stream, after=number), shape, name)
    others: list[Row | Reject] = []
    for row in rows:
        others.append(row)
        if until is not None and rows.last >= until and rows.settled:
            break
        if len(others) == OTHERS:
            yield Page(_NO_LINES, {}, tuple(others))
            others = []
    if others:
        yield Page(_NO_LINES, {}, tuple(others))
    return max(number, rows.last)


def _page(
    block: bytes, shape: Shape, after: int, places: Collection[int], name: str
) -> Page | None:
    """The lines of `block`, which come after line `after`; None when they are not all in it."""
    if after == 0:
        block = block.removeprefix(_BOM)
    if not _is_text(block):
        return None
    data = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(data == _NEW_LINE)
    plain = _plain(data, ends, ord(shape.delimiter), len(shape.columns))
    if plain is None:
        return None
    lines = np.arange(after + 1, after + 1 + len(ends), dtype=np.int64)
    if plain.all():
        return Page(lines, _columns(block, shape, places))
    starts = np.concatenate(([0], ends[:-1] + 1))
    kept = b"".join(block[one : end + 1] for one, end in _runs(starts, ends, plain))
    others: list[Row | Reject] = []
    for one, end in _runs(starts, ends, ~plain):
        above = after + int(np.searchsorted(starts, one))
        others += Rows(lines_in(io.BytesIO(block[one : end + 1]), after=above), shape, name)
    columns = _columns(kept, shape, places) if kept else {}
    return Page(lines[plain], columns, tuple(others))


def _is_text(block: bytes) -> bool:
    """Whether `block` is whole lines of UTF-8 without what no line should have."""
    if not block.endswith(b"\n") or b"\0" in block or block.startswith(_BOM):
        return False
    if b"\r" in block and block.count(b"\r") != block.count(b"\r\n"):
        return False
    try:
        return block.isascii() or bool(block.decode())
    except UnicodeDecodeError:
        return False


def _plain(data: NDArray[np.uint8], ends: _Numbers, delimiter: int, width: int) -> _Flags | None:
    """Of each line whether it is plain; None when lines depend on each other."""
    cuts = np.flatnonzero(data == delimiter)
    quotes = np.flatnonzero(data == _QUOTE)
    cells = np.diff(np.searchsorted(cuts, ends), prepend=0) + 1
    plain: _Flags = (cells == width) & (np.diff(ends, prepend=-1) <= LONGEST_PLAIN)
    if not len(quotes):
        return plain
    if not _in_pairs(data, ends, quotes, delimiter):
        return None
    quoted = cuts[np.searchsorted(quotes, cuts) % 2 == 1]
    plain[np.searchsorted(ends, quoted)] = False
    return plain


def _in_pairs(data: NDArray[np.uint8], ends: _Numbers, quotes: _Numbers, delimiter: int) -> bool:
    """Whether each quotation mark opens or closes a whole cell on one line."""
    if len(quotes) % 2:
        return False
    opening, closing = quotes[::2], quotes[1::2]
    before = np.where(opening == 0, _NEW_LINE, data[opening - 1])
    after = data[closing + 1]
    bounds = [delimiter, _NEW_LINE]
    return bool(
        np.isin(before, bounds).all()
        and np.isin(after, [*bounds, ord("\r")]).all()
        and (np.searchsorted(ends, opening) == np.searchsorted(ends, closing)).all()
    )


def _runs(starts: _Numbers, ends: _Numbers, chosen: _Flags) -> Iterator[tuple[int, int]]:
    """Where each run of chosen lines begins and ends."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], chosen, [False])).astype(np.int8)))
    for first, last in zip(edges[::2], edges[1::2] - 1, strict=True):
        yield int(starts[first]), int(ends[last])


def _columns(block: bytes, shape: Shape, places: Collection[int]) -> dict[int, arrow.Array]:
    """The columns at `places` of lines that are all plain."""
    names = [str(place) for place in range(len(shape.columns))]
    wanted = [str(place) for place in places]
    table = csv.read_csv(
        io.BytesIO(block),
        read_options=csv.ReadOptions(column_names=names, block_size=len(block) + 1),
        parse_options=csv.ParseOptions(
            delimiter=shape.delimiter, quote_char='"' if b'"' in block else False
        ),
        convert_options=csv.ConvertOptions(
            include_columns=wanted,
            column_types=dict.fromkeys(wanted, arrow.string()),
            check_utf8=False,
            strings_can_be_null=False,
        ),
    )
    return {place: table.column(str(place)).combine_chunks() for place in places}


class _Stream:
    """A file, compressed or not, that gives blocks and lines, and takes blocks back."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file = opened(path)
        self._before = io.BytesIO()
        self._taken = 0

    def block(self, size: int) -> bytes:
        """Whole lines of about `size` bytes; b"" at the end, and where the file is broken.

        A line that is too long comes in pieces, and then there is no new line at its end.
        """
        begun = self._taken
        part = self._before.read(size)
        try:
            part += self._file.read(size - len(part))
            self._taken += len(part)
            if part and not part.endswith(b"\n"):
                rest = self.readline(LONGEST_LINE)
                part += rest if len(rest) == LONGEST_LINE or rest.endswith(b"\n") else rest + b"\n"
        except UNREADABLE:
            self._go_to(begun)
            return b""
        return part

    def readline(self, longest: int, /) -> bytes:
        """The next line, cut after `longest` bytes."""
        line = self._before.readline(longest)
        if not line.endswith(b"\n"):
            line += self._file.readline(longest - len(line))
        self._taken += len(line)
        return line

    def unread(self, block: bytes) -> None:
        """Take back the block that was given last."""
        self._before = io.BytesIO(block + self._before.read())
        self._taken -= len(block)

    def _go_to(self, place: int) -> None:
        """Open the file anew at `place`: what comes before it breaks is read again by lines."""
        self._file.close()
        self._file, self._before, self._taken = opened(self._path), io.BytesIO(), 0
        while self._taken < place and self.readline(place - self._taken):
            pass

    def close(self) -> None:
        self._file.close()
