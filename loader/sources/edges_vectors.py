"""Columns of cells to columns of ids, times, kinds, counts and topics, many rows at once.

Each function takes what is surely good, in the ways that nearly all data is written, and says of
which rows; the others are for the row readers in `cells` and `times`, whose judgement it is that
these functions come before.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import numpy as np
import pyarrow as arrow
import pyarrow.compute as compute

from loader.acts import Flags, Numbers, TopicsMet
from loader.records import Kind
from loader.sources.cells import LARGEST_NUMBER, LONGEST_ID, BadCell, topics_of
from loader.sources.times import EARLIEST, Clock
from loader.writer import EPOCH

MICROSECONDS = 1_000_000
_MICROSECOND = timedelta(microseconds=1)

_ISO = (
    r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])[T ]"
    r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{3}|\.\d{6})?"
)
_ZONED = rf"{_ISO}(Z|[+-](0\d|1[0-4]):?[0-5]\d)$"
_UNZONED = rf"{_ISO}$"
_SECONDS, _MILLISECONDS = r"^[1-9]\d{8,9}$", r"^[1-9]\d{11,12}$"
_COUNT = r"^[1-9]\d{0,11}$"
_TEXTS = (arrow.string(), arrow.large_string())
_TIME = arrow.timestamp("us", "UTC")


class Ids(NamedTuple):
    """Texts, which of them are ids as they stand, and which are empty."""

    texts: arrow.Array
    good: Flags
    empty: Flags


class Values(NamedTuple):
    """Numbers, and which of them are good; of times, which there are."""

    numbers: Numbers
    good: Flags
    there: Flags


def ids_in(column: arrow.Array) -> Ids:
    """The ids in a column: good are plain texts without blanks around or '@' in front."""
    none = np.zeros(len(column), bool)
    texts = _texts(column)
    if texts is None or not len(texts):
        return Ids(arrow.nulls(len(column), arrow.string()), none, none)
    _, ends, raw = texts.buffers()
    bounds = np.frombuffer(ends, np.int32)[texts.offset : texts.offset + len(texts) + 1]
    lengths = np.diff(bounds)
    if not lengths.any():
        return Ids(texts, none, ~none)
    data = np.frombuffer(raw, np.uint8)
    first = data[np.minimum(bounds[:-1], len(data) - 1)]
    last = data[np.maximum(bounds[1:], 1) - 1]
    good = (lengths > 0) & (lengths <= LONGEST_ID)
    good &= (first != ord("@")) & (first != ord(" ")) & (last != ord(" "))
    # Printable ASCII; the subtraction goes round below the first.
    odd = np.flatnonzero(data[bounds[0] : bounds[-1]] - np.uint8(0x20) > 0x5E)
    good[np.searchsorted(bounds, odd + bounds[0], side="right") - 1] = False
    return Ids(texts, good, lengths == 0)


def kinds_in(column: arrow.Array, kind_of: Callable[[str], Kind | None]) -> Values:
    """The kinds in a column, as places in KINDS."""
    texts = _checked_texts(column)
    if texts is None:
        return _none(len(column))
    coded = texts.dictionary_encode()
    places = {kind: place for place, kind in enumerate(Kind)}
    kinds = map(kind_of, coded.dictionary.to_pylist())
    known = [-1 if kind is None else places[kind] for kind in kinds]
    numbers = np.array([*known, -1], np.int64)[coded.indices.to_numpy()]
    return Values(numbers, numbers >= 0, numbers >= 0)


def counts_in(column: arrow.Array) -> Values:
    """The counts in a column; an empty cell is one act."""
    if arrow.types.is_integer(column.type):
        numbers = _whole(column)
        there = ~_nulls(column)
    else:
        texts = _checked_texts(column)
        if texts is None:
            return _none(len(column))
        there = _lengths(texts) > 0
        plain = _matching(texts, _COUNT)
        numbers = np.zeros(len(column), np.int64)
        numbers[plain] = texts.filter(arrow.array(plain)).cast(arrow.int64()).to_numpy()
    numbers = np.where(there, numbers, 1)
    return Values(numbers, (numbers >= 1) & (numbers <= LARGEST_NUMBER), there)


def topics_in(column: arrow.Array, separator: str, met: TopicsMet) -> Values:
    """The topics in a column, as places among those `met`."""

    def place(cell: object) -> int:
        try:
            return met.place(topics_of(cell, separator))
        except BadCell:
            return -1

    texts = _checked_texts(column) if _is_text(column) else None
    if texts is not None:
        coded = texts.dictionary_encode()
        known = np.array([place(cell) for cell in coded.dictionary.to_pylist()], np.int64)
        numbers = known[coded.indices.to_numpy()]
    elif arrow.types.is_list(column.type) and column.type.value_type in _TEXTS:
        try:
            cells = column.to_pylist()
        except ValueError:
            return _none(len(column))
        numbers = np.fromiter(map(place, cells), np.int64, len(column))
    else:
        return _none(len(column))
    return Values(numbers, numbers >= 0, numbers > 0)


def times_in(column: arrow.Array, clock: Clock) -> Values:
    """The times in a column, in microseconds since 1970."""
    if arrow.types.is_timestamp(column.type):
        found = _timestamps(column, clock)
    elif arrow.types.is_integer(column.type):
        numbers = _whole(column)
        found = Values(_from_number(numbers), numbers < 10**14, ~_nulls(column))
    else:
        found = _times_in_texts(column, clock)
    numbers, good, there = found
    earliest, latest = _microseconds(EARLIEST), _microseconds(clock.latest)
    return Values(numbers, ~there | (good & (numbers >= earliest) & (numbers <= latest)), there)


def _timestamps(column: arrow.Array, clock: Clock) -> Values:
    if column.type.tz is None and clock.zone is not UTC:
        return _none(len(column), there=~_nulls(column))
    numbers = column.cast(arrow.timestamp("us", column.type.tz), safe=False).cast(arrow.int64())
    return Values(_numbers(numbers.fill_null(0)), ~_nulls(column), ~_nulls(column))


def _times_in_texts(column: arrow.Array, clock: Clock) -> Values:
    texts = _checked_texts(column)
    if texts is None:
        return _none(len(column), there=np.ones(len(column), bool))
    there = _lengths(texts) > 0
    numbers, good = np.zeros(len(texts), np.int64), np.zeros(len(texts), bool)
    patterns = [_ZONED, _SECONDS, _MILLISECONDS, *([_UNZONED] if clock.zone is UTC else [])]
    for pattern in patterns:
        if good[there].all():
            break
        matching = _matching(texts, pattern)
        try:
            read = _read(texts.filter(arrow.array(matching)), pattern)
        except arrow.ArrowInvalid:
            # Such as the 30th of February: the row readers find it.
            continue
        numbers[matching], good[matching] = read, True
    return Values(numbers, good, there)


def _read(texts: arrow.Array, pattern: str) -> Numbers:
    """The times that `texts` say, all in one spelling. Raises ArrowInvalid."""
    if pattern in (_SECONDS, _MILLISECONDS):
        return _from_number(_numbers(texts.cast(arrow.int64())))
    type_ = _TIME if pattern == _ZONED else arrow.timestamp("us")
    return _numbers(texts.cast(type_).cast(arrow.int64()))


def _from_number(numbers: Numbers) -> Numbers:
    """Seconds or milliseconds since 1970 as microseconds: each is larger than the other's last."""
    return numbers * np.where(numbers < 10**11, MICROSECONDS, 1_000)


