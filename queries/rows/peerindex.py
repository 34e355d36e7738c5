"""After PeerIndex (2009 to 2014): built topic first; its formula was never published."""

from __future__ import annotations

from functools import partial
from typing import Any

from queries.recipe import Recipe
from queries.score import Score

WINDOW_DAYS = 120
# Of authority, audience and activity, in the order in which PeerIndex named them: ours.
WEIGHTS = (0.6, 0.25, 0.15)

_SOURCE = (
    "PeerIndex's own pages of 2011; never published: the weights and the way to 100, which are ours"
)


def _damping(recipe: Recipe) -> dict[str, Any]:
    return {"damping_factor": recipe.network.damping}


_row = partial(
    Score,
    projection="acts of 120 days, by topic",
    algorithm="",
    options=_damping,
    source=_SOURCE,
    over="topics",
)

ROWS = (
    _row(
        name="peerindex",
        title="PeerIndex",
        question="What is somebody worth as a source on a topic?",
        definition=(
            "0.6·authority + 0.25·audience + 0.15·activity on the topic; 0 where nobody acted in"
            " 120 days. Over everything it is the mean of a person's topics, each by how many"
            " people acted there, and on its own parts where there is no topic."
        ),
        unit="points, 0 to 100",
        gamed_by="A ring on a topic that nobody else is on.",
        exposed_by="Resonance, and how many people are ranked on the topic.",
    ),
    _row(
        name="peerindex_authority",
        title="PeerIndex authority",
        question="How much do those with authority rely on somebody?",
        definition=(
            "x = (1 − d)·1 + d·Mᵀx on the topic; an arrow weighs in how many of 18 weeks there was"
            " an act, so that a burst is one week. What people who act on nobody would hand on is"
            " dropped. authority = 100·ln(x/(1 − d)) / the largest of the topic."
        ),
        unit="points, 0 to 100",
        gamed_by="A ring that acts on itself every week.",
        exposed_by="The credible audience, in which one colluding endorser certifies nobody.",
    ),
    _row(
        name="peerindex_audience",
        title="PeerIndex audience",
        question="How many reachable people has somebody, once spam is discounted?",
        definition=(
            "Over the distinct people who acted in 120 days, the sum of how credible each is; as"
            " the part of the topic's people who have less."
        ),
        unit="percent of people below",
        gamed_by="Aged accounts that act now and then.",
        exposed_by="People at equal audience with far less True Reach.",
    ),
    _row(
        name="peerindex_activity",
        title="PeerIndex activity",
        question="How busy is somebody, for this topic's community?",
        definition=(
            "100·a/(a + m): a are the person's own acts and posts on the topic in 120 days, m the"
            " median of those who did anything there."
        ),
        unit="points, 0 to 100",
        gamed_by="Posting much.",
        exposed_by="Authority, which it does not move.",
    ),
    _row(
        name="peerindex_resonance",
        title="PeerIndex resonance",
        question="Which part of a topic's community echoes somebody?",
        definition=(
            "Distinct people who acted on the person on the topic in 120 days, of all who acted on"
            " anybody there. Beside each other, a person's topics are the footprint."
        ),
        unit="percent of the topic's active people",
        gamed_by="Being alone on a topic.",
        exposed_by="How many people are on the topic.",
    ),
)
