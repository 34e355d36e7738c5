"""Text in a Stack Exchange dump: tags, and the people whom a comment names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_TAG = re.compile(r"<([^<>]+)>|([^|<>]+)")

# A name after '@' that is not part of an address, up to the next white space.
_NAMED = re.compile(r"(?<![\w@./`])@(?=\w)([^\s@]{1,60})")
_NAME_ENDS = ".,:;!?)('’\"*_`-–—…"
_SHORTEST_PREFIX = 3


def tags_in(text: str) -> tuple[str, ...]:
    """The tags of a question, written '<a><b>' in older dumps and '|a|b|' in newer ones."""
    return tuple(one or other for one, other in _TAG.findall(text))


def compact(name: str) -> str:
    """A display name as it is typed after '@': without spaces, case folded."""
    return "".join(name.split()).casefold()


def mentioned(comment: str, people: Iterable[tuple[str, str]]) -> list[str]:
    """The ids of the people whom `comment` names with '@', each once.

    `people` are the (id, compact name) of those who took part before, the latest first: as on
    the site, a name may be cut down to three letters, and the latest who has it is meant.
    """
    spellings = _NAMED.findall(comment)
    known = list(people) if spellings else []
    found = (_bearer(_readings(spelling), known) for spelling in spellings)
    return list(dict.fromkeys(person for person in found if person))


def _readings(spelling: str) -> Iterator[str]:
    """What was typed, first with as much punctuation as a name may have, then with none."""
    typed = spelling.casefold()
    yield typed.rstrip(_NAME_ENDS)
    yield re.split(r"\W", typed)[0]


def _bearer(readings: Iterable[str], people: Iterable[tuple[str, str]]) -> str | None:
    """The id of the first of `people` whose name is, or begins with, one of `readings`."""
    for typed in readings:
        for person, name in people:
            if name == typed or (len(typed) >= _SHORTEST_PREFIX and name.startswith(typed)):
                return person
    return None
