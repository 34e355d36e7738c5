"""The parameters of a query on the bench: a JSON object, read strictly."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NoReturn

from queries.errors import ParameterRefused

LONGEST = 20_000
DEEPEST = 8
WHOLE = 2**63


def read_parameters(text: str) -> dict[str, Any]:
    """The object that `text` is; empty when it is empty.

    Raises ParameterRefused when it is no JSON object, says a name twice, or holds a value that
    the database has not.
    """
    if not text.strip():
        return {}
    if len(text) > LONGEST:
        raise ParameterRefused(f"the parameters are longer than {LONGEST:,} characters")
    try:
        told = json.loads(text, parse_constant=_no_number, object_pairs_hook=_once)
    except RecursionError:
        raise ParameterRefused(f"the parameters are more than {DEEPEST} deep") from None
    except ValueError as error:
        raise ParameterRefused(
            f'the parameters must be a JSON object such as {{"limit": 10}}: {_reason(error)}'
        ) from None
    if not isinstance(told, dict):
        raise ParameterRefused('the parameters must be a JSON object such as {"limit": 10}')
    _check(told, DEEPEST)
    return told


def _reason(error: ValueError) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at line {error.lineno}, column {error.colno}"
    return str(error)[:200]


def _check(value: Any, depth: int) -> None:
    if depth < 0:
        raise ParameterRefused(f"the parameters are more than {DEEPEST} deep")
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise ParameterRefused("a parameter holds half a surrogate pair") from None
    elif isinstance(value, bool) or value is None:
        return
    elif isinstance(value, int) and not -WHOLE <= value < WHOLE:
        raise ParameterRefused("a parameter is a whole number beyond 64 bits")
    elif isinstance(value, float) and value in (float("inf"), float("-inf")):
        raise ParameterRefused("a parameter is a number too large to be one")
    elif isinstance(value, list):
        for one in value:
            _check(one, depth - 1)
    elif isinstance(value, dict):
        for name, one in value.items():
            _check(name, depth)
            _check(one, depth - 1)


def _once(pairs: Sequence[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        raise ValueError("a name is said twice")
    return told


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number in JSON")
