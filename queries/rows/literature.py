"""From papers, beside the classical measures in `scores.py`."""

from __future__ import annotations

from functools import partial
from typing import Any

from queries.recipe import Recipe
from queries.rows.classical import betweenness_options
from queries.score import DIRECTED, TOPIC, Score, none


def _damping(recipe: Recipe) -> dict[str, Any]:
    return {"damping_factor": recipe.network.damping}


_DANGLING = " What people who act on nobody would hand on begins again in the same places."
_DROPPED = " What people who act on nobody would hand on is dropped."

_ALONE = " Over everything it is on acts alone, without follows."

_acts = partial(Score, algorithm="", options=none, projection="all acts, by topic")

ROWS = (
    _acts(
        name="topic_page_rank",
        title="Topic-sensitive PageRank",
        question="Whom would one meet over everything, starting from a topic's people?",
        definition=(
            "x = (1 − d)·v + d·Mᵀx over all attention, v even on those who act or are acted on on"
            " the topic, in percent of all visits." + _DANGLING + " On the 100 topics with most"
            " people; on fewer where arrows × topics would pass 20 million, and none elsewhere."
        ),
        projection=TOPIC,
        options=_damping,
        unit="percent of visits",
        source="Haveliwala 2002",
        gamed_by="Acting once on the topic to be among those where walks begin.",
        exposed_by="Network Impact on the topic near 1 − d beside it.",
        over="topics",
    ),
    _acts(
        name="personalised_page_rank",
        title="Personalised PageRank",
        question="Whom would one meet, starting from those who are active?",
        definition=(
            "x = (1 − d)·v + d·Mᵀx over all attention, v by active days (decayed), in percent of"
            " all visits." + _DANGLING + " An account that only follows hands nothing on."
        ),
        projection=TOPIC,
        options=_damping,
        unit="percent of visits",
        source="Page, Brin, Motwani and Winograd 1999; Jeh and Widom 2003; the starting places are"
        " ours",
        gamed_by="Accounts that are active every day for nobody.",
        exposed_by="The credible audience.",
        over="everything",
    ),
    _acts(
        name="topic_article_rank",
        title="ArticleRank on the topic",
        question="PageRank on the topic, when those who attend to few count less?",
        definition=(
            "x = (1 − d) + d·Σ x of who acts / (on how many they act on the topic + the topic's"
            " mean of that)." + _DROPPED + _ALONE
        ),
        options=_damping,
        unit="ArticleRank, from 1 − d on",
        source="Li and Willett 2009",
        gamed_by="Accounts that act on many others as cover.",
        exposed_by="Network Impact, which moves the other way.",
        over="topics",
    ),
    _acts(
        name="topic_authority",
        title="HITS authority on the topic",
        question="Who is attended to by those who find the topic's good people?",
        definition=(
            "The sum of the hub values of whoever acts on the person on the topic, all of a topic"
            " together of Euclidean length 1; turn by turn with the hubs until still (20 times on"
            " large networks), begun with ones, on unweighted arrows. Nothing dangles: nothing is"
            " handed on."
        ),
        unit="0 to 1",
        source="Kleinberg 1999, who meant it for one topic at a time",
        gamed_by="Fake hubs that act on all the topic's authorities and on one more.",
        exposed_by="The credible audience of that one.",
        over="topics",
    ),
    _acts(
        name="topic_hub",
        title="HITS hub on the topic",
        question="Who finds the topic's people worth attending to?",
        definition="The sum of the authority of those on whom the person acts, likewise.",
        unit="0 to 1",
        source="Kleinberg 1999",
        gamed_by="Acting on every known authority.",
        exposed_by="It takes no one else's act to score: read it as taste, never as influence.",
        over="topics",
    ),
    _acts(
        name="topic_eigenvector",
        title="Eigenvector centrality on the topic",
        question="Who is attended to by those who are attended to, on the topic?",
        definition=(
            "Leading eigenvector of the topic's unweighted arrows, of Euclidean length 1, begun"
            " with ones." + _ALONE + " None where nobody's act comes back to them through others,"
            " as there is no such vector, nor where it does not come to rest."
        ),
        unit="0 to 1",
        source="Bonacich 1972",
        gamed_by="A dense clique: mass gathers in it.",
        exposed_by="The k-core on the topic of the highest ranked.",
        over="topics",
    ),
    _acts(
        name="topic_betweenness",
        title="Betweenness on the topic",
        question="Who stands between others on the topic?",
        definition=(
            "Shortest paths through a person along the topic's arrows, over a fixed random sample"
            " of starting people scaled to all; directed, unweighted." + _ALONE + " Exact while"
            " the sample holds everybody; it is smaller where samples × arrows of all topics"
            " would pass 500 million."
        ),
        options=betweenness_options,
        unit="paths",
        source="Freeman 1977; Brandes 2001; sampling after Brandes and Pich 2007",
        gamed_by="Acting on two groups that nobody else joins.",
        exposed_by="Few people who act on the person.",
        over="topics",
    ),
    _acts(
        name="topic_k_core",
        title="k-core on the topic",
        question="How deep in the topic's dense middle does this person stand?",
        definition=(
            "The largest k such that the person is among people who each have k of them, of those"
            " who act or are acted on on the topic, without direction." + _ALONE
        ),
        unit="k",
        source="Seidman 1983; Batagelj and Zaveršnik 2003",
        gamed_by="A ring of n accounts makes itself an (n − 1)-core.",
        exposed_by="Its members' few links outwards.",
        over="topics",
    ),
    _acts(
        name="twitter_rank",
        title="TwitterRank",
        question="Whom do those who care for a topic attend to, and who says much on it?",
        definition=(
            "x = (1 − d)·E + d·Pᵀx on the topic, in percent of visits: E by what each said on it"
            " (acts and posts); from i to j the part 1 + said by j has among all on whom i acts,"
            " times 1 − |i's interest − j's|, interest being the part of what one says that is on"
            " the topic. What unlike interests and people who act on nobody do not hand on is"
            " dropped. Acts on the topic stand for follows."
        ),
        options=_damping,
        unit="percent of visits",
        source="Weng, Lim, Jiang and He 2010; interest from topics as tagged, not from a model",
        gamed_by="Saying much on the topic.",
        exposed_by="Network Impact, in which saying counts nothing.",
        over="topics",
    ),
    _acts(
        name="tunk_rank",
        title="TunkRank",
        question="How much attention will what somebody says get, passed on included?",
        definition=(
            "I = Σ (1 + p·I of who acts)/on how many they act on the topic, with p = 0.5."
            + _DROPPED
            + " Acts stand for follows."
        ),
        unit="readers",
        source="Tunkelang 2009",
        gamed_by="Accounts that act on nobody else.",
        exposed_by="Their trust of 0, so the credible audience.",
        over="topics",
    ),
    _acts(
        name="repost_h_index",
        title="h-index of reposts",
        question="How many posts were each passed on often?",
        definition=(
            "The largest h such that h posts on the topic were reposted, quoted or adopted h times."
        ),
        unit="posts",
        source="Hirsch 2005, on reposts after Razis and Anagnostopoulos 2014",
        gamed_by="A ring of h accounts that reposts everything.",
        exposed_by="Distinct people: True Reach stays at h.",
        over="topics",
    ),
    _acts(
        name="influence_passivity",
        title="Influence (with passivity)",
        question="Who moves those whom little moves?",
        definition=(
            "I = Σ u·P and P = Σ v·I, turn by turn until still, in percent of all on the topic. For"
            " j who passes i on: w = j's reposts of i over i's posts; u is w's part of all w of j;"
            " v is the part that 1 − w has among all who pass i on. Where everybody passes"
            " everything on there is nothing to tell."
        ),
        projection="reposts and posts, by topic",
        unit="percent of all influence",
        source="Romero, Galuba, Asur and Huberman 2011; posts of the author stand for what was"
        " seen of them",
        gamed_by="Having few posts, all of which some passive accounts pass on.",
        exposed_by="h-index of reposts.",
        over="topics",
    ),
    _acts(
        name="passivity",
        title="Passivity",
        question="Who is hard to move?",
        definition="P of the row above: high for whom the influential seldom move.",
        projection="reposts and posts, by topic",
        unit="percent of all passivity",
        source="Romero, Galuba, Asur and Huberman 2011",
        gamed_by="Reposting once somebody who posts much.",
        exposed_by="It is no influence: read it as habit.",
        over="topics",
    ),
    _acts(
        name="interactor_ratio",
        title="Interactor ratio",
        question="Which part of the followers interacts?",
        definition=(
            "Distinct people who ever acted on the person on the topic over followers, as reported"
            " or loaded, whichever are more; none without followers."
        ),
        projection="followers, and all acts by topic",
        unit="people for each follower",
        source="Anger and Kittl 2011",
        gamed_by="Having few followers and some friends.",
        exposed_by="The two counts it is made of.",
        over="topics",
    ),
    _acts(
        name="cha_followers",
        title="Followers",
        question="How many follow somebody? (in-degree influence)",
        definition="Followers as reported or loaded, whichever are more.",
        projection="follows",
        unit="people",
        source="Cha, Haddadi, Benevenuto and Gummadi 2010, who found it tells little",
        gamed_by="Bought followers.",
        exposed_by="The interactor ratio.",
        over="everything",
    ),
    _acts(
        name="cha_reposts",
        title="Reposts",
        question="How often is somebody passed on? (repost influence)",
        definition="Reposts, quotes and adoptions received, ever; every one counts.",
        unit="acts",
        source="Cha, Haddadi, Benevenuto and Gummadi 2010",
        gamed_by="One account that reposts everything.",
        exposed_by="True Reach, in which a person counts once.",
        over="topics",
    ),
    _acts(
        name="cha_mentions",
        title="Mentions",
        question="How often is somebody talked to or about? (mention influence)",
        definition="Replies and mentions received, ever; every one counts.",
        unit="acts",
        source="Cha, Haddadi, Benevenuto and Gummadi 2010",
        gamed_by="A quarrel.",
        exposed_by="The posts themselves: a mention can be hostile.",
        over="topics",
    ),
    _acts(
        name="x_map",
        title="X's map of PageRank",
        question="Which reputation would X's published code give?",
        definition=(
            "130 + 5.21·ln(PageRank as a part of everybody's), cut to 0 and 100: over everything of"
            " all attention and follows, on a topic of its attention. The map is X's; its own"
            " network and later corrections are not here."
        ),
        projection=f"{DIRECTED}; {TOPIC}",
        unit="points, 0 to 100",
        source="X (Twitter), “the-algorithm”, Tweepcred, 2023",
        gamed_by="As PageRank; and small networks are near 100 throughout.",
        exposed_by="In-degree far above the acts received.",
        over="topics",
    ),
)
