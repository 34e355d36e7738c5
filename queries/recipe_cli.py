"""`influence recipe`: those that come with it, what they say, whose rank they move."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from queries.cli_options import data_option, open_graph
from queries.graph import Graph
from queries.recipe import Recipe, presets, recipe_file, recipe_from
from queries.settings import Settings

if TYPE_CHECKING:
    from queries.scoring.differences import Differences


@click.group()
def recipe() -> None:
    """Recipes: what acts are worth and how they become a score."""


@recipe.command("list")
def list_recipes() -> None:
    """Name the recipes that come with it; each can stand after --recipe."""
    for name, path in presets().items():
        known = recipe_from(path)
        said = path.read_text(encoding="utf-8").splitlines()[0].lstrip("# ")
        click.echo(f"{name:<12} {known.hash}  {said}")


@recipe.command("show")
@click.argument("name", default="default")
def show_recipe(name: str) -> None:
    """Show a recipe's file; a copy of it is where your own begins."""
    recipe_from(Path(name))
    click.echo(recipe_file(Path(name)).read_text(encoding="utf-8").rstrip())


@recipe.command("diff")
@data_option
@click.argument("a")
@click.argument("b")
@click.option("--topic", default="*", help="The topic; everything when left out.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, help="How many to show.")
@click.option(
    "--first",
    type=click.IntRange(1, 1_000_000),
    default=100,
    help="Look at those who are among so many by either recipe.",
)
@click.option("--json", "as_json", is_flag=True, help="One object of JSON.")
@click.pass_obj
def diff_recipes(
    settings: Settings, a: str, b: str, topic: str, limit: int, first: int, as_json: bool
) -> None:
    """Show whose rank recipe B moves against recipe A, and why; nothing is written.

    A and B are files, or names of recipes that come with it.
    """
    # Imported here: numpy and pandas take a second that no other command needs.
    from queries.scoring.differences import differences
    from queries.scoring.past import past_in

    recipes = recipe_from(Path(a)), recipe_from(Path(b))
    with open_graph(settings) as graph:
        past, newest = past_in(graph), graph.ask("newest_run").one()
        now = int(newest["as_of"].to_native().timestamp()) if newest else past.moment()
        found = differences(past, *recipes, topic=topic, now=now, first=first)
        told = _told(graph, recipes, topic, now, found, limit)
    click.echo(json.dumps(told, ensure_ascii=False, indent=2)) if as_json else _printed(told)


def _told(
    graph: Graph,
    recipes: tuple[Recipe, Recipe],
    topic: str,
    now: int,
    found: Differences,
    limit: int,
) -> dict[str, Any]:
    moved = found.moved[:limit]
    named = graph.ask("people_named", ids=[one.person for one in moved]).rows
    names = {row["id"]: row["name"] or row["handle"] for row in named}
    return {
        "a": {"name": recipes[0].name, "recipe": recipes[0].hash},
        "b": {"name": recipes[1].name, "recipe": recipes[1].hash},
        "topic": topic,
        "as_of": datetime.fromtimestamp(now, UTC).isoformat().replace("+00:00", "Z"),
        "changed": [asdict(one) | {"words": one.words} for one in found.changed],
        "first": found.first,
        "shared": found.shared,
        "lost": found.lost,
        "gained": found.gained,
        "moved": len(found.moved),
        "rows": [
            asdict(one) | {"name": names.get(one.person), "ranks": one.ranks, "words": one.words}
            for one in moved
        ],
    }


def _printed(told: dict[str, Any]) -> None:
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 100_000
    a, b = told["a"], told["b"]
    click.echo(f"A: {a['name']} ({a['recipe']})   B: {b['name']} ({b['recipe']})")
    for one in told["changed"]:
        click.echo(f"  {one['words']}")
    click.echo(
        f"Of the first {told['first']:,} by A {told['shared']:,} are among as many by B, "
        f"{told['moved']:,} by either have another rank; {told['lost']:,} lose theirs, "
        f"{told['gained']:,} get one."
    )
    table = Table("A", "B", "who", "why", box=None, pad_edge=False, header_style="bold")
    for row in told["rows"]:
        who = f"{row['name']} ({row['person']})" if row["name"] else row["person"]
        table.add_row(str(row["rank_a"]), str(row["rank_b"]), escape(who), escape(row["words"]))
    if told["rows"]:
        console.print(table)


COMMANDS: tuple[click.Command, ...] = (recipe,)
