"""The seeds that Graph Data Science's CELF picks, to compare with."""

from __future__ import annotations

from queries.graph import Graph
from queries.scoring.arrows import Integers
from queries.scoring.measures import client, projected
from queries.scoring.past import Past

# Beyond this many people its simulations take longer than anybody waits.
MOST_PEOPLE = 5_000


def celf(graph: Graph, past: Past, topic: str, *, seeds: int, chance: float) -> Integers:
    """`seeds` people by greedy choice over 100 simulations, every arrow with the same `chance`.

    Source: Leskovec and others 2007, as Graph Data Science computes it. It knows no chance of
    an arrow's own.
    """
    gds = client(graph)
    name = "influence_plan"
    with projected(graph, gds, "influence_on_topic", name, topic=topic) as network:
        told = gds.influence_maximization_celf.stream(
            network,
            min(seeds, network.node_count()),
            propagation_probability=chance,
            random_seed=7,
            log_progress=False,
        )
    ordered = told.sort_values("spread", ascending=False)["nodeId"]
    return past.positions(ordered.to_numpy("int64"))
