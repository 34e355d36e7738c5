"""What may follow the question mark of an address, checked before anything is asked."""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal

from werkzeug.datastructures import MultiDict

from queries.errors import ParameterRefused

LONGEST = 500
MOST_IDS = 2_000


@dataclass(frozen=True, slots=True)
class Argument:
    """One of them. `least` and `most` bound a count or a share, `longest` a text; `choices`
    close it.

    "words" are some of `choices`, between commas; a "moment" is read as seconds since 1970;
    "places" are where ids stand: `{"id": [x, y]}`.
    Of the kind "several" a name may be said up to `most` times; its value is a list.
    """

    name: str
    default: Any
    kind: Literal["text", "count", "ids", "share", "words", "moment", "places", "several"] = "text"
    least: int = 1
    most: int = 10_000
    choices: tuple[str, ...] = ()
    longest: int = LONGEST

    def read(self, text: str) -> Any:
        """The value that `text` says. Raises ParameterRefused."""
        read = {
            "count": self._count,
            "ids": self._ids,
            "share": self._share,
            "words": self._words,
            "moment": self._moment,
            "places": self._places,
        }
        if self.kind in read:
            return read[self.kind](text)
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
        """A JSON list of ids, or one id a line."""
        try:
            if not text.lstrip().startswith("["):
                text = json.dumps([line.strip() for line in text.splitlines() if line.strip()])
            ids = json.loads(text)
        except (ValueError, RecursionError):
            ids = None
        if not isinstance(ids, list) or not all(isinstance(one, str) for one in ids):
            raise ParameterRefused(f"'{self.name}' must be a JSON list of ids")
        if len(ids) > MOST_IDS:
            raise ParameterRefused(f"'{self.name}' takes {MOST_IDS} ids at most, got {len(ids)}")
        return ids

    def _share(self, text: str) -> float:
        try:
            value = float(text) if len(text) <= 20 else math.nan
        except ValueError:
            value = math.nan
        if not 0 <= value <= 1:
            raise ParameterRefused(f"'{self.name}' must be between 0 and 1, got {text[:40]!r}")
        return value

    def _words(self, text: str) -> list[str]:
        words = [word for word in text[:LONGEST].split(",") if word]
        for word in words:
            if word not in self.choices:
                raise ParameterRefused(
                    f"'{self.name}' takes {', '.join(self.choices)}; got {word[:40]!r}"
                )
        return words

    def _moment(self, text: str) -> float:
        try:
            moment = datetime.fromisoformat(text[:40])
        except ValueError:
            raise ParameterRefused(
                f"'{self.name}' must be a day or a moment such as 2026-05-01, got {text[:40]!r}"
            ) from None
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()

    def _places(self, text: str) -> dict[str, tuple[float, float]]:
        try:
            told = json.loads(text)
            places = {id: (float(x), float(y)) for id, (x, y) in told.items()}
        except (ValueError, TypeError, AttributeError, RecursionError, OverflowError):
            places = None
        if places is None or not all(
            math.isfinite(value) for place in places.values() for value in place
        ):
            raise ParameterRefused(f"'{self.name}' must be JSON such as {{\"id\": [1.5, 2]}}")
        if len(places) > MOST_IDS:
            raise ParameterRefused(f"'{self.name}' takes {MOST_IDS} at most, got {len(places)}")
        return places


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
        if len(given.getlist(name)) > 1 and names[name].kind != "several":
            raise ParameterRefused(f"'{name}' is said twice")
    return {name: _value(argument, given) for name, argument in names.items()}


def _value(argument: Argument, given: MultiDict[str, str]) -> Any:
    if argument.kind == "several":
        return _several(argument, given.getlist(argument.name))
    text = given.get(argument.name)
    return argument.default if text is None else argument.read(text)


def _several(argument: Argument, texts: list[str]) -> list[str]:
    """Each that says something, once, in the order given."""
    told = list(dict.fromkeys(argument.read(text) for text in texts if text))
    if len(told) > argument.most:
        raise ParameterRefused(
            f"'{argument.name}' can be said {argument.most} times at most, got {len(told)}"
        )
    return told
