"""Acts spread over what they count for, before they are folded into arrows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
import numpy.typing as npt

from queries.scoring.arrows import EVERYTHING, Arrows, Floats, Integers
from queries.scoring.topics import Lineage

UNKNOWN = -1
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Dated:
    """Acts at a moment, each in its decayed worth: with the long memory, and with the short.

    `number` is where an act stands among all acts; `seconds` is when it was, NEVER when that is
    unknown.
    """

    number: Integers
    who: Integers
    whom: Integers
    tags: Integers
    weight: Floats
    recent: Floats
    count: Floats
    seconds: Integers


@dataclass(frozen=True, slots=True)
class Unfolded:
    """One entry for each act and topic that it counts for; those of an arrow stand together.

    Arrow i goes from `who[i]` to `whom[i]` on `topic[i]`, and its entries begin at `starts[i]`.
    `act[e]` is the position in `dated` of the act behind entry e.
    """

    topics: list[str]
    dated: Dated
    who: Integers
    whom: Integers
    topic: Integers
    starts: Integers
    act: Integers

    def arrows(self) -> Arrows:
        """The largest act of each arrow, decayed, with the number of acts and the first."""
        seconds = self.dated.seconds
        first = self.reduced(np.minimum, seconds)
        return Arrows(
            topics=self.topics,
            who=self.who,
            whom=self.whom,
            topic=self.topic,
            weight=self.reduced(np.maximum, self.dated.weight),
            recent=self.reduced(np.maximum, self.dated.recent),
            acts=self.reduced(np.add, self.dated.count),
            first=np.where(first == NEVER, UNKNOWN, first),
            last=self.reduced(np.maximum, np.where(seconds == NEVER, UNKNOWN, seconds)),
        )

    def reduced(self, how: np.ufunc, values: npt.NDArray[Any]) -> npt.NDArray[Any]:
        """What `how` makes of the values of each arrow's acts."""
        return how.reduceat(values[self.act], self.starts) if len(self.starts) else values[:0]

    def arrow(self) -> Integers:
        """The arrow of each entry."""
        return np.repeat(np.arange(len(self.who)), np.diff(self.starts, append=len(self.act)))


def unfolded(
    dated: Dated, topics: list[str], sizes: Integers, flat: Integers, *, people: int
) -> Unfolded:
    """`dated` by arrow; a tag set t counts for `sizes[t]` topics, one after the other in `flat`."""
    act = np.repeat(np.arange(len(dated.who)), sizes[dated.tags])
    topic = spread(dated.tags, sizes, flat)
    key = (dated.who[act] * people + dated.whom[act]) * len(topics) + topic
    order = np.argsort(key, kind="stable")
    key, act = key[order], act[order]
    starts = np.flatnonzero(np.diff(key, prepend=-1))
    pair = key[starts] // len(topics)
    return Unfolded(
        topics=topics,
        dated=dated,
        who=pair // people,
        whom=pair % people,
        topic=key[starts] % len(topics),
        starts=starts,
        act=act,
    )


def topics_of(
    tag_sets: Sequence[tuple[str, ...]], lineage: Lineage, *, named: Integers
) -> tuple[list[str], Integers, Integers]:
    """The topics' names; for each tag set how many topics it counts for, and which, flat.

    The topics are those of the tag sets `named`.
    """
    counted = [
        {EVERYTHING, *chain.from_iterable(lineage.get(tag, [tag]) for tag in tags)}
        for tags in tag_sets
    ]
    used = np.zeros(len(tag_sets), np.bool_)
    used[named] = True
    topics = sorted({EVERYTHING}.union(*(counted[i] for i in np.flatnonzero(used).tolist())))
    number = {name: i for i, name in enumerate(topics)}
    sets = [sorted(number[name] for name in names if name in number) for names in counted]
    sizes = np.array([len(one) for one in sets], np.int64)
    flat = np.fromiter(chain.from_iterable(sets), np.int64, int(sizes.sum()))
    return topics, sizes, flat


def spread(tags: Integers, sizes: Integers, flat: Integers) -> Integers:
    """For each act in turn, the topics of its tag set."""
    starts = np.concatenate([[0], np.cumsum(sizes)[:-1]])
    lengths = sizes[tags]
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    return flat[np.repeat(starts[tags], lengths) + within]
