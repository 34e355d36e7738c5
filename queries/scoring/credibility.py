"""Who counts as credible: trust handed on, evidence about the account, or a user's label."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from queries.labels import SUSPICIOUS
from queries.recipe import Credibility, Labels
from queries.scoring.arithmetic import ARRAYS, Arithmetic, Values
from queries.scoring.arrows import EVERYTHING, Arrows, Floats, Integers, People, distinct
from queries.scoring.credible_formulas import (
    counting_followers,
    credibility,
    evidence,
    evident,
    given_by,
    is_active,
    is_older,
    opened,
    trust_share,
    trusted,
    was_there_before,
)
from queries.scoring.quality.sorted_keys import is_among

# Evidence covers a network when it covers this part of its attention.
ENOUGH = 0.5
NEVER = np.iinfo(np.int64).max
# Trust is iterated until all of it together moves less.
SETTLED = 1e-12
MOST_STEPS = 500


def trust(who: Integers, whom: Integers, seeds: Floats, *, damping: float) -> Floats:
    """Seeded PageRank in which each account's largest single endorser is dropped.

    `who` → `whom` are distinct pairs of positions; `seeds` sums to 1 or is all 0. A person's
    mass is split evenly over those attended to: x = (1 − d)·seeds + d·(sum − largest) of what
    comes in. So one colluding account certifies nobody. Iterated until it moves less than 1e-12.
    """
    size = len(seeds)
    out = np.bincount(who, minlength=size).astype(np.float64)
    value = (1 - damping) * seeds
    for _ in range(MOST_STEPS):
        carried = value[who] / out[who]
        largest = np.zeros(size)
        np.maximum.at(largest, whom, carried)
        whole = np.bincount(whom, weights=carried, minlength=size)
        fresh: Floats = trusted(seeds, whole, largest, damping=damping)
        if np.abs(fresh - value).sum() < SETTLED:
            return fresh
        value = fresh
    return value


@dataclass(frozen=True, slots=True)
class Standing:
    """What makes people credible: position i of every array is the same person.

    `trust` is T/(T + median of positive T), 0..1. `known_by` counts who acts on or follows them.
    From `established` on (epoch seconds) their acts are those of an old and active account;
    NEVER when they are not. `labelled` is the credibility that a user's label gives, NaN where
    there is none.
    """

    trust: Floats
    known_by: Integers
    established: Integers
    labelled: Floats


@dataclass(frozen=True, slots=True)
class Discount:
    """How the part of an audience counts of which nothing is known.

    k = 2c(√(1 + u/c) − 1) for u unknown people, c the `steepness`. Where it is `bounded`, k counts
    with a logarithm: c·ln(1 + k/c). In a network most of which has evidence, a crowd of strangers
    is no audience of its own.
    """

    steepness: float
    bounded: bool

    @classmethod
    def of(cls, recipe: Credibility, covered: float) -> Discount:
        """That of a network of which evidence covers so much."""
        enough = covered >= ENOUGH
        return cls(recipe.covered if enough else recipe.open, enough)

    def effective(self, audience: Values, credible: Values, by: Arithmetic = ARRAYS) -> Values:
        """Credible people count fully, the unknown rest as said."""
        c = self.steepness
        unknown = by.larger(audience - credible, 0.0)
        # Not 2c(√(1 + u/c) − 1), which is the same but loses what is smaller than 1e-16.
        counted = 2 * unknown / (by.sqrt(1 + unknown / c) + 1)
        return credible + (c * by.log1p(counted / c) if self.bounded else counted)


def standing(
    people: People,
    arrows: Arrows,
    follows: tuple[Integers, Integers],
    recipe: Credibility,
    *,
    labels: Labels,
    floor: int,
    now: int,
) -> Standing:
    """What `believed` needs to know of everybody.

    Only attention older than the lag endorses, from everybody on whom `floor` distinct people had
    acted by then, unless their account was new when that began. Who is labelled suspicious
    endorses nobody.
    """
    overall, size = arrows.on(EVERYTHING), len(people)
    whom = known_pairs(arrows, follows, size) % size
    active = is_active(people.created, people.days, recipe)
    return Standing(
        trust=_trust_share(_trust(people, overall, follows, recipe, floor=floor, now=now)),
        known_by=np.bincount(whom, minlength=size).astype(np.int64),
        established=np.where(active, opened(people.created, recipe), NEVER),
        labelled=_labelled(people, labels),
    )


def believed(
    people: People,
    arrows: Arrows,
    follows: tuple[Integers, Integers],
    known: Standing,
    recipe: Credibility,
    *,
    now: int,
) -> tuple[Floats, float]:
    """How credible the person behind each arrow is, and how much evidence covers.

    The first is in 0..1 and runs beside `arrows`: what the person's label says, else the larger of
    T/(T + median of positive T) and of the evidence. The second is the mean evidence of arrows
    over everything, labels among it, by those that are older than the lag unless there are none:
    else whoever sends enough strangers could switch the discount off.
    """
    labelled, trusting = known.labelled[arrows.who], known.trust[arrows.who]
    given = _given(len(people), arrows, follows, known, recipe)
    said = evidence(labelled, given)
    overall = arrows.topic == arrows.topics.index(EVERYTHING)
    older = overall & is_older(arrows.first, recipe, now)
    coverage = said[older if older.any() else overall]
    share = float(coverage.mean()) if len(coverage) else 0.0
    return credibility(labelled, trusting, given), share


def credible_followers(
    people: People,
    arrows: Arrows,
    follows: tuple[Integers, Integers],
    known: Standing,
    recipe: Credibility,
    *,
    now: int,
) -> Floats:
    """How many followers of each count: of those that are loaded the credible, and all others.

    A network may report more than are loaded; of these nothing is known but their number.
    """
    each = followers_believed(people, arrows, follows, known, recipe, now=now)
    return followers_counted(people, follows, each)


def followers_counted(people: People, follows: tuple[Integers, Integers], each: Floats) -> Floats:
    """The same from how credible `each` who follows is."""
    whom, size = follows[1], len(people)
    credible = np.bincount(whom, weights=each, minlength=size)
    loaded = np.bincount(whom, minlength=size)
    counted: Floats = counting_followers(people.followers, loaded, credible)
    return counted


def followers_believed(
    people: People,
    arrows: Arrows,
    follows: tuple[Integers, Integers],
    known: Standing,
    recipe: Credibility,
    *,
    now: int,
) -> Floats:
    """How credible each who follows is: as who acts, and old and active enough by `now`."""
    who, whom = follows
    size = len(people)
    returned = is_among(whom * size + who, known_pairs(arrows, follows, size))
    given = evident(now, known.established[who], known.known_by[who], returned, recipe)
    each: Floats = credibility(known.labelled[who], known.trust[who], given)
    return each


def _trust(
    people: People,
    overall: Arrows,
    follows: tuple[Integers, Integers],
    recipe: Credibility,
    *,
    floor: int,
    now: int,
) -> Floats:
    suspicious = _who_is(people, SUSPICIOUS)
    older = is_older(overall.first, recipe, now)
    known = np.bincount(overall.whom[older], minlength=len(people)) >= floor
    known &= _old_enough(people, overall, recipe)
    known[suspicious] = False
    seeds = known / known.sum() if known.any() else np.zeros(len(people))
    who, whom = _pairs(
        np.concatenate([overall.who[older], follows[0]]),
        np.concatenate([overall.whom[older], follows[1]]),
        len(people),
    )
    if len(suspicious):
        endorses = ~np.isin(who, suspicious)
        who, whom = who[endorses], whom[endorses]
    return trust(who, whom, seeds, damping=recipe.damping)


def _who_is(people: People, label: str) -> Integers:
    """The positions of those with a label."""
    return np.array([i for i, name in people.labels.items() if name == label], np.int64)


def _labelled(people: People, labels: Labels) -> Floats:
    """The credibility that each one's label gives."""
    given = np.full(len(people), np.nan)
    for name, credible in given_by(labels).items():
        given[_who_is(people, name)] = credible
    return given


