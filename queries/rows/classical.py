"""The classical measures, over attention and follows together."""

from __future__ import annotations

from typing import Any

from queries.recipe import Recipe
from queries.score import DIRECTED, UNDIRECTED, Score, none


def _eigenvector(recipe: Recipe) -> dict[str, Any]:
    return {
        "tolerance": recipe.network.tolerance,
        "max_iterations": recipe.network.iterations,
    }


def _article_rank(recipe: Recipe) -> dict[str, Any]:
    return _eigenvector(recipe) | {"damping_factor": recipe.network.damping}


def page_rank_options(recipe: Recipe) -> dict[str, Any]:
    return _article_rank(recipe) | {"relationship_weight_property": "weight"}


def betweenness_options(recipe: Recipe) -> dict[str, Any]:
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
        name="page_rank",
        title="PageRank",
        question="Whom would one meet, following attention at random?",
        definition=(
            "x = (1 − d)·1 + d·Mᵀx over all attention and follows, weighted; dangling mass dropped."
        ),
        projection=DIRECTED,
        algorithm="gds.pageRank",
        options=page_rank_options,
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
        options=betweenness_options,
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
        options=none,
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
