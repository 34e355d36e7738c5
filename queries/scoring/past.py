"""All that happened, as arrays: what a score at any moment, of any part of it, is made from.

`fold_attention` folds acts inside the database, for the arrows that pages show. Here the same
fold is done in memory, so that a backtest, a bootstrap or a counterfactual can fold a hundred
times without writing anything. A test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

import numpy as np
import numpy.typing as npt

from queries.graph import Graph
from queries.recipe import KINDS, Memory, Recipe
from queries.scoring.arithmetic import DAY_MILLIS as DAY_MILLIS
from queries.scoring.arithmetic import DAY_SECONDS as DAY_SECONDS
from queries.scoring.arithmetic import Values
from queries.scoring.arrows import EVERYTHING, Arrows, Floats, Integers, People, distinct
from queries.scoring.caps import share_of_day
from queries.scoring.credibility import Standing
from queries.scoring.points import Scored
from queries.scoring.scene import Scene
from queries.scoring.topics import called_in, lineage_in, sensitive, without
from queries.scoring.unfolded import NEVER, Dated, Unfolded, spread, topics_of, unfolded
from queries.scoring.unfolded import UNKNOWN as UNKNOWN

KIND_NAMES = tuple(KINDS)
Chosen = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Acts:
    """Act i is of `kind[i]` (a position in KIND_NAMES) by person `who[i]` on `whom[i]`.

    `at` is in milliseconds, -1 when unknown; `tags[i]` a position among `tag_sets`, each
    the topics that an act carries; `post` a number for the post acted upon, -1 when unknown.
    """

    who: Integers
    whom: Integers
    kind: Integers
    at: Integers
    credit: Floats
    count: Integers
    tags: Integers
    post: Integers
    tag_sets: list[tuple[str, ...]]

    def __len__(self) -> int:
        return len(self.who)

    def kept(self, chosen: Chosen | Integers) -> Acts:
        """Those that are chosen, by truth or by position (one position may come twice)."""
        return Acts(
            self.who[chosen],
            self.whom[chosen],
            self.kind[chosen],
            self.at[chosen],
            self.credit[chosen],
            self.count[chosen],
            self.tags[chosen],
            self.post[chosen],
            self.tag_sets,
        )


@dataclass(frozen=True, slots=True)
class Past:
    """Everybody, and all that is dated: acts, follows, days of posting.

    People are positions in `ids`. `follows` is who, whom, and when in seconds; `posting` who,
    the first moment of a day on which they posted in seconds, and how many posts on it.
    `lineage` has the topics that each topic counts for, itself included, where there are others;
    `called` the topics that each word calls; `labels` the label of each who has one, by position.
    """

    numbers: Integers
    ids: list[str]
    created: Integers
    reported: Integers
    acts: Acts
    follows: tuple[Integers, Integers, Integers]
    posting: tuple[Integers, Integers, Integers]
    lineage: Mapping[str, list[str]]
    called: Mapping[str, list[str]] = field(default_factory=dict)
    labels: Mapping[int, str] = field(default_factory=dict)

    def without_acts(self, gone: Chosen) -> Past:
        """The same without the acts that are `gone`."""
        return replace(self, acts=self.acts.kept(~gone))

    def moment(self) -> int:
        """The second just after the last act, in epoch seconds."""
        return int(self.acts.at.max(initial=0)) // 1000 + 1

    def positions(self, numbers: Integers) -> Integers:
        """Where the people with these numbers of the database stand."""
        return _placed(self.numbers, numbers)

    def about(self, topic: str) -> Chosen:
        """Which acts count for `topic`."""
        counts = [
            topic == EVERYTHING or any(topic in self.lineage.get(tag, (tag,)) for tag in tags)
            for tags in self.acts.tag_sets
        ]
        chosen: Chosen = np.array(counts, np.bool_)[self.acts.tags]
        return chosen

    def people(self, *, now: int, horizon_days: float, reported: bool = True) -> People:
        """Everybody as they were at `now` (epoch seconds).

        Without `reported` only follows that are loaded count, not the number that a network
        reported: that number is as new as the load, and would tell of the future.
        """
        who, day = self._active_days(now)
        age = now // DAY_SECONDS - day
        size = len(self.ids)
        followed = np.bincount(self.followed(now=now)[1], minlength=size)
        return People(
            numbers=self.numbers,
            ids=self.ids,
            created=self.created,
            followers=np.maximum(self.reported if reported else 0, followed).astype(np.float64),
            active=np.bincount(who, weights=halved(age, horizon_days), minlength=size).astype(
                np.float64
            ),
            days=np.bincount(who, minlength=size).astype(np.int64),
            labels=self.labels,
        )

    def followed(self, *, now: int) -> tuple[Integers, Integers]:
        """Who followed whom before `now`, each pair once."""
        before = self._followed_by(now)
        return unique_pairs(self.follows[0][before], self.follows[1][before], len(self.ids))

    def by_topic(self, acts: Acts) -> tuple[Integers, Integers, list[str]]:
        """Each act once for each topic it counts for: positions of act and topic, and names."""
        topics, sizes, flat = topics_of(acts.tag_sets, self.lineage, named=acts.tags)
        act = np.repeat(np.arange(len(acts)), sizes[acts.tags])
        return act, spread(acts.tags, sizes, flat), topics

    def folded(self, recipe: Recipe, *, now: int) -> Arrows:
        """Attention at `now` (epoch seconds): see `fold_attention`, which says the same."""
        return self.unfolded(recipe, now=now).arrows()

    def unfolded(self, recipe: Recipe, *, now: int, every_kind: bool = False) -> Unfolded:
        """The same before it is folded: each act with the topics that it counts for.

        With `every_kind` acts of kinds that the recipe weighs 0 are there as well, worth nothing,
        on the topics on which something counts.
        """
        acts, by_kind = self.acts, np.array([recipe.kinds[kind] for kind in KIND_NAMES])
        there = (acts.who != acts.whom) & (acts.at < now * 1000)
        counts = there & (by_kind[acts.kind] > 0)
        named, counts = acts.tags[counts], there if every_kind else counts
        acts = acts.kept(counts)
        worth = by_kind[acts.kind] * acts.credit
        # What weighs nothing takes no room of a day.
        some: Chosen | slice = by_kind[acts.kind] > 0 if every_kind else slice(None)
        worth[some] *= share_of_day(
            acts.who[some], acts.whom[some], acts.at[some], per_day=recipe.caps.per_day
        )
        age_days = np.where(acts.at == UNKNOWN, 0.0, now * 1000 - acts.at) / DAY_MILLIS
        dated = Dated(
            number=np.flatnonzero(counts),
            who=acts.who,
            whom=acts.whom,
            tags=acts.tags,
            weight=worth * left(age_days, recipe.memory),
            recent=worth * halved(age_days, recipe.memory.short_days),
            count=acts.count.astype(np.float64),
            seconds=np.where(acts.at == UNKNOWN, NEVER, acts.at // 1000),
        )
        lineage = without(self.lineage, sensitive(self.called, recipe))
        topics = topics_of(acts.tag_sets, lineage, named=named)
        return unfolded(dated, *topics, people=len(self.ids))

    def scene(
        self, recipe: Recipe, *, now: int, reported: bool = True, known: Standing | None = None
    ) -> Scene:
        """All that scores at `now` are computed from; see `people` for `reported`.

        `known` is everybody's standing where it is known already: topics change nothing of it.
        """
        people = self.people(now=now, horizon_days=recipe.memory.horizon_days, reported=reported)
        unfolded = self.unfolded(recipe, now=now)
        return Scene.of(people, unfolded, self.followed(now=now), recipe, now=now, known=known)

    def scored(
        self, recipe: Recipe, *, now: int, reference: float | None = None, reported: bool = True
    ) -> tuple[Scored, Arrows]:
        """Every score at `now`, and the arrows it was made from."""
        scene = self.scene(recipe, now=now, reported=reported)
        return scene.scored(recipe, reference), scene.arrows

    def _followed_by(self, now: int) -> Chosen:
        chosen: Chosen = self.follows[2] < now
        return chosen

    def _active_days(self, now: int) -> tuple[Integers, Integers]:
        """Distinct (person, day) on which they acted or posted before `now`."""
        acted = (self.acts.at != UNKNOWN) & (self.acts.at // 1000 < now)
        posted = self.posting[1] < now
        who = np.concatenate([self.acts.who[acted], self.posting[0][posted]])
        day = np.concatenate(
            [self.acts.at[acted] // DAY_MILLIS, self.posting[1][posted] // DAY_SECONDS]
        )
        base = int(day.max(initial=0)) + 1
        keys = distinct(who * base + day)
        return keys // base, keys % base


def past_in(graph: Graph) -> Past:
    """All that happened in the graph."""
    people = graph.run("everybody_known").rows
    numbers = np.array([row["number"] for row in people], np.int64)
    rows = graph.run("acts_of", numbers=numbers.tolist(), posts=True).rows
    kinds = {relationship: KIND_NAMES.index(kind) for kind, relationship in KINDS.items()}
    sizes = [len(row["whom"]) for row in rows]
    tag_sets: dict[tuple[str, ...], int] = {}
    posts: dict[str, int] = {"": UNKNOWN}
    tags = [
        tag_sets.setdefault(tuple(carried), len(tag_sets))
        for row in rows
        for carried in row["topics"]
    ]
    post = [posts.setdefault(id_, len(posts) - 1) for row in rows for id_ in row["post"]]
    acts = Acts(
        who=np.repeat(_placed(numbers, [row["who"] for row in rows]), sizes),
        whom=_placed(numbers, [one for row in rows for one in row["whom"]]),
        kind=np.array([kinds[one] for row in rows for one in row["kind"]], np.int64),
        at=np.array([one for row in rows for one in row["at"]], np.int64),
        credit=np.array([one for row in rows for one in row["credit"]], np.float64),
        count=np.array([one for row in rows for one in row["count"]], np.int64),
        tags=np.array(tags, np.int64),
        post=np.array(post, np.int64),
        tag_sets=list(tag_sets),
    )
    return Past(
        numbers=numbers,
        ids=[row["id"] for row in people],
        created=np.array([row["created"] for row in people], np.int64),
        reported=np.array([row["followers"] for row in people], np.int64),
        acts=acts,
        follows=_dated(graph, numbers, "follows_of", "whom", "at"),
        posting=_dated(graph, numbers, "post_days_of", "first", "posts"),
        lineage=lineage_in(graph),
        called=called_in(graph),
        labels={i: row["label"] for i, row in enumerate(people) if row["label"]},
    )


def seconds_of(moment: str) -> int:
    """An ISO 8601 moment with a zone, in epoch seconds."""
    return int(datetime.fromisoformat(moment).timestamp())


def unique_pairs(who: Integers, whom: Integers, size: int) -> tuple[Integers, Integers]:
    """Each pair of positions below `size` once, in order."""
    keys = distinct(who * size + whom)
    return keys // size, keys % size


def halved(age_days: Values, half_life_days: float) -> Values:
    """What is left at an age of what halves so often."""
    return 2.0 ** (-age_days / half_life_days)


def left(age_days: Values, memory: Memory) -> Values:
    """What is left of an act in the long memory."""
    fading = (1 - memory.lasting) * halved(age_days, memory.horizon_days)
    return fading + memory.lasting * halved(age_days, memory.lasting_days)


def _dated(
    graph: Graph, numbers: Integers, query: str, second: str, third: str
) -> tuple[Integers, Integers, Integers]:
    rows = graph.run(query, numbers=numbers.tolist()).rows
    who = np.repeat(
        _placed(numbers, [row["who"] for row in rows]), [len(row[second]) for row in rows]
    )
    columns = [
        np.array([one for row in rows for one in row[name]], np.int64) for name in (second, third)
    ]
    if second == "whom":
        columns[0] = _placed(numbers, columns[0])
    return who, columns[0], columns[1]


def _placed(numbers: Integers, wanted: list[int] | Integers) -> Integers:
    return np.searchsorted(numbers, np.asarray(wanted, np.int64)).astype(np.int64)
