"""What the named measures are computed from: lines, arrows, acts and posts, side by side.

A line is a person on a topic. Every topical measure is an array over all lines at once, so that
a hundred topics take as many passes over the acts as one does.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt

from queries.recipe import Recipe
from queries.scoring.arrows import EVERYTHING, Floats, Integers, distinct
from queries.scoring.named.posts import Posts
from queries.scoring.past import DAY_SECONDS, KIND_NAMES, Past
from queries.scoring.scene import Scene
from queries.scoring.topics import sensitive, without
from queries.scoring.unfolded import Dated, spread

Chosen = npt.NDArray[np.bool_]

CARRY = ("repost", "quote", "adopt")
TALK = ("reply", "mention")


@dataclass(frozen=True, slots=True)
class Stage:
    """Lines and what leads to them.

    `keys` are topic × people + person, ascending: everybody on "*", and whoever was acted on on a
    topic. Arrow i of `scene.unfolded` points at line `line[i]`, and comes from sender
    `sender[i]`: one for each person who acts on a topic, whose own line is `home`, -1 where
    nobody acted on them there. `dated` are the acts behind the arrows; `kind` and `post` run
    beside them.
    """

    past: Past
    now: int
    scene: Scene
    posts: Posts
    keys: Integers
    line: Integers
    sender: Integers
    senders: Integers
    home: Integers
    kind: Integers
    post: Integers
    said_topics: tuple[Integers, Integers]

    @classmethod
    def of(cls, past: Past, scene: Scene, recipe: Recipe, posts: Posts, *, now: int) -> Stage:
        """The stage on which the acts of `scene` stand."""
        arrows, size = scene.arrows, len(past.ids)
        everybody = arrows.topics.index(EVERYTHING) * size + np.arange(size)
        whom = arrows.topic * size + arrows.whom
        keys = distinct(np.concatenate([everybody, whom]))
        senders, sender = np.unique(arrows.topic * size + arrows.who, return_inverse=True)
        number = scene.unfolded.dated.number
        stage = cls(
            past=past,
            now=now,
            scene=scene,
            posts=posts,
            keys=keys,
            line=np.searchsorted(keys, whom),
            sender=sender,
            senders=senders,
            home=placed(keys, senders),
            kind=past.acts.kind[number],
            post=past.acts.post[number],
            said_topics=(np.zeros(0, np.int64), np.zeros(0, np.int64)),
        )
        return replace(stage, said_topics=stage._topics_of_posts(recipe))

    @property
    def size(self) -> int:
        """How many people there are."""
        return len(self.past.ids)

    @property
    def dated(self) -> Dated:
        """The acts behind the arrows."""
        return self.scene.unfolded.dated

    @property
    def topic(self) -> Integers:
        """The topic of each line."""
        return self.keys // self.size

    @property
    def person(self) -> Integers:
        """The person of each line."""
        return self.keys % self.size

    @property
    def star(self) -> int:
        """The number of the topic "*"."""
        return self.scene.arrows.topics.index(EVERYTHING)

    @property
    def over_all(self) -> slice:
        """The lines of everybody over everything, in the order of people."""
        begin = int(np.searchsorted(self.keys, self.star * self.size))
        return slice(begin, begin + self.size)

    @property
    def overall(self) -> Chosen:
        """Which arrows are over everything."""
        chosen: Chosen = self.scene.arrows.topic == self.star
        return chosen

    def since(self, days: float) -> Chosen:
        """Which acts are of the last `days`; one without a time is taken as fresh."""
        chosen: Chosen = self.dated.seconds >= self.now - int(days * DAY_SECONDS)
        return chosen

    def of_kinds(self, names: tuple[str, ...]) -> Chosen:
        """Which acts are of these kinds."""
        return np.isin(self.kind, [KIND_NAMES.index(name) for name in names])

    def worth(self, by_kind: dict[str, float]) -> Floats:
        """What each act is worth by its kind."""
        return np.array([by_kind[name] for name in KIND_NAMES])[self.kind]

    def any(self, acts: Chosen) -> Floats:
        """1 for each arrow that has one of these acts, else 0."""
        return self.scene.unfolded.reduced(np.logical_or, acts).astype(np.float64)

    def summed(self, values: Floats | Chosen) -> Floats:
        """Each arrow's sum over its acts."""
        # As numbers: of what is true or false a sum is whether any is.
        return self.scene.unfolded.reduced(np.add, np.asarray(values, np.float64))

    def largest(self, values: Floats) -> Floats:
        """Each arrow's largest over its acts."""
        return self.scene.unfolded.reduced(np.maximum, values)

    def received(self, arrows: Floats) -> Floats:
        """The sum over the arrows that point at each line."""
        return _counted(self.line, arrows, len(self.keys))

    def sent(self, arrows: Floats) -> Floats:
        """The sum over the arrows that come from each sender."""
        return _counted(self.sender, arrows, len(self.senders))

    def given(self, arrows: Floats) -> Floats:
        """For each line, the sum over the arrows that come from its person on its topic."""
        sent, given = self.sent(arrows), np.zeros(len(self.keys))
        known = self.home >= 0
        given[self.home[known]] = sent[known]
        return given

    def done(self, acts: Chosen) -> tuple[Integers, Integers]:
        """Each of these acts once for each line that its doer has: the line, and the act."""
        entry = self.scene.unfolded
        line = self.home[self.sender[entry.arrow()]]
        chosen = acts[entry.act] & (line >= 0)
        return line[chosen], entry.act[chosen]

    def said(self) -> tuple[Integers, Integers]:
        """Each entry of `posts` once for each line of its author: the line, and the entry."""
        entry, topic = self.said_topics
        line = placed(self.keys, topic * self.size + self.posts.who[entry])
        return line[line >= 0], entry[line >= 0]

    def posted(self, counts: Integers) -> Floats:
        """For each line, the posts of its person on its topic; `counts` is a column of `posts`."""
        line, entry = self.said()
        return _counted(line, counts[entry], len(self.keys))

    def posted_by_topic(self, counts: Integers) -> tuple[Integers, Floats]:
        """Keys (topic × people + person) and how many posts; a key may come twice."""
        entry, topic = self.said_topics
        return topic * self.size + self.posts.who[entry], counts[entry].astype(np.float64)

    def best(self, values: Floats) -> Floats:
        """For each line, the largest of its topic."""
        return self.by_topic(np.maximum, values)

    def by_topic(self, how: np.ufunc, values: Floats) -> Floats:
        """For each line, what `how` makes of all the values of its topic."""
        starts = np.flatnonzero(np.diff(self.topic, prepend=-1))
        sizes = np.diff(starts, append=len(self.keys))
        return np.repeat(how.reduceat(values, starts), sizes)

    def _topics_of_posts(self, recipe: Recipe) -> tuple[Integers, Integers]:
        """Each entry of `posts` once for each topic that it counts for, where there are arrows."""
        hidden = sensitive(self.past.called, recipe)
        lineage = without(self.past.lineage, hidden)
        number = {name: i for i, name in enumerate(self.scene.arrows.topics)}
        sets = [
            sorted({self.star} | {number[up] for tag in tags for up in lineage.get(tag, [tag])
                                  if up in number})
            for tags in self.posts.tag_sets
        ]  # fmt: skip
        sizes = np.array([len(one) for one in sets], np.int64)
        if not len(self.posts.who):
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        flat = np.array([one for numbers in sets for one in numbers], np.int64)
        entry = np.repeat(np.arange(len(self.posts.who)), sizes[self.posts.tags])
        return entry, spread(self.posts.tags, sizes, flat)


def placed(keys: Integers, wanted: Integers) -> Integers:
    """Where each of `wanted` stands in the ascending `keys`, -1 where it does not."""
    place = np.searchsorted(keys, wanted)
    place[place == len(keys)] = 0
    return np.where(keys[place] == wanted, place, -1) if len(keys) else place - 1


def share(part: Floats, whole: npt.NDArray[Any], otherwise: float = np.nan) -> Floats:
    """`part` / `whole`, and `otherwise` where there is no whole."""
    told: Floats = np.divide(part, whole, out=np.full(len(whole), otherwise), where=whole > 0)
    return told


def scaled(values: Floats, best: Floats) -> Floats:
    """0 to 100, the best being 100; 0 where nobody has anything."""
    return 100 * share(values, best, 0.0)


def _counted(place: Integers, weights: Any, size: int) -> Floats:
    return np.bincount(place, weights=weights, minlength=size).astype(np.float64)
