"""The formulas of credibility: each stands here once, for arrays and columns alike."""

from __future__ import annotations

from queries.labels import LABELS
from queries.recipe import Credibility, Labels
from queries.scoring.arithmetic import ARRAYS, DAY_SECONDS, Arithmetic, Values


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


def evident(
    met: Values,
    established: Values,
    known_by: Values,
    returned: Values,
    recipe: Credibility,
    by: Arithmetic = ARRAYS,
) -> Values:
    """What an account gives of itself, 0..1: nothing unless it was old and active when first met;
    `alone` then, and 1 where enough others than that one know it."""
    known = by.number(known_by - returned >= recipe.known_by)
    return by.number(met >= established) * (recipe.alone + (1 - recipe.alone) * known)


def evidence(labelled: Values, given: Values, by: Arithmetic = ARRAYS) -> Values:
    """What is evident of somebody, 0..1: what their label says, where they have one."""
    return by.known_or(labelled, given)


def credibility(labelled: Values, trust: Values, given: Values, by: Arithmetic = ARRAYS) -> Values:
    """How credible somebody is: what their label says, else the larger of trust and evidence."""
    return by.known_or(labelled, by.larger(trust, given))


def counting_followers(
    told: Values, loaded: Values, credible: Values, by: Arithmetic = ARRAYS
) -> Values:
    """How many followers count of those that are told of, of which so many are loaded."""
    return by.larger(told - loaded, 0.0) + credible


def given_by(labels: Labels) -> dict[str, float]:
    """The credibility that each label gives."""
    return {label.name: getattr(labels, label.key) for label in LABELS.values()}
