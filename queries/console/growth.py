"""What grows without end inside one expression.

The database watches the time and the memory of rows, and not of what happens inside an
expression: a text doubled forty times, or one comprehension in another over large ranges, ended
it in seconds. So such expressions are refused, from the words alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from queries.console.limits import Limits
from queries.console.loops import QUANTIFIERS, Loop, at_level, refuse_long_loops, split
from queries.console.patterns import refuse_wild_patterns
from queries.console.shape import CLAUSES, Shape
from queries.errors import QueryRefused

# How many characters a value of the data is taken to have, since the words do not say.
OF_THE_DATA = 1_000.0
# How many items of a gathered list are taken to have been made anew.
LONGEST = 10_000.0
# And how long one that a range counts may become where it is put into a text.
OF_A_NUMBER = 20.0
# What is of a number alone, or of a truth, does not grow with what it is of.
NUMBERS = frozenset(
    {
        *("SIZE", "LENGTH", "COUNT", "EXISTS", "SUM", "AVG", "ABS", "ROUND", "FLOOR", "CEIL"),
        *("SIGN", "SQRT", "EXP", "LOG", "LOG10", "TOINTEGER", "TOFLOAT", "TOBOOLEAN", "RAND"),
        *("ID", "ELEMENTID", "STDEV", "STDEVP", "ISEMPTY", "RANGE", *QUANTIFIERS),
    }
)
SUMS = ("+", "||")
# Of a text or a list the database makes an error.
ARITHMETIC = ("*", "/", "%", "^", "-")
KEYWORDS = frozenset(
    {
        *("AND", "OR", "XOR", "NOT", "IN", "IS", "NULL", "TRUE", "FALSE", "STARTS", "ENDS"),
        *("CONTAINS", "DISTINCT", "ASC", "DESC", "BY", "LIMIT", "SKIP", "ORDER", "WHERE"),
    }
)


def refuse_growth(shape: Shape, parameters: Mapping[str, Any], limits: Limits) -> None:
    """Raises QueryRefused when something in the query may grow beyond what the limits allow."""
    loops = refuse_long_loops(shape, parameters, limits)
    for loop in loops:
        if loop.sum and _Sizes(shape, parameters, loops, of_the_data=0.0).doubles(loop):
            raise QueryRefused(
                f"reduce: {loop.sum!r} goes into itself more than once a step, and so would double "
                "each time; UNWIND the list, and aggregate with sum or collect",
                "growth",
            )
    grown = _Sizes(shape, parameters, loops, of_the_data=OF_THE_DATA)
    grown.of(range(len(shape.words)))
    if grown.largest > limits.grown:
        raise QueryRefused(
            "something is added to itself, or replaced by something longer, again and again: that "
            f"may become longer than {limits.grown:,} characters",
            "growth",
        )
    if grown.copied > limits.copied:
        raise QueryRefused(
            "reduce: what was added before is copied with each step, together "
            f"more than {limits.copied:,} characters; UNWIND the list, and aggregate with collect",
            "growth",
        )
    written = _Sizes(shape, parameters, loops, of_the_data=1.0)
    written.of(range(len(shape.words)))
    refuse_wild_patterns(shape, parameters, max(OF_THE_DATA, written.largest))


class _Sizes:
    """How large values may become, by the words of a query: what is named in one is all in it.

    That is more than is true, but for what grows: who stands twice in what is named again, and
    that twice in the next, is counted four times.
    """

    def __init__(
        self,
        shape: Shape,
        parameters: Mapping[str, Any],
        loops: Sequence[Loop],
        *,
        of_the_data: float,
    ) -> None:
        self._shape = shape
        self._parameters = parameters
        self._loops = {loop.span.start - 1: loop for loop in loops}
        self._of_the_data = of_the_data
        self._named: dict[str, float] = {}
        self.largest = 0.0
        self.copied = 0.0

    def doubles(self, loop: Loop) -> bool:
        """Whether a step of a reduce makes of its sum something twice as large or more."""
        self._named = {loop.sum: 1.0}
        return self.of(self._made(loop)) >= 2

    def of(self, places: range) -> float:
        """How large all of an expression, or of clauses, is together."""
        words = self._shape.words
        whole = 0.0
        # What is put together now, part by part; and the name that LET gives to it.
        parts, let, place, number = [0.0], "", places.start, False
        while place < places.stop:
            word = words[place]
            after = words[place + 1].name if place + 1 < len(words) else ""
            end = self._end(place, places.stop)
            if word.text == "," or word.upper in CLAUSES:
                whole += self._named_as(let, sum(parts))
                parts, let, end, number = [0.0], self._let(place), place + 1, False
            elif word.upper == "AS" and after:
                self._named_as(after, sum(parts))
                end = place + 2
            elif word.text in ARITHMETIC:
                # What it is between are numbers; and what is before a minus is one, all of it.
                number = True
                if place > places.start and self._is_operand(place - 1):
                    parts = [0.0] if word.text == "-" else [*parts[:-1], 0.0]
            elif word.text in SUMS:
                parts, number = [*parts, 0.0], False
            elif word.text == "|" or (word.upper in KEYWORDS and not self._is_property(place)):
                end, number = place + 1, False
            else:
                size = self._size(place, end)
                parts[-1] += 0.0 if number else size
            place = end
        return whole + self._named_as(let, sum(parts))

    def _let(self, place: int) -> str:
        words = self._shape.words[place + 1 : place + 3]
        return words[0].name if len(words) == 2 and words[1].text == "=" else ""

    def _named_as(self, name: str, size: float) -> float:
        """The size itself, once it is known by the name that there may be."""
        size = max(size, float(self._of_the_data > 0))
        self.largest = max(self.largest, size)
        if name:
            # What has the same name elsewhere may be the larger one.
            self._named[name] = max(self._named.get(name, 0.0), size)
        return size

    def _end(self, place: int, stop: int) -> int:
        """Where what begins at a word ends: a call, brackets, CASE … END, a parameter."""
        words = self._shape.words
        if self._opens(place):
            return self._shape.partner[place] + 1
        if words[place].text == "$":
            return min(place + 2, stop)
        if self._is_property(place):
            return place + 1
        if words[place].upper == "CASE":
            return self._end_of_case(place, stop)
        if self._opens(place + 1) and words[place].name:
            return self._shape.partner[place + 1] + 1
        return place + 1

    def _size(self, place: int, end: int) -> float:
        words = self._shape.words
        word = words[place]
        if word.kind in ("text", "number") or word.text == "$":
            value = self._parameters.get(words[end - 1].name, "") if word.text == "$" else word.text
            return float(len(str(value))) if self._of_the_data else 0.0
        if word.upper == "CASE" and end > place + 1:
            return self._largest_branch(range(place + 1, end))
        if self._opens(place):
            return self._inside(place)
        if self._opens(place + 1) and end > place + 1:
            return self._of_call(place)
        if not word.name or self._is_property(place):
            return 0.0
        return self._named.get(word.name, self._of_the_data)

    def _of_call(self, place: int) -> float:
        """What a function makes, a subquery yields, or a variable with a list or map behind it."""
        word = self._shape.words[place]
        size = self._inside(place + 1)
        if word.upper in NUMBERS:
            return 0.0
        if self._shape.words[place + 1].text != "(" and word.upper != "COLLECT":
            return size + self._named.get(word.name, self._of_the_data)
        return size * self._replaced(place + 1) if word.upper == "REPLACE" else size

    def _inside(self, opening: int) -> float:
        loop = self._loops.get(opening)
        return self._of_loop(loop) if loop else self.of(self._shape.inside(opening))

    def _of_loop(self, loop: Loop) -> float:
        """A reduce's sum after all of its steps; of a comprehension, what it makes of each item."""
        items = self.of(loop.items)
        times = max(loop.length.items, LONGEST if loop.length.gathered else 1.0)
        before = {name: self._named.get(name) for name in (loop.name, loop.sum)}
        self._named[loop.name] = max(items / times, OF_A_NUMBER if self._of_the_data else 0.0)
        begun = 0.0
        if loop.sum:
            begun = self.of(range(loop.span.start + 2, loop.items.start - 3))
            # What goes in once stays; what is added to it is added each time.
            self._named[loop.sum] = 0.0
        made = self.of(self._made(loop)) if self._made(loop) else items / times
        for name, size in before.items():
            self._named.pop(name, None)
            if size is not None:
                self._named[name] = size
        whole = begun + made * times
        if loop.sum and not loop.length.gathered:
            self.copied = max(self.copied, whole * times)
        return whole

    def _made(self, loop: Loop) -> range:
        """What a loop makes of each item; empty when it only chooses among them."""
        rest = range(loop.items.stop, loop.span.stop)
        begin = next(at_level(self._shape, rest, "|"), rest.stop - 1) + 1
        # Of an allReduce, what it asks of each sum stands behind a comma.
        return range(begin, next(at_level(self._shape, range(begin, rest.stop), ","), rest.stop))

    def _replaced(self, opening: int) -> float:
        """How many times longer `replace(…)` may make a text."""
        given = list(split(self._shape, self._shape.inside(opening), ","))
        if len(given) != 3:
            return 1.0
        old, new = (self._written(one) for one in given[1:])
        longer = self._of_the_data or LONGEST
        if new is None:
            return longer
        return max(1.0, len(new) / len(old) if old else 1.0 + len(new))

    def _written(self, places: range) -> str | None:
        """A text that is told; None when only the data knows it."""
        words = [self._shape.words[place] for place in places]
        if len(words) == 1 and words[0].kind == "text":
            return words[0].text[1:-1]
        if len(words) == 2 and words[0].text == "$":
            return str(self._parameters.get(words[1].name, ""))
        return None

    def _largest_branch(self, places: range) -> float:
        """The largest of what a CASE may yield; its conditions go nowhere."""
        return max((self.of(branch) for branch in self._branches(places)), default=0.0)

    def _branches(self, places: range) -> Iterator[range]:
        begun, place = -1, places.start
        while place < places.stop:
            word = self._shape.words[place]
            if word.upper in ("WHEN", "THEN", "ELSE", "END") and not self._is_property(place):
                if begun >= 0:
                    yield range(begun, place)
                begun = place + 1 if word.upper in ("THEN", "ELSE") else -1
            place = max(self._end(place, places.stop), place + 1)

    def _end_of_case(self, place: int, stop: int) -> int:
        depth, at = 0, place
        while at < stop:
            upper = self._shape.words[at].upper
            if upper in ("CASE", "END") and not self._is_property(at):
                depth += 1 if upper == "CASE" else -1
                if not depth:
                    return at + 1
            at = self._shape.partner[at] + 1 if self._opens(at) else at + 1
        return place + 1

    def _opens(self, place: int) -> bool:
        return self._shape.partner.get(place, -1) > place

    def _is_operand(self, place: int) -> bool:
        """Whether something ends here, so that an operator behind it is between two."""
        word = self._shape.words[place]
        return word.kind != "sign" or word.text in ")]}"

    def _is_property(self, place: int) -> bool:
        return place > 0 and self._shape.words[place - 1].text in (".", "$")
