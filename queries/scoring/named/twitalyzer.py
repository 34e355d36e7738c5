"""After Twitalyzer: a week of posts, reposts and references."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from queries.rows.twitalyzer import WINDOW_DAYS
from queries.scoring.arrows import Floats, distinct
from queries.scoring.named.stage import CARRY, TALK, Chosen, Stage, share


def twitalyzer(stage: Stage) -> dict[str, Floats]:
    """Its seven measures, for each line."""
    week = stage.since(WINDOW_DAYS)
    carried, talked = week & stage.of_kinds(CARRY), week & stage.of_kinds(TALK)
    reposts, references = stage.any(carried), stage.any(talked)
    reposters, referencing = stage.received(reposts), stage.received(references)
    count = stage.dated.count
    done = stage.given(stage.summed(carried * count))
    velocity = stage.posted(stage.posts.week) + done
    received = stage.received(stage.summed(talked * count))
    sizes = (
        stage.scene.people.followers[stage.person], referencing, reposters,
        stage.given(reposts), velocity,
    )  # fmt: skip
    either = stage.received(np.maximum(reposts, references))
    return {
        "twitalyzer_impact": sum((20 * _log_share(stage, one) for one in sizes), 0.0 * velocity),
        "twitalyzer_engagement": share(stage.given(references), referencing),
        "twitalyzer_influence": 100 * share(either, _active(stage, week), 0.0),
        "twitalyzer_clout": 100 * share(received, stage.by_topic(np.add, received), 0.0),
        "twitalyzer_generosity": 100 * share(done, velocity),
        "twitalyzer_velocity": velocity,
        "twitalyzer_signal": 100 * share(stage.posted(stage.posts.signal) + done, velocity),
    }


def _log_share(stage: Stage, values: Floats) -> Floats:
    sizes = np.log1p(values)
    return share(sizes, stage.best(sizes), 0.0)


def _active(stage: Stage, acts: Chosen) -> Floats:
    """For each line, how many people did one of these acts or posted this week on its topic."""
    acted = stage.senders[stage.sent(stage.any(acts)) > 0]
    keys, posts = stage.posted_by_topic(stage.posts.week)
    people = distinct(np.concatenate([acted, keys[posts > 0]]))
    topics = len(stage.scene.arrows.topics)
    by_topic = np.bincount(people // stage.size, minlength=topics)
    return by_topic[stage.topic].astype(np.float64)


def type_of(inputs: Mapping[str, Floats], middles: Mapping[str, Floats]) -> Floats:
    """The number of each line's type in the order of `TYPES`."""
    influential = inputs["twitalyzer_influence"] > middles["twitalyzer_influence"]
    generous = inputs["twitalyzer_generosity"] > middles["twitalyzer_generosity"]
    engaged = inputs["twitalyzer_engagement"] > middles["twitalyzer_engagement"]
    first = np.where(generous, 2, np.where(engaged, 0, 1))
    return np.where(influential, first, np.where(engaged, 3, 4)).astype(np.float64)
