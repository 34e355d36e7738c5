"""SCORES: the one table of what is computed, what it asks, its unit, its source, how it is gamed.

`over` says where a row holds: "topics" for every topic and for everything, "everything"
for the whole network alone. `projection` names the network it is computed on:

* attention by topic: who acts on whom on that topic, weighted by `ATTENDS_TO.weight`;
* attention and follows: one arrow a pair over everything, a follow weighing a little;
* anything else: the acts themselves, of the days that it names.

`algorithm` is the Graph Data Science procedure, or "" for plain arithmetic on the arrows. Rows
after the ancestors and from papers stand in `rows/`, a file each.
"""

from __future__ import annotations

from collections.abc import Mapping

from queries.rows import (
    classical,
    klout,
    kred,
    literature,
    made_of,
    peerindex,
    plus_k,
    tweetlevel,
    twitalyzer,
)
from queries.score import TOPIC, Score, none

ROWS = (
    Score(
        name="score",
        title="Score",
        question="How many people will act because of this person?",
        definition=(
            "S = reach weight × ln(1 + True Reach) + amplification weight × ln(1 + Amplification"
            "/few) + activity weight × ln(1 + active days, where known of most, and at most"
            " days_each × True Reach over everything) + network"
            " weight × ln(1 + credible audience) + returning weight × ln(1 + True Reach of who came"
            " back) + followers weight × ln(1 + followers: the credible of those loaded, and any"
            " reported beyond); points = 100 × min(1, S / reference), the largest S at first."
        ),
        projection=TOPIC,
        algorithm="",
        options=none,
        unit="points, 0 to 100",
        source="This project's recipe; the weights stand in recipe.toml",
        gamed_by="Many accounts that each act once: they look like many lurkers that act once.",
        exposed_by="True Reach beside the number of distinct people; the credible audience.",
        over="topics",
    ),
    Score(
        name="true_reach",
        title="True Reach",
        question="How many distinct people act because of this person?",
        definition=(
            "Over distinct people: the largest act of each, decayed by the long half-life, a part"
            " of it (lasting) by a longer one. Credible people count fully (V), the unknown rest"
            " (A − V) with a square root: k = 2c(√(1 + (A − V)/c) − 1); where evidence covers half"
            " of older attention, k counts as c·ln(1 + k/c) instead. E = V + k."
        ),
        projection=TOPIC,
        algorithm="",
        options=none,
        unit="people, decayed",
        source="Unit cap per person after Klout's True Reach; the discount is this project's",
        gamed_by="Accounts bought or made to act once.",
        exposed_by="The share of the audience that is credible.",
        over="topics",
    ),
    Score(
        name="amplification",
        title="Amplification",
        question="How many people act on this person just now?",
        definition="The same as True Reach with the short half-life.",
        projection=TOPIC,
        algorithm="",
        options=none,
        unit="people, decayed",
        source="After Klout's Amplification, read as prediction",
        gamed_by="A burst of paid reposts.",
        exposed_by="True Reach, which a burst moves less.",
        over="topics",
    ),
    Score(
        name="network_impact",
        title="Network Impact",
        question="Who are the people that act on this person?",
        definition=(
            "PageRank on attention weighted by the decayed acts: x = (1 − d)·1 + d·Mᵀx. Not divided"
            " by the number of people; what a person without outgoing attention would pass on"
            " is dropped. Iterated until it settles, so that what each hands on sums to it."
        ),
        projection=TOPIC,
        algorithm="gds.pageRank",
        options=classical.page_rank_options,
        unit="PageRank, from 1 − d on",
        source="Brin and Page 1998; Haveliwala 2002 for one a topic",
        gamed_by="A ring whose accounts act on each other keeps its rank among itself.",
        exposed_by="The credible audience, in which one colluding endorser certifies nobody.",
        over="topics",
    ),
)

# After whom, and their rows.
AFTER: Mapping[str, tuple[Score, ...]] = {
    "Klout": (*klout.ROWS, *plus_k.ROWS),
    "PeerIndex": peerindex.ROWS,
    "Kred": kred.ROWS,
    "Twitalyzer": twitalyzer.ROWS,
    "TweetLevel": tweetlevel.ROWS,
}
ANCESTORS = tuple(row for rows in AFTER.values() for row in rows)

SCORES: Mapping[str, Score] = {
    row.name: row for row in (*ROWS, *made_of.ROWS, *classical.ROWS, *ANCESTORS, *literature.ROWS)
}
# Rows that stand as properties of their own beside each score.
BESIDE = (*ROWS, *classical.ROWS)
# Rows whose numbers name a kind, so that nobody is first by them; `community` is another.
KINDS: Mapping[str, tuple[str, ...]] = {
    "klout_style": klout.STYLES,
    "twitalyzer_type": twitalyzer.TYPES,
    "tweetlevel_role": tweetlevel.ROLES,
}


def families() -> dict[str, list[Score]]:
    """All rows: ours, after each ancestor, and from the literature."""
    after = {f"after {name}": list(rows) for name, rows in AFTER.items()}
    literature_ = [*classical.ROWS, *literature.ROWS]
    return {"ours": [*ROWS, *made_of.ROWS], **after, "from the literature": literature_}


def sortable(row: Score) -> bool:
    """Whether somebody can be first by it: a kind and a community are names."""
    return row.name not in KINDS and row.name != "community"
