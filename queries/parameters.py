"""Text ("10") to the type a query declares (10), for web and command line alike."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

from queries.console.parameters import refuse_beyond_64_bits
from queries.errors import ParameterRefused
from queries.library import Parameter, Query
from queries.strict_json import strict_loads


def parsed(query: Query, given: Mapping[str, str]) -> dict[str, Any]:
    """Each parameter of `query`: from `given` where it is there, else its default.

    Raises ParameterRefused for a name the query does not have or a value of another type.
    """
    known = {parameter.name: parameter for parameter in query.parameters}
    for name in given:
        if name not in known:
            names = ", ".join(known) or "none"
            raise ParameterRefused(f"{query.name}: no parameter {name!r}; it takes: {names}")
    return {
        name: _value(query, parameter, given[name]) if name in given else parameter.default
        for name, parameter in known.items()
    }


def _value(query: Query, parameter: Parameter, text: str) -> Any:
    read, wanted = READERS[parameter.type]
    try:
        value = read(text)
    except ValueError:
        raise ParameterRefused(
            f"{query.name}: {parameter.name!r} must be {wanted}, got {text[:80]!r}"
        ) from None
    if parameter.name in ("limit", "skip") and not 0 <= value <= 1_000_000:
        raise ParameterRefused(
            f"{query.name}: {parameter.name!r} must be between 0 and 1000000, got {value}"
        )
    return value


def _integer(text: str) -> int:
    value = int(text)
    if not -(2**63) <= value < 2**63:
        raise ValueError
    return value


def _float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError
    return value


def _boolean(text: str) -> bool:
    if text.lower() not in ("true", "false"):
        raise ValueError
    return text.lower() == "true"


def _json(kind: type) -> Callable[[str], Any]:
    def read(text: str) -> Any:
        value = strict_loads(text)
        if not isinstance(value, kind):
            raise ValueError
        try:
            refuse_beyond_64_bits(value)
        except ParameterRefused:
            raise ValueError from None
        return value

    return read


READERS: dict[str, tuple[Callable[[str], Any], str]] = {
    "text": (str, "text"),
    "integer": (_integer, "a whole number"),
    "float": (_float, "a number"),
    "boolean": (_boolean, "true or false"),
    "list": (_json(list), "a JSON list"),
    "map": (_json(dict), "a JSON object"),
}
