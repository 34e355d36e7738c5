"""What a tag becomes: the one place where it is decided what an interaction is about.

Readers pass on tags as their source spells them. `topic_id` turns a spelling into the id
that all spellings of the same tag share; `topic_name` into what a person reads.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

LONGEST_TOPIC = 100
# What is read of a tag. Spellings are remembered, and a made-up file may have endless ones.
LONGEST_SPELLING = 1_000
EVERYTHING = "*"

# '.' and '..' would be lost in an address; '*' is the topic that stands for everything.
_NO_TOPIC = frozenset({"", ".", "..", EVERYTHING})

# Control and format characters (tabs, bidirectional marks, zero-width joiners) and halves
# of surrogate pairs: nobody sees them, and the last cannot even be stored.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs"})
_VARIATION_SELECTORS = range(0xFE00, 0xFE10)


def topic_id(tag: str) -> str | None:
    """The id of the topic that `tag` names, or None when it names none.

    Compatibility forms and case are folded, a leading '#' goes, runs of white space become
    one '-', invisible characters go, and 100 characters remain at most. Other symbols stay:
    'q#', 'c++' and 'ac/dc' are topics of their own. Nothing can become '*', the topic that
    stands for everything. An id is its own id.
    """
    return _topic_id(tag[:LONGEST_SPELLING])


def topic_name(tag: str) -> str:
    """`tag` as a person reads it: 'quantum gate' for '#quantum-gate'.

    Hyphens and underscores between words become spaces; case stays, since a spelling such
    as 'macOS' was chosen by somebody. Empty where `topic_id` is None.
    """
    return _topic_name(tag[:LONGEST_SPELLING])


@lru_cache(maxsize=65_536)
def _topic_id(tag: str) -> str | None:
    folded = unicodedata.normalize("NFKC", _visible(tag)).casefold()
    # Folding case can undo the normal form ('ᾼ' and its like).
    folded = unicodedata.normalize("NFKC", folded)
    slug = "-".join(_without_hash(folded).split())[:LONGEST_TOPIC]
    return None if slug in _NO_TOPIC else slug


@lru_cache(maxsize=65_536)
def _topic_name(tag: str) -> str:
    if _topic_id(tag) is None:
        return ""
    plain = _without_hash(unicodedata.normalize("NFKC", _visible(tag)))
    words = " ".join(plain.replace("-", " ").replace("_", " ").split())
    return (words or plain.strip())[:LONGEST_TOPIC]


def _visible(text: str) -> str:
    """`text` without the characters that cannot be seen; white space becomes plain spaces."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(" " if char.isspace() else char for char in text if _is_seen(char))


def _is_seen(char: str) -> bool:
    if char.isspace():
        return True
    return unicodedata.category(char) not in _INVISIBLE and ord(char) not in _VARIATION_SELECTORS


def _without_hash(text: str) -> str:
    """`text` without the '#' of a hashtag in front of it."""
    return text.strip().lstrip("# ")
