"""After Twitalyzer (2009 to 2013): seven days, seen from many sides."""

from __future__ import annotations

from functools import partial

from queries.score import Score, none

WINDOW_DAYS = 7
TYPES = ("Trendsetter", "Thought Leader", "Reporter", "Social Butterfly", "Everyday User")
# What decides, and what it is.
INPUTS = (
    ("twitalyzer_influence", "of those active react"),
    ("twitalyzer_generosity", "of what they publish passes others on"),
    ("twitalyzer_engagement", "people named for each who names them"),
)

_SOURCE = "Twitalyzer's “Metrics” pages of 2010 to 2012"
_row = partial(
    Score,
    projection="acts of 7 days, by topic",
    algorithm="",
    options=none,
    over="topics",
)

ROWS = (
    _row(
        name="twitalyzer_impact",
        title="Twitalyzer impact",
        question="How large is somebody, all counts together?",
        definition=(
            "The mean over five counts x of 100·ln(1 + x)/ln(1 + the largest x of the topic):"
            " followers (of no topic), distinct people who answer or mention, who repost, whom the"
            " person reposts, and velocity."
        ),
        unit="points, 0 to 100",
        source=f"{_SOURCE}; the equal weights and the logarithm are ours",
        gamed_by="Bought followers, and reposting much: two of the five are the person's own.",
        exposed_by="Twitalyzer influence near 0 beside it.",
    ),
    _row(
        name="twitalyzer_engagement",
        title="Twitalyzer engagement",
        question="Does somebody talk with people, or are they talked to?",
        definition=(
            "Distinct people whom the person answers or mentions, over distinct people who answer"
            " or mention the person; none where nobody does."
        ),
        unit="people for each person",
        source=_SOURCE,
        gamed_by="Mentioning strangers.",
        exposed_by="Clout, which that does not move.",
    ),
    _row(
        name="twitalyzer_influence",
        title="Twitalyzer influence",
        question="How likely is it that somebody active reacts?",
        definition=(
            "Distinct people who reposted, answered or mentioned the person, of all who did or"
            " posted anything in the week."
        ),
        unit="percent of active people",
        source=_SOURCE,
        gamed_by="Accounts that react.",
        exposed_by="The credible audience.",
    ),
    _row(
        name="twitalyzer_clout",
        title="Twitalyzer clout",
        question="Which part of all answers and mentions goes to somebody?",
        definition="Answers and mentions of the person, of all of the week.",
        unit="percent of references",
        source=_SOURCE,
        gamed_by="A quarrel, or one friend who answers all day.",
        exposed_by="The distinct people behind it.",
    ),
    _row(
        name="twitalyzer_generosity",
        title="Twitalyzer generosity",
        question="How much of what somebody publishes passes others on?",
        definition="Reposts, quotes and adoptions done, of these and the posts of the week.",
        unit="percent of what they publish",
        source=_SOURCE,
        gamed_by="Reposting by machine.",
        exposed_by="It takes no one else's act to score: read it as manner, never as influence.",
    ),
    _row(
        name="twitalyzer_velocity",
        title="Twitalyzer velocity",
        question="How much does somebody publish?",
        definition="Posts of the week, and reposts, quotes and adoptions done in it.",
        unit="posts in 7 days",
        source=_SOURCE,
        gamed_by="Posting by machine.",
        exposed_by="As generosity.",
    ),
    _row(
        name="twitalyzer_signal",
        title="Twitalyzer signal",
        question="How much of it points at something?",
        definition=(
            "Of velocity, what passes others on or holds a name (@), a link (://), a tag (#) or a"
            " topic."
        ),
        unit="percent of what they publish",
        source=_SOURCE,
        gamed_by="A tag at the end of each post.",
        exposed_by="As generosity.",
    ),
    _row(
        name="twitalyzer_type",
        title="Twitalyzer type",
        question="Which of five kinds of user is somebody?",
        definition=(
            "By influence, generosity and engagement, each above its median among those who have"
            " it on the topic or not. Influential: a Reporter when generous, else a"
            " Trendsetter when engaged, else a Thought Leader. Not influential: a Social Butterfly"
            " when engaged, else an Everyday User."
        ),
        unit="one of five names",
        source=f"{_SOURCE} for the names; the rule was never published and is our reading",
        gamed_by="Mentioning many makes a butterfly of anybody.",
        exposed_by="The three numbers beside it.",
    ),
)
