"""Which moment is meant: a date, a time back, or a run that is kept."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from queries.errors import NothingToScore, NotInGraph, ParameterRefused
from queries.graph import Graph, Row
from queries.recipe import Recipe, recipe_of
from queries.scoring.change import Moment

BACK = re.compile(r"(\d{1,5})([dw])")
UNITS = {"d": timedelta(days=1), "w": timedelta(days=7)}


def moment_from(text: str, option: str) -> datetime:
    """A date, which is its first moment, or a time; UTC where it says no zone.

    Raises ParameterRefused.
    """
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC).replace(microsecond=0)
    except (ValueError, OverflowError):
        raise ParameterRefused(
            f"{option}: must be a date or a time such as 2026-05-01, got {text[:40]!r}"
        ) from None


def newest_run(graph: Graph) -> Row:
    """The run that the pages show. Raises NothingToScore when there is none."""
    found = graph.ask("newest_run").one()
    if found is None:
        raise NothingToScore("nothing was scored yet; score with 'influence score'")
    return run_row(graph, found["id"])


def run_row(graph: Graph, run: str) -> Row:
    """A run that is kept, by its id or how that begins. Raises NotInGraph."""
    found = graph.run("run_recipe", run=run).one() if len(run) >= 4 else None
    if found is None:
        raise NotInGraph(f"no run {run[:40]!r} is kept; 'influence run runs' lists those that are")
    return found


def moment_of_run(row: Row, recipe: Recipe | None = None) -> Moment:
    """When a run looked back from, with its recipe, or `recipe` where it kept none."""
    kept = recipe_of(row["text"]) if row["text"] else recipe
    if kept is None:
        raise NotInGraph(f"run {row['id']} kept no recipe: it was made by an earlier version")
    return Moment(int(row["as_of"].to_native().timestamp()), kept, row["reference"])


def since(graph: Graph, text: str, until: Moment) -> tuple[Moment, Row | None]:
    """The moment that `--since` means before `until`, and the run it names, if it names one.

    "7d" and "2w" are so long before, a date is its first moment. Raises ParameterRefused.
    """
    back = BACK.fullmatch(text)
    if back:
        ago = int(back[1]) * UNITS[back[2]]
        return _checked(
            Moment(until.now - int(ago.total_seconds()), until.recipe, until.reference), text, until
        ), None
    if re.fullmatch(r"[0-9a-f]{4,32}", text) and not text.isdigit():
        row = run_row(graph, text)
        return _checked(moment_of_run(row), text, until), row
    now = int(moment_from(text, "--since").timestamp())
    return _checked(Moment(now, until.recipe, until.reference), text, until), None


def _checked(moment: Moment, text: str, until: Moment) -> Moment:
    if not 0 <= moment.now < until.now:
        newest = datetime.fromtimestamp(until.now, UTC).isoformat()
        raise ParameterRefused(
            f"--since: must be before {newest}, which the newest run looks back from; got {text!r}"
        )
    return moment
