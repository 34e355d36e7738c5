"""The rows of a Stack Exchange dump file, streamed, each with its line."""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from loader.records import Reject
from loader.sources.cells import BadCell
from loader.sources.elements import Collector, elements

NOBODY = frozenset({"", "-1"})

# More digits do not fit into the 64 bits that an id has.
LONGEST_NUMBER = 18


class Row(NamedTuple):
    """A row: the line it begins on, and its attributes."""

    line: int
    attributes: dict[str, str]

    def id(self, field: str) -> str:
        """The whole number in `field`. Raises BadCell when it is missing, or no such number."""
        text = self.attributes.get(field, "").strip()
        digits = text.removeprefix("-")
        if digits.isdecimal() and digits.isascii() and len(digits) <= LONGEST_NUMBER:
            # One spelling for one number: '007' is 7.
            return text if digits[0] != "0" else str(int(text))
        raise BadCell(field, f"is no id: {text[:60]!r}" if text else "is missing")

    def person(self, field: str) -> str | None:
        """The person in `field`; None for one who is deleted, and for the site itself (-1)."""
        return None if self.text(field).strip() in NOBODY else self.id(field)

    def text(self, field: str) -> str:
        """The text in `field`, empty when it is missing."""
        return self.attributes.get(field, "")


def rows_of(file: BinaryIO, name: str) -> Iterator[Row | Reject]:
    """The rows in `file`, called `name`, in memory for one. Where the XML breaks, it ends."""
    return elements(file, name, _Rows(), what="row")


class _Rows(Collector[Row]):
    """Collects rows."""

    def begun(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            self.found.append(Row(self.expat.CurrentLineNumber, attributes))
