"""Somebody who opts out is taken out of what was written on lists and labels, too."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from loader.suppression import REMOVED
from queries.graph import Graph


def out_of_lists(graph: Graph, redacted: Callable[[str], str], words: Iterable[str]) -> int:
    """Take somebody out of the names and notes of lists and labels; in how many there was any.

    `redacted` takes handles out of a text; `words` are what else they are called: the id, the
    name. From the lists themselves they go with their other relationships.
    """
    called = sorted({word for word in words if word}, key=len, reverse=True)
    pattern = re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in called))

    def without(text: str) -> str:
        text = redacted(text)
        return pattern.sub(REMOVED, text) if called else text

    changed = []
    for row in graph.run("list_texts").rows:
        told = {**row, "name": without(row["name"]), "note": without(row["note"])}
        if told != row:
            changed.append(told)
    if changed:
        graph.run("list_texts_write", rows=changed)
    return len(changed)
