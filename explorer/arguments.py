"""What may follow the question mark of an address, checked before anything is asked."""

from __future__ import annotations

import difflib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from werkzeug.datastructures import MultiDict

from queries.errors import ParameterRefused

LONGEST = 500
MOST_IDS = 1_000


@dataclass(frozen=True, slots=True)
class Argument:
    """One of them. `least` and `most` bound a count, `longest` a text; `choices` close it."""

    name: str
    default: Any
    kind: Literal["text", "count", "ids"] = "text"
    least: int = 1
    most: int = 10_000
    choices: tuple[str, ...] = ()
    longest: int = LONGEST

    def read(self, text: str) -> Any:
        """The value that `text` says. Raises ParameterRefused."""
        if self.kind == "count":
            return self._count(text)
        if self.kind == "ids":
            return self._ids(text)
        if len(text) > self.longest:
            raise ParameterRefused(f"'{self.name}' is longer than {self.longest:,} characters")
        if self.choices and text not in self.choices:
            raise ParameterRefused(
                f"'{self.name}' must be one of {', '.join(self.choices)}; got {text!r}"
            )
        return text

    def _count(self, text: str) -> int:
        # Digits alone: int() would take "1_000" and " 7 " too.
        if not (text.isascii() and text.isdigit() and 1 <= len(text) <= 9):
            raise ParameterRefused(f"'{self.name}' must be a whole number, got {text[:40]!r}")
        value = int(text)
        if not self.least <= value <= self.most:
            raise ParameterRefused(
                f"'{self.name}' must be between {self.least} and {self.most}, got {value}"
            )
        return value

    def _ids(self, text: str) -> list[str]:
        try:
            ids = json.loads(text)
        except (ValueError, RecursionError):
            ids = None
        if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
            raise ParameterRefused(f"'{self.name}' must be a JSON list of ids")
        if len(ids) > MOST_IDS:
            raise ParameterRefused(f"'{self.name}' takes {MOST_IDS} ids at most, got {len(ids)}")
        return ids


TOPIC = Argument("topic", "*")
PAGE = Argument("page", 1, kind="count", most=100_000)
LIMIT = Argument("limit", 50, kind="count")


def read_arguments(given: MultiDict[str, str], known: Sequence[Argument]) -> dict[str, Any]:
    """Each argument's value: as given, else its default.

    Raises ParameterRefused for a name that is not known, one said twice, or a value
    that does not fit: a slip of the pen must not look like an answer.
    """
    names = {argument.name: argument for argument in known}
    for name in given:
        if name not in names:
            near = difflib.get_close_matches(name, names, n=1)
            there = ", ".join(names) or "nothing"
            advice = f"did you mean '{near[0]}'?" if near else f"this page takes: {there}"
            raise ParameterRefused(f"there is no '{name[:40]}' here; {advice}")
        if len(given.getlist(name)) > 1:
            raise ParameterRefused(f"'{name}' is said twice")
    return {name: _value(argument, given) for name, argument in names.items()}


def _value(argument: Argument, given: Mapping[str, str]) -> Any:
    text = given.get(argument.name)
    return argument.default if text is None else argument.read(text)
