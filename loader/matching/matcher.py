"""Which topic of a taxonomy a tag is: what a rule spells out, its name, a synonym, a wide rule."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from loader.matching.names import folded, singular
from loader.matching.rules import Patterns, Rules
from loader.topics import topic_id


class By(StrEnum):
    """What a match rests on; also the `by` of CHILD_OF."""

    NAME = "name"
    SYNONYM = "synonym"
    RULE = "rule"


@dataclass(frozen=True, slots=True)
class Known:
    """A topic of a taxonomy."""

    id: str
    name: str
    synonyms: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Found:
    """What a tag is part of, and why; `note` says why nothing was found where it is not plain."""

    topics: tuple[str, ...] = ()
    by: By | None = None
    ignored: bool = False
    note: str = ""


Index = Mapping[str, set[str]]
Fold = Callable[[str], str]


class Matcher:
    """Matches tags, one by one, to `topics` by `rules`.

    Raises SettingRefused when a rule is for a topic that is not there.
    """

    def __init__(self, topics: Iterable[Known], rules: Rules) -> None:
        known = list(topics)
        ids = [(topic.id, [topic.id]) for topic in known]
        names = [(topic.id, [topic.name]) for topic in known]
        synonyms = [(topic.id, topic.synonyms) for topic in known]
        # Looked through in turn: an id before a name, as it is before its plural.
        self._tiers: list[tuple[By, Fold, Index]] = [
            (by, fold, _index(spellings, fold))
            for by, told in ((By.NAME, (ids, names)), (By.SYNONYM, (synonyms,)))
            for fold in (_same, singular)
            for spellings in told
        ]
        self._ids = {topic.id for topic in known}
        self._rules = rules
        self._by_rule: list[tuple[str, Patterns]] = [
            (self._meant(name), patterns) for name, patterns in rules.topics.items()
        ]

    def found(self, id_: str, name: str) -> Found:
        """What the tag with this id and name is part of.

        A rule that spells it out goes before names, names before synonyms, and rules with
        '*' come last. A name that several topics have matches none of them.
        """
        folds = {folded(id_), folded(name)} - {""}
        if self._rules.ignore(folds):
            return Found(ignored=True)
        if topics := [topic for topic, patterns in self._by_rule if patterns.name(folds)]:
            return _ruled(topics)
        named = self._named(folds)
        if named.topics:
            return named
        if topics := [topic for topic, patterns in self._by_rule if patterns.cover(folds)]:
            return _ruled(topics)
        return named

    def _named(self, folds: set[str]) -> Found:
        for by, fold, index in self._tiers:
            topics = sorted(set().union(*(index.get(fold(one), ()) for one in folds)))
            if len(topics) > 1:
                return Found(note=f"several: {', '.join(topics)}")
            if topics:
                return Found(tuple(topics), by)
        return Found()

    def _meant(self, name: str) -> str:
        """The id of the topic that a rule calls `name`."""
        id_ = topic_id(name)
        if id_ in self._ids:
            return str(id_)
        found = self._named({folded(name)})
        if not found.topics:
            raise self._rules.refusal(name, found.note, sorted(self._ids))
        return found.topics[0]


def _ruled(topics: list[str]) -> Found:
    return Found(tuple(dict.fromkeys(topics)), By.RULE)


def _index(spellings: Iterable[tuple[str, Sequence[str]]], fold: Fold) -> Index:
    index: defaultdict[str, set[str]] = defaultdict(set)
    for id_, names in spellings:
        for name in names:
            if known := folded(name):
                index[fold(known)].add(id_)
    return dict(index)


def _same(name: str) -> str:
    return name
