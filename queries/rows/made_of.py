"""What the score is made of: the measures that its formula takes, each by itself."""

from __future__ import annotations

from functools import partial

from queries.score import TOPIC, Score, none

# The posts that reactions are shared among, and how many posts of the middle each is lent.
WINDOW_DAYS = 30
LENT_POSTS = 10

_OURS = "This project's recipe, in which its numbers stand"
_row = partial(Score, projection=TOPIC, algorithm="", options=none, over="topics")

ROWS = (
    _row(
        name="audience",
        title="Audience",
        question="How many distinct people act on this person, whoever they are?",
        definition=(
            "A: over distinct people, the largest act of each, decayed by the long half-life, a"
            " part of it (lasting) by a longer one. Repeating adds nothing."
        ),
        unit="people, decayed",
        source=f"Unit cap per person after Klout's True Reach; {_OURS.lower()}",
        gamed_by="Accounts bought or made to act once: each counts in full.",
        exposed_by="The credible audience, and True Reach, in which strangers count for less.",
    ),
    _row(
        name="credible",
        title="Credible audience",
        question="How many of them are known to be credible?",
        definition=(
            "V: the audience, each weighted by q in 0 to 1: the larger of trust and evidence, or"
            " what a label says. Evidence is 1 for an account that was old (account_days) and"
            " active (active_days) before it first acted on the person and is known to others"
            " (known_by), a part of it (alone) where it is not known, and else 0."
        ),
        unit="people, decayed",
        source=_OURS,
        gamed_by="Aged accounts that act now and then, bought or stolen.",
        exposed_by="The flags: who acts in step, and who acts on one person alone.",
    ),
    _row(
        name="returning",
        title="Reach of who came back",
        question="How many distinct people act because of this person, again on a later day?",
        definition="True Reach of those whose last act is a day after their first, or more.",
        unit="people, decayed",
        source=_OURS,
        gamed_by="Accounts made to act on two days.",
        exposed_by="As True Reach.",
    ),
    _row(
        name="active_days",
        title="Active days",
        question="On how many days did this person do something?",
        definition=(
            "D: over distinct days on which the person acted or posted, 2^(−age in days/long"
            " half-life). The same on every topic, and known of those on whom anybody acted."
        ),
        unit="days, decayed",
        source=_OURS,
        gamed_by="One post a day by machine.",
        exposed_by="The score counts only so many for each person of True Reach (days_each).",
    ),
    _row(
        name="trust",
        title="Trust",
        question="Is this person trusted by those who are trusted?",
        definition=(
            "T: x = (1 − d)·v + d·(sum − largest) of what comes in, on attention older than the lag"
            " and on follows, each sender's x split evenly; v even on those on whom enough people"
            " (floor) had acted and who were there before (account_days). The largest single"
            " endorser is dropped; what people who attend to nobody would hand on is, too. Told as"
            " T/(T + the median of positive T), which is what q takes."
        ),
        options=lambda recipe: {"damping_factor": recipe.credibility.damping},
        unit="0 to 1; half for the middle",
        source="Seeded PageRank after Gyöngyi and others 2004 (TrustRank); dropping the largest"
        " endorser is this project's",
        gamed_by="Two trusted accounts that both attend to a ring.",
        exposed_by="Who hands it on: the ring has no other endorsers in common.",
        over="everything",
    ),
    _row(
        name="reactions_a_post",
        title="Reactions a post",
        question="How much reaction does a post of this person get?",
        definition=(
            "(R + 10·m)/(N + 10): R are acts of 30 days on the person's posts, N their posts of"
            " these days on the topic, m all such acts of the topic over all its posts. So few"
            " posts tell little. None where no posts are known. Shown beside Amplification and"
            " not ranked by: it foretells badly."
        ),
        projection="acts and posts of 30 days, by topic",
        unit="acts a post",
        source="Ratio of reactions to content after Klout; shrunk after Efron and Morris 1975",
        gamed_by="Deleting the posts that nobody reacted to; one friend who reacts to all.",
        exposed_by="The audience, in which a person counts once.",
    ),
)
