"""What all rows of a taxonomy say together: topics, each with its parents, without circles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from loader.records import Reject, Topic
from loader.sources.taxonomy_rows import Reference, Said
from loader.sources.times import shown
from loader.topics import EVERYTHING, topic_id

ROOTS = frozenset({"_root_", EVERYTHING})
SEVERAL = -1
# How many topics of a circle are told, so that a message stays readable.
TOLD = 6


@dataclass(slots=True)
class _Topic:
    """One topic so far, and then the numbers of its parents; `told` is where it was named."""

    number: int
    tag: str
    told: str
    id: str = ""
    name: str = ""
    synonyms: dict[str, None] = field(default_factory=dict)
    # The row that said it first, by the parent's number, in the order they were said.
    parents: dict[int, Said] = field(default_factory=dict)


class Tree:
    """Takes rows in any order; `grown` then finds out who is part of whom."""

    def __init__(self) -> None:
        self.left_out: Counter[str] = Counter()
        self.steps = 0
        # With the number of the topic that a row lists.
        self._rows: list[tuple[Said, int | None]] = []
        self._topics: list[_Topic] = []
        self._by_id: dict[str, int] = {}
        self._by_slug: dict[str, int] = {}
        self._by_name: dict[str, int] = {}
        self._roots: set[str] = set()
        self._listing = False

    def __len__(self) -> int:
        return len(self._topics)

    def add(self, said: Said) -> Reject | None:
        """Take in one row; the reason when it names a topic that cannot be."""
        if self._is_root(said.topic):
            self.left_out["the root"] += 1
            self._roots.update(filter(None, [said.topic.id]))
            return None
        number: int | None = None
        if said.listed:
            self._listing = True
            found = self._list(said)
            if isinstance(found, Reject):
                return found
            number = found
        self._rows.append((said, number))
        return None

    def grown(self) -> Iterator[Reject]:
        """Find the parents of each topic; rejects steps to nowhere, and those that close circles.

        Where no file lists topics, those are topics between which there are steps.
        """
        if not self._listing:
            yield from self._listed_by_steps()
        for said, number in self._rows:
            yield from self._parents(said, number)
        yield from self._circles()
        self.steps = sum(len(topic.parents) for topic in self._topics)

    def topics(self, taxonomy: str) -> Iterator[Topic]:
        """All of them, in the order they were first named."""
        for topic in self._topics:
            yield Topic(
                topic.tag,
                name=topic.name or None,
                parents=tuple(self._topics[parent].tag for parent in topic.parents),
                taxonomy=taxonomy,
                synonyms=tuple(topic.synonyms),
            )

    def _list(self, said: Said) -> int | Reject:
        """The number of the topic that `said` names, which is made, or added to."""
        id_, slug, name = said.topic
        tag = _tag(said.topic)
        key = topic_id(tag)
        if not key:
            return said.reject(said.what, f"names no topic: {shown(tag)}")
        by_id, by_key = self._by_id.get(id_), self._by_slug.get(key)
        if by_id is not None and by_id != by_key and (slug or name):
            return said.reject(said.what, f"differs from {self._told(by_id)}, whose id it has")
        if by_id is None and by_key is not None and id_ and self._topics[by_key].id:
            reason = f"is that of {self._told(by_key)}, too; give each a slug of its own"
            return said.reject(said.what, reason)
        known = by_key if by_id is None else by_id
        topic = self._new(said, tag, key) if known is None else self._topics[known]
        topic.synonyms.update(dict.fromkeys(said.synonyms))
        if id_ and not topic.id:
            topic.id = id_
            self._by_id[id_] = topic.number
        if name and not topic.name:
            topic.name = name
            if folded := topic_id(name):
                self._by_name[folded] = SEVERAL if folded in self._by_name else topic.number
        return topic.number

    def _new(self, said: Said, tag: str, key: str) -> _Topic:
        topic = _Topic(len(self._topics), tag, f"{shown(tag)} at {said.file}:{said.line}")
        self._topics.append(topic)
        self._by_slug[key] = topic.number
        return topic

    def _told(self, number: int) -> str:
        return self._topics[number].told

    def _listed_by_steps(self) -> Iterator[Reject]:
        for said, _ in self._rows:
            for what, end in ((said.what, said.topic), (said.where, said.parents[0])):
                if self._is_root(end):
                    continue
                named = Reference(end.id if end.id != end.slug else "", end.slug)
                found = self._list(replace(said, topic=named, what=what))
                if isinstance(found, Reject):
                    yield found

    def _parents(self, said: Said, number: int | None) -> Iterator[Reject]:
        child = self._found(said.topic) if number is None else number
        if isinstance(child, str):
            yield said.reject(said.what, child)
            return
        for reference in said.parents:
            if self._is_root(reference):
                self.left_out["steps to the root"] += 1
                continue
            parent = self._found(reference)
            if isinstance(parent, str):
                yield said.reject(said.where, parent)
            elif parent == child:
                yield said.reject(said.where, f"is the topic itself: {reference}")
            else:
                self._topics[child].parents.setdefault(parent, said)

    def _found(self, reference: Reference) -> int | str:
        """The number of the topic that is meant, or why there is none."""
        slug, name = topic_id(reference.slug) or "", topic_id(reference.name) or ""
        for number in (
            self._by_id.get(reference.id),
            self._by_slug.get(slug),
            self._by_slug.get(name),
            self._by_name.get(name),
        ):
            if number == SEVERAL:
                return f"is the name of several topics: {reference}"
            if number is not None:
                return number
        return f"is no topic: {reference}"

    def _is_root(self, topic: Reference) -> bool:
        return topic.id in self._roots or any(way.casefold() in ROOTS for way in topic)

    def _circles(self) -> Iterator[Reject]:
        """Cut each circle at the step that closes it, walking up from each topic in turn."""
        done: set[int] = set()
        for start in range(len(self._topics)):
            # The way up, and at each topic on it the parents that are still to be visited.
            way: dict[int, Iterator[int]] = {}
            here: int | None = None if start in done else start
            while here is not None:
                way.setdefault(here, iter(list(self._topics[here].parents)))
                parent = next(way[here], None)
                if parent is None:
                    done.add(here)
                    way.popitem()
                    here = next(reversed(way), None)
                elif parent in way:
                    said = self._topics[here].parents.pop(parent)
                    yield said.reject(said.where, self._circle(list(way), parent))
                elif parent not in done:
                    here = parent

    def _circle(self, way: list[int], parent: int) -> str:
        numbers = [*way[way.index(parent) :], parent]
        tags = [self._topics[number].tag for number in numbers]
        told = tags if len(tags) <= TOLD else [*tags[: TOLD - 2], "…", *tags[-2:]]
        return f"closes a circle: {' → '.join(told)}"


def _tag(topic: Reference) -> str:
    """What the topic is called in the graph: its slug, else an id that reads like one, else its
    name. An id with a digit, such as 1042 or Q229680, says nothing to anybody."""
    readable = "" if any(map(str.isdigit, topic.id)) else topic.id
    return topic.slug or readable or topic.name or topic.id
