"""`influence receipt` and `what-if`: where a score comes from, and on whom it hangs."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from queries.cli_options import data_option, open_graph
from queries.recipe_in_use import recipe_given, recipe_in_use
from queries.settings import Settings

TERMS = {
    "points_true_reach": "True Reach",
    "points_amplification": "Amplification",
    "points_activity": "Activity",
    "points_network": "Network",
    "points_followers": "Followers",
}


@click.command()
@data_option
@click.argument("person")
@click.option("--topic", default="*", show_default=True, help="A topic's id; '*' is everything.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def receipt(settings: Settings, person: str, topic: str, limit: int, as_json: bool) -> None:
    """Show from whom a person's score comes, in points.

    PERSON is an id, such as planted:raffertysaltmarshe.
    """
    from queries.scoring.receipt import receipt_of

    with open_graph(settings) as graph:
        found = receipt_of(graph, person, topic, limit=limit)
    if as_json:
        told = found.supporters.json() | found.told()
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    if not found.enough or found.scored is None:
        click.echo("Not enough to say: fewer than three people acted on this person here.")
        return
    terms = ", ".join(f"{word} {found.scored[name]:.2f}" for name, word in TERMS.items())
    click.echo(f"Score {found.scored['score']:.2f} = {terms}")
    table = _table("who acts", "points", "of the score", "credible", "acts")
    for row in found.supporters.rows:
        table.add_row(
            escape(row["name"] or row["handle"] or row["id"]),
            f"{row['points']:.3f}",
            f"{row['share']:.1%}",
            f"{row['credible']:.0%}",
            str(row["acts"]),
        )
    Console(highlight=False).print(table)
    click.echo(
        f"All who acted bring {found.brought:.2f} points; "
        f"{found.own:.2f} are for the person's own activity and followers."
    )


@click.command("what-if")
@data_option
@click.option(
    "--without",
    multiple=True,
    required=True,
    metavar="WHAT",
    help="A person's id, a week such as 2026-W12, or community:3; can be given several times.",
)
@click.option("--topic", default="*", show_default=True, help="A topic's id; '*' is everything.")
@click.option("--recipe", type=click.Path(path_type=Path), help="A recipe file.")
@click.option("--limit", type=click.IntRange(1), default=20, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def what_if_command(
    settings: Settings,
    without: tuple[str, ...],
    topic: str,
    recipe: Path | None,
    limit: int,
    as_json: bool,
) -> None:
    """Show whose score and rank would move without somebody, a week or a community.

    What they did – acts and follows – is left out and everybody is scored again in memory;
    nothing is written. Communities are numbered as 'influence run communities' tells them.
    """
    from queries.scoring.what_if import what_if

    given = recipe_given(settings, recipe)
    with open_graph(settings) as graph:
        used = recipe_in_use(graph, given)
        found = what_if(graph, used, without, topic=topic)
    told = found.told(limit)
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    click.echo(
        f"Without {found.acts:,} acts and {found.follows:,} follows, of {found.scored:,} people "
        f"{told['scores_moved']:,} have another score, {told['ranks_moved']:,} another rank, "
        f"and {found.lost:,} no score any more."
    )
    table = _table("person", "score", "becomes", "change", "rank", "becomes")
    for row in told["rows"]:
        table.add_row(
            escape(str(row["id"])),
            _points(row["score_before"]),
            _points(row["score_after"]),
            f"{row['change']:+z.2f}",
            _rank(row["rank_before"]),
            _rank(row["rank_after"]),
        )
    if len(found.moved):
        Console(highlight=False).print(table)
    if len(found.moved) > limit:
        click.echo("There is more: raise --limit.", err=True)


def _table(*columns: str) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for i, column in enumerate(columns):
        table.add_column(column, justify="right" if i else "left")
    return table


def _points(value: float | None) -> str:
    return "not enough to say" if value is None else f"{value:.2f}"


def _rank(value: float | None) -> str:
    return "–" if value is None else f"{value:,.0f}"


COMMANDS: tuple[click.Command, ...] = (receipt, what_if_command)
