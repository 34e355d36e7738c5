"""Who counts as credible: trust that is handed on, or evidence about the account."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from queries.recipe import Credibility
from queries.scoring.arithmetic import ARRAYS, Arithmetic, Values
from queries.scoring.arrows import EVERYTHING, Arrows, Floats, Integers, People, distinct

DAY_SECONDS = 86_400
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


def trusted(seed: Values, whole: Values, largest: Values, *, damping: float) -> Values:
    """One step of trust: what comes in, without what the largest endorser carries."""
    return (1 - damping) * seed + damping * (whole - largest)


def trust_share(value: Values, median: float) -> Values:
    """T/(T + median of positive T)."""
    return value / (value + median)


def opened(created: Values, recipe: Credibility) -> Values:
    """From when on an account is an old one."""
    return created + int(recipe.account_days * DAY_SECONDS)


def is_active(created: Values, days: Values, recipe: Credibility) -> Values:
    """Whether an account says since when it is, and was active on enough days."""
    return (created >= 0) & (days >= recipe.active_days)


def was_there_before(noticed: Values, created: Values, recipe: Credibility) -> Values:
    """Whether somebody was there long before anyone acted on them, or does not say since when.

    A ring made for the purpose acts on itself as soon as it is there.
    """
    return (created < 0) | (noticed - created >= recipe.account_days * DAY_SECONDS)


def is_older(first: Values, recipe: Credibility, now: int) -> Values:
    """Whether attention is older than the lag."""
    return first < now - recipe.lag_days * DAY_SECONDS


def is_evident(
    met: Values, established: Values, known_by: Values, returned: Values, recipe: Credibility
) -> Values:
    """Whether an account was old and active when first met, and known to others than that one."""
    return (met >= established) & (known_by - returned >= recipe.known_by)


@dataclass(frozen=True, slots=True)
class Standing:
    """What makes people credible: position i of every array is the same person.

    `trust` is T/(T + median of positive T), 0..1. `known_by` counts who acts on or follows them.
    From `established` on (epoch seconds) their acts are those of an old and active account;
    NEVER when they are not.
    """

    trust: Floats
    known_by: Integers
    established: Integers


@dataclass(frozen=True, slots=True)
class Discount:
    """How the part of an audience counts of which nothing is known.

    k = 2c(√(1 + u/c) − 1) for u unknown people, c the `steepness`. Where it is `bounded`, what of
    k is beyond the credible audience V counts with a logarithm: V + c·ln(1 + (k − V)/c). In a
    network most of which has evidence, a crowd of strangers is no audience of its own.
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
        if self.bounded:
            beyond = by.larger(counted - credible, 0.0)
            counted = counted + (c * by.log1p(beyond / c) - beyond)
        return credible + counted


def standing(
    people: People,
    arrows: Arrows,
    follows: tuple[Integers, Integers],
    recipe: Credibility,
    *,
    floor: int,
    now: int,
) -> Standing:
    """What `believed` needs to know of everybody.

    Only attention older than the lag endorses, from everybody on whom `floor` distinct people had
    acted by then, unless their account was new when that began.
    """
    overall = arrows.on(EVERYTHING)
    _, whom = _known(overall, follows, len(people))
    active = is_active(people.created, people.days, recipe)
    return Standing(
        trust=_trust_share(_trust(people, overall, follows, recipe, floor=floor, now=now)),
        known_by=np.bincount(whom, minlength=len(people)).astype(np.int64),
        established=np.where(active, opened(people.created, recipe), NEVER),
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

    The first is in 0..1 and runs beside `arrows`: the larger of T/(T + median of positive T) and
    of the evidence (1 or 0). The second is the share of arrows over everything whose person has
    evidence, by those that are older than the lag unless there are none: else whoever sends enough
    strangers could switch the discount off.
    """
    evident = _evident(len(people), arrows, follows, known, recipe)
    overall = arrows.topic == arrows.topics.index(EVERYTHING)
    older = overall & is_older(arrows.first, recipe, now)
    coverage = evident[older if older.any() else overall]
    share = float(coverage.mean()) if len(coverage) else 0.0
    return np.maximum(known.trust[arrows.who], evident), share


def _trust(
    people: People,
    overall: Arrows,
    follows: tuple[Integers, Integers],
    recipe: Credibility,
    *,
    floor: int,
    now: int,
) -> Floats:
    older = is_older(overall.first, recipe, now)
    known = np.bincount(overall.whom[older], minlength=len(people)) >= floor
    known &= _old_enough(people, overall, recipe)
    seeds = known / known.sum() if known.any() else np.zeros(len(people))
    who, whom = _pairs(
        np.concatenate([overall.who[older], follows[0]]),
        np.concatenate([overall.whom[older], follows[1]]),
        len(people),
    )
    return trust(who, whom, seeds, damping=recipe.damping)


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


def _evident(
    size: int,
    arrows: Arrows,
    follows: tuple[Integers, Integers],
    known: Standing,
    recipe: Credibility,
) -> Floats:
    """1 where the account is old, active and known to others than the one acted on; else 0."""
    overall = arrows.on(EVERYTHING)
    who, whom = _known(overall, follows, size)
    returned = np.isin(arrows.whom * size + arrows.who, who * size + whom)
    evident = is_evident(
        _first_of_pair(arrows, overall, size),
        known.established[arrows.who],
        known.known_by[arrows.who],
        returned,
        recipe,
    )
    return np.asarray(evident, np.float64)


def _known(
    overall: Arrows, follows: tuple[Integers, Integers], size: int
) -> tuple[Integers, Integers]:
    """Who acts on or follows whom, each pair once."""
    return _pairs(
        np.concatenate([overall.who, follows[0]]), np.concatenate([overall.whom, follows[1]]), size
    )


def _first_of_pair(arrows: Arrows, overall: Arrows, size: int) -> Integers:
    keys = overall.who * size + overall.whom
    order = np.argsort(keys)
    at = np.searchsorted(keys[order], arrows.who * size + arrows.whom)
    return overall.first[order[at]]


def _pairs(who: Integers, whom: Integers, size: int) -> tuple[Integers, Integers]:
    keys = distinct(who * size + whom)
    return keys // size, keys % size
