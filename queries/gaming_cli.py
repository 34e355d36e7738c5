"""`influence gaming`."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table

from queries.cli_options import data_option, open_graph, progress_bar
from queries.recipe_in_use import recipe_given, recipe_in_use
from queries.settings import Settings

SIZES = (10, 100, 1_000)


@click.command()
@data_option
@click.option("--recipe", type=click.Path(path_type=Path), help="A recipe file.")
@click.option(
    "--fakes", type=click.IntRange(1, 10_000), multiple=True, default=SIZES, show_default=True
)
@click.option("--targets", type=click.IntRange(5, 100), default=20, show_default=True)
@click.option("--named", is_flag=True, help="Also by all measures after others; takes longer.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def gaming(
    settings: Settings,
    recipe: Path | None,
    fakes: tuple[int, ...],
    targets: int,
    named: bool,
    as_json: bool,
) -> None:
    """Attack what is loaded, in memory, and print what fakes buy: by the score, by its parts, and
    by what a backtest compares it with.

    Twenty people in the middle each get fakes of their own; nothing is written.
    """
    # Imported here: tables of numbers take a second that no other command needs.
    from queries.scoring.backtest.baselines import BASELINES
    from queries.scoring.gaming.others import PARTS
    from queries.scoring.gaming.prices import NAMED, WITHOUT, price_list
    from queries.scoring.named.posts import posts_in
    from queries.scoring.past import past_in

    given = recipe_given(settings, recipe)
    with open_graph(settings) as graph, progress_bar() as bar:
        task = bar.add_task("Gaming", total=None, told="reading the acts")
        past = past_in(graph)
        as_of = datetime.fromtimestamp(past.moment(), UTC).isoformat()
        told = price_list(
            past,
            recipe_in_use(graph, given),
            fakes=fakes,
            targets=targets,
            measures=(WITHOUT, *PARTS, *BASELINES, *([NAMED] if named else [])),
            posts=posts_in(graph, past, as_of=as_of) if named else None,
            told=lambda step: bar.update(task, told=step),
        )
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False))
    else:
        _print(told, fakes)


def _print(told: dict[str, Any], fakes: tuple[int, ...]) -> None:
    """A table an attack: a line for each measure, a column for each size."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 200
    for attack in told["attacks"]:
        console.print(f"[bold]{attack['title']}[/bold]: {attack['says']}")
        table = Table("", "rank", *(f"{count:,} fakes" for count in fakes), box=None)
        of_attack = [price for price in told["prices"] if price["attack"] == attack["name"]]
        for measure in dict.fromkeys(price["measure"] for price in of_attack):
            row = [price for price in of_attack if price["measure"] == measure]
            cells = [f"{price['rank_after']:,.0f} ({price['points']:+z.1f})" for price in row]
            table.add_row(measure, f"{row[0]['rank_before']:,.0f}", *cells)
        console.print(table)
    if told["repost"] != "repost":
        click.echo(f"Hardly anything is reposted here, so each repost above is a {told['repost']}.")
    click.echo(
        f"Median rank of {told['targets']} people after an attack, and the points it bought,"
        f" in hundredths of the best of {told['people']:,} before."
    )
