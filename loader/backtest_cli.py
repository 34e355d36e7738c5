"""`influence backtest`: the scores against what came later."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from loader.sources import SOURCES
from queries.backtests import keep_backtest
from queries.cli_options import data_option, open_graph, progress_bar
from queries.graph import Graph
from queries.recipe import Recipe
from queries.recipe_in_use import recipe_given
from queries.settings import Settings

if TYPE_CHECKING:
    from queries.scoring.past import Past

LOADED, PLANTED = "loaded", "planted"
Truth = dict[str, Any]


@click.command("backtest")
@data_option
@click.argument("what", type=click.Choice((LOADED, PLANTED)), default=LOADED)
@click.option(
    "--horizon-days",
    type=click.FloatRange(min=0, min_open=True),
    help="How far to look ahead; else 30 days, or so much less that ten cuts fit.",
)
@click.option(
    "--recipe",
    type=click.Path(path_type=Path),
    help="A recipe file, or the name of one that comes with it; else one is chosen by the past.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of the table.")
@click.pass_obj
def backtest_command(
    settings: Settings, what: str, horizon_days: float | None, recipe: Path | None, as_json: bool
) -> None:
    """Compare the score with thirteen baselines on what came after ten moments of the past.

    On what is loaded, which is kept for the page /methods/backtest; or on the invented town
    (planted), in memory and without a database.
    """
    # Imported here: tables of numbers take a second that no other command needs.
    from loader.backtest_table import show

    given = recipe_given(settings, recipe)
    told = _of_town(given, horizon_days) if what == PLANTED else None
    if told is None:
        with open_graph(settings) as graph:
            told = _of_graph(graph, given, horizon_days)
            keep_backtest(graph, told)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        show(told)


def _of_graph(graph: Graph, recipe: Recipe | None, horizon_days: float | None) -> dict[str, Any]:
    from queries.scoring.past import past_in

    return _told(LOADED, lambda: past_in(graph), truth_in(graph), recipe, horizon_days)


def truth_in(graph: Graph) -> Truth | None:
    """What was planted in the graph; None where nothing was."""
    row = graph.ask("planted_truth").one()
    return json.loads(row["truth"]) if row else None


def _of_town(recipe: Recipe | None, horizon_days: float | None) -> dict[str, Any]:
    past, truth = town()
    return _told(PLANTED, lambda: past, truth, recipe, horizon_days)


def town() -> tuple[Past, Truth]:
    """The invented town in memory, and the truth of it."""
    from loader.past import past_of

    source = SOURCES[PLANTED]
    options = {option.name: option.default for option in source.options}
    truth: Truth = json.loads(source.truth(options))
    return past_of(source.read((), options, lambda _: None)), truth


def _told(
    what: str,
    read: Callable[[], Past],
    truth: Truth | None,
    given: Recipe | None,
    horizon_days: float | None,
) -> dict[str, Any]:
    """With no recipe given, it is chosen at the moments that the comparison does not look at."""
    from queries.scoring.backtest.choice import choice
    from queries.scoring.backtest.planted import planted_rows
    from queries.scoring.backtest.run import backtest
    from queries.scoring.backtest.table import rounded

    with progress_bar() as bar:
        task = bar.add_task("Backtest", total=None, told="reading what happened")
        past = read()
        recipe, chosen = given, {}
        if recipe is None:
            bar.update(task, told="choosing the recipe")
            made = choice(past, horizon_days=horizon_days, all_moments=False)
            recipe, chosen = made.recipe, {"chosen": {**rounded(made.told()), "words": made.words}}
        done = backtest(
            past, recipe, horizon_days=horizon_days, told=lambda step: bar.update(task, told=step)
        )
        planted = {} if truth is None else planted_rows(past, recipe, truth)
    return {"data": what, **done.told(), **planted, **chosen}
