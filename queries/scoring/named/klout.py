"""After Klout: distinct people over ninety days, reactions to content, and the sixteen styles."""

from __future__ import annotations

import numpy as np

from queries.rows.klout import KINDS, WEIGHTS, WINDOW_DAYS
from queries.scoring.arrows import Floats, Integers, distinct
from queries.scoring.named.stage import CARRY, TALK, Chosen, Stage, scaled, share
from queries.scoring.past import DAY_SECONDS
from queries.scoring.unfolded import NEVER

WEEKS = 13


def klout(stage: Stage) -> dict[str, Floats]:
    """The score and its three parts, for each line."""
    counted = np.where(stage.since(WINDOW_DAYS), stage.worth(KINDS) * selectivity(stage), 0.0)
    largest = stage.largest(counted)
    reach = stage.received(largest)
    content = np.maximum(stage.posted(stage.posts.quarter), 1.0)
    amplification = stage.received(stage.summed(counted)) / content
    known = (largest > 0).astype(np.float64)
    theirs = np.log1p(reach[stage.over_all])[stage.scene.arrows.who]
    network = share(stage.received(known * theirs), stage.received(known), 0.0)
    parts = (reach, amplification, network)
    total = np.sum([w * np.log1p(p) for w, p in zip(WEIGHTS, parts, strict=True)], axis=0)
    return {
        "klout": scaled(total, stage.best(total)),
        "klout_reach": reach,
        "klout_amplification": amplification,
        "klout_network": network,
    }


def selectivity(stage: Stage) -> Floats:
    """1 over how many acts the same person did on the same day, for each act."""
    seconds, who = stage.dated.seconds, stage.dated.who
    dated = np.flatnonzero(seconds != NEVER)
    day = seconds[dated] // DAY_SECONDS
    _, place, sizes = np.unique(
        who[dated] * (int(day.max(initial=0)) + 1) + day, return_inverse=True, return_counts=True
    )
    each = np.ones(len(who))
    each[dated] = 1 / sizes[place]
    return each


def styles(stage: Stage) -> dict[str, Floats]:
    """What decides a style, over everything: see `style_of`."""
    acts = stage.since(WINDOW_DAYS)
    posts = _by_person(stage, stage.posts.who, stage.posts.quarter)
    passed = _by_person(stage, stage.dated.who, acts & stage.of_kinds(CARRY))
    talked = _by_person(stage, stage.dated.who, acts & stage.of_kinds(TALK))
    done = posts + _by_person(stage, stage.dated.who, acts)
    active = done > 0
    return {
        "klout_creating": np.where(active, share(posts, posts + passed, 0.0), np.nan),
        "klout_listening": np.where(active, 1 - share(talked, done, 0.0), np.nan),
        "klout_focused": np.where(active, _focus(stage, acts), np.nan),
        "klout_consistent": np.where(active, _weeks(stage, acts) / WEEKS, np.nan),
    }


def _by_person(stage: Stage, who: Integers, counts: Integers | Chosen) -> Floats:
    return np.bincount(who, weights=counts, minlength=stage.size).astype(np.float64)


def _focus(stage: Stage, acts: Chosen) -> Floats:
    """The sum of squared shares of the tags of what each did and wrote; 0 without tags."""
    sets = [*stage.past.acts.tag_sets, *stage.posts.tag_sets]
    numbers: dict[str, int] = {}
    flat = [[numbers.setdefault(tag, len(numbers)) for tag in one] for one in sets]
    sizes = np.array([len(one) for one in flat], np.int64)
    tags = np.array([tag for one in flat for tag in one], np.int64)
    starts = np.cumsum(sizes) - sizes
    who = np.concatenate([stage.dated.who[acts], stage.posts.who])
    which = np.concatenate(
        [stage.dated.tags[acts], len(stage.past.acts.tag_sets) + stage.posts.tags]
    )
    times = np.concatenate([np.ones(int(acts.sum())), stage.posts.quarter.astype(np.float64)])
    lengths = sizes[which]
    within = np.arange(int(lengths.sum())) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    keys = np.repeat(who, lengths) * max(len(numbers), 1)
    keys += tags[np.repeat(starts[which], lengths) + within]
    pairs, place = np.unique(keys, return_inverse=True)
    counts = np.bincount(place, weights=np.repeat(times, lengths), minlength=len(pairs))
    person = pairs // max(len(numbers), 1)
    whole = np.bincount(person, weights=counts, minlength=stage.size)
    squares = np.bincount(person, weights=counts * counts, minlength=stage.size)
    return share(squares.astype(np.float64), (whole * whole).astype(np.float64), 0.0)


def _weeks(stage: Stage, acts: Chosen) -> Floats:
    """In how many of the last thirteen weeks each did or posted something; dated things alone."""
    seconds = stage.dated.seconds
    dated = acts & (seconds != NEVER)
    poster, first, _ = stage.past.posting
    recent = (first < stage.now) & (first >= stage.now - WEEKS * 7 * DAY_SECONDS)
    who = np.concatenate([stage.dated.who[dated], poster[recent]])
    age = stage.now - 1 - np.concatenate([seconds[dated], first[recent]])
    week = age // (7 * DAY_SECONDS)
    slots = distinct(who * WEEKS + np.minimum(week, WEEKS - 1))
    return np.bincount(slots // WEEKS, minlength=stage.size).astype(np.float64)


def style_of(inputs: dict[str, Floats], medians: dict[str, float]) -> Floats:
    """The number of each person's style in the order of `STYLES`; NaN without inputs.

    Above the median of those who did anything is the second pole of an axis.
    """

    def above(name: str) -> Floats:
        return (inputs[name] > medians[name]).astype(np.float64)

    number = (
        8 * above("klout_listening")
        + 4 * above("klout_focused")
        + 2 * above("klout_creating")
        + above("klout_consistent")
    )
    return np.where(np.isnan(inputs["klout_creating"]), np.nan, number)