def _old_enough(people: People, overall: Arrows, recipe: Credibility) -> npt.NDArray[np.bool_]:
    noticed = np.full(len(people), np.iinfo(np.int64).max)
    np.minimum.at(noticed, overall.whom, overall.first)
    old: npt.NDArray[np.bool_] = was_there_before(noticed, people.created, recipe)
    return old


def _trust_share(values: Floats) -> Floats:
    positive = values[values > 0]
    if not len(positive):
        return np.zeros_like(values)
    share: Floats = trust_share(values, float(np.median(positive)))
    return share


def _given(
    size: int,
    arrows: Arrows,
    follows: tuple[Integers, Integers],
    known: Standing,
    recipe: Credibility,
) -> Floats:
    """The evidence of who is behind each arrow."""
    returned = is_among(arrows.whom * size + arrows.who, known_pairs(arrows, follows, size))
    given: Floats = evident(
        first_met(arrows, size),
        known.established[arrows.who],
        known.known_by[arrows.who],
        returned,
        recipe,
    )
    return given


def known_pairs(arrows: Arrows, follows: tuple[Integers, Integers], size: int) -> Integers:
    """Who acts on or follows whom, as sorted keys (who × size + whom), each pair once."""
    overall = arrows.on(EVERYTHING)
    acted, followed = overall.who * size + overall.whom, follows[0] * size + follows[1]
    return distinct(np.concatenate([acted, followed]))


def first_met(arrows: Arrows, size: int) -> Integers:
    """When the pair of each arrow first met, on any topic."""
    overall = arrows.on(EVERYTHING)
    keys = overall.who * size + overall.whom
    order = np.argsort(keys)
    at = np.searchsorted(keys[order], arrows.who * size + arrows.whom)
    return overall.first[order[at]]


def _pairs(who: Integers, whom: Integers, size: int) -> tuple[Integers, Integers]:
    keys = distinct(who * size + whom)
    return keys // size, keys % size
