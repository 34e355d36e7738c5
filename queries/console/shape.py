"""Limits on a query before anybody parses it.

A parser that goes four hundred brackets deep does not answer for minutes, and no time limit
reaches it. So what is deep, long or repeated is refused from its words alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from queries.console.limits import Limits
from queries.console.words import Word, words
from queries.errors import QueryRefused

PAIRS = {")": "(", "]": "[", "}": "{"}
LEADING = frozenset({"EXPLAIN", "PROFILE", "CYPHER", "USE"})
SUBQUERIES = frozenset({"EXISTS", "COUNT", "COLLECT", "CALL"})
CLAUSES = frozenset(
    {"MATCH", "WITH", "UNWIND", "CALL", "UNION", "RETURN", "LET", "FILTER", "NEXT", "WHEN", "FOR"}
)
OPERATORS = frozenset(
    {"AND", "OR", "XOR", "NOT", "IN", "IS", "STARTS", "ENDS", "CONTAINS"}
    | set("+-*/%^=<>.:&|!")
    | {"=~", "||"}
)
UNARY = ({"NOT"}, {"!"}, {"+", "-"})
AFTER_A_VALUE = frozenset({".", ":", "$", "|", "&"})


@dataclass(frozen=True, slots=True)
class Shape:
    """A query's words, and for each bracket where its partner is."""

    text: str
    words: Sequence[Word]
    partner: Mapping[int, int] = field(default_factory=dict)

    def inside(self, opening: int) -> range:
        """The places of the words between a bracket and its partner."""
        return range(opening + 1, self.partner[opening])


def shaped(text: str, limits: Limits) -> Shape:
    """The query's words, once they are within the limits. Raises QueryRefused."""
    _refuse_length(text, limits)
    found = words(text)
    if found and found[-1].text == ";":
        found = found[:-1]
    if not found:
        raise QueryRefused("there is nothing to run; write a query that ends in RETURN", "empty")
    if any(word.text == ";" for word in found):
        raise QueryRefused("one statement at a time: there is a ';' in the middle", "statements")
    if found[0].upper in LEADING:
        raise QueryRefused(
            f"{found[0].upper} is not for you to say: the plan has a tab of its own, and there is "
            "one database",
            "prefix",
        )
    _refuse_use(found)
    _refuse_runs(found, limits)
    _refuse_numbers(found, limits)
    return Shape(text, found, _partners(found, limits))


def _refuse_length(text: str, limits: Limits) -> None:
    try:
        size = len(text.encode("utf-8"))
    except UnicodeEncodeError:
        raise QueryRefused("the query holds half a surrogate pair", "encoding") from None
    if size > limits.text_bytes:
        raise QueryRefused(
            f"the query is {size:,} bytes long, and may be {limits.text_bytes:,}; pass long values "
            "as parameters",
            "length",
        )


def _refuse_use(found: Sequence[Word]) -> None:
    for place in range(1, len(found) - 1):
        before, word, after = found[place - 1 : place + 2]
        if word.upper == "USE" and before.text not in AFTER_A_VALUE and after.name:
            raise QueryRefused("there is one database here: leave USE out", "prefix")


def _refuse_runs(found: Sequence[Word], limits: Limits) -> None:
    for same in UNARY:
        length = 0
        for word in found:
            length = length + 1 if word.upper in same else 0
            if length > limits.run:
                raise QueryRefused(
                    f"more than {limits.run} {word.upper} in a row; an odd number is one, an even "
                    "number is none",
                    "run",
                )


def _refuse_numbers(found: Sequence[Word], limits: Limits) -> None:
    counts = Counter(word.upper for word in found)
    hops = sum(one.text == "-" and two.text in ("-", "[") for one, two in pairwise(found))
    for told, number, most in (
        ("operators", sum(counts[one] for one in OPERATORS) - 2 * hops, limits.operators),
        ("relationships", hops, limits.hops),
        ("clauses", sum(counts[one] for one in CLAUSES), limits.clauses),
        ("CASE", counts["CASE"], limits.cases),
    ):
        if number > most:
            raise QueryRefused(
                f"the query has {number:,} {told}, and may have {most:,}; pass a list as a "
                "parameter and use IN, or ask in several queries",
                "size",
            )


def _partners(found: Sequence[Word], limits: Limits) -> Mapping[int, int]:
    partner: dict[int, int] = {}
    open_places: list[int] = []
    subqueries: list[int] = []
    for place, word in enumerate(found):
        if word.kind != "sign":
            continue
        if word.text in PAIRS.values():
            open_places.append(place)
            if len(open_places) > limits.depth:
                raise QueryRefused(
                    f"brackets stand more than {limits.depth} deep in each other", "depth"
                )
            if word.text == "{" and _is_subquery(found, place, partner):
                subqueries.append(place)
        elif word.text in PAIRS:
            if not open_places or found[open_places[-1]].text != PAIRS[word.text]:
                raise QueryRefused(
                    f"{word.text!r} at character {word.start + 1} closes nothing that is open",
                    "brackets",
                )
            opening = open_places.pop()
            partner[opening], partner[place] = place, opening
            if subqueries and subqueries[-1] == opening:
                subqueries.pop()
        if len(subqueries) > limits.subqueries:
            raise QueryRefused(
                f"subqueries stand more than {limits.subqueries} deep in each other", "depth"
            )
    if open_places:
        left = found[open_places[-1]]
        raise QueryRefused(
            f"{left.text!r} at character {left.start + 1} is never closed", "brackets"
        )
    return partner


def _is_subquery(found: Sequence[Word], place: int, partner: Mapping[int, int]) -> bool:
    if place == 0:
        return False
    before = found[place - 1]
    if before.text == ")" and place - 1 in partner:
        opening = partner[place - 1]
        return opening > 0 and found[opening - 1].upper == "CALL"
    return before.upper in SUBQUERIES
