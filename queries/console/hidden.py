"""Patterns of any node, narrowed to nodes that are not internal.

How many nodes of which labels there are is what many ask first, and should be answered. So a node
pattern without a label is given one: `(n:!Suppressed)`. Whether that did what it should is
not believed, but read from the plan (`plans.open_leaves`).
"""

from __future__ import annotations

from collections.abc import Iterator

from queries.console.internal import INTERNAL_LABELS
from queries.console.shape import CLAUSES, SUBQUERIES, Shape
from queries.errors import QueryRefused

OTHERS = "&".join(f"!{label}" for label in INTERNAL_LABELS)
ENDING = frozenset({"WHERE", "ORDER", "SET", "YIELD", "USING"})
# What a node pattern may stand behind, besides a relationship.
BEFORE = frozenset({"MATCH", ",", "=", "-", ">", "{", "SHORTEST", "PATHS", "ALL", "ANY", "PATH"})


def refuse_internal_names(shape: Shape) -> None:
    """Raises QueryRefused when an internal label is named, be it to leave it out."""
    named = next((word.name for word in shape.words if word.name in INTERNAL_LABELS), "")
    if named:
        raise QueryRefused(f"{named} is internal, and is left out of everything here", "internal")


def narrowed(shape: Shape) -> str:
    """The query with every node pattern that names no label narrowed to what is not internal."""
    text = shape.text
    for place in reversed(list(_unlabelled(shape))):
        opening, first = shape.words[place], shape.words[place + 1]
        at = first.end if first.name and first.upper != "WHERE" else opening.end
        text = f"{text[:at]}:{OTHERS}{' ' if text[at : at + 1].isalpha() else ''}{text[at:]}"
    return text


def _unlabelled(shape: Shape) -> Iterator[int]:
    """Where a node pattern without a label begins, in a MATCH or a subquery."""
    clauses = [""]
    for place, word in enumerate(shape.words):
        if word.text in "([{" and word.kind == "sign":
            before = shape.words[place - 1] if place else word
            pattern = clauses[-1] == "MATCH" and (before.upper in BEFORE or before.kind == "number")
            if word.text == "(" and pattern and _has_no_label(shape, place):
                yield place
            inside = "MATCH" if word.text == "{" and before.upper in SUBQUERIES else ""
            clauses.append(inside)
        elif word.text in ")]}" and word.kind == "sign":
            clauses.pop()
        elif word.upper in CLAUSES or word.upper in ENDING:
            clauses[-1] = word.upper


def _has_no_label(shape: Shape, place: int) -> bool:
    words = shape.words
    after = place + 1
    if words[after].name and words[after].upper != "WHERE":
        after += 1
    return words[after].text in (")", "{", "$") or words[after].upper == "WHERE"
