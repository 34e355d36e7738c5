"""All named measures of a moment, as one list of numbers for each person and topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from queries.recipe import Recipe
from queries.rows import klout as after_klout
from queries.rows import tweetlevel as after_tweetlevel
from queries.rows import twitalyzer as after_twitalyzer
from queries.scores import KINDS
from queries.scoring.arrows import Floats, Integers
from queries.scoring.named.counts import (
    Endorsed,
    counts,
    interactor_ratio,
    plus_k,
    reactions_a_post,
)
from queries.scoring.named.hits import topic_hits
from queries.scoring.named.klout import klout, style_of, styles
from queries.scoring.named.kred import kred
from queries.scoring.named.networks import in_networks
from queries.scoring.named.passivity import influence_passivity
from queries.scoring.named.peerindex import peerindex
from queries.scoring.named.stage import Stage
from queries.scoring.named.tweetlevel import popularity, positions, role_of, tweetlevel
from queries.scoring.named.twitalyzer import twitalyzer, type_of
from queries.scoring.named.walks import (
    personalised_page_rank,
    topic_article_rank,
    topic_page_rank,
    tunk_rank,
    twitter_rank,
    x_map,
)

# What decides a style, a type and a role.
DECIDING = tuple(
    name for name, *_ in (*after_klout.AXES, *after_twitalyzer.INPUTS, *after_tweetlevel.INPUTS)
)


@dataclass(frozen=True, slots=True)
class Measured:
    """Values for each line (`keys`: topic × people + person), NaN where nothing can be said.

    `by_topic` run beside `keys`; `overall` beside people, over everything alone. `medians` has
    the middle of everybody who has a value over everything, and `middles` of what decides a kind
    the middle of each of `topics`.
    """

    keys: Integers
    over_all: slice
    topics: Sequence[str]
    by_topic: Mapping[str, Floats]
    overall: Mapping[str, Floats]
    medians: Mapping[str, float]
    middles: Mapping[str, Floats]

    @property
    def names(self) -> list[str]:
        """What stands at each place of a list; those of a topic have the first of these."""
        return [*self.by_topic, *self.overall]

    def lists(self, lines: Integers) -> list[list[float]]:
        """The list of each of `lines`, which are positions in `keys`."""
        told: list[list[float]]
        told = np.column_stack([values[lines] for values in self.by_topic.values()]).tolist()
        begin, end = self.over_all.start, self.over_all.stop
        overall = np.flatnonzero((lines >= begin) & (lines < end))
        people = lines[overall] - begin
        more = np.column_stack([values[people] for values in self.overall.values()]).tolist()
        for row, rest in zip(overall.tolist(), more, strict=True):
            told[row] += rest
        return told


def measured(
    stage: Stage, recipe: Recipe, *, endorsed: Endorsed, page_rank: Floats | None
) -> Measured:
    """Every measure; `page_rank` is everybody's over attention and follows, if it is known."""
    damping = recipe.network.damping
    by_topic = {
        **klout(stage),
        **peerindex(stage, damping=damping),
        **kred(stage),
        **counts(stage),
        "tunk_rank": tunk_rank(stage),
        "topic_article_rank": topic_article_rank(stage, damping=damping),
        **topic_hits(stage),
        "twitter_rank": twitter_rank(stage, damping=damping),
        "topic_page_rank": topic_page_rank(stage, damping=damping),
        "plus_k": plus_k(stage, endorsed),
        "reactions_a_post": reactions_a_post(stage),
        "interactor_ratio": interactor_ratio(stage),
        **twitalyzer(stage),
        **tweetlevel(stage),
        **styles(stage),
        **positions(stage),
        **influence_passivity(stage),
        **in_networks(stage, recipe),
        "x_map": x_map(stage, page_rank, damping=damping),
    }
    middles = {name: _middles(stage, by_topic[name]) for name in DECIDING}
    here = {name: each[stage.topic] for name, each in middles.items()}
    by_topic |= {
        "klout_style": style_of(by_topic, here),
        "twitalyzer_type": type_of(by_topic, here),
        "tweetlevel_role": role_of(by_topic, here),
    }
    overall = {
        "tweetlevel_popularity": popularity(stage),
        "cha_followers": stage.scene.people.followers,
        "personalised_page_rank": personalised_page_rank(stage, damping=damping),
    }
    # A kind has no middle.
    everywhere = {name: values[stage.over_all] for name, values in by_topic.items()} | overall
    medians = {
        name: np.nan if name in KINDS else _median(values) for name, values in everywhere.items()
    }
    topics = stage.scene.arrows.topics
    return Measured(stage.keys, stage.over_all, topics, by_topic, overall, medians, middles)


def _median(values: Floats) -> float:
    """Of those that are known; NaN where none is."""
    return float(pd.Series(values).median())


def _middles(stage: Stage, values: Floats) -> Floats:
    """The median of each topic's values that are known; NaN where none is."""
    topics = range(len(stage.scene.arrows.topics))
    told = pd.Series(values).groupby(stage.topic).median().reindex(topics)
    return np.array(told, np.float64)
