"""The chance that one person passes on what another says, learned from what they did."""

from __future__ import annotations

import numpy as np

from queries.graph import Graph
from queries.planning.spread import Floats, Integers, Network
from queries.recipe import Recipe
from queries.scoring.arrows import EVERYTHING, distinct
from queries.scoring.past import DAY_MILLIS, KIND_NAMES, Acts, Past
from queries.scoring.unfolded import UNKNOWN

# As many posts of the average chance are added to everybody's own: ten posts of one's own
# weigh as much as what is known of all.
PRIOR_POSTS = 10.0


def network_on(graph: Graph, past: Past, topic: str, recipe: Recipe) -> Network:
    """The network in which a message on `topic` spreads, as big as everybody in `past`."""
    acts = past.acts.kept(past.about(topic))
    return learned(acts, _posts(graph, past, topic), recipe)


def learned(acts: Acts, posts: Integers, recipe: Recipe) -> Network:
    """Who hears from whom, with what chance; `posts` is how many each person published.

    For each pair: the sum over distinct posts of the worth of the largest act on it, plus
    10 times the mean chance, over the number of posts plus 10. An act whose post is unknown
    is on what was said that day. A pair without an act has no arrow: nothing is known of it.

    Source: Goyal, Bonchi and Lakshmanan 2010 (the Bernoulli model), shrunk to the mean.
    """
    size = len(posts)
    by_kind = np.array([recipe.kinds[kind] for kind in KIND_NAMES])
    acts = acts.kept((acts.who != acts.whom) & (by_kind[acts.kind] > 0))
    if not len(acts):
        none = np.zeros(0, np.int64)
        return Network.of(size, none, none, none.astype(np.float64))
    pair, occasion, worth = _occasions(acts, by_kind[acts.kind] * acts.credit, size)
    whom = pair % size
    occasions = int(occasion.max()) + 1
    said = distinct(whom * occasions + occasion) // occasions
    known = np.maximum(posts, np.bincount(said, minlength=size)).astype(np.float64)
    pairs, place = np.unique(pair, return_inverse=True)
    acted = np.bincount(place, weights=worth)
    chances = known[pairs % size]
    mean = acted.sum() / chances.sum()
    chance = (acted + PRIOR_POSTS * mean) / (chances + PRIOR_POSTS)
    return Network.of(size, pairs // size, pairs % size, np.minimum(chance, 1.0))


def _occasions(acts: Acts, worth: Floats, size: int) -> tuple[Integers, Integers, Floats]:
    """Each (pair, post) once, with the largest act's worth; days stand for unknown posts."""
    day = acts.at // DAY_MILLIS
    day -= day.min()
    occasion = np.where(acts.post == UNKNOWN, int(acts.post.max()) + 1 + day, acts.post)
    pair = acts.who * size + acts.whom
    order = np.lexsort((-worth, occasion, pair))
    pair, occasion, worth = pair[order], occasion[order], worth[order]
    fresh = np.ones(len(pair), np.bool_)
    fresh[1:] = (pair[1:] != pair[:-1]) | (occasion[1:] != occasion[:-1])
    return pair[fresh], occasion[fresh], worth[fresh]


def _posts(graph: Graph, past: Past, topic: str) -> Integers:
    if topic == EVERYTHING:
        told = np.bincount(past.posting[0], weights=past.posting[2], minlength=len(past.ids))
        return told.astype(np.int64)
    rows = graph.run("posts_on_topic", topic=topic).rows
    posts = np.zeros(len(past.ids), np.int64)
    posts[past.positions(np.array([row["who"] for row in rows], np.int64))] = [
        row["posts"] for row in rows
    ]
    return posts
