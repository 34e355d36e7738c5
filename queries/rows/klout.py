"""After Klout (2008 to 2018): its weights and thresholds were never published."""

from __future__ import annotations

from functools import partial

from queries.score import Score, none

WINDOW_DAYS = 90
# What an act is worth: ours, as in the recipe after Klout.
KINDS = {"repost": 1.0, "quote": 1.0, "adopt": 1.0, "reply": 0.7, "mention": 0.7, "like": 0.3}
# Of reach, amplification and network: ours too.
WEIGHTS = (0.5, 0.4, 0.3)

# Klout's matrix, row by row. Of the half of rows below, listening; of every second row, focused;
# of the columns on the right, creating; of every second column, consistent.
STYLES = (
    "Curator", "Broadcaster", "Taste Maker", "Celebrity",
    "Syndicator", "Feeder", "Thought Leader", "Pundit",
    "Dabbler", "Conversationalist", "Socializer", "Networker",
    "Observer", "Explorer", "Activist", "Specialist",
)  # fmt: skip
# What decides: a number, the pole above the median of those who did anything, the pole below.
AXES = (
    ("klout_creating", "creating", "sharing", "own posts, of own posts and reposts"),
    ("klout_listening", "listening", "participating", "of what they did, other than talk"),
    ("klout_focused", "focused", "broad", "sum of squared shares of their topics"),
    ("klout_consistent", "consistent", "casual", "weeks with something, of thirteen"),
)

_SOURCE = (
    "Rao, Spasojevic, Li and D'Souza 2015, and Klout's own pages of 2011; never published: the"
    " weights, which are ours"
)
_row = partial(
    Score,
    projection="acts of 90 days",
    algorithm="",
    options=none,
    over="topics",
)

ROWS = (
    _row(
        name="klout",
        title="Klout score",
        question="How far does somebody move others, after Klout?",
        definition=(
            "S = 0.5·ln(1 + reach) + 0.4·ln(1 + amplification) + 0.3·ln(1 + network), the three"
            " after Klout below; points = 100·S / the largest S on the topic. People of more than"
            " one network are one person for each, so that no network lowers a score."
        ),
        unit="points, 0 to 100",
        source=_SOURCE,
        gamed_by="Asking many to react once a day to somebody who posts little.",
        exposed_by="The score's credible audience, which strangers hardly move.",
    ),
    _row(
        name="klout_reach",
        title="Klout reach",
        question="How many people reacted in 90 days, by how selective each is?",
        definition=(
            "Over distinct people, the largest of their acts of 90 days: its kind (repost, quote,"
            " adoption 1; reply, mention 0.7; like 0.3) over how many acts they did on that day."
        ),
        unit="people, selective",
        source=_SOURCE,
        gamed_by="Accounts that each do one thing a day.",
        exposed_by="True Reach, in which the unknown count with a square root.",
    ),
    _row(
        name="klout_amplification",
        title="Klout amplification",
        question="How much reaction does a piece of content get?",
        definition=(
            "All acts received in 90 days, each as for Klout reach, over the posts on the topic in"
            " these days; over 1 where a source holds no posts."
        ),
        unit="reactions a post",
        source=_SOURCE,
        gamed_by="Deleting the posts that nobody reacted to.",
        exposed_by="Posts acted upon, beside all posts.",
    ),
    _row(
        name="klout_network",
        title="Klout network",
        question="How influential are those who react?",
        definition=(
            "The mean, over the distinct people who acted in 90 days, of ln(1 + their own Klout"
            " reach over everything)."
        ),
        unit="logarithm of people",
        source=_SOURCE,
        gamed_by="One reaction by somebody large, and no other.",
        exposed_by="Klout reach near 1 beside it.",
    ),
    _row(
        name="klout_style",
        title="Klout style",
        question="In which of sixteen ways is somebody there?",
        definition=(
            "Four numbers of 90 days, each above or not above its median among all who did"
            " anything on the topic: creating, own posts of own posts and reposts (else sharing);"
            " listening, what is neither answer nor mention of all they did (else participating);"
            " focused, the sum of squared shares of the topics that it carries (else broad);"
            " consistent, weeks of thirteen with an act or a post (else casual). Klout's matrix"
            " has four rows of four: below are the listening, every second row the focused, on the"
            " right the creating, every second column the consistent."
        ),
        unit="one of sixteen names",
        source=(
            "Klout's style matrix of 2010 for axes, names and order; thresholds were never"
            " published: medians of the people here. Which axis splits which half is our reading"
        ),
        gamed_by="One post a week on one topic makes a specialist of anybody.",
        exposed_by="The four numbers beside it, and a score that it does not enter.",
    ),
)
