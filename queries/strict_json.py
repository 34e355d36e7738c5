"""JSON read strictly: what it says has one meaning, or it is refused.

Refused are NaN and infinities, a name said twice, numbers of more digits than a program could
mean, half a surrogate pair, and nesting deeper than anything here needs. Python's own reader takes
NaN and names said twice as they come, and gives up on nesting with an error that would be our
fault. What others said long ago is read more kindly: see `loader/sources/json_text.py`.
"""

from __future__ import annotations

import json
from typing import Any, NoReturn

DEEPEST = 32
LONGEST_NUMBER = 300


def strict_loads(text: str | bytes, *, deepest: int = DEEPEST) -> Any:
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
        raise _too_deep(deepest) from None
    except UnicodeDecodeError:
        raise ValueError("it is not UTF-8") from None
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise ValueError(f"{error.msg} at {place}") from None
    _check(told, deepest)
    return told


def _too_deep(deepest: int) -> ValueError:
    return ValueError(f"it is nested more than {deepest} deep")


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


def _check(told: Any, deepest: int) -> None:
    """Depth and texts, without recursion: first what lies in nothing, then what lies in that."""
    level = [told]
    for around in range(deepest + 1):
        below: list[Any] = []
        for value in level:
            if isinstance(value, str) and not _is_text(value):
                raise ValueError("it holds half a surrogate pair")
            if isinstance(value, dict | list) and around == deepest:
                raise _too_deep(deepest)
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
