"""What was sent as JSON: one plain object, read strictly, or 400 with the reason."""

from __future__ import annotations

from typing import Any

from flask import request

from queries.errors import ParameterRefused
from queries.strict_json import strict_loads


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
