"""What a cell says: an id, a number, a text, some topics; or the reason why it says nothing.

Cells of CSV are text; those of JSON and Parquet may be numbers, lists or nothing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from loader.sources.times import shown

LONGEST_ID = 200
LONGEST_ADDRESS = 2_000
LARGEST_NUMBER = 1_000_000_000_000

# Control characters, halves of surrogate pairs, line and paragraph separators.
_UNSAFE = frozenset({"Cc", "Cs", "Zl", "Zp"})


class BadCell(ValueError):
    """A cell that cannot be read: the field it is of, and the reason."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(reason)
        self.field = field


def native_id(value: object, field: str, *, needed: bool = True) -> str:
    """The id in a cell, without the '@' of a handle; empty when there is none, unless `needed`.

    It is kept as it is spelled, also what turns text round or looks like another letter. Refused
    are ids that are too long, hold control characters, or have nothing that can be seen.
    """
    text = value.strip() if isinstance(value, str) else _written(value, field, "id")
    while text[:1] == "@":
        text = text.lstrip("@").lstrip()
    if not text:
        if needed:
            raise BadCell(field, "is empty")
        return ""
    if len(text) > LONGEST_ID:
        raise BadCell(field, f"is longer than {LONGEST_ID} characters: {shown(text)}")
    # Asked first because it is quick, and true of nearly every id there is.
    if not text.isprintable():
        _refuse_unseen(text, field)
    return text


def _refuse_unseen(text: str, field: str) -> None:
    """Raises BadCell for an id with control characters, or with nothing but invisible ones."""
    categories = {unicodedata.category(char) for char in text}
    if categories & _UNSAFE:
        raise BadCell(field, f"has a control character: {shown(text)}")
    if categories == {"Cf"}:
        raise BadCell(field, f"has nothing that can be seen: {shown(text)}")


def count_of(value: object) -> int:
    """How many acts a row stands for: a whole number from 1; an empty cell is one act."""
    if value is None or value == "":
        return 1
    count = number_of(value, "count")
    if count == 0:
        raise BadCell("count", "is 0; a row stands for one act or more")
    return 1 if count is None else count


def number_of(value: object, field: str) -> int | None:
    """The whole number in a cell, from 0; None when it is empty."""
    text = str(value).strip().removesuffix(".0") if value is not None else ""
    if not text:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > 18:
        raise BadCell(field, f"is no whole number: {shown(value)}")
    number = int(text)
    if number > LARGEST_NUMBER:
        raise BadCell(field, f"is too large to believe: {shown(value)}")
    return number


def text_of(text: str | None) -> str | None:
    """`text` on one line without control characters; None when nothing is left."""
    if text is None:
        return None
    text = " ".join(text.split())
    # Asked first because it is quick, and true of nearly every text there is.
    if not text.isprintable():
        safe = (char for char in text if unicodedata.category(char) not in _UNSAFE)
        text = " ".join("".join(safe).split())
    return text or None


def words_in(value: object, field: str) -> str | None:
    """The text in a cell on one line, or None; a whole number is taken for the text of it.

    Raises BadCell for all else, also for what stands for a text that is not UTF-8.
    """
    return text_of(value if isinstance(value, str) else _written(value, field, "text"))


def is_address(text: str, begins: str) -> bool:
    """Whether `text` can stand as an address that `begins` so: no blanks, nothing unseen."""
    return (
        text.startswith(begins)
        and len(text) <= LONGEST_ADDRESS
        and text.isprintable()
        and " " not in text
    )


def topics_of(value: object, separator: str) -> tuple[str, ...]:
    """The topics in a cell as spelled there, each once; a cell may be a list."""
    if value is None or value == "":
        return ()
    if isinstance(value, str):
        # What is remembered must be short, or a made-up file would fill all memory.
        split = _split if len(value) <= LONGEST_ID else _split.__wrapped__
        return split(value, separator)
    if not isinstance(value, list | tuple):
        raise BadCell("topics", f"is neither a text nor a list of texts: {shown(value)}")
    if not all(isinstance(tag, str) for tag in value):
        raise BadCell("topics", f"is no list of texts: {shown(value)}")
    return _spelled(value)


@lru_cache(maxsize=65_536)
def _split(cell: str, separator: str) -> tuple[str, ...]:
    """The topics in `cell`; remembered, since the same ones come again and again."""
    return _spelled(cell.split(separator) if separator else [cell])


def _spelled(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(bare for tag in tags if (bare := tag.strip())))


def _written(value: object, field: str, what: str) -> str:
    """An id or text that came as a number; floats are what is left of them beside empty cells."""
    if value is None:
        return ""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    raise BadCell(field, f"is no {what}: {shown(value)}")
