"""The `influence` door: the group, and the commands that ask and score."""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.metadata import entry_points, version
from itertools import accumulate
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from queries import explain_cli
from queries.changes_cli import changes
from queries.cli_options import (
    data_option,
    open_graph,
    progress_bar,
    scored_of,
    tell_if_outgrown,
)
from queries.earlier_cli import Earlier, score_earlier
from queries.engines.choice import ENGINES, GDS, Elsewhere
from queries.engines.cli import export_interactions_command, score_elsewhere
from queries.errors import InfluenceError, ParameterRefused
from queries.export.cli import export
from queries.exports import run_behind, told_of, with_run
from queries.gaming_cli import gaming
from queries.graph import Result, Row
from queries.library import library
from queries.parameters import parsed
from queries.planning.cli import plan
from queries.recipe_cli import recipe
from queries.recipe_in_use import recipe_given, recipe_to_score
from queries.settings import APPLICATION, Settings, settings_from
from queries.tables import csv_text


class Door(click.Group):
    """A group that says what a person can mend in one line, and exits with 1."""

    def invoke(self, context: click.Context) -> Any:
        """Run the command; an InfluenceError becomes a line."""
        try:
            return super().invoke(context)
        except InfluenceError as error:
            click.echo(f"influence: {error}", err=True)
            context.exit(1)


