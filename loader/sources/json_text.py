"""JSON as text, whole or broken: the values in it, and the lines they begin on.

Of an array in which something is broken, the elements before it are read, and those after it
from the next line on that begins an element. An object that says two different things under one
name is refused, since nobody can tell which is meant; `NaN` and `Infinity` are numbers, which
no field takes.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

BREAKS_OFF = "is no JSON: the array breaks off"

_SPACE = re.compile(r"[ \t\r\n]*")

# What stands in a text for bytes that are not UTF-8, when it was decoded with this error handler.
KEEP_BYTES = "surrogateescape"
_KEPT_BYTES = re.compile("[\udc80-\udcff]")


class Found(NamedTuple):
    """A value and the line it begins on, from 0; `trouble` says why there is none."""

    line: int
    value: object
    trouble: str = ""


def parsed(text: str) -> object:
    """The value of `text`. Raises ValueError, whose message is the reason."""
    try:
        return _DECODER.decode(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(_reason(error)) from None


def values_in(text: str) -> Iterator[Found]:
    """The elements of the array that `text` is, or its one value.

    Or its values, where an archive lost the ends of lines between them; up to what is broken.
    """
    try:
        at = _past_space(text, 0)
        if text[at : at + 1] != "[":
            yield Found(0, _DECODER.decode(text))
            return
    except (ValueError, RecursionError):
        at = _past_space(text, 0)
    while at < len(text):
        if text[at] == "[":
            array = _Array(text, at)
            yield from array.elements()
            at = array.at
        else:
            try:
                value, at = _DECODER.raw_decode(text, at)
            except (ValueError, RecursionError) as error:
                yield Found(text.count("\n", 0, at), None, _reason(error))
                return
            yield Found(0, value)
        at = _past_space(text, at)


class _Array:
    """The elements of an array in a text; `at` is where it ends, afterwards."""

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self.at = _past_space(text, at + 1)
        self._line, self._counted = 0, 0
        self._given_up = False
        # How a line begins on which an element does; none where they share lines.
        before = text[text.rfind("\n", 0, self.at) + 1 : self.at]
        own_line = "\n" in text[at : self.at] and not before.strip()
        self._next = re.compile(rf"\n{re.escape(before)}\{{") if own_line else None

    def elements(self) -> Iterator[Found]:
        text = self._text
        while self.at < len(text) and text[self.at] != "]":
            begun = self.at
            try:
                value, self.at = _DECODER.raw_decode(text, begun)
            except (ValueError, RecursionError) as error:
                yield self._broken(begun, _reason(error))
                continue
            if broken := _KEPT_BYTES.search(text, begun, self.at):
                byte = len(text[begun : broken.start()].encode(errors=KEEP_BYTES))
                yield Found(self._line_of(begun), None, f"is not UTF-8 at byte {byte + 1}")
            else:
                yield Found(self._line_of(begun), value)
            end, self.at = self.at, _past_space(text, self.at)
            if text[self.at : self.at + 1] == ",":
                self.at = _past_space(text, self.at + 1)
            elif self.at < len(text) and text[self.at] != "]":
                yield self._broken(
                    end, f"is no JSON: Expecting ',' delimiter at character {end + 1}"
                )
        if self.at < len(text):
            self.at += 1
        elif not self._given_up:
            end = len(text.rstrip())
            yield Found(self._line_of(end), None, f"{BREAKS_OFF} at character {end + 1}")

    def _broken(self, begun: int, reason: str) -> Found:
        """What is told of what is broken; goes to the next element, or to the end."""
        found = self._next.search(self._text, begun) if self._next else None
        if found:
            self.at = found.end() - 1
            return Found(self._line_of(begun), None, reason)
        self.at, self._given_up = len(self._text), True
        return Found(self._line_of(begun), None, f"{reason}; what follows is unread")

    def _line_of(self, at: int) -> int:
        self._line += self._text.count("\n", self._counted, at)
        self._counted = at
        return self._line


def _past_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object of `pairs`. Raises ValueError when two of one name differ."""
    found = dict(pairs)
    if len(found) < len(pairs):
        for name, value in pairs:
            if found[name] != value:
                raise ValueError(f"it says {name[:60]!r} twice, and not the same")
    return found


_DECODER = json.JSONDecoder(object_pairs_hook=_once_each)


def _reason(error: Exception) -> str:
    """Why a text is no JSON."""
    if isinstance(error, json.JSONDecodeError):
        return f"is no JSON: {error.msg} at character {error.pos + 1}"
    return f"is no JSON that can be read: {str(error).split(';')[0]}"