def _microseconds(at: datetime) -> int:
    return (at - EPOCH) // _MICROSECOND


def _is_text(column: arrow.Array) -> bool:
    return column.type in _TEXTS


def _texts(column: arrow.Array) -> arrow.Array | None:
    """The cells as texts with "" for nothing; None where that takes a row reader."""
    if arrow.types.is_integer(column.type):
        column = column.cast(arrow.string())
    if not _is_text(column):
        return None
    if column.type != arrow.string():
        column = column.cast(arrow.string(), safe=False)
    return column.fill_null("") if column.null_count else column


def _checked_texts(column: arrow.Array) -> arrow.Array | None:
    """The same of texts that are UTF-8."""
    texts = _texts(column) if _is_text(column) else None
    if texts is None:
        return None
    try:
        return texts.view(arrow.binary()).cast(arrow.string())
    except arrow.ArrowInvalid:
        return None


def _lengths(texts: arrow.Array) -> Numbers:
    return _numbers(compute.binary_length(texts))


def _matching(texts: arrow.Array, pattern: str) -> Flags:
    return _flags(compute.match_substring_regex(texts, pattern))


def _whole(column: arrow.Array) -> Numbers:
    """The numbers of a column; -1 for nothing, and for what is past 63 bits."""
    if column.type == arrow.uint64():
        column = compute.if_else(compute.less(column, 2**62), column, None)
    return _numbers(column.cast(arrow.int64()).fill_null(-1))


def _nulls(column: arrow.Array) -> Flags:
    return _flags(column.is_null())


def _numbers(column: arrow.Array) -> Numbers:
    numbers: Numbers = column.to_numpy()
    return numbers


def _flags(column: arrow.Array) -> Flags:
    flags: Flags = column.to_numpy(zero_copy_only=False)
    return flags


def _none(size: int, there: Flags | None = None) -> Values:
    none = np.zeros(size, bool)
    return Values(np.zeros(size, np.int64), none, none if there is None else there)
