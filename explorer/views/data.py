"""What is in the graph, where it came from, how fresh it is; and what can be added to it."""

from __future__ import annotations

from explorer.page import Asked, Shown
from explorer.rejects import rejects_kept
from explorer.sending import may_send, under_way


def data(asked: Asked) -> Shown:
    """The loads; around them the sources, counts, runs, computations elsewhere and communities."""
    ask = asked.graph.ask
    around = {
        "sources": ask("sources_loaded").plain(),
        "relationships": ask("schema_in_use").rows,
        "kept": rejects_kept(asked.settings.data),
        "may_send": may_send(asked.settings),
        "upload": under_way(),
        "counts": ask("what_is_in_the_graph").rows,
        "runs": ask("runs", limit=10).plain(),
        "jobs": ask("score_jobs", limit=5).plain(),
        "communities": asked.kept.ask("communities", limit=10).rows,
    }
    return Shown(ask("what_was_loaded", limit=asked.values["limit"]), around)
