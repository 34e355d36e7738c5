"""`influence score --as-of` and `--backfill`: the past, scored after it has passed."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass

import click

from queries.cli_options import open_graph, progress_bar
from queries.errors import ParameterRefused
from queries.recipe import Recipe
from queries.recipe_in_use import recipe_to_score
from queries.settings import Settings


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was asked for of the past, as it was typed."""

    as_of: str | None
    show: bool
    backfill: str | None
    first: str | None


def score_earlier(
    settings: Settings, given: Recipe | None, asked: Earlier, *, recalibrate: bool, as_json: bool
) -> None:
    """Score as of one past moment, or make history of what is loaded.

    Raises ParameterRefused where options do not go together.
    """
    # Imported here: the graph algorithms' client takes a second that no other command needs.
    from queries.scoring import historical
    from queries.scoring.moments import moment_from
    from queries.scoring.past import seconds_of
    from queries.scoring.run import Run

    _check(asked, recalibrate)
    moment = moment_from(asked.as_of, "--as-of") if asked.as_of else None
    begin = moment_from(asked.first, "--from") if asked.first else None
    kept, started, shown = settings.runs_kept, time.perf_counter(), False
    with open_graph(settings) as graph, progress_bar() as bar:
        task = bar.add_task("Scoring", total=None, told="choosing the recipe")
        before = seconds_of(moment.isoformat()) if moment else None
        recipe, _ = recipe_to_score(graph, given, before=before)

        def told(step: str) -> None:
            bar.update(task, told=step)

        if moment:
            one = historical.score_as_of(
                graph, recipe, moment, show=asked.show, runs_kept=kept, told=told
            )
            done, shown = [one.as_of], isinstance(one, Run)
        else:
            step = asked.backfill or "weekly"
            made = historical.backfill(graph, recipe, step, first=begin, runs_kept=kept, told=told)
            done = [run.as_of for run in made]
    seconds = round(time.perf_counter() - started, 3)
    if as_json:
        whole = {"recipe": recipe.hash, "moments": done, "shown": shown, "seconds": seconds}
        click.echo(json.dumps(whole))
        return
    click.echo(_words(done, shown, recipe, seconds))


def _words(done: list[str], shown: bool, recipe: Recipe, seconds: float) -> str:
    if not done:
        return f"History has all of it already (recipe {recipe.hash[:8]})."
    span = done[0] if len(done) == 1 else f"{len(done):,} moments from {done[0]} to {done[-1]}"
    kept = "the pages show it" if shown else "kept as history, the pages stay as they are"
    return f"Scored as of {span} in {seconds:.1f} s (recipe {recipe.hash[:8]}): {kept}."


def _check(asked: Earlier, recalibrate: bool) -> None:
    for wrong, said in (
        (asked.as_of and asked.backfill, "--as-of is one moment, --backfill many: say one of them"),
        (asked.show and not asked.as_of, "--show goes with --as-of"),
        (asked.first and not asked.backfill, "--from goes with --backfill"),
        (recalibrate, "--recalibrate begins a series with the newest run: score without the past"),
    ):
        if wrong:
            raise ParameterRefused(said)
