"""The fields of a JSON object: typed, or absent, or a reason why not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from loader.sources.cells import LARGEST_NUMBER, LONGEST_ID, BadCell, native_id, number_of, text_of
from loader.sources.times import Clock, NotATime, shown

_NOTHING: Mapping[str, Any] = {}


class Fields:
    """A JSON object read field by field. Null and absent are the same.

    Each method raises BadCell, which names the field by its path, when a value is of
    another type than asked for. The path is put together only then: there are millions.
    """

    __slots__ = ("_above", "_name", "value")

    def __init__(
        self, value: Mapping[str, Any] = _NOTHING, path: str = "", above: Fields | None = None
    ) -> None:
        self.value = value
        self._name, self._above = path, above

    @property
    def path(self) -> str:
        """Where it stands in the document: below `above`, when that is given."""
        return self._name if self._above is None else self._above._named(self._name)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __contains__(self, name: str) -> bool:
        return self.value.get(name) is not None

    def inner(self, name: str) -> Fields:
        """The object in a field; an empty one when there is none."""
        found = self.value.get(name)
        if found is None:
            return Fields(_NOTHING, name, self)
        if not isinstance(found, dict):
            raise BadCell(self._named(name), f"is no object: {shown(found)}")
        return Fields(found, name, self)

    def each(self, name: str) -> Iterator[Fields]:
        """The objects in the list in a field; none when there is no list."""
        for i, found in enumerate(self.list(name)):
            if not isinstance(found, Mapping):
                raise BadCell(f"{self._named(name)}[{i}]", f"is no object: {shown(found)}")
            yield Fields(found, f"{name}[{i}]", self)

    def list(self, name: str) -> list[Any]:
        """The list in a field; an empty one when there is none."""
        found = self.value.get(name)
        if found is not None and not isinstance(found, list):
            raise BadCell(self._named(name), f"is no list: {shown(found)}")
        return found or []

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts in the list in a field, trimmed, without empty ones."""
        found = self.list(name)
        if not all(isinstance(one, str) for one in found):
            raise BadCell(self._named(name), f"is no list of texts: {shown(found)}")
        return tuple(bare for one in found if (bare := one.strip()))

    def id(self, name: str, *, needed: bool = True) -> str:
        """The id in a field, text or number; "" when it is absent and not `needed`."""
        found = self.value.get(name)
        # Asked first because it is quick, and true of nearly every id there is.
        if type(found) is str and _is_plain_id(found):
            return found
        if found is not None and not isinstance(found, str | int | float):
            raise BadCell(self._named(name), f"is no id: {shown(found)}")
        return native_id(found, self._named(name), needed=needed)

    def text(self, name: str) -> str | None:
        """The text in a field on one line, control characters left out; None when empty."""
        return text_of(self._raw_text(name))

    def word(self, name: str) -> str:
        """The text in a field as it is, such as the name of a type; "" when absent."""
        return self._raw_text(name) or ""

    def number(self, name: str) -> int | None:
        """The whole number from 0 in a field; None when it is absent."""
        found = self.value.get(name)
        if type(found) is int and 0 <= found <= LARGEST_NUMBER:
            return found
        if isinstance(found, bool):
            raise BadCell(self._named(name), f"is no whole number: {shown(found)}")
        return number_of(found, self._named(name))

    def flag(self, name: str) -> bool:
        """Whether a field is true; absent is not."""
        found = self.value.get(name)
        if found is not None and not isinstance(found, bool):
            raise BadCell(self._named(name), f"is neither true nor false: {shown(found)}")
        return bool(found)

    def at(self, name: str, clock: Clock) -> datetime | None:
        """The moment in a field, in UTC; None when it is absent."""
        try:
            return clock.moment(self.value.get(name))
        except NotATime as reason:
            raise BadCell(self._named(name), str(reason)) from None

    def _raw_text(self, name: str) -> str | None:
        found = self.value.get(name)
        if found is not None and not isinstance(found, str):
            raise BadCell(self._named(name), f"is no text: {shown(found)}")
        return found

    def _named(self, name: str) -> str:
        # Once: of what stands a hundred objects deep, twice would be for ever.
        path = self.path
        return f"{path}.{name}" if path else name


def _is_plain_id(text: str) -> bool:
    """Whether `native_id` would give `text` back as it is."""
    return (
        0 < len(text) <= LONGEST_ID
        and text.isprintable()
        and text[0] not in " @"
        and text[-1] != " "
    )
