"""After Kred (2011 to 2018): points for acts, in the open."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from queries.score import Score, none

# Points for one act, given or received. Ten are Kred's; those for likes and follows are ours.
POINTS: Mapping[str, int] = {
    "repost": 10, "quote": 10, "adopt": 10, "reply": 10, "mention": 10, "like": 1, "follow": 1,
}  # fmt: skip
LEVEL_POINTS, SECOND_LEVEL_POINTS = 100, 270
# Days, None for all.
WINDOWS: Mapping[str, int | None] = {
    "kred_influence": 90,
    "kred_influence_30": 30,
    "kred_influence_60": 60,
    "kred_influence_all": None,
}

_SOURCE = (
    "Kred's “rules” and “guide” of 2011 and 2012 for points, scale, windows and the first two"
    " levels; the logarithmic range, a point for a like or a follow, and levels from 3 on are ours"
)
_row = partial(
    Score,
    projection="all acts, by topic",
    algorithm="",
    options=none,
    source=_SOURCE,
    over="topics",
)


def _influence(name: str, title: str, days: str, asks: str) -> Score:
    return _row(
        name=name,
        title=title,
        question=asks,
        definition=(
            f"Points received {days}: 10 for a repost, quote, adoption, reply or mention, 1 for a"
            " like, and over everything 1 for a follower won. 1 + 999·ln(1 + points)/ln(1 + the"
            " most points on the topic). Not kept: more points from larger accounts."
        ),
        unit="1 to 1,000",
        gamed_by="One friend who reposts everything: every act counts.",
        exposed_by="True Reach, in which a person counts once.",
    )


ROWS = (
    _influence("kred_influence", "Kred influence", "in 90 days", "How often is somebody acted on?"),
    _influence(
        "kred_influence_30", "Kred influence, 30 days", "in 30 days", "How often this month?"
    ),
    _influence(
        "kred_influence_60", "Kred influence, 60 days", "in 60 days", "How often in two months?"
    ),
    _influence("kred_influence_all", "Kred influence, ever", "ever", "How often at all?"),
    _row(
        name="kred_outreach",
        title="Kred outreach",
        question="How generous is somebody with acts on others?",
        definition=(
            "Points given, ever: the same points for what the person did to others. They add up"
            " and never fall. The ledger lists each act with its points."
        ),
        unit="points",
        gamed_by="Acting on everybody by machine.",
        exposed_by="Kred influence that does not follow; Klout reach counts such acts for little.",
    ),
    _row(
        name="kred_level",
        title="Kred outreach level",
        question="Which level has somebody's outreach?",
        definition=(
            "The largest n with 100·n^1.433 points of outreach or less: 100 for level 1, 270 for"
            " level 2, and on as these two lead."
        ),
        unit="level",
        gamed_by="As outreach.",
        exposed_by="As outreach.",
    ),
)
