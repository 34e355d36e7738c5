"""All named measures of a moment, as one list of numbers for each person and topic."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from queries.recipe import Recipe
from queries.rows.twitalyzer import INPUTS as TWITALYZER_INPUTS
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
from queries.scoring.named.passivity import influence_passivity
from queries.scoring.named.peerindex import peerindex
from queries.scoring.named.stage import Stage
from queries.scoring.named.tweetlevel import positions, role_of, tweetlevel
from queries.scoring.named.twitalyzer import twitalyzer, type_of
from queries.scoring.named.walks import (
    personalised_page_rank,
    topic_article_rank,
    topic_page_rank,
    tunk_rank,
    twitter_rank,
)

# X's published map of a PageRank that sums to 1 to 0..100.
X_BASE, X_SLOPE = 130.0, 5.21


@dataclass(frozen=True, slots=True)
class Measured:
    """Values for each line (`keys`: topic × people + person), NaN where nothing can be said.

    `by_topic` run beside `keys`; `overall` beside people, over everything alone. `medians` has
    the middle of everybody who has a value over everything.
    """

    keys: Integers
    over_all: slice
    by_topic: Mapping[str, Floats]
    overall: Mapping[str, Floats]
    medians: Mapping[str, float]

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
    }
    overall = {
        **styles(stage),
        **positions(stage),
        "cha_followers": stage.scene.people.followers,
        **influence_passivity(stage),
        "personalised_page_rank": personalised_page_rank(stage, damping=damping),
        "x_map": np.full(stage.size, np.nan) if page_rank is None else mapped(page_rank),
    }
    medians = _medians(list(by_topic), by_topic, stage.over_all)
    medians |= _medians(list(overall), overall, slice(None))
    everywhere = {name: by_topic[name][stage.over_all] for name, _ in TWITALYZER_INPUTS}
    overall |= {
        "klout_style": style_of(overall, medians),
        "twitalyzer_type": type_of(everywhere, medians),
        "tweetlevel_role": role_of(overall, medians),
    }
    # A kind has no middle.
    medians |= {name: np.nan for name in overall if name not in medians}
    return Measured(stage.keys, stage.over_all, by_topic, overall, medians)


def mapped(page_rank: Floats) -> Floats:
    """X's map of PageRanks, to 0..100."""
    told: Floats = np.clip(X_BASE + X_SLOPE * np.log(page_rank / page_rank.sum()), 0, 100)
    return told


def _medians(names: Sequence[str], values: Mapping[str, Floats], where: slice) -> dict[str, float]:
    with warnings.catch_warnings():
        # Nobody has a value: the median is NaN, and says so.
        warnings.simplefilter("ignore", RuntimeWarning)
        return {name: float(np.nanmedian(values[name][where])) for name in names}
