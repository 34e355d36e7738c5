"""What is in the graph, where it came from, how fresh it is."""

from __future__ import annotations

from explorer.page import Asked, Shown


def data(asked: Asked) -> Shown:
    """The loads; around them the counts, runs, computations elsewhere and communities."""
    ask = asked.graph.ask
    around = {
        "counts": ask("what_is_in_the_graph").rows,
        "runs": ask("runs", limit=10).plain(),
        "jobs": ask("score_jobs", limit=5).plain(),
        "communities": ask("communities", limit=10).rows,
    }
    return Shown(ask("what_was_loaded", limit=asked.values["limit"]), around)
