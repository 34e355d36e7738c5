"""The user's own word on what a tag means: one small TOML file.

    ignore = ["tbt", "follow*"]

    [topics]
    "machine learning" = ["ml", "#deep*"]

`*` stands for anything. Tags and patterns are compared as `folded` has them.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from loader.matching.names import folded
from loader.sources.times import shown
from loader.topics import topic_id
from queries.errors import SettingRefused

ANYTHING = "*"
NO_TEXTS = "is no list of texts"


@dataclass(frozen=True, slots=True)
class Patterns:
    """Some patterns: those that name one tag, and those that stand for many."""

    names: frozenset[str] = frozenset()
    wide: re.Pattern[str] | None = None

    def name(self, folds: set[str]) -> bool:
        """Whether one of them names the tag outright."""
        return not self.names.isdisjoint(folds)

    def cover(self, folds: set[str]) -> bool:
        """Whether one of them with a '*' takes the tag in."""
        return self.wide is not None and any(map(self.wide.fullmatch, folds))


@dataclass(frozen=True, slots=True)
class Rules:
    """What is no topic at all, and which patterns mean which topic, by its name in the file."""

    file: str = ""
    ignored: Patterns = Patterns()
    topics: Mapping[str, Patterns] = field(default_factory=dict)

    def ignore(self, folds: set[str]) -> bool:
        """Whether a tag is to be left alone."""
        return self.ignored.name(folds) or self.ignored.cover(folds)

    def refusal(self, name: str, note: str, ids: list[str]) -> SettingRefused:
        """What is to be said of a rule for a topic that is not there, or is not one alone."""
        near = get_close_matches(topic_id(name) or "", ids, n=3)
        advice = f"; try {', '.join(near)}" if near else ""
        reason = f"means {note}; write one of these" if note else f"is in no taxonomy{advice}"
        return SettingRefused(f"{self.file} [topics]: {shown(name)} {reason}")


def rules_from(path: Path | None) -> Rules:
    """The rules in `path`; none without one.

    Raises SettingRefused, naming the file and the key that cannot be used.
    """
    if path is None:
        return Rules()
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingRefused(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingRefused(f"{path.name}: not TOML: {error}") from error
    for key in told.keys() - {"ignore", "topics"}:
        raise SettingRefused(f"{path.name}: no key {key!r}; there are: ignore, [topics]")
    topics = told.get("topics", {})
    if not isinstance(topics, dict):
        raise SettingRefused(f"{path.name}: 'topics' is no table; write [topics] above its rules")
    return Rules(
        path.name,
        _patterns(told.get("ignore", []), f"{path.name}: 'ignore'"),
        {
            name: _patterns(given, f"{path.name} [topics]: {name!r}")
            for name, given in topics.items()
        },
    )


def _patterns(given: Any, where: str) -> Patterns:
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise SettingRefused(f'{where} {NO_TEXTS}, such as ["ml", "#deep*"]')
    names, wide = set(), []
    for pattern in given:
        first, *rest = pattern.split(ANYTHING)
        # Within a name, a '#' or '.' is not in front of it.
        pieces = [folded(first), *(folded(f"x{piece}")[1:] for piece in rest)]
        if ANYTHING in pattern:
            wide.append(".*".join(map(re.escape, pieces)))
        elif pieces[0]:
            names.add(pieces[0])
        else:
            raise SettingRefused(f"{where} has a pattern that names no tag: {shown(pattern)}")
    return Patterns(frozenset(names), re.compile("|".join(wide), re.DOTALL) if wide else None)
