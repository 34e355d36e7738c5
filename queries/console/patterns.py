"""Regular expressions that would never end.

Java tries every way in which a text can match, and looks at no clock meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from queries.console.shape import Shape
from queries.errors import QueryRefused

ENDLESS = re.compile(r"(?<!\\)(?:\\\\)*(?:[*+]|\{\d+(?:,\d*)?\})")
REPEATED_GROUP = re.compile(r"\)\s*(?:[*+]|\{\d+(?:,\d*)?\})")
MOST = 6


def refuse_wild_patterns(shape: Shape, parameters: Mapping[str, Any]) -> None:
    """Raises QueryRefused when a text of a query that has `=~` repeats what repeats.

    All texts are looked at, one by one and put together: a pattern may be made of several.
    """
    if not any(word.text == "=~" for word in shape.words):
        return
    texts = [word.text[1:-1] for word in shape.words if word.kind == "text"]
    texts += list(_texts(parameters, depth=0))
    for text in (*texts, "".join(texts)):
        group = REPEATED_GROUP.search(text)
        nested = group and ENDLESS.search(text[: group.start()])
        if nested or len(ENDLESS.findall(text)) > MOST:
            raise QueryRefused(
                f"a pattern after =~ may repeat {MOST} things, and none inside another repetition; "
                "use CONTAINS, STARTS WITH, or several conditions",
                "pattern",
            )


def _texts(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping) and depth < 3:
        for one in value.values():
            yield from _texts(one, depth + 1)
    elif isinstance(value, list) and depth < 3:
        for one in value:
            yield from _texts(one, depth + 1)
