"""The drawing in the docstring, and the classes."""

from __future__ import annotations

import re

from queries import errors
from queries.errors import InfluenceError


def drawn() -> dict[str, str]:
    """Each class of the drawing and the one it hangs from."""
    parents: list[str] = []
    tree: dict[str, str] = {}
    for line in (errors.__doc__ or "").splitlines():
        match = re.match(r"^    ([│├└─ ]*)(\w+)", line)
        if match:
            depth = len(match[1]) // 4
            parents[depth:] = [match[2]]
            tree[match[2]] = parents[depth - 1] if depth else "Exception"
    return tree


def test_the_drawing_shows_every_error_where_it_hangs() -> None:
    classes = {
        name: one.__bases__[0].__name__
        for name, one in vars(errors).items()
        if isinstance(one, type) and issubclass(one, InfluenceError)
    }
    assert drawn() == classes
