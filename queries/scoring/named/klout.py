"""After Klout: distinct people over ninety days, reactions to content, and the sixteen styles."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from queries.rows.klout import KINDS, WEIGHTS, WINDOW_DAYS
from queries.scoring.arrows import Floats, distinct
from queries.scoring.named.stage import CARRY, TALK, Chosen, Stage, scaled, share
from queries.scoring.past import DAY_SECONDS
from queries.scoring.unfolded import NEVER, spread

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
    """What decides a style, for each line: see `style_of`."""
    acts = stage.since(WINDOW_DAYS)
    posts = stage.posted(stage.posts.quarter)
    passed = stage.given(stage.summed(acts & stage.of_kinds(CARRY)))
    talked = stage.given(stage.summed(acts & stage.of_kinds(TALK)))
    done = posts + stage.given(stage.summed(acts))
    active = done > 0
    return {
        "klout_creating": np.where(active, share(posts, posts + passed, 0.0), np.nan),
        "klout_listening": np.where(active, 1 - share(talked, done, 0.0), np.nan),
        "klout_focused": np.where(active, _focus(stage, acts), np.nan),
        "klout_consistent": np.where(active, _weeks(stage, acts) / WEEKS, np.nan),
    }


def _focus(stage: Stage, acts: Chosen) -> Floats:
    """The sum of squared shares of the tags of what each line did and wrote; 0 without tags."""
    doer, act = stage.done(acts)
    poster, entry = stage.said()
    sets = [*stage.past.acts.tag_sets, *stage.posts.tag_sets]
    numbers: dict[str, int] = {}
    flat = [[numbers.setdefault(tag, len(numbers)) for tag in one] for one in sets]
    sizes = np.array([len(one) for one in flat], np.int64)
    tags = np.array([tag for one in flat for tag in one], np.int64)
    of_posts = len(stage.past.acts.tag_sets) + stage.posts.tags[entry]
    which = np.concatenate([stage.dated.tags[act], of_posts])
    line = np.repeat(np.concatenate([doer, poster]), sizes[which])
    quarter = stage.posts.quarter[entry].astype(np.float64)
    times = np.repeat(np.concatenate([np.ones(len(act)), quarter]), sizes[which])
    keys = line * max(len(numbers), 1) + spread(which, sizes, tags)
    pairs, place = np.unique(keys, return_inverse=True)
    counts = np.bincount(place, weights=times, minlength=len(pairs))
    whose, lines = pairs // max(len(numbers), 1), len(stage.keys)
    whole = np.bincount(whose, weights=counts, minlength=lines)
    squares = np.bincount(whose, weights=counts * counts, minlength=lines)
    return share(squares.astype(np.float64), whole * whole, 0.0)


def _weeks(stage: Stage, acts: Chosen) -> Floats:
    """In how many of thirteen weeks each line did or posted something; dated things alone."""
    seconds = stage.dated.seconds
    doer, act = stage.done(acts & (seconds != NEVER))
    week = (stage.now - 1 - seconds[act]) // (7 * DAY_SECONDS)
    poster, entry = stage.said()
    slots = [doer * WEEKS + np.minimum(week, WEEKS - 1)]
    for number in range(WEEKS):
        then = stage.posts.weeks[entry] >> number & 1 > 0
        slots.append(poster[then] * WEEKS + number)
    met = distinct(np.concatenate(slots))
    return np.bincount(met // WEEKS, minlength=len(stage.keys)).astype(np.float64)


def style_of(inputs: Mapping[str, Floats], middles: Mapping[str, Floats]) -> Floats:
    """The number of each line's style in the order of `STYLES`; NaN without inputs.

    Above the topic's middle, of those who did anything there, is the second pole of an axis.
    """

    def above(name: str) -> Floats:
        return (inputs[name] > middles[name]).astype(np.float64)

    number = (
        8 * above("klout_listening")
        + 4 * above("klout_focused")
        + 2 * above("klout_creating")
        + above("klout_consistent")
    )
    return np.where(np.isnan(inputs["klout_creating"]), np.nan, number)
