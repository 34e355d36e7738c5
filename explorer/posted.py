"""What was sent in a request's body, as if it had stood in the address."""

from __future__ import annotations

import json
from typing import Any, NoReturn

from flask import request
from werkzeug.datastructures import MultiDict

from queries.errors import ParameterRefused


def posted() -> MultiDict[str, str]:
    """The arguments of a form or of a JSON object. Raises ParameterRefused."""
    if not request.is_json:
        return request.form
    try:
        told = json.loads(request.get_data(), parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise ParameterRefused("the body is not JSON, though its type says so") from None
    if not isinstance(told, dict):
        raise ParameterRefused("the body must be a JSON object")
    return MultiDict({name: _text(value) for name, value in told.items()})


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)


def _no_number(name: str) -> NoReturn:
    raise ValueError(name)
