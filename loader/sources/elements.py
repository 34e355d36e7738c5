"""XML as a stream: elements as they come, in memory for one of them, bombs refused."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO, Generic, TypeVar
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import DefusedXMLParser

from loader.records import Reject
from loader.sources.files import UNREADABLE, reason_of

T = TypeVar("T")

CHUNK_BYTES = 65_536
LONGEST_ELEMENT_BYTES = 16_000_000
DEEPEST = 100


class TooDeep(Exception):
    """Elements inside elements, as no honest file has them."""


class Collector(Generic[T]):
    """Makes things of elements as the parser meets them. `begun` and `ended` are for subclasses."""

    def __init__(self) -> None:
        self.expat: Any = None
        self.found: list[T] = []
        self._depth = 0

    @property
    def line(self) -> int:
        """The line the parser is at."""
        line: int = self.expat.CurrentLineNumber
        return line

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > DEEPEST:
            raise TooDeep
        self.begun(tag, attributes)

    def end(self, tag: str) -> None:
        self._depth -= 1
        self.ended(tag)

    def begun(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins; `tag` is written '{namespace}name' where it has a namespace."""

    def ended(self, tag: str) -> None:
        """It ends."""

    def taken(self) -> list[T]:
        """What was found since the last call."""
        found, self.found = self.found, []
        return found


def elements(
    file: BinaryIO, name: str, collector: Collector[T], *, what: str, doctype: bool = False
) -> Iterator[T | Reject]:
    """What `collector` makes of the XML in `file`. Where that breaks, it ends in a Reject.

    `what` is the field of the Reject, `name` its file. Entities are refused, since a few lines
    of them can fill all memory; so is any document type unless `doctype`.
    """
    parser = DefusedXMLParser(target=collector, forbid_dtd=not doctype)
    collector.expat = expat = parser.parser
    fed, reason = 0, ""
    try:
        while chunk := file.read(CHUNK_BYTES):
            parser.feed(chunk)
            fed += len(chunk)
            yield from collector.taken()
            if expat.CurrentByteIndex + LONGEST_ELEMENT_BYTES < fed:
                reason = f"goes on for over {LONGEST_ELEMENT_BYTES:,} bytes; what follows is unread"
                break
        else:
            parser.close()
            yield from collector.taken()
    except ParseError as error:
        reason = f"is broken XML ({str(error).split(':')[0]}); what follows is unread"
    except DefusedXmlException:
        declared = "entities" if doctype else "a document type"
        reason = f"declares {declared}, which can fill all memory; what follows is unread"
    except TooDeep:
        reason = f"is nested over {DEEPEST} deep; what follows is unread"
    except UNREADABLE as error:
        yield from collector.taken()
        reason = f"cannot be read, nor what follows: {reason_of(error)}"
    if reason:
        line = expat.ErrorLineNumber if expat.ErrorCode else expat.CurrentLineNumber
        yield from collector.taken()
        yield Reject(name, line, what, reason)
