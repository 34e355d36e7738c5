"""SCORES: the one table of what is computed, what it asks, its unit, its source, how it is gamed.

`over` says where a row holds: "topics" for every topic and for everything, "everything"
for the whole network alone. `projection` names the network it is computed on:

* attention by topic: who acts on whom on that topic, weighted by `ATTENDS_TO.weight`;
* attention and follows: one arrow a pair over everything, a follow weighing a little.

`algorithm` is the Graph Data Science procedure, or "" for plain arithmetic on the arrows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from queries.recipe import Recipe

TOPIC = "attention by topic"
DIRECTED = "attention and follows"
UNDIRECTED = "attention and follows, without direction"

Options = Callable[[Recipe], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Score:
    """A row of the table; no field is optional."""

    name: str
    title: str
    question: str
    definition: str
    projection: str
    algorithm: str
    options: Options
    unit: str
    source: str
    gamed_by: str
    exposed_by: str
    over: Literal["topics", "everything"]


def _none(_: Recipe) -> dict[str, Any]:
    return {}


def _eigenvector(recipe: Recipe) -> dict[str, Any]:
    return {
        "tolerance": recipe.network.tolerance,
        "max_iterations": recipe.network.iterations,
    }


def _article_rank(recipe: Recipe) -> dict[str, Any]:
    return _eigenvector(recipe) | {"damping_factor": recipe.network.damping}


def _page_rank(recipe: Recipe) -> dict[str, Any]:
    return _article_rank(recipe) | {"relationship_weight_property": "weight"}


def _betweenness(recipe: Recipe) -> dict[str, Any]:
    return {
        "sampling_size": recipe.network.betweenness_samples,
        "sampling_seed": recipe.network.seed,
    }


def _hits(_: Recipe) -> dict[str, Any]:
    return {"hits_iterations": 50}


def _in_degree(_: Recipe) -> dict[str, Any]:
    return {"orientation": "REVERSE"}


def _leiden(recipe: Recipe) -> dict[str, Any]:
    # One thread: Leiden's result depends on the order in which threads finish.
    return {
        "random_seed": recipe.network.seed,
        "relationship_weight_property": "weight",
        "concurrency": 1,
    }


ROWS = (
    Score(
        name="score",
        title="Score",
        question="How many people will act because of this person?",
        definition=(
            "S = reach weight × ln(1 + True Reach) + amplification weight × ln(1 + Amplification"
            "/few) + activity weight × ln(1 + active days, where known of most) + network"
            " weight × ln(1 + credible audience) + returning weight × ln(1 + True Reach of who came"
            " back) + followers weight × ln(1 + followers: the credible of those loaded, and any"
            " reported beyond); points = 100 × min(1, S / reference), the largest S at first."
        ),
        projection=TOPIC,
        algorithm="",
        options=_none,
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
            " of older attention, what of k is beyond V as c·ln(1 + (k − V)/c). E = V + k."
        ),
        projection=TOPIC,
        algorithm="",
        options=_none,
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
        options=_none,
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
        options=_page_rank,
        unit="PageRank, from 1 − d on",
        source="Brin and Page 1998; Haveliwala 2002 for one a topic",
        gamed_by="A ring whose accounts act on each other keeps its rank among itself.",
        exposed_by="The credible audience, in which one colluding endorser certifies nobody.",
        over="topics",
    ),
    Score(
        name="page_rank",
        title="PageRank",
        question="Whom would one meet, following attention at random?",
        definition=(
            "x = (1 − d)·1 + d·Mᵀx over all attention and follows, weighted; dangling mass dropped."
        ),
        projection=DIRECTED,
        algorithm="gds.pageRank",
        options=_page_rank,
        unit="PageRank, from 1 − d on",
        source="Brin and Page 1998",
        gamed_by="Bought followers: each passes its whole rank on.",
        exposed_by="In-degree far above the acts received.",
        over="everything",
    ),
    Score(
        name="article_rank",
        title="ArticleRank",
        question="The same, when the attention of people who attend to few counts less?",
        definition=(
            "PageRank on the unweighted arrows in which each sender's rank is divided by its"
            " out-degree plus the average out-degree."
        ),
        projection=DIRECTED,
        algorithm="gds.articleRank",
        options=_article_rank,
        unit="ArticleRank, from 1 − d on",
        source="Li and Willett 2009",
        gamed_by="Bought followers that follow many others as cover.",
        exposed_by="PageRank, which moves the other way.",
        over="everything",
    ),
    Score(
        name="eigenvector",
        title="Eigenvector centrality",
        question="Who is attended to by those who are attended to?",
        definition="Leading eigenvector of the unweighted arrows, of Euclidean length 1.",
        projection=DIRECTED,
        algorithm="gds.eigenvector",
        options=_eigenvector,
        unit="0 to 1",
        source="Bonacich 1972",
        gamed_by="A dense clique: mass gathers in it.",
        exposed_by="k-core and community of the highest ranked.",
        over="everything",
    ),
    Score(
        name="betweenness",
        title="Betweenness",
        question="Who stands between others?",
        definition=(
            "Shortest paths through a person, over a fixed random sample of starting people"
            " scaled to all; directed, unweighted. Exact while the sample holds everybody."
        ),
        projection=DIRECTED,
        algorithm="gds.betweenness",
        options=_betweenness,
        unit="paths",
        source="Freeman 1977; sampling after Brandes and Pich 2007",
        gamed_by="Following two groups that nobody else joins.",
        exposed_by="A low in-degree beside it.",
        over="everything",
    ),
    Score(
        name="degree",
        title="In-degree",
        question="How many distinct people attend to or follow this person?",
        definition="The number of incoming arrows, one a pair.",
        projection=DIRECTED,
        algorithm="gds.degree",
        options=_in_degree,
        unit="people",
        source="Freeman 1978",
        gamed_by="Bought followers, one by one.",
        exposed_by="True Reach near 0 beside it.",
        over="everything",
    ),
    Score(
        name="hits_authority",
        title="HITS authority",
        question="Who is attended to by good finders?",
        definition="Authority of HITS: the leading left singular vector of the unweighted arrows.",
        projection=DIRECTED,
        algorithm="gds.hits",
        options=_hits,
        unit="0 to 1",
        source="Kleinberg 1999",
        gamed_by="Fake hubs that attend to all the known authorities and to one more.",
        exposed_by="The credible audience of that one.",
        over="everything",
    ),
    Score(
        name="hits_hub",
        title="HITS hub",
        question="Who finds the people worth attending to?",
        definition="Hub of HITS: the leading right singular vector of the unweighted arrows.",
        projection=DIRECTED,
        algorithm="gds.hits",
        options=_hits,
        unit="0 to 1",
        source="Kleinberg 1999",
        gamed_by="Following every known authority.",
        exposed_by="It takes no one else's act to score: read it as taste, never as influence.",
        over="everything",
    ),
    Score(
        name="k_core",
        title="k-core",
        question="How deep in the dense middle does this person stand?",
        definition="The largest k such that the person is among people who each have k of them.",
        projection=UNDIRECTED,
        algorithm="gds.kcore",
        options=_none,
        unit="k",
        source="Seidman 1983; Kitsak and others 2010 for spreading",
        gamed_by="A ring of n accounts makes itself an (n − 1)-core.",
        exposed_by="Its members' few links outwards.",
        over="everything",
    ),
    Score(
        name="community",
        title="Community",
        question="To which group does this person belong?",
        definition=(
            "Leiden communities of the weighted, undirected arrows; 0 is the largest."
            " The number is a name, not a rank."
        ),
        projection=UNDIRECTED,
        algorithm="gds.leiden",
        options=_leiden,
        unit="label",
        source="Traag, Waltman and van Eck 2019",
        gamed_by="Bought accounts form one of their own, or join where they follow.",
        exposed_by="A community without acts inside.",
        over="everything",
    ),
)

SCORES: Mapping[str, Score] = {row.name: row for row in ROWS}
