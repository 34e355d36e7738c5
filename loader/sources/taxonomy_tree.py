"""What all rows of a taxonomy say together: topics, each with its parents, without circles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from loader.records import Reject, Topic
from loader.sources.taxonomy_rows import Reference, Said
from loader.sources.times import shown
from loader.topics import EVERYTHING, topic_id

ROOT = "_root_"
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
        self._rows: list[Said] = []
        self._topics: list[_Topic] = []
        self._by_id: dict[str, int] = {}
        self._by_slug: dict[str, int] = {}
        self._by_name: dict[str, int] = {}
        self._listing = False

    def __len__(self) -> int:
        return len(self._topics)

    def add(self, said: Said) -> Reject | None:
        """Take in one row; the reason when it names a topic that cannot be."""
        if _is_root(said.reference):
            self.left_out["the root"] += 1
            return None
        if said.listed:
            self._listing = True
            reject = self._list(said)
            if reject:
                return reject
        self._rows.append(said)
        return None

    def grown(self) -> Iterator[Reject]:
        """Find the parents of each topic; rejects steps to nowhere, and those that close circles.

        Where no file lists topics, those are topics between which there are steps.
        """
        if not self._listing:
            yield from self._listed_by_steps()
        for said in self._rows:
            yield from self._parents(said)
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

    def _list(self, said: Said) -> Reject | None:
        """The topic that `said` names is made, or added to."""
        tag = _tag(said)
        slug = topic_id(tag)
        if not slug:
            return said.reject(said.what, f"names no topic: {shown(tag)}")
        by_id = self._by_id.get(said.id)
        by_slug = self._by_slug.get(slug)
        if by_id is not None and by_id != by_slug and (said.slug or said.name):
            return said.reject(said.what, f"differs from {self._told(by_id)}, whose id it has")
        if by_id is None and by_slug is not None and said.id and self._topics[by_slug].id:
            reason = f"is that of {self._told(by_slug)}, too; give each a slug of its own"
            return said.reject(said.what, reason)
        known = by_slug if by_id is None else by_id
        topic = self._new(said, tag, slug) if known is None else self._topics[known]
        topic.id = topic.id or said.id
        topic.name = topic.name or said.name
        topic.synonyms.update(dict.fromkeys(said.synonyms))
        if said.id:
            self._by_id.setdefault(said.id, topic.number)
        return None

    def _new(self, said: Said, tag: str, slug: str) -> _Topic:
        topic = _Topic(len(self._topics), tag, f"{shown(tag)} at {said.file}:{said.line}")
        self._topics.append(topic)
        self._by_slug[slug] = topic.number
        if name := topic_id(said.name):
            self._by_name[name] = SEVERAL if name in self._by_name else topic.number
        return topic

    def _told(self, number: int) -> str:
        return self._topics[number].told

    def _listed_by_steps(self) -> Iterator[Reject]:
        for said in self._rows:
            for ways in (said.reference, *said.parents):
                if _is_root(ways):
                    continue
                slug, id_ = (*ways, "")[:2]
                if reject := self._list(replace(said, slug=slug, id=id_)):
                    yield reject

    def _parents(self, said: Said) -> Iterator[Reject]:
        child = self._found(said.reference)
        if isinstance(child, str):
            yield said.reject(said.what, child)
            return
        for reference in said.parents:
            if _is_root(reference):
                self.left_out["steps to the root"] += 1
                continue
            parent = self._found(reference)
            if isinstance(parent, str):
                yield said.reject(said.where, parent)
            elif parent == child:
                yield said.reject(said.where, f"is the topic itself: {shown(reference[0])}")
            else:
                self._topics[child].parents.setdefault(parent, said)

    def _found(self, reference: Reference) -> int | str:
        """The number of the topic that is meant, or why there is none."""
        for way in reference:
            slug = topic_id(way) or ""
            for known, key in (
                (self._by_id, way),
                (self._by_slug, slug),
                (self._by_name, slug),
            ):
                number = known.get(key)
                if number == SEVERAL:
                    return f"is the name of several topics: {shown(way)}"
                if number is not None:
                    return number
        return f"is no topic: {shown(reference[0])}"

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


def _tag(said: Said) -> str:
    """What the topic is called in the graph: its slug, else an id that reads like one, else its
    name. An id with a digit, such as 1042 or Q229680, says nothing to anybody."""
    readable = said.id if not any(char.isdigit() for char in said.id) else ""
    return said.slug or readable or said.name or said.id


def _is_root(reference: Reference) -> bool:
    return any(way == EVERYTHING or way.casefold() == ROOT for way in reference)
