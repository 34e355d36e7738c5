"""The parameters of a query on the bench: a JSON object, read strictly."""

from __future__ import annotations

from typing import Any

from queries.errors import ParameterRefused
from queries.strict_json import strict_loads

LONGEST = 20_000
DEEPEST = 8
WHOLE = 2**63
WANTED = 'the parameters must be a JSON object such as {"limit": 10}'


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
        told = strict_loads(text, deepest=DEEPEST)
    except ValueError as error:
        raise ParameterRefused(f"{WANTED}: {error}") from None
    if not isinstance(told, dict):
        raise ParameterRefused(WANTED)
    refuse_beyond_64_bits(told)
    return told


def refuse_beyond_64_bits(value: Any) -> None:
    """Raises ParameterRefused for a whole number, however deep, that the database has not."""
    if isinstance(value, int) and not -WHOLE <= value < WHOLE:
        raise ParameterRefused("a parameter is a whole number beyond 64 bits")
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            refuse_beyond_64_bits(one)
