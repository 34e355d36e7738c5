"""Ids on X: whole numbers past 2^53, told as text, as a number, or both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from loader.sources.cells import BadCell
from loader.sources.fields import Fields
from loader.sources.times import shown

_LONGEST = 19

# Since November 2010 an id begins with the milliseconds since this moment.
_FIRST_TIMED = 29_700_859_247
_EPOCH = datetime(2010, 11, 4, 1, 42, 54, 657_000, UTC)


def person(native: str) -> str:
    """The id of a person."""
    return f"x:{native}"


def post(native: str) -> str:
    """The id of a post; people and posts are told apart by what they are."""
    return f"x:{native}"


def native(fields: Fields, name: str, *, needed: bool = True) -> str:
    """The id in a field; its text, in `<name>_str`, where version 1.1 tells both.

    "" when it is absent and not `needed`. Raises BadCell for all that is no whole number:
    a float is what some other program left of an id.
    """
    value = fields.value.get(name)
    if (told := fields.value.get(f"{name}_str")) is not None:
        name, value = f"{name}_str", told
    if value is None and not needed:
        return ""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= _LONGEST:
        return value
    found = fields.id(name, needed=needed)
    if not found:
        return ""
    path = f"{fields.path}.{name}" if fields.path else name
    return checked(found if not isinstance(value, float) else repr(value), path)


def checked(found: object, path: str) -> str:
    """`found` as an id. Raises BadCell when it is none."""
    text = str(found) if isinstance(found, str | int) and not isinstance(found, bool) else ""
    if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST):
        raise BadCell(path, f"is no id of X: {shown(found)}")
    return text


def moment(native_id: str) -> datetime | None:
    """When a post with this id was made, to the millisecond; None before ids told it."""
    number = int(native_id)
    if number < _FIRST_TIMED:
        return None
    return _EPOCH + timedelta(milliseconds=number >> 22)
