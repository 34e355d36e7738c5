"""`influence score` at a past moment, or at many."""

from __future__ import annotations

from datetime import UTC, datetime

import numpy as np

from queries.graph import Graph
from queries.recipe import Recipe
from queries.scoring.backfill import STEPS, PastRun, moments_back, score_past
from queries.scoring.history import point, put_away
from queries.scoring.past import Past, past_in
from queries.scoring.run import Run, Told, print_nothing, score_everything


def score_as_of(
    graph: Graph,
    recipe: Recipe,
    moment: datetime,
    *,
    show: bool = False,
    runs_kept: int = 5,
    told: Told = print_nothing,
) -> Run | PastRun:
    """What would have been shown at `moment`.

    Before the moment that the newest run looks back from it is kept as a point of history and
    the pages stay as they are, unless `show`. Raises NothingToScore when nobody is there.
    """
    newest = graph.ask("newest_run").one()
    if show or newest is None or moment >= newest["as_of"].to_native():
        as_of = moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
        return score_everything(graph, recipe, as_of=as_of, runs_kept=runs_kept, told=told)
    told("scoring the past")
    (made,) = score_past(graph, recipe, [moment])
    put_away(graph, runs_kept=runs_kept)
    return made


def backfill(
    graph: Graph,
    recipe: Recipe,
    step: str,
    *,
    first: datetime | None = None,
    runs_kept: int = 5,
    told: Told = print_nothing,
) -> list[PastRun]:
    """Make history of what is loaded: a point for each day or week (STEPS) back to `first`.

    None is the first act. Only the points that history would keep are made, and none twice; so
    daily ones go back 60 days, then weekly and monthly ones. Scores first where the recipe was
    never run. Raises NothingToScore when nobody is there.
    """
    if graph.run("series_reference", recipe=recipe.hash).one() is None:
        score_everything(graph, recipe, runs_kept=runs_kept, told=told)
    told("reading the past")
    past = past_in(graph)
    known = [point(row) for row in graph.run("runs_known").rows if row["complete"]]
    series = next(one.series for one in known if one.series[0] == recipe.hash)
    newest = max(one.as_of for one in known if one.series == series)
    begin = first or _first_act(past, newest)
    moments = moments_back(newest, begin, STEPS[step], known, series)
    told(f"scoring {len(moments):,} moments")
    done = score_past(graph, recipe, moments, past=past)
    put_away(graph, runs_kept=runs_kept)
    return done


def _first_act(past: Past, otherwise: datetime) -> datetime:
    dated = past.acts.at[past.acts.at >= 0]
    return datetime.fromtimestamp(int(np.min(dated)) / 1000, UTC) if len(dated) else otherwise
