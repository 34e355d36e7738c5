"""All tags of a graph matched to its taxonomies, as they and the rules are now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from loader.matching.matcher import By, Found, Known, Matcher
from loader.matching.rules import Rules
from queries.errors import NotInGraph
from queries.graph import Graph, Row

WRITTEN_AT_ONCE = 5_000
MOST_FREQUENT = 10


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A tag that was not matched, how many posts and acts carry it, and a note where it helps."""

    tag: str
    name: str
    posts: int
    acts: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Matching:
    """What came of it: tags = the sum of `matched` + ignored + unmatched.

    `topics` stand in a taxonomy; `added` and `removed` are steps from tags to them since the
    run before.
    """

    topics: int
    tags: int
    matched: Mapping[By, int]
    ignored: int
    added: int
    removed: int
    unmatched: Sequence[Unmatched]

    def told(self) -> dict[str, Any]:
        """The same as an object for JSON, with the most frequent tags that were not matched."""
        return {
            "topics": self.topics,
            "tags": self.tags,
            "matched": {str(by): self.matched.get(by, 0) for by in By},
            "ignored": self.ignored,
            "unmatched": len(self.unmatched),
            "added": self.added,
            "removed": self.removed,
            "most_frequent": [asdict(tag) for tag in self.unmatched[:MOST_FREQUENT]],
        }


def match_tags(graph: Graph, rules: Rules) -> Matching:
    """Make each tag part of the topics it matches, and undo earlier matches that hold no longer.

    What sources and taxonomies say is part of what is left as it is. Cut off in the middle, it is
    done by doing it again. Raises NotInGraph without a taxonomy, SettingRefused for a rule about
    a topic that is not there; then nothing is changed.
    """
    rows = graph.run("topics_placed").rows
    known = [Known(row["id"], row["name"], row["synonyms"]) for row in rows if row["known"]]
    if not known:
        raise NotInGraph("no taxonomy is loaded; 'influence load taxonomy FILE' loads one")
    matcher = Matcher(known, rules)
    acts = {row["topic"]: row["acts"] for row in graph.run("acts_by_topic").rows}
    places = {row["id"]: [*row["parents"]] for row in rows}
    tags = [row for row in rows if not row["known"]]
    found = {row["id"]: _placed(places, row["id"], _found(matcher, row)) for row in tags}
    added, removed = _write(graph, rows, found)
    unmatched = [
        Unmatched(row["id"], row["name"], row["posts"], acts.get(row["id"], 0), told.note)
        for row in tags
        if not (told := found[row["id"]]).by and not told.ignored
    ]
    return Matching(
        topics=len(known),
        tags=len(tags),
        matched=Counter(told.by for told in found.values() if told.by),
        ignored=sum(told.ignored for told in found.values()),
        added=added,
        removed=removed,
        unmatched=sorted(unmatched, key=lambda tag: (-tag.posts - tag.acts, tag.tag)),
    )


def _found(matcher: Matcher, row: Row) -> Found:
    return matcher.found(row["id"], row["name"])


def _placed(places: dict[str, list[str]], tag: str, found: Found) -> Found:
    """What is left of `found` when nothing may be part of itself; noted in `places`.

    A source may have a tree of its own, in which a topic of the taxonomy is below the tag.
    """
    kept = tuple(topic for topic in found.topics if not _is_below(places, topic, tag))
    places[tag] += kept
    if kept or not found.topics:
        return Found(kept, found.by, found.ignored, found.note)
    return Found(note=f"is above {', '.join(found.topics)}")


def _is_below(places: Mapping[str, Sequence[str]], topic: str, tag: str) -> bool:
    """Whether `topic` is part of `tag`, however far."""
    waiting, seen = [topic], {topic}
    while waiting:
        here = waiting.pop()
        if here == tag:
            return True
        above = [one for one in places.get(here, ()) if one not in seen]
        seen.update(above)
        waiting += above
    return False


def _write(graph: Graph, rows: list[Row], found: Mapping[str, Found]) -> tuple[int, int]:
    """Write what differs from the matches before; how many steps were added and removed."""
    before = {(row["id"], topic): by for row in rows for topic, by in row["matches"]}
    said = {(row["id"], topic) for row in rows for topic in row["parents"]}
    after = {(tag, topic): str(told.by) for tag, told in found.items() for topic in told.topics}
    gone = sorted(before.keys() - after.keys())
    changed = sorted(
        step for step, by in after.items() if step not in said and before.get(step) != by
    )
    for some in _chunks([{"tag": tag, "topic": topic} for tag, topic in gone]):
        graph.run("unmatch_tags", rows=some)
    for some in _chunks(
        [{"tag": tag, "topic": topic, "by": after[tag, topic]} for tag, topic in changed]
    ):
        graph.run("match_tags", rows=some)
    return sum(step not in before for step in changed), len(gone)


def _chunks(rows: list[Row]) -> Iterator[list[Row]]:
    for start in range(0, len(rows), WRITTEN_AT_ONCE):
        yield rows[start : start + WRITTEN_AT_ONCE]
