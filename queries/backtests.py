"""The newest backtest as the graph keeps it, so that pages show what was run."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from queries.graph import Asks, Graph, Result

# With fewer cases a mean says little.
FEWEST_CASES = 30


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
    return (_told(row["told"]) if row else None), result


@lru_cache(maxsize=1)
def _told(text: str) -> dict[str, Any]:
    """What was kept: read once, since every person's page looks into it."""
    told: dict[str, Any] = json.loads(text)
    return told


def expected(graph: Asks, score: float | None, recipe: str | None) -> dict[str, Any] | None:
    """By how many people accounts at this score were acted on next, in the kept backtest.

    The bin of ten points around `score`: low, high, accounts, people (their mean), any (the share
    acted on at all), with horizon_days and kinds. None without a backtest of this recipe, or with
    fewer than FEWEST_CASES cases there.
    """
    if score is None:
        return None
    told, _ = kept_backtest(graph)
    if told is None or told["recipe"] != recipe:
        return None
    bins = [one for one in told["calibration"] if one["low"] <= score]
    if not bins or not (score < bins[-1]["high"] or bins[-1]["high"] >= 100):
        return None
    if bins[-1]["accounts"] < FEWEST_CASES:
        return None
    return {**bins[-1], "horizon_days": told["horizon_days"], "kinds": told["kinds"]}
