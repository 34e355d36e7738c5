"""`influence goals`: what the score holds itself to, and whether it does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.table import Table

from loader.backtest_cli import LOADED, PLANTED, Truth, town, truth_in
from queries.cli_options import data_option, open_graph, progress_bar
from queries.recipe_in_use import recipe_given
from queries.settings import Settings

if TYPE_CHECKING:
    from queries.scoring.past import Past


@click.command("goals")
@data_option
@click.argument("what", type=click.Choice((LOADED, PLANTED)), default=LOADED)
@click.option(
    "--recipe",
    type=click.Path(path_type=Path),
    help="A recipe file, or the name of one that comes with it; else one is chosen by the past.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of the table.")
@click.pass_obj
def goals_command(settings: Settings, what: str, recipe: Path | None, as_json: bool) -> None:
    """Measure what the score holds itself to: fakes, steadiness, calibration, topics.

    On what is loaded, or on the invented town (planted) in memory; nothing is written. A goal that
    is missed is told as missed, and one of which the data say nothing as such. "perfect" is what a
    score would have that knows what comes: where that misses, the data are too small for the goal.
    """
    # Imported here: tables of numbers take a second that no other command needs.
    from queries.scoring.backtest.choice import choice
    from queries.scoring.goals import goals

    given = recipe_given(settings, recipe)
    with progress_bar() as bar:
        task = bar.add_task("Goals", total=None, told="reading what happened")
        past, truth = _past(settings, what)
        chosen = given or choice(past, all_moments=False).recipe
        found = goals(past, chosen, truth=truth, told=lambda step: bar.update(task, told=step))
    told = [goal.told() for goal in found]
    if as_json:
        object_ = {"data": what, "recipe": chosen.hash, "goals": told}
        click.echo(json.dumps(object_, ensure_ascii=False))
        return
    _print(told)


def _past(settings: Settings, what: str) -> tuple[Past, Truth | None]:
    from queries.scoring.past import past_in

    if what == PLANTED:
        return town()
    with open_graph(settings) as graph:
        return past_in(graph), truth_in(graph)


def _print(told: list[dict[str, Any]]) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 160
    table = Table("goal", "what", "value", "held to", "", "perfect", box=None, pad_edge=False)
    words = {True: "met", False: "missed", None: "says nothing"}
    for goal in told:
        value, perfect = (
            "–" if goal[name] is None else f"{goal[name]:.4g}" for name in ("value", "perfect")
        )
        least, most = goal["least"], goal["most"]
        held = f"at least {least:g}" if least is not None else f"at most {most:g}"
        table.add_row(goal["id"], goal["says"], value, held, words[goal["met"]], perfect)
    console.print(table)
    met = [goal["met"] for goal in told]
    click.echo(f"{met.count(True)} met, {met.count(False)} missed, {met.count(None)} say nothing.")
