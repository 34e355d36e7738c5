"""`influence plan`."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from queries.cli_options import data_option, open_graph, progress_bar
from queries.errors import ParameterRefused
from queries.recipe_in_use import recipe_given, recipe_in_use
from queries.settings import Settings


@click.command()
@data_option
@click.option("--topic", default="*", show_default=True, help="The topic's id; * is everything.")
@click.option("--k", "seeds", type=click.IntRange(1, 1_000), default=10, show_default=True)
@click.option("--costs", "costs_file", type=click.Path(path_type=Path), help="A CSV: person,cost.")
@click.option("--budget", type=click.FloatRange(0, min_open=True), help="Needs --costs.")
@click.option("--baseline", is_flag=True, help="Compare with Graph Data Science's CELF.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def plan(
    settings: Settings,
    topic: str,
    seeds: int,
    costs_file: Path | None,
    budget: float | None,
    baseline: bool,
    as_json: bool,
) -> None:
    """Choose whom to ask first, so that the reach of all together is largest.

    Reach is the expected number of people who pass the message on, by chances learned from
    who acted on whose posts. With --costs only people in the file are chosen.
    """
    # Imported here: compiled code that no other command needs.
    from queries.planning.costs import costs_in
    from queries.planning.report import Order, report
    from queries.scoring.past import past_in

    if budget is not None and costs_file is None:
        raise ParameterRefused("--budget needs --costs: a CSV of person,cost")
    given = recipe_given(settings, None)
    with open_graph(settings) as graph, progress_bar() as bar:
        task = bar.add_task("Planning", total=None, told="reading the acts")
        past = past_in(graph)
        order = Order(
            topic=topic,
            seeds=seeds,
            costs=costs_in(costs_file, past.ids) if costs_file else None,
            budget=math.inf if budget is None else budget,
            baseline=baseline,
        )
        recipe = recipe_in_use(graph, given)
        found = report(graph, past, order, recipe, told=lambda step: bar.update(task, told=step))
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    _print(found, seeds)


def _print(found: dict[str, Any], asked: int) -> None:
    console = Console(highlight=False)
    chosen = found["plan"]["seeds"]
    if not chosen:
        click.echo("Nobody is chosen: of those who can be had for this, nobody reaches anybody.")
        return
    console.print(_table(chosen))
    if len(chosen) < asked:
        click.echo(f"{len(chosen)} of {asked}: nobody else who can be had for this adds anybody.")
    _print_group("The plan", found["plan"])
    click.echo(
        f"  1,000 simulated cascades reached {found['plan']['simulated']:,.1f} on average; no "
        f"choice of as many reaches more than {1 / max(found['promise'], 1e-9):.2f} times as far."
    )
    for name, title in (("by_score", "The best by score"), ("celf", "CELF, uniform chances")):
        if found[name]:
            _print_group(title, found[name])


def _table(seeds: list[dict[str, Any]]) -> Table:
    table = Table("", "person", "alone", "adds", "95 %", box=None, pad_edge=False)
    for place, seed in enumerate(seeds, start=1):
        added = seed["added"]
        table.add_row(
            str(place),
            escape(seed["name"] or seed["handle"] or seed["id"]),
            f"{seed['alone']['people']:,.1f}",
            f"{added['people']:,.1f}",
            f"{added['low']:,.1f} to {added['high']:,.1f}",
        )
    return table


def _print_group(title: str, group: dict[str, Any]) -> None:
    reach = group["reach"]
    cost = "" if group["cost"] is None else f", for {group['cost']:,.2f}"
    click.echo(
        f"{title}: {reach['people']:,.1f} people ({reach['low']:,.1f} to {reach['high']:,.1f})"
        f"{cost}; {group['overlap']:,.1f} reached twice or more."
    )
