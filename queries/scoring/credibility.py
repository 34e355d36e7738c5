"""Who counts as credible: trust that is handed on, or evidence about the account."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from queries.recipe import Credibility
from queries.scoring.arrows import EVERYTHING, Arrows, Floats, Integers, People, distinct

DAY_SECONDS = 86_400


def trust(who: Integers, whom: Integers, seeds: Floats, *, damping: float) -> Floats:
    """Seeded PageRank in which each account's largest single endorser is dropped.

    `who` → `whom` are distinct pairs of positions; `seeds` sums to 1 or is all 0. A person's
    mass is split evenly over those attended to: x = (1 − d)·seeds + d·(sum − largest) of what
    comes in. So one colluding account certifies nobody. Iterated until it moves less than 1e-12.
    """
    size = len(seeds)
    out = np.bincount(who, minlength=size).astype(np.float64)
    value = (1 - damping) * seeds
    for _ in range(500):
        carried = value[who] / out[who]
        largest = np.zeros(size)
        np.maximum.at(largest, whom, carried)
        fresh = (1 - damping) * seeds + damping * (
            np.bincount(whom, weights=carried, minlength=size) - largest
        )
        if np.abs(fresh - value).sum() < 1e-12:
            return fresh
        value = fresh
    return value


def credibility(
    people: People,
    arrows: Arrows,
    follows: tuple[Integers, Integers],
    recipe: Credibility,
    *,
    floor: int,
    now: int,
) -> tuple[Floats, float]:
    """How credible the person behind each arrow is, and how much evidence covers.

    The first is in 0..1 and runs beside `arrows`: the larger of T/(T + median of positive T)
    and of the evidence (1 or 0). The second is the share of arrows over everything whose
    person has evidence. Only attention older than the lag endorses, from everybody on whom
    `floor` distinct people had acted by then, unless their account was new when that began.
    """
    overall = arrows.on(EVERYTHING)
    trusted = _trust_share(_trust(people, overall, follows, recipe, floor=floor, now=now))
    evident = _evident(people, arrows, overall, follows, recipe)
    coverage = evident[arrows.topic == arrows.topics.index(EVERYTHING)]
    share = float(coverage.mean()) if len(coverage) else 0.0
    return np.maximum(trusted[arrows.who], evident), share


def effective(audience: Floats, credible: Floats, steepness: float) -> Floats:
    """Credible people count fully, the unknown rest with a square root."""
    unknown = np.maximum(audience - credible, 0)
    # Not 2c(√(1 + u/c) − 1), which is the same but loses what is smaller than 1e-16.
    counted: Floats = credible + 2 * unknown / (np.sqrt(1 + unknown / steepness) + 1)
    return counted


def _trust(
    people: People,
    overall: Arrows,
    follows: tuple[Integers, Integers],
    recipe: Credibility,
    *,
    floor: int,
    now: int,
) -> Floats:
    older = overall.first < now - recipe.lag_days * DAY_SECONDS
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
    """Who was there long before anyone acted on them, or does not say since when they are.

    A ring made for the purpose acts on itself as soon as it is there.
    """
    noticed = np.full(len(people), np.iinfo(np.int64).max)
    np.minimum.at(noticed, overall.whom, overall.first)
    age = noticed - people.created
    return (people.created < 0) | (age >= recipe.account_days * DAY_SECONDS)


def _trust_share(values: Floats) -> Floats:
    positive = values[values > 0]
    if not len(positive):
        return np.zeros_like(values)
    return values / (values + np.median(positive))


def _evident(
    people: People,
    arrows: Arrows,
    overall: Arrows,
    follows: tuple[Integers, Integers],
    recipe: Credibility,
) -> Floats:
    """1 where the account is old, active and known to others than the one acted on; else 0."""
    size = len(people)
    who, whom = _pairs(
        np.concatenate([overall.who, follows[0]]), np.concatenate([overall.whom, follows[1]]), size
    )
    known_by = np.bincount(whom, minlength=size)[arrows.who]
    returned = np.isin(arrows.whom * size + arrows.who, who * size + whom)
    first = _first_of_pair(arrows, overall, size)
    created = people.created[arrows.who]
    old = (created >= 0) & (first - created >= recipe.account_days * DAY_SECONDS)
    active = people.days[arrows.who] >= recipe.active_days
    return (old & active & (known_by - returned >= recipe.known_by)).astype(np.float64)


def _first_of_pair(arrows: Arrows, overall: Arrows, size: int) -> Integers:
    keys = overall.who * size + overall.whom
    order = np.argsort(keys)
    at = np.searchsorted(keys[order], arrows.who * size + arrows.whom)
    return overall.first[order[at]]


def _pairs(who: Integers, whom: Integers, size: int) -> tuple[Integers, Integers]:
    keys = distinct(who * size + whom)
    return keys // size, keys % size
