"""The word lists, and how a template becomes a text.

A template is written as it reads: `[a|b|]` chooses one of several, `{thing}` is a word
of that list and stays the same word throughout the text, `{other thing}` is another,
`{^thing}` begins with a capital, `{a tool}` brings its article.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from loader.sources.planted.dice import Dice

_HOLE = re.compile(r"\[([^\[\]]*)\]|\{(\^?)(a |other )?(\w+)\}")
_SENTENCE = re.compile(r"(^|[.!?] )([a-z])")
_SOUNDS_LIKE_A_CONSONANT = ("one", "uni", "use", "eu")

TOPICS = (
    "ceramics",
    "woodwork",
    "knitting",
    "bread",
    "coffee",
    "fermenting",
    "sea-swimming",
    "birdwatching",
    "allotments",
    "board-games",
    "stargazing",
    "hi-fi",
)
TONGUES = ("arabic", "chinese", "russian", "french")


@cache
def wordlist(name: str) -> Mapping[str, object]:
    """The word list `words/<name>.toml`."""
    return tomllib.loads((files(__package__) / "words" / f"{name}.toml").read_text("utf-8"))


@cache
def phrases(name: str, key: str) -> tuple[str, ...]:
    """One list of phrases of a word list."""
    found = wordlist(name)[key]
    assert isinstance(found, list), f"{name}.{key}"
    return tuple(str(phrase) for phrase in found)


@cache
def sections(name: str, key: str) -> Mapping[str, tuple[str, ...]]:
    """One table of lists of phrases of a word list."""
    found = wordlist(name)[key]
    assert isinstance(found, dict), f"{name}.{key}"
    return {section: tuple(listed) for section, listed in found.items()}


@dataclass(frozen=True, slots=True)
class Matter:
    """What a question is about: how it is put, and what people answer."""

    question: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Subject:
    """A topic with everything that people here say about it."""

    tag: str
    name: str
    parent: str
    lively: int
    tags: tuple[str, ...]
    bios: tuple[str, ...]
    troubles: tuple[Matter, ...]
    asks: tuple[Matter, ...]
    notes: tuple[str, ...]
    everyday: tuple[str, ...]
    glossy: tuple[str, ...]
    thanks: tuple[str, ...]
    slots: Mapping[str, tuple[str, ...]]
    own_slots: frozenset[str]


@cache
def subjects() -> tuple[Subject, ...]:
    """The twelve topics, in the order of `TOPICS`."""
    return tuple(_subject(name) for name in TOPICS)


def _subject(name: str) -> Subject:
    words = wordlist(name)
    return Subject(
        tag=str(words["tag"]),
        name=str(words["name"]),
        parent=str(words["parent"]),
        lively=int(str(words["lively"])),
        tags=phrases(name, "tags"),
        bios=phrases(name, "bios"),
        troubles=_matters(words["troubles"]),
        asks=_matters(words["asks"]),
        notes=phrases(name, "notes"),
        everyday=phrases(name, "everyday"),
        glossy=phrases(name, "glossy"),
        thanks=phrases(name, "thanks"),
        slots={**sections("common", "slots"), **sections(name, "slots")},
        own_slots=frozenset(sections(name, "slots")),
    )


def _matters(rows: object) -> tuple[Matter, ...]:
    assert isinstance(rows, list)
    return tuple(Matter(row[0], tuple(row[1:])) for row in rows)


def written(
    template: str, slots: Mapping[str, Sequence[str]], dice: Dice, given: dict[str, str]
) -> str:
    """A text from a template: holes filled, sentences with a capital."""
    text = " ".join(filled(template, slots, dice, given).split())
    return _SENTENCE.sub(lambda found: found[1] + found[2].upper(), text)


def filled(
    template: str, slots: Mapping[str, Sequence[str]], dice: Dice, given: dict[str, str]
) -> str:
    """A part of a text: the template with its holes filled.

    `given` fills slots with known words; what is drawn for the others is added to it, so
    that the caller knows what the text speaks of.
    """
    while hole := _HOLE.search(template):
        choices, capital, before, slot = hole.groups()
        if choices is not None:
            word = dice.pick(choices.split("|"))
        elif before == "other ":
            word = _another(slots[slot], dice, given.get(slot))
        else:
            word = given.get(slot) or given.setdefault(slot, dice.pick(slots[slot]))
            word = _with_article(word) if before else word
        word = word[:1].upper() + word[1:] if capital else word
        template = template[: hole.start()] + word + template[hole.end() :]
    return template.strip()


def _another(words: Sequence[str], dice: Dice, known: str | None) -> str:
    return dice.pick([word for word in words if word != known])


def _with_article(word: str) -> str:
    vowel = word[:1] in "aeiou" and not word.startswith(_SOUNDS_LIKE_A_CONSONANT)
    return f"{'an' if vowel else 'a'} {word}"
