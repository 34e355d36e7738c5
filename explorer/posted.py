"""What was sent in a request's body, as if it had stood in the address."""

from __future__ import annotations

import json
from typing import Any

from flask import request
from werkzeug.datastructures import MultiDict

from explorer.sent import sent_json


def posted() -> MultiDict[str, str]:
    """The arguments of a form or of a JSON object. Raises ParameterRefused."""
    if not request.is_json:
        return request.form
    return MultiDict({name: _text(value) for name, value in sent_json().items()})


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
