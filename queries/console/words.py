"""Cypher as words: what is code, what is text, what is a comment.

Not Pygments' lexer, which colours our pages: it takes a line that holds `//` in a string for a
comment, and does not know `/* */`. What hides from this would hide from every limit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from queries.errors import QueryRefused

Kind = Literal["name", "quoted", "text", "number", "sign"]

# Each alternative is linear: none can match the same characters in two ways.
WORD = re.compile(
    r"""
    (?P<space> \s+ | //[^\r\n]* | /\*(?:[^*]|\*(?!/))*\*/ )
  | (?P<text> '(?:[^'\\]|\\.)*' | "(?:[^"\\]|\\.)*" )
  | (?P<quoted> `(?:[^`]|``)*` )
  | (?P<number> 0[xX][0-9a-fA-F_]+ | 0[oO][0-7_]+ | \d[\d_]*(?:\.\d[\d_]*)?(?:[eE][+-]?\d+)? )
  | (?P<name> [^\W\d]\w* )
  | (?P<sign> \|\| | \.\. | =~ | . )
    """,
    re.VERBOSE | re.DOTALL,
)
BEGINNINGS = ("'", '"', "`")
ESCAPED = re.compile(r"\\u+([0-9a-fA-F]{4})|\\U([0-9a-fA-F]{8})")


@dataclass(frozen=True, slots=True)
class Word:
    """One word: what kind, how it stands there, and where. `upper` is for keywords."""

    kind: Kind
    text: str
    start: int

    @property
    def upper(self) -> str:
        """The word in capitals when it may be a keyword, else as it is."""
        return self.text.upper() if self.kind == "name" else self.text

    @property
    def name(self) -> str:
        """What it names, without backticks; "" when it is no name."""
        if self.kind == "quoted":
            return self.text[1:-1].replace("``", "`")
        return self.text if self.kind == "name" else ""

    @property
    def end(self) -> int:
        """Where the next character stands."""
        return self.start + len(self.text)


def words(text: str) -> Sequence[Word]:
    """The words of `text` without spaces and comments.

    Raises QueryRefused when a quotation or a comment has no end, or when a letter is
    written as an escape: some versions read those before anything else, as code.
    """
    for found in ESCAPED.finditer(text):
        code = int(found[1] or found[2], 16)
        if code < 0x80 and (chr(code).isprintable() or chr(code).isspace()):
            raise QueryRefused(f"{found[0]} is a plain character; write it as itself", "escapes")
    found_words: list[Word] = []
    for found in WORD.finditer(text):
        kind = found.lastgroup
        if kind == "space":
            continue
        if found[0] in BEGINNINGS:
            raise QueryRefused(
                f"the quotation that begins with {found[0]} at character {found.start() + 1} "
                "has no end",
                "quotation",
            )
        if found[0] == "/" and text.startswith("/*", found.start()):
            raise QueryRefused("a comment that begins with /* has no end", "quotation")
        if found[0] == "\\":
            raise QueryRefused("a backslash stands outside of a quotation", "escapes")
        found_words.append(Word(kind, found[0], found.start()))  # type: ignore[arg-type]
    return found_words
