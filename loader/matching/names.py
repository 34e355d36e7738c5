"""When two spellings are the same name."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from loader.topics import topic_id

# 'new' and 'news' are two words.
_NO_PLURALS = frozenset({"news"})
# What is left of a plural must still be a word.
_SHORTEST = 3
_NO_ENDING = re.compile(r"(?:ss|us|is)$")
_ENDING_IN_ES = re.compile(r"(?:s|x|z|ch|sh)es$")


@lru_cache(maxsize=65_536)
def folded(name: str) -> str:
    """`name` without what spellings differ in: case, white space, hyphens, other punctuation.

    'Machine Learning', '#MachineLearning' and 'machine_learning' are one; '&' is 'and'. What
    tells names apart stays: 'c', 'c#' and 'c++' are three, and '.net' is not 'net'. Empty
    where `topic_id` is None.
    """
    slug = topic_id(name) or ""
    dotted = "." if re.match(r"\.\w", slug) else ""
    kept = (char for char in slug.replace("&", "and") if char == "#" or not _is_loose(char))
    return dotted + "".join(kept) or slug


@lru_cache(maxsize=65_536)
def singular(name: str) -> str:
    """A folded name without the ending of a simple English plural: 'car', 'city', 'box'.

    For comparing with other singulars, not for reading: 'physics' becomes 'physic'.
    """
    if name in _NO_PLURALS or not name.isascii() or not name.endswith("s"):
        return name
    if name.endswith("ies"):
        stem = name[:-3] + "y"
    elif _ENDING_IN_ES.search(name):
        stem = name[:-2]
    else:
        stem = name if _NO_ENDING.search(name) else name[:-1]
    return stem if len(stem) >= _SHORTEST else name


def _is_loose(char: str) -> bool:
    return unicodedata.category(char)[0] in "PZ"