@click.group(cls=Door, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(version(APPLICATION), prog_name="influence")
@data_option
@click.pass_context
def influence(context: click.Context) -> None:
    """Who influences whom, by topic: load interactions, score them, explore the graph."""
    if context.obj is None:
        context.obj = settings_from()


@click.command("list")
def list_queries() -> None:
    """List the questions that can be asked."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for name, query in sorted(library().readable.items()):
        table.add_row(f"[bold]{name}[/bold]", query.title)
    Console().print(table)


@click.command()
@click.argument("name")
def show(name: str) -> None:
    """Show one question's Cypher."""
    click.echo(library().named(name).source.rstrip())


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@data_option
@click.argument("name")
@click.option("--format", "form", type=click.Choice(["table", "json", "csv"]), default="table")
@click.pass_context
def run(context: click.Context, name: str, form: str) -> None:
    """Ask a question: influence run who_influences --person stackexchange:26 --limit 5."""
    query = library().named(name)
    values = parsed(query, _named_values(context.args))
    with open_graph(context.obj) as graph:
        result = graph.ask(name, **values).plain()
        made_by = run_behind(graph, result)
    FORMS[form](result, made_by)


def _named_values(words: list[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    rest = list(words)
    while rest:
        word = rest.pop(0)
        name, equals, value = word.removeprefix("--").partition("=")
        if not word.startswith("--") or not (equals or rest):
            raise ParameterRefused(f"expected --name value, got {word!r}")
        given[name.replace("-", "_")] = value if equals else rest.pop(0)
    return given


def _print_table(result: Result, _made_by: Row | None) -> None:
    """As many columns as fit side by side; all of them where that is no terminal."""
    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = 100_000
    cells = [[_shown(row[column]) for row in result.rows] for column in result.columns]
    widths = [
        max(map(len, (name, *told))) + 2 for name, told in zip(result.columns, cells, strict=True)
    ]
    fitting = sum(total <= console.width for total in accumulate(widths)) or 1
    table = Table(*result.columns[:fitting], box=None, pad_edge=False, header_style="bold")
    for line in zip(*cells[:fitting], strict=True):
        table.add_row(*map(escape, line))
    console.print(table)
    if fitting < len(result.columns):
        hidden = ", ".join(result.columns[fitting:])
        click.echo(f"Not shown: {hidden}. See them with --format json or csv.", err=True)
    if result.truncated:
        click.echo("There is more: raise --limit.", err=True)


def _shown(value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.4g}"
    return "" if value is None else str(value)


def _print_json(result: Result, made_by: Row | None) -> None:
    told = result.json() | ({"run": told_of(made_by)} if made_by else {})
    click.echo(json.dumps(told, ensure_ascii=False, indent=2))


def _print_csv(result: Result, made_by: Row | None) -> None:
    told = with_run(result, made_by)
    click.echo(csv_text(told.columns, told.rows), nl=False)


FORMS = {"table": _print_table, "json": _print_json, "csv": _print_csv}


@click.command()
@data_option
@click.option(
    "--recipe",
    type=click.Path(path_type=Path),
    help="A recipe file, or the name of one that comes with it; else one is chosen by the past.",
)
@click.option("--recalibrate", is_flag=True, help="Begin a new series: its best score is 100.")
@click.option("--as-of", help="Score as of a past date or time, and keep it as history.")
@click.option("--show", is_flag=True, help="With --as-of: let the pages show it.")
@click.option("--backfill", type=click.Choice(["daily", "weekly"]), help="Make earlier history.")
@click.option("--from", "first", help="With --backfill: go back to this date, not the first act.")
@click.option("--engine", default=GDS, show_default=True, help=f"What computes: {ENGINES}.")
@click.option("--conf", multiple=True, help="A setting of Spark, such as spark.executor.memory=4g.")
@click.option("--interactions", help="Read Parquet from this folder, not the graph.")
@click.option("--out", help="Write the scores as Parquet into this folder, not into the graph.")
@click.option("--checkpoint", help="A folder that all executors share, for what is done so far.")
@click.option("--compare", help="Compute with this engine too, tell the difference, keep nothing.")
@click.option("--json", "as_json", is_flag=True, help="End with one line of JSON.")
@click.pass_obj
def score(
    settings: Settings,
    /,
    recipe: Path | None,
    recalibrate: bool,
    as_of: str | None,
    show: bool,
    backfill: str | None,
    first: str | None,
    as_json: bool,
    **elsewhere: Any,
) -> None:
    """Compute every score of everybody, per topic and over everything."""
    # Imported here: the graph algorithms' client takes a second that no other command needs.
    from queries.scoring.run import score_everything

    given, other = recipe_given(settings, recipe), Elsewhere(**elsewhere)
    if other.asked:
        if backfill or first:
            raise ParameterRefused("--backfill and --from are for the engine gds")
        score_elsewhere(
            settings,
            given,
            other,
            as_of=as_of,
            show=show,
            recalibrate=recalibrate,
            as_json=as_json,
        )
        return
    earlier = Earlier(as_of, show, backfill, first)
    if any(asdict(earlier).values()):
        score_earlier(settings, given, earlier, recalibrate=recalibrate, as_json=as_json)
        return
    with open_graph(settings) as graph, progress_bar() as bar:
        task = bar.add_task("Scoring", total=None, told="choosing the recipe")
        used, chosen = recipe_to_score(graph, given, again=recalibrate)
        run = score_everything(
            graph,
            used,
            chosen=chosen,
            recalibrate=recalibrate,
            runs_kept=settings.runs_kept,
            told=lambda step: bar.update(task, told=step),
        )
        if not as_json:
            tell_if_outgrown(graph, run.id)
    if as_json:
        click.echo(json.dumps({**run.told(), **chosen}, ensure_ascii=False))
        return
    if chosen:
        click.echo(chosen["chosen_words"])
    click.echo(
        f"{scored_of(run.people, run.topics, run.acts)} in {run.seconds:.1f} s "
        f"(recipe {run.recipe[:8]}, as of {run.as_of})."
    )


COMMANDS: tuple[click.Command, ...] = (
    list_queries,
    show,
    run,
    score,
    plan,
    export,
    export_interactions_command,
    gaming,
    recipe,
    changes,
    *explain_cli.COMMANDS,
)


def door() -> click.Group:
    """The whole command: the group with every package's commands."""
    for point in entry_points(group="influence.commands"):
        for command in point.load():
            influence.add_command(command)
    return influence


def main() -> None:
    """`influence`."""
    door()()
