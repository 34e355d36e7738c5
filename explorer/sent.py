"""What was sent as JSON: one plain object, or 400 with the reason.

Refused are another content type, more than the size that fits, NaN and infinities, a name said
twice, numbers of more digits than a program could mean, half a surrogate pair, and nesting deeper
than anything here needs. Python's own reader takes NaN and names said twice as they come, and
gives up on nesting with an error that would be our fault.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

from flask import request
from flask.json.provider import DefaultJSONProvider

from queries.errors import ParameterRefused

DEEPEST = 32
LONGEST_NUMBER = 300


class StrictJson(DefaultJSONProvider):
    """Flask's JSON, in which `request.get_json()` and `jsonify` are as strict as we are."""

    def loads(self, s: str | bytes, **_: Any) -> Any:
        """What `s` says. Raises ValueError, which Flask answers with 400."""
        return strict_loads(s)

    def dumps(self, obj: Any, **kwargs: Any) -> str:
        """`obj` as JSON. Raises ValueError for NaN and infinities."""
        return super().dumps(obj, allow_nan=False, **kwargs)


def sent_json() -> dict[str, Any]:
    """The object that was sent to the route at hand. Raises ParameterRefused."""
    if request.mimetype != "application/json":
        raise ParameterRefused("this takes JSON: send it with Content-Type: application/json")
    try:
        told = strict_loads(request.get_data(cache=False))
    except ValueError as error:
        raise ParameterRefused(f"what was sent is not JSON as it is taken here: {error}") from error
    if not isinstance(told, dict):
        raise ParameterRefused("what was sent is JSON, and not an object")
    return told


def strict_loads(text: str | bytes) -> Any:
    """What JSON says. Raises ValueError, in words that hold nothing of it."""
    try:
        told = json.loads(
            text,
            object_pairs_hook=_once,
            parse_constant=_no_constant,
            parse_int=_number,
            parse_float=_number_with_point,
        )
    except RecursionError:
        raise ValueError(TOO_DEEP) from None
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg} at character {error.pos}") from None
    _check(told)
    return told


TOO_DEEP = f"it is nested more than {DEEPEST} deep"


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        raise ValueError("it says one name twice")
    return told


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")


def _number(digits: str) -> int:
    if len(digits) > LONGEST_NUMBER:
        raise ValueError("it holds a number of too many digits")
    return int(digits)


def _number_with_point(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise ValueError("it holds a number that is too large")
    return value


def _check(told: Any) -> None:
    """Depth and texts, without recursion: first what lies in nothing, then what lies in that."""
    level = [told]
    for around in range(DEEPEST + 1):
        below: list[Any] = []
        for value in level:
            if isinstance(value, str) and not _is_text(value):
                raise ValueError("it holds half a surrogate pair")
            if isinstance(value, dict | list) and around == DEEPEST:
                raise ValueError(TOO_DEEP)
            if isinstance(value, dict):
                below += [*value, *value.values()]
            elif isinstance(value, list):
                below += value
        level = below


def _is_text(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True
