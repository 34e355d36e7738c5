"""After Twitalyzer: a week of posts, reposts and references."""

from __future__ import annotations

import numpy as np

from queries.rows.twitalyzer import WINDOW_DAYS
from queries.scoring.arrows import Floats
from queries.scoring.named.stage import CARRY, TALK, Stage, share


def twitalyzer(stage: Stage) -> dict[str, Floats]:
    """Its seven measures, for everybody over everything."""
    week, here = stage.since(WINDOW_DAYS), stage.over_all
    carried, talked = week & stage.of_kinds(CARRY), week & stage.of_kinds(TALK)
    reposts, references = stage.any(carried), stage.any(talked)
    reposters = stage.received(reposts)[here]
    referencing = stage.received(references)[here]
    count = stage.dated.count
    done = stage.given_overall(stage.summed(carried * count))
    posts = stage.posted_overall(stage.posts.week)
    velocity = posts + done
    received = stage.received(stage.summed(talked * count))[here]
    referenced = stage.given_overall(references)
    sizes = (
        stage.scene.people.followers, referencing, reposters,
        stage.given_overall(reposts), velocity,
    )  # fmt: skip
    either = stage.received(np.maximum(reposts, references))[here]
    active = (posts > 0) | (stage.given_overall(stage.any(week)) > 0)
    whole = float(received.sum())
    return {
        "twitalyzer_impact": sum((20 * _log_share(one) for one in sizes), np.zeros(stage.size)),
        "twitalyzer_engagement": share(referenced, referencing),
        "twitalyzer_influence": 100 * either / max(int(active.sum()), 1),
        "twitalyzer_clout": 100 * received / whole if whole else np.zeros(stage.size),
        "twitalyzer_generosity": 100 * share(done, velocity),
        "twitalyzer_velocity": velocity,
        "twitalyzer_signal": 100 * share(stage.posted_overall(stage.posts.signal) + done, velocity),
    }


def _log_share(values: Floats) -> Floats:
    best = float(values.max(initial=0.0))
    return np.log1p(values) / np.log1p(best) if best else np.zeros(len(values))


def type_of(inputs: dict[str, Floats], medians: dict[str, float]) -> Floats:
    """The number of each person's type in the order of `TYPES`."""
    influential = inputs["twitalyzer_influence"] > medians["twitalyzer_influence"]
    generous = inputs["twitalyzer_generosity"] > medians["twitalyzer_generosity"]
    engaged = inputs["twitalyzer_engagement"] > medians["twitalyzer_engagement"]
    first = np.where(generous, 2, np.where(engaged, 0, 1))
    return np.where(influential, first, np.where(engaged, 3, 4)).astype(np.float64)
