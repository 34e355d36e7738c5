"""Regular expressions that would never end.

Java tries every way in which a text can match, and looks at no clock meanwhile.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from queries.console.shape import Shape
from queries.console.words import Word
from queries.errors import QueryRefused

# How often a pattern may choose where to go on: what is repeated, and groups of alternatives. Each
# may be made at every character: three take seconds on a thousand of them, and four minutes.
MOST_CHOICES = 3
MOST_STEPS = 10_000_000_000
MOST_ALTERNATIVES = 1_000
# What may stand behind the pattern: an operator would make another one of it.
ENDINGS = frozenset({")", "]", "}", ",", "|"})
# A text of Cypher: what its escapes are to Java.
ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
# Java's, as far as they are read here. Quotations, references back and control characters would
# need more, and so would a class within a class.
TOKEN = re.compile(
    r"""
    (?P<escape> \\[^QEkc1-9] )
  | (?P<class> \[(?!\^?\])\^?(?:[^\[\]\\&]|\\[^QEkc])+\] )
  | (?P<flags> \(\?[a-wyzA-WYZ-]+\) )
  | (?P<open> \((?:\?(?:<[a-zA-Z]\w*>|<?[=!]|>|[a-wyzA-WYZ-]*:)|(?!\?)) )
  | (?P<close> \) )
  | (?P<bar> \| )
  | (?P<repeated> (?:[*+?]|\{\d+(?:,\d*)?\})[?+]? )
  | (?P<plain> [^\\\[(] )
    """,
    re.VERBOSE | re.DOTALL,
)
EXACT = re.compile(r"\{\d+\}")


def refuse_wild_patterns(shape: Shape, parameters: Mapping[str, Any], longest: float) -> None:
    """Raises QueryRefused unless each pattern is one text or parameter that ends soon.

    `longest` is how many characters a text may have that it is held to.
    """
    most = MOST_CHOICES
    while most > 1 and longest**most > MOST_STEPS:
        most -= 1
    for place, word in enumerate(shape.words):
        if word.text != "=~":
            continue
        pattern = _pattern(shape.words[place + 1 : place + 4], parameters)
        if pattern is None:
            raise QueryRefused(
                "behind =~ stands one text or one parameter, so that it can be looked at before it "
                "runs; put the pattern together yourself, or use CONTAINS",
                "pattern",
            )
        if _is_wild(pattern, most):
            raise QueryRefused(
                f"a pattern after =~ may choose {most} times here, by repetition or by "
                "alternatives, and not inside of a group that is repeated; use CONTAINS, STARTS "
                "WITH, or several conditions",
                "pattern",
            )


def _pattern(behind: Sequence[Word], parameters: Mapping[str, Any]) -> str | None:
    """The pattern that is behind a `=~`; None when it is more than a text or a parameter.

    A parameter that is missing or no text is an empty one: the database refuses it.
    """
    is_parameter = len(behind) > 1 and behind[0].text == "$"
    after = behind[2 if is_parameter else 1 :]
    ends = not after or after[0].kind == "name" or after[0].text in ENDINGS
    if is_parameter and ends:
        value = parameters.get(behind[1].name or behind[1].text)
        return value if isinstance(value, str) else ""
    if behind and behind[0].kind == "text" and ends:
        return ESCAPE.sub(_character, behind[0].text[1:-1])
    return None


def _character(found: re.Match[str]) -> str:
    told = found[1]
    if len(told) > 1:
        return chr(min(int(told[1:], 16), 0x10FFFF))
    return " " if told in "nrtbf" else told


def _is_wild(pattern: str, most: int) -> bool:
    """Whether a pattern may take longer than anybody waits, or is not understood here."""
    choices, ways, place = 0, 1, 0
    # Of each group that is open, and first of the whole: its alternatives, and what was chosen
    # before it.
    groups = [(1, 0)]
    closed: tuple[int, int] | None = None
    while place < len(pattern):
        token = TOKEN.match(pattern, place)
        if token is None:
            return True
        place = token.end()
        before, closed = closed, None
        if token.lastgroup == "open":
            groups.append((1, choices))
        elif token.lastgroup == "bar":
            alternatives, earlier = groups[-1]
            choices += alternatives == 1
            groups[-1] = (alternatives + 1, earlier)
        elif token.lastgroup == "close":
            if len(groups) == 1:
                return True
            closed = groups.pop()
            ways *= closed[0]
        elif token.lastgroup == "repeated":
            if before and choices > before[1] and token[0][0] != "?":
                return True
            choices += bool(before) or not EXACT.fullmatch(token[0])
    return len(groups) > 1 or choices > most or ways * groups[0][0] > MOST_ALTERNATIVES
