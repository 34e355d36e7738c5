"""The rows of a Stack Exchange dump file, streamed, each with its line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from loader.records import Reject
from loader.sources.cells import BadCell

CHUNK_BYTES = 65_536
LONGEST_ROW_BYTES = 16_000_000
NOBODY = frozenset({"", "-1"})


class Row(NamedTuple):
    """A row: the line it begins on, and its attributes."""

    line: int
    attributes: dict[str, str]

    def id(self, field: str) -> str:
        """The whole number in `field`. Raises BadCell when it is missing, or no such number."""
        text = self.attributes.get(field, "").strip()
        if not text:
            raise BadCell(field, "is missing")
        if not (text.isascii() and text.removeprefix("-").isdecimal() and len(text) < 20):
            raise BadCell(field, f"is no id: {text[:60]!r}")
        return text

    def person(self, field: str) -> str | None:
        """The person in `field`; None for one who is deleted, and for the site itself (-1)."""
        return None if self.text(field).strip() in NOBODY else self.id(field)

    def text(self, field: str) -> str:
        """The text in `field`, empty when it is missing."""
        return self.attributes.get(field, "")


def rows_of(path: Path) -> Iterator[Row | Reject]:
    """The rows of `path`, in memory for a chunk of it. Where the XML breaks, the file ends.

    Declarations of entities are refused: a dump has none, and they can fill all memory.
    """
    found = _Found()
    parser = DefusedXMLParser(target=found, forbid_dtd=True)
    found.expat = expat = parser.parser
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK_BYTES):
                parser.feed(chunk)
                yield from found.taken()
                if expat.CurrentByteIndex + LONGEST_ROW_BYTES < file.tell():
                    reason = f"goes on for over {LONGEST_ROW_BYTES:,} bytes; what follows is unread"
                    yield Reject(path.name, expat.CurrentLineNumber, "row", reason)
                    return
            parser.close()
    except ParseError as error:
        yield from found.taken()
        reason = f"is broken XML ({str(error).split(':')[0]}); what follows is unread"
        yield Reject(path.name, error.position[0], "row", reason)
    except DefusedXmlException:
        yield from found.taken()
        reason = "declares a document type, which a dump never does; the file is unread"
        yield Reject(path.name, expat.CurrentLineNumber, "row", reason)
    except OSError as error:
        yield Reject(path.name, 0, "file", f"cannot be read: {error.strerror}")


class _Found:
    """Collects rows as the parser meets them."""

    def __init__(self) -> None:
        self.expat: Any = None
        self._rows: list[Row] = []

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "row":
            self._rows.append(Row(self.expat.CurrentLineNumber, attributes))

    def taken(self) -> list[Row]:
        """The rows since the last call."""
        rows, self._rows = self._rows, []
        return rows
