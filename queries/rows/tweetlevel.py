"""After Edelman's TweetLevel (from 2009): counts in thirty ranges, and roles in cascades."""

from __future__ import annotations

from functools import partial

from queries.score import Score, none

# It told no window; a month is ours.
WINDOW_DAYS = 30
RANGES, RANGES_A_DECADE = 30, 5
ROLES = ("Idea starter", "Amplifier", "Curator", "Commentator", "Viewer")
# What decides, and what it is.
INPUTS = (
    ("tweetlevel_starts", "own posts that others passed on"),
    ("tweetlevel_passed", "posts of others passed on"),
    ("tweetlevel_lead", "of each such post’s other reposts come later"),
    ("tweetlevel_said", "answers and mentions"),
)

_SOURCE = (
    "Edelman's “TweetLevel: how it works” of 2009 and 2011; where ranges end, the counts and"
    " weights of each dimension, and the window are ours"
)
_BUCKET = " b(x) is the range of a count: ⌈5·log₁₀(1 + x)⌉, 30 at most."
_row = partial(
    Score,
    projection="acts of 30 days, by topic",
    algorithm="",
    options=none,
    source=_SOURCE,
    over="topics",
)

ROWS = (
    _row(
        name="tweetlevel_influence",
        title="TweetLevel influence",
        question="How influential is somebody, counts in ranges?",
        definition=(
            "100/30·(0.2·b(followers) + 0.3·b(reposts) + 0.2·b(answers and mentions received)"
            " + 0.1·b(posts and reposts done) + 0.2·b(distinct people who repost))." + _BUCKET
        ),
        unit="points, 0 to 100",
        gamed_by="Each count a little: a range is soon reached from below.",
        exposed_by="True Reach.",
    ),
    _row(
        name="tweetlevel_popularity",
        title="TweetLevel popularity",
        question="How many follow somebody, in ranges?",
        definition="100/30·b(followers), which no topic has." + _BUCKET,
        unit="points, 0 to 100",
        gamed_by="Bought followers.",
        exposed_by="The interactor ratio.",
        over="everything",
    ),
    _row(
        name="tweetlevel_engagement",
        title="TweetLevel engagement",
        question="Does somebody talk with people?",
        definition=(
            "100/30·(b(answers and mentions done) + b(distinct people who answer or mention))/2."
            + _BUCKET
        ),
        unit="points, 0 to 100",
        gamed_by="Mentioning strangers.",
        exposed_by="Few of them among those who mention back.",
    ),
    _row(
        name="tweetlevel_trust",
        title="TweetLevel trust",
        question="Do people put their own name to what somebody says?",
        definition="100/30·(b(reposts) + b(distinct people who repost))/2." + _BUCKET,
        unit="points, 0 to 100",
        gamed_by="Accounts that repost.",
        exposed_by="The credible audience.",
    ),
    _row(
        name="tweetlevel_role",
        title="TweetLevel role",
        question="Where does somebody stand in cascades?",
        definition=(
            "Of 30 days: a viewer did nothing and was not passed on. An idea starter had as many"
            " posts passed on as the person passed on, or more. Who passes on as much as they"
            " answer and mention, or more, is an amplifier if early (on average more of a post's"
            " other reposts, on whatever topic, come after theirs than the topic's median) and a"
            " curator if late. All others are commentators."
        ),
        unit="one of five names",
        source=(
            "Edelman's TweetLevel and “social media index” for the names; the thresholds were"
            " never published: the median of those who pass on, and our reading"
        ),
        gamed_by="Being reposted once by a friend and passing nothing on.",
        exposed_by="The four numbers beside it.",
    ),
)
