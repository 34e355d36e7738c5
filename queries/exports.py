"""Which run an answer was made by: it goes with every export."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from queries.graph import Asks, Result, Row
from queries.library import library

COLUMNS = {"run": "id", "recipe": "recipe"}


def run_behind(graph: Asks, result: Result) -> Row | None:
    """The run that made what `result` tells; None where no run did, or none is complete."""
    known = library().queries
    if result.query not in known or not known[result.query].of_run:
        return None
    run = result.parameters.get("run")
    return (graph.ask("run_named", run=run) if run else graph.ask("newest_run")).plain().one()


def with_run(result: Result, run: Row | None) -> Result:
    """The same with the run's id and its recipe's hash in each row, unless they stand there."""
    added = (
        {name: run[key] for name, key in COLUMNS.items() if name not in result.columns}
        if run
        else {}
    )
    rows = [{**row, **added} for row in result.rows]
    return replace(result, columns=(*result.columns, *added), rows=rows)


def told_of(run: Row) -> dict[str, Any]:
    """What JSON tells of a run."""
    return {name: run[name] for name in ("id", "as_of", "recipe", "recipe_name")}
