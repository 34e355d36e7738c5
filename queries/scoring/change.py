"""What changed a person's score between two moments, and why, cause by cause."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from queries.recipe import Recipe
from queries.scoring.arrows import Arrows, Floats, Integers
from queries.scoring.credibility import followers_believed, followers_counted
from queries.scoring.past import Past
from queries.scoring.points import POINTS, TERMS
from queries.scoring.scene import Scene

# In this order causes are taken, each with all before it done: what came in is told on top of
# what had faded by then.
CAUSES: Mapping[str, str] = {
    "loaded": "what was loaded or taken back since that run, of the time before it",
    "faded": "acts and active days grew older",
    "came in": "acts, followers and active days since",
    "credibility": "who acts became more or less credible",
    "recipe": "another recipe, or another reference",
}


@dataclass(frozen=True, slots=True)
class Moment:
    """When to look, in epoch seconds, and with which recipe and reference."""

    now: int
    recipe: Recipe
    reference: float


@dataclass(frozen=True, slots=True)
class Stand:
    """A person's score, rank and points by term; 0 and no rank where there is no score."""

    score: float
    rank: int | None
    terms: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Supporter:
    """One who acts on the person, and how many points of a cause are theirs."""

    person: int
    points: float


@dataclass(frozen=True, slots=True)
class Cause:
    """A row of CAUSES: its points by term, whose they are (the most first), the stand after it.

    What is by nobody, such as active days, is in `terms` alone.
    """

    name: str
    terms: Mapping[str, float]
    supporters: list[Supporter]
    stand: Stand

    @property
    def points(self) -> float:
        """All of its points."""
        return sum(self.terms.values())


def change(
    past: Past, person: int, topic: str, before: Moment, after: Moment
) -> tuple[Stand, list[Cause]]:
    """How the person at a position stood at `before`, and each cause of the change to `after`.

    Causes come in the order of CAUSES; their points sum to the difference within 1e-9. Of
    True Reach, Amplification and Network the points of what faded and what came in are shared
    among who acts, by how much each one's strongest act moved.
    """
    earlier = _until(past, before.now)
    first = _scene(past, before)
    older = replace(
        first,
        people=earlier.people(now=after.now, horizon_days=before.recipe.memory.horizon_days),
        arrows=earlier.folded(before.recipe, now=after.now),
    )
    last = _scene(past, replace(before, now=after.now))
    trusting = replace(
        last,
        credible=_as_before(first, last),
        discount=first.discount,
        followers=_followers_as_before(past, (before, first), (after, last)),
    )
    other = before.recipe.hash != after.recipe.hash
    final = _scene(past, after) if other else last
    scenes = [
        ("faded", older, before),
        ("came in", trusting, before),
        ("credibility", last, before),
        ("recipe", final, after),
    ]
    start = stand = _stand(first, before, person, topic)
    scene, causes = first, []
    for name, fresh, moment in scenes:
        there = _stand(fresh, moment, person, topic)
        terms = {term: there.terms[term] - stand.terms[term] for term in TERMS}
        who = _supporters(scene, fresh, person, topic, terms) if name in SHARED else []
        causes.append(Cause(name, terms, who, there))
        scene, stand = fresh, there
    return start, causes


SHARED = ("faded", "came in")


def _until(past: Past, now: int) -> Past:
    """The same with what happened before `now`, and what has no moment."""
    follows, posting = past.follows[2] < now, past.posting[1] < now
    return replace(
        past,
        acts=past.acts.kept(past.acts.at < now * 1000),
        follows=_chosen(past.follows, follows),
        posting=_chosen(past.posting, posting),
    )


def _chosen(
    columns: tuple[Integers, Integers, Integers], chosen: np.ndarray
) -> tuple[Integers, Integers, Integers]:
    one, two, three = columns
    return one[chosen], two[chosen], three[chosen]


def _scene(past: Past, moment: Moment) -> Scene:
    return past.scene(moment.recipe, now=moment.now)


def _as_before(first: Scene, last: Scene) -> Floats:
    """Each arrow's credibility as it was, or for an arrow that is new as it is."""
    keys = pd.Series(first.credible, index=_keys(first.arrows))
    before = keys.reindex(_keys(last.arrows)).to_numpy()
    known: Floats = np.where(np.isnan(before), last.credible, before)
    return known


def _followers_as_before(
    past: Past, first: tuple[Moment, Scene], last: tuple[Moment, Scene]
) -> Floats:
    """The followers of each that count: who followed before is as credible as then."""
    options, size = first[0].recipe.credibility, len(past.ids)
    follows, each = [], []
    for moment, scene in (first, last):
        pairs, known = past.followed(now=moment.now), scene.standing
        follows.append(pairs)
        each.append(
            followers_believed(scene.people, scene.arrows, pairs, known, options, now=moment.now)
        )
    # Both are in order, and who followed then follows now.
    before, now = (who * size + whom for who, whom in follows)
    each[1][np.searchsorted(now, before)] = each[0]
    return followers_counted(last[1].people, follows[1], each[1])


def _keys(arrows: Arrows) -> pd.MultiIndex:
    names = np.array(arrows.topics, dtype=object)[arrows.topic]
    return pd.MultiIndex.from_arrays([arrows.who, arrows.whom, names])


def _stand(scene: Scene, moment: Moment, person: int, topic: str) -> Stand:
    table = scene.scored(moment.recipe, moment.reference).table
    number = scene.arrows.topics.index(topic) if topic in scene.arrows.topics else -1
    rows = table[(table["person"] == person) & (table["topic"] == number)].dropna(subset=["score"])
    if not len(rows):
        return Stand(0.0, None, dict.fromkeys(TERMS, 0.0))
    row = rows.iloc[0]
    terms = {term: float(row[column]) for term, column in POINTS.items()}
    return Stand(float(row["score"]), int(row["rank"]), terms)


def _supporters(
    scene: Scene, fresh: Scene, person: int, topic: str, terms: Mapping[str, float]
) -> list[Supporter]:
    """The points of the terms that come of who acts, shared among them."""
    before, after = _weights(scene, person, topic), _weights(fresh, person, topic)
    moved = after.sub(before, fill_value=0.0)
    shared = sum(
        (
            moved[column] * (terms[term] / moved[column].sum())
            for term, column in AUDIENCE.items()
            if abs(moved[column].sum()) > 1e-12
        ),
        start=pd.Series(0.0, index=moved.index),
    )
    shared = shared[shared != 0].sort_values(key=np.abs, ascending=False, kind="stable")
    return list(map(Supporter, shared.index.tolist(), shared.tolist()))


AUDIENCE = {"reach": "weight", "amplification": "recent", "network": "credible"}


def _weights(scene: Scene, person: int, topic: str) -> pd.DataFrame:
    """Who acts on the person on the topic: their strongest act by each term's measure."""
    arrows = scene.arrows
    number = arrows.topics.index(topic) if topic in arrows.topics else -1
    chosen = (arrows.whom == person) & (arrows.topic == number)
    columns = {
        "weight": arrows.weight[chosen],
        "recent": arrows.recent[chosen],
        "credible": (arrows.weight * scene.credible)[chosen],
    }
    return pd.DataFrame(columns, index=arrows.who[chosen])
