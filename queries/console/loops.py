"""Lists that are gone through inside an expression: comprehensions, quantifiers, `reduce`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from queries.console.limits import Limits
from queries.console.shape import Shape
from queries.console.words import Word
from queries.errors import QueryRefused

# How long a list of the data is taken to be, since the words do not say.
OF_THE_DATA = 1_000
QUANTIFIERS = ("ANY", "ALL", "NONE", "SINGLE")


@dataclass(frozen=True, slots=True)
class Loop:
    """Where it stands, what it goes over, what it does; `sum` is the name of a reduce's sum."""

    span: range
    items: range
    sum: str = ""

    @property
    def body(self) -> range:
        """What is done with each item."""
        return range(min(self.items.stop + 1, self.span.stop), self.span.stop)


def refuse_long_loops(
    shape: Shape, parameters: Mapping[str, Any], limits: Limits
) -> Sequence[Loop]:
    """All loops of a query, none of which may take too many steps. Raises QueryRefused."""
    longest = _longest_list(shape, parameters, limits)
    loops = list(_loops(shape))
    for loop in loops:
        around = [one for one in loops if loop.span.start in one.span and one is not loop]
        sizes = [_size(shape, one.items, parameters, longest) for one in (loop, *around)]
        nested = around and max(sizes) > limits.nested_range
        if nested or math.prod(sizes) > limits.range:
            raise QueryRefused(
                "a list is gone through inside an expression, where no time limit reaches: that "
                f"may take {limits.range:,} steps, and {limits.nested_range:,} where one stands in "
                "another; UNWIND the list instead",
                "growth",
            )
    return loops


def _loops(shape: Shape) -> Iterator[Loop]:
    words = shape.words
    for place, word in enumerate(words):
        if word.text not in ("[", "(") or shape.partner.get(place, -1) < place:
            continue
        inside = shape.inside(place)
        before = words[place - 1].upper if place else ""
        start, total = inside.start, ""
        if word.text == "(" and before == "REDUCE" and inside:
            total = words[start].name
            start = next(at_level(shape, inside, ","), inside.stop) + 1
        elif word.text == "(" and before not in QUANTIFIERS:
            continue
        if start + 1 < inside.stop and words[start].name and words[start + 1].upper == "IN":
            items = range(start + 2, inside.stop)
            end = next(at_level(shape, items, "|", "WHERE"), inside.stop)
            yield Loop(inside, range(start + 2, end), total)


def at_level(shape: Shape, places: range, *wanted: str) -> Iterator[int]:
    """Where one of `wanted` stands in `places`, outside of brackets."""
    place = places.start
    while place < places.stop:
        if shape.words[place].upper in wanted:
            yield place
        place = max(place, shape.partner.get(place, place)) + 1


def split(shape: Shape, places: range, *separators: str) -> Iterator[range]:
    """The parts of `places` between separators that stand outside of brackets."""
    start = places.start
    for place in (*at_level(shape, places, *separators), places.stop):
        if place > start:
            yield range(start, place)
        start = place + 1


def _size(shape: Shape, items: range, parameters: Mapping[str, Any], longest: float) -> float:
    """How many items a loop goes over: as the words say, else as the data may have."""
    lengths = [_length(shape, place, parameters) for place in _ranges(shape, items)]
    if lengths:
        return sum(lengths)
    if len(items) == 2 and shape.words[items.start].text == "$":
        value = parameters.get(shape.words[items.start + 1].name)
        return len(value) if isinstance(value, list) else OF_THE_DATA
    if items and shape.words[items.start].text == "[":
        whole = shape.partner[items.start] == items.stop - 1
        return len(list(split(shape, shape.inside(items.start), ","))) if whole else OF_THE_DATA
    return max(OF_THE_DATA, longest)


def _longest_list(shape: Shape, parameters: Mapping[str, Any], limits: Limits) -> float:
    """The length of the longest range that is made into a list.

    What stands right behind UNWIND is gone through row by row, and may be of any length.
    Raises QueryRefused when a list would be too long.
    """
    longest = 0.0
    for place in _ranges(shape, range(len(shape.words))):
        end = shape.partner[place + 1] + 1
        after = shape.words[end].upper if end < len(shape.words) else ""
        if place and shape.words[place - 1].upper == "UNWIND" and after == "AS":
            continue
        length = _length(shape, place, parameters)
        if length > limits.range:
            raise QueryRefused(
                f"a range is made into a list, and may hold {limits.range:,} numbers, said as "
                "numbers, parameters or sizes; UNWIND range(…) AS goes through more, row by row",
                "growth",
            )
        longest = max(longest, length)
    return longest


def _ranges(shape: Shape, places: range) -> Iterator[int]:
    for place in places:
        following = shape.words[place + 1].text if place + 1 < len(shape.words) else ""
        if shape.words[place].name.upper() == "RANGE" and following == "(":
            yield place


def _length(shape: Shape, place: int, parameters: Mapping[str, Any]) -> float:
    """How many numbers a `range(…)` holds; infinitely many when nobody can know."""
    given = list(split(shape, shape.inside(place + 1), ","))
    bounds = [_bound([shape.words[one] for one in part], parameters) for part in given]
    if len(bounds) < 2:
        return 0
    first, last, step = (*bounds, 1.0)[:3]
    if math.inf in (abs(first), abs(last)) or step == 0:
        return math.inf if step else 0
    return max(0.0, (last - first) // step + 1)


def _bound(words: Sequence[Word], parameters: Mapping[str, Any]) -> float:
    sign = -1 if words[0].text == "-" else 1
    words = words[1:] if words[0].text in "+-" else words
    if len(words) == 1 and words[0].kind == "number":
        return sign * _number(words[0].text)
    if len(words) == 2 and words[0].text == "$":
        value = parameters.get(words[1].name)
        return float(sign * value) if isinstance(value, int) else math.inf
    measured = any(word.upper in ("SIZE", "LENGTH", "COUNT") for word in words)
    numbers = [_number(word.text) for word in words if word.kind == "number"]
    if measured and not any(word.text in "*^" for word in words) and sum(numbers) <= OF_THE_DATA:
        return OF_THE_DATA
    return math.inf


def _number(text: str) -> float:
    plain = text.replace("_", "").lower()
    try:
        return float(int(plain, 0)) if plain[:2] in ("0x", "0o") else float(plain)
    except (ValueError, OverflowError):
        return math.inf
