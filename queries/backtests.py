"""The newest backtest as the graph keeps it, so that pages show what was run."""

from __future__ import annotations

import json
from typing import Any

from queries.graph import Asks, Graph, Result


def keep_backtest(graph: Graph, told: dict[str, Any]) -> None:
    """Put `told` (see `Backtest.told`) in place of the one before."""
    names = ("recipe", "recipe_name", "horizon_days", "people", "acts")
    properties = {name: told[name] for name in names}
    properties["told"] = json.dumps(told, ensure_ascii=False)
    graph.run("keep_backtest", at=told["at"], properties=properties)


def kept_backtest(graph: Asks) -> tuple[dict[str, Any] | None, Result]:
    """What was kept last, None before the first; and the answer that it came with."""
    result = graph.ask("newest_backtest")
    row = result.one()
    return (json.loads(row["told"]) if row else None), result
