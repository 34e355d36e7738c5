"""What Graph Data Science computes: Network Impact by topic, the classical measures over all."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import numpy as np
import pandas as pd
from graphdatascience import GraphDataScience

from queries.errors import DatabaseRefused
from queries.graph import Graph
from queries.graph_errors import translated
from queries.recipe import Recipe
from queries.score import DIRECTED, UNDIRECTED, Score
from queries.scores import SCORES
from queries.scoring.arrows import Floats, Integers, People

# How the client names each procedure.
ENDPOINTS: Mapping[str, str] = {
    "gds.pageRank": "page_rank",
    "gds.articleRank": "article_rank",
    "gds.eigenvector": "eigenvector",
    "gds.betweenness": "betweenness_centrality",
    "gds.degree": "degree_centrality",
    "gds.hits": "hits",
    "gds.kcore": "k_core_decomposition",
    "gds.leiden": "leiden",
}
# The query that makes each projection.
PROJECTIONS: Mapping[str, str] = {DIRECTED: "attention_and_follows", UNDIRECTED: "acquaintance"}
TOPICS_GRAPH = "influence_topics"
# Relationships.
SEVERAL_THREADS_FROM = 2_000_000


def client(graph: Graph) -> Any:
    """The Graph Data Science client on `graph`'s own driver, silent."""
    with translated("gds.version"):
        return GraphDataScience(
            graph.driver, database=graph.database, arrow=False, show_progress=False
        )


@contextmanager
def projected(graph: Graph, gds: Any, query: str, name: str, **values: Any) -> Iterator[Any]:
    """The projected graph that `query` makes, dropped afterwards.

    On the way out, whatever happened, an algorithm that still runs on it is stopped first:
    a client that goes away does not stop its job. On the way in, one that a killed client left.
    """
    try:
        graph.run("stop_algorithms", graph_name=name)
        with translated(query):
            gds.graph.drop(name, fail_if_missing=False)
            graph.run(query, graph_name=name, **values)
            yield gds.graph.get(name)
    except BaseException:
        graph.run("stop_algorithms", graph_name=name)
        raise
    finally:
        with translated(query):
            gds.graph.drop(name, fail_if_missing=False)


def network_impact(
    graph: Graph, gds: Any, people: People, topics: list[str], recipe: Recipe
) -> tuple[Integers, Floats]:
    """Each person's PageRank on each topic, as keys (topic × people + person) and values.

    One projection and one PageRank for all topics: their networks do not touch, and the
    PageRank that Graph Data Science computes is not divided by the number of nodes.
    """
    stride = int(people.numbers.max(initial=0)) + 1
    numbers = {topic: i for i, topic in enumerate(topics)}
    row = SCORES["network_impact"]
    with projected(
        graph, gds, "attention_by_topic", TOPICS_GRAPH, numbers=numbers, stride=stride
    ) as network:
        if not _compute(gds, network, row, recipe):
            raise DatabaseRefused(
                f"{row.title}: does not converge; raise 'iterations' in the recipe's [network]"
            )
        nodes, values = _streamed(graph, network, row.name)
    return nodes // stride * len(people) + people.positions(nodes % stride), values


def measures(graph: Graph, gds: Any, people: People, recipe: Recipe, *, as_of: str) -> pd.DataFrame:
    """Every row of SCORES over everything: a column each, a line for each person, in order.

    A measure that does not converge is left out: a network without cycles has no leading
    eigenvector, and a wrong number would be worse than none.
    """
    columns: dict[str, Any] = {}
    for projection, query in PROJECTIONS.items():
        rows = [r for r in SCORES.values() if r.projection == projection and r.algorithm]
        name, follow = f"influence_{query}", recipe.network.follow
        with projected(graph, gds, query, name, follow=follow, as_of=as_of) as network:
            for _, same in itertools.groupby(rows, key=lambda row: row.algorithm):
                for row in _converging(gds, network, list(same), recipe):
                    nodes, values = _streamed(graph, network, row.name)
                    columns[row.name] = np.zeros(len(people))
                    columns[row.name][people.positions(nodes)] = values
    samples = min(recipe.network.betweenness_samples, len(people))
    columns["betweenness"] = columns["betweenness"] * (len(people) / max(samples, 1))
    columns["community"] = _by_size(columns["community"])
    return pd.DataFrame(columns)


def _converging(gds: Any, network: Any, rows: list[Score], recipe: Recipe) -> Iterator[Score]:
    """The rows of one algorithm, unless it does not converge."""
    if _compute(gds, network, rows[0], recipe):
        yield from rows


def _compute(gds: Any, network: Any, row: Score, recipe: Recipe) -> bool:
    """Run the algorithm of `row`, which leaves its result with `network`; whether it converged."""
    endpoint = getattr(gds, ENDPOINTS[row.algorithm])
    options = {"concurrency": _threads(network)} | row.options(recipe)
    if row.algorithm == "gds.hits":
        names = {"auth_property": "hits_authority", "hub_property": "hits_hub"}
        endpoint.mutate(network, log_progress=False, **names, **options)
        return True
    done = endpoint.mutate(network, mutate_property=row.name, log_progress=False, **options)
    # Leiden's own "converged" is about its levels, and its result holds either way.
    return row.algorithm == "gds.leiden" or getattr(done, "did_converge", True)


def _threads(network: Any) -> int:
    """How many threads to ask for.

    The iterative algorithms let all threads meet after every step. On two busy cores that took
    60 ms a step with 2 or 4 threads and half a millisecond with one, so only a large network
    pays for it.
    """
    return 4 if network.relationship_count() > SEVERAL_THREADS_FROM else 1


def _streamed(graph: Graph, network: Any, name: str) -> tuple[Integers, Floats]:
    """The nodes, and what an algorithm left with each under `name`."""
    row = graph.run("property_streamed", graph_name=network.name(), property=name).rows[0]
    return np.array(row["nodes"], np.int64), np.array(row["values"], np.float64)


def _by_size(labels: Any) -> Integers:
    """The same communities, numbered from 0, the largest first (then by first member)."""
    _, first, inverse, sizes = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((first, -sizes))
    number = np.empty(len(order), np.int64)
    number[order] = np.arange(len(order))
    return number[inverse]
