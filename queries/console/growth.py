"""What grows without end inside one expression.

The database watches the time and the memory of rows, and not of what happens inside an
expression: a text doubled forty times, or one comprehension in another over large ranges, ended
it in seconds. So such expressions are refused, from the words alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from queries.console.limits import Limits
from queries.console.loops import at_level, refuse_long_loops, split
from queries.console.patterns import refuse_wild_patterns
from queries.console.shape import Shape
from queries.errors import QueryRefused

# What ends an operand of a sum: `CASE WHEN a > b THEN a + 1 ELSE b END` adds a and 1.
BOUNDARIES = (
    *("WITH", "RETURN", "LET", "UNWIND", "WHERE", "AS", "BY", "AND", "OR", "XOR", "NOT", "IN"),
    *("IS", "WHEN", "THEN", "ELSE", "END", "CASE", "MATCH", "CALL", "STARTS", "ENDS", "CONTAINS"),
    *("DISTINCT", "ASC", "DESC", "LIMIT", "SKIP", "ORDER", "UNION", "FILTER", "YIELD"),
    *(",", "|", ":", "<", ">", "=", "=~", ".."),
)
SUMS = ("+", "||")
BOX = frozenset("[]{}():,")
# Works on numbers alone, which do not grow: of a text or a list the database makes an error.
ARITHMETIC = ("*", "/", "-", "%", "^")


def refuse_growth(shape: Shape, parameters: Mapping[str, Any], limits: Limits) -> None:
    """Raises QueryRefused when something in the query may grow beyond what the limits allow."""
    for loop in refuse_long_loops(shape, parameters, limits):
        if loop.sum:
            _refuse_growing_sum(shape, loop.body, loop.sum)
    everywhere = range(len(shape.words))
    doublings = sum(1 for _ in _doublings(shape, everywhere))
    doublings += sum(1 for _ in _growing_replacements(shape, everywhere))
    if doublings > limits.doublings:
        raise QueryRefused(
            f"something is added to itself, or replaced by something longer, {doublings} times: "
            f"that multiplies it each time, and {limits.doublings} times are the most",
            "growth",
        )
    refuse_wild_patterns(shape, parameters)


def _refuse_growing_sum(shape: Shape, body: range, name: str) -> None:
    """A `reduce` that puts its sum twice into the next one doubles it at each step."""
    places = [place for place in body if _is_bare(shape, place, name)]
    boxed = len(places) > 1 and any(_in_box(shape, place, body) for place in places)
    replaced = any(True for _ in _growing_replacements(shape, body))
    if boxed or replaced or any(True for _ in _doublings(shape, body, name)):
        raise QueryRefused(
            f"reduce: {name!r} goes into itself more than once a step, and so would double each "
            "time; UNWIND the list, and aggregate with sum or collect",
            "growth",
        )


def _doublings(shape: Shape, places: range, only: str = "") -> Iterator[int]:
    """Where something is added to itself, or stands twice in one list or map."""
    spans = [places, *(shape.inside(place) for place in places if _opens(shape, place))]
    for span in spans:
        for segment in split(shape, span, *BOUNDARIES):
            operands = list(split(shape, segment, *SUMS))
            numbers = any(True for _ in at_level(shape, segment, *ARITHMETIC))
            if len(operands) > 1 and not numbers and _shared(shape, operands, only):
                yield span.start
        if span is not places and shape.words[span.start - 1].text in "[{":
            elements = [one for one in split(shape, span, ",") if _is_plain(shape, one)]
            if _shared(shape, elements, only):
                yield span.start


def _shared(shape: Shape, parts: list[range], only: str) -> bool:
    """Whether one variable stands in two of `parts`."""
    seen: set[str] = set()
    for part in parts:
        names = {
            name
            for place in part
            if (name := shape.words[place].name)
            and (not only or name == only)
            and _is_bare(shape, place, name)
        }
        if names & seen:
            return True
        seen |= names
    return False


def _is_plain(shape: Shape, element: range) -> bool:
    """Whether it is a variable, perhaps boxed: not what a function makes of one."""
    return all(
        shape.words[place].text in BOX
        or (shape.words[place].name and _is_bare(shape, place, shape.words[place].name))
        for place in element
    )


def _growing_replacements(shape: Shape, places: range) -> Iterator[int]:
    """Each `replace(…)` that may make a text longer."""
    for place in places:
        if shape.words[place].upper != "REPLACE" or place + 1 not in shape.partner:
            continue
        given = list(split(shape, shape.inside(place + 1), ","))
        texts = [shape.words[one.start].text if len(one) == 1 else "" for one in given]
        literal = len(texts) == 3 and texts[2][:1] in ("'", '"')
        if not (literal and len(texts[2]) <= max(3, len(texts[1]))):
            yield place


def _opens(shape: Shape, place: int) -> bool:
    return shape.words[place].text in ("(", "[", "{") and shape.partner.get(place, -1) > place


def _in_box(shape: Shape, place: int, body: range) -> bool:
    """Whether it stands inside of a list, a map or a comprehension of `body`."""
    return any(
        shape.words[one].text in "[{" and _opens(shape, one) and place in shape.inside(one)
        for one in body
    )


def _is_bare(shape: Shape, place: int, name: str) -> bool:
    """Whether the word is the variable itself: no property of it, no function, no label."""
    words = shape.words
    if words[place].name != name:
        return False
    before = words[place - 1].text if place else ""
    after = words[place + 1].text if place + 1 < len(words) else ""
    return before not in (".", "$") and after not in (".", "(")
