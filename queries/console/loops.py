"""Lists that are gone through inside an expression: comprehensions, quantifiers, `reduce`."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from queries.console.limits import Limits
from queries.console.shape import CLAUSES, Shape
from queries.errors import QueryRefused

# How long a list of the data is taken to be, since the words do not say.
OF_THE_DATA = 1_000.0
GATHERS = ("COLLECT", "SPLIT")
MEASURES = ("SIZE", "LENGTH")
QUANTIFIERS = ("ANY", "ALL", "NONE", "SINGLE")
REDUCES = ("REDUCE", "ALLREDUCE")


@dataclass(frozen=True, slots=True)
class Length:
    """How many items the words of a query say that a list has.

    One that is `gathered` has as many more as the data: one loop may go over it, and none inside of
    another.
    """

    items: float = 0.0
    gathered: bool = False

    def __add__(self, other: Length) -> Length:
        """Of one list behind the other."""
        return Length(self.items + other.items, self.gathered or other.gathered)

    def or_longer(self, other: Length) -> Length:
        """Of a list that may be either."""
        return Length(max(self.items, other.items), self.gathered or other.gathered)


@dataclass(frozen=True, slots=True)
class Loop:
    """A loop: where it stands, the `name` of an item, what it goes over, and how many they may be.

    `sum` is the name of a reduce's sum.
    """

    span: range
    name: str
    items: range
    sum: str = ""
    length: Length = Length()

    @property
    def body(self) -> range:
        """What is done with each item."""
        return range(min(self.items.stop + 1, self.span.stop), self.span.stop)


def refuse_long_loops(
    shape: Shape, parameters: Mapping[str, Any], limits: Limits
) -> Sequence[Loop]:
    """All loops of a query, none of which may take too many steps. Raises QueryRefused."""
    found = list(_loops(shape))
    lists = _Lists(shape, parameters, found)
    _refuse_long_ranges(shape, lists, limits)
    loops = [replace(loop, length=lists.length(loop.items)) for loop in found]
    for loop in loops:
        around = [one for one in loops if loop.span.start in one.span and one is not loop]
        lengths = [one.length for one in (loop, *around)]
        long = any(one.gathered or one.items > limits.nested_range for one in lengths)
        if (around and long) or math.prod(one.items for one in lengths) > limits.range:
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
        if word.text == "(" and before in REDUCES and inside:
            total = words[start].name
            start = next(at_level(shape, inside, ","), inside.stop) + 1
        elif word.text == "(" and before not in QUANTIFIERS:
            continue
        if start + 1 < inside.stop and words[start].name and words[start + 1].upper == "IN":
            items = range(start + 2, inside.stop)
            end = next(at_level(shape, items, "|", "WHERE"), inside.stop)
            yield Loop(inside, words[start].name, range(start + 2, end), total)


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


def named(shape: Shape) -> Iterator[tuple[str, range]]:
    """Each name that is given to an expression, by AS or LET, and the expression; in order."""
    begins = [0]
    for place, word in enumerate(shape.words):
        following = shape.words[place + 1 : place + 3]
        if word.kind == "sign" and word.text in "([{":
            begins.append(place + 1)
        elif word.kind == "sign" and word.text in ")]}":
            begins.pop()
        elif word.text == "," or word.upper in CLAUSES:
            begins[-1] = place + 1
            if len(following) == 2 and following[0].name and following[1].text == "=":
                end = next(at_level(shape, range(place + 1, len(shape.words)), ",", *CLAUSES), -1)
                yield following[0].name, range(place + 3, end if end > 0 else len(shape.words))
        elif word.upper == "AS" and following and following[0].name:
            yield following[0].name, range(begins[-1], place)


class _Lists:
    """How long the lists of a query may be, by its words and the names that it gives them."""

    def __init__(self, shape: Shape, parameters: Mapping[str, Any], loops: Sequence[Loop]) -> None:
        self._shape = shape
        self._parameters = parameters
        self._known: dict[str, Length] = {}
        given = [(expression.stop, name, expression) for name, expression in named(shape)]
        # A list that is an item is somewhere in what is gone through, and a sum may be all of it.
        given += [(loop.span.start, loop.name, loop.items) for loop in loops]
        given += [(loop.span.start, loop.sum, loop.span) for loop in loops if loop.sum]
        for _, name, expression in sorted(given, key=lambda one: one[0]):
            told = self._told(expression)
            self._known[name] = self._known.get(name, Length()).or_longer(told)

    def length(self, items: range) -> Length:
        """How many items there may be in a list: as the words say, else as the data may have."""
        words, start = self._shape.words, items.start
        if len(items) == 2 and words[start].text == "$":
            value = self._parameters.get(words[start + 1].name)
            return Length(len(value) if isinstance(value, list) else OF_THE_DATA)
        if len(items) > 2 and self._closes(start, items) and self._is_written_out(start):
            return Length(len(list(split(self._shape, self._shape.inside(start), ","))))
        if len(items) > 3 and self._closes(start + 1, items) and words[start].upper == "RANGE":
            return self.numbers(start)
        return self._told(items).or_longer(Length(OF_THE_DATA))

    def _closes(self, opening: int, items: range) -> bool:
        return self._shape.partner.get(opening) == items.stop - 1

    def _is_written_out(self, opening: int) -> bool:
        """Whether it is a list of elements, and no comprehension."""
        inside = self._shape.inside(opening)
        loops = any(True for _ in at_level(self._shape, inside, "IN", "|", "WHERE"))
        return self._shape.words[opening].text == "[" and not loops

    def _told(self, places: range) -> Length:
        """All that an expression says of the lengths of lists, together."""
        words, length, place = self._shape.words, Length(), places.start
        while place < places.stop:
            word = words[place]
            opens = place + 1 < len(words) and words[place + 1].text in ("(", "{")
            if opens and word.upper in (*MEASURES, "COUNT", "EXISTS"):
                # A number or a truth, whatever it is of.
                place = self._shape.partner[place + 1]
            elif opens and word.upper in GATHERS:
                length += Length(gathered=True)
            elif opens and word.name.upper() == "RANGE":
                length += self.numbers(place)
            elif word.text == "$" and place + 1 < len(words):
                length += Length(_longest(self._parameters.get(words[place + 1].name)))
            elif word.name and not opens and words[place - 1].text not in (".", "$"):
                length += self._known.get(word.name, Length())
            place += 1
        return length

    def numbers(self, place: int) -> Length:
        """How many numbers a `range(…)` holds; infinitely many when nobody can know."""
        given = list(split(self._shape, self._shape.inside(place + 1), ","))
        bounds = [self._bound(part) for part in given]
        if len(bounds) < 2:
            return Length()
        first, last, step = (*(bound.items for bound in bounds), 1.0)[:3]
        gathered = any(bound.gathered for bound in bounds)
        if math.inf in (abs(first), abs(last)) or step == 0:
            return Length(math.inf if step else 0.0, gathered)
        return Length(max(0.0, (last - first) // step + 1), gathered)

    def _bound(self, places: range) -> Length:
        """A number, a parameter, or the size of something and perhaps a number more or less."""
        words = self._shape.words
        sign = -1 if words[places.start].text == "-" else 1
        if words[places.start].text in ("+", "-"):
            places = places[1:]
        told = [words[place] for place in places]
        if len(told) == 1 and told[0].kind == "number":
            return Length(sign * _number(told[0].text))
        if len(told) == 2 and told[0].text == "$":
            value = self._parameters.get(told[1].name)
            return Length(float(sign * value) if isinstance(value, int) else math.inf)
        if len(told) < 3 or sign < 0 or told[0].upper not in MEASURES or told[1].text != "(":
            return Length(math.inf)
        inside = self._shape.inside(places.start + 1)
        more = told[len(inside) + 3 :]
        size = self._told(inside).or_longer(Length(OF_THE_DATA))
        if not more:
            return size
        if len(more) == 2 and more[0].text in ("+", "-") and more[1].kind == "number":
            return size + Length(_number(more[1].text) * (1 if more[0].text == "+" else -1))
        return Length(math.inf)


def _refuse_long_ranges(shape: Shape, lists: _Lists, limits: Limits) -> None:
    """Raises QueryRefused when a range that is made into a list is too long.

    What stands right behind UNWIND is gone through row by row, and may be of any length.
    """
    for place, word in enumerate(shape.words):
        following = shape.words[place + 1].text if place + 1 < len(shape.words) else ""
        if word.name.upper() != "RANGE" or following != "(":
            continue
        end = shape.partner[place + 1] + 1
        after = shape.words[end].upper if end < len(shape.words) else ""
        if place and shape.words[place - 1].upper == "UNWIND" and after == "AS":
            continue
        if lists.numbers(place).items > limits.range:
            raise QueryRefused(
                f"a range is made into a list, and may hold {limits.range:,} numbers, said as "
                "numbers, parameters or sizes; UNWIND range(…) AS goes through more, row by row",
                "growth",
            )


def _longest(value: Any) -> float:
    """The length of the longest list in a parameter."""
    if isinstance(value, Mapping):
        return max((_longest(one) for one in value.values()), default=0.0)
    if isinstance(value, list):
        return max(float(len(value)), *(_longest(one) for one in value), 0.0)
    return 0.0


def _number(text: str) -> float:
    plain = text.replace("_", "").lower()
    try:
        return float(int(plain, 0)) if plain[:2] in ("0x", "0o") else float(plain)
    except (ValueError, OverflowError):
        return math.inf
