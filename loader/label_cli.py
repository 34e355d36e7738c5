"""`influence label`: what users say of people they looked at."""

from __future__ import annotations

import json
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from loader.suppression import Suppression
from queries.cli_options import data_option, open_graph
from queries.labels import LABELS, label_people, unlabel_people
from queries.schema import prepare
from queries.settings import Settings

SHOWN_REJECTS = 20


class _FileFirst(click.Group):
    """A group in which a word that is no command is a file to read."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command, and what is left for it."""
        if args and args[0] not in self.commands:
            return "read", self.commands["read"], args
        return super().resolve_command(ctx, args)


@click.group(cls=_FileFirst, subcommand_metavar="FILE | list | remove PERSON…")
@data_option
def label() -> None:
    """Say of people that they are verified, known, hand-checked or suspicious.

    FILE is CSV with the columns person (an id), label and note. Labels count in place of computed
    credibility from the next 'influence score' on; the recipe's [labels] says how much.
    """


@label.command("read", hidden=True)
@data_option
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_obj
def read_labels(settings: Settings, file: Path, as_json: bool) -> None:
    """Label people as a CSV file says: person, label, note."""
    with open_graph(settings) as graph:
        prepare(graph)
        hidden = Suppression.of(graph, settings.data)
        done = label_people(graph, file, noted=hidden.in_note)
    if as_json:
        click.echo(json.dumps(done.told(), ensure_ascii=False))
        return
    for reject in done.rejects[:SHOWN_REJECTS]:
        click.echo(reject, err=True)
    if len(done.rejects) > SHOWN_REJECTS:
        click.echo(f"… and {len(done.rejects) - SHOWN_REJECTS:,} more lines.", err=True)
    click.echo(
        f"Labelled {done.labelled:,} people; {len(done.rejects):,} lines could not be used."
        " Score again for the labels to count."
    )


@label.command("list")
@data_option
@click.option("--label", "kind", type=click.Choice(list(LABELS)), help="Those of one kind.")
@click.option("--limit", type=click.IntRange(1, 10_000), default=100, show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@click.pass_obj
def list_labels(settings: Settings, kind: str | None, limit: int, as_json: bool) -> None:
    """List who is labelled, as what, by which file and why."""
    with open_graph(settings) as graph:
        found = graph.ask("labels", label=kind or "", limit=limit).plain()
    if as_json:
        click.echo(json.dumps(found.json(), ensure_ascii=False, indent=2))
        return
    table = Table("person", "label", "file", "note", box=None, pad_edge=False, header_style="bold")
    for row in found.rows:
        cells = (row["id"], row["label"], row["source"], row["note"])
        table.add_row(*(escape(str(cell or "")) for cell in cells))
    if found.rows:
        Console(highlight=False).print(table)
    else:
        click.echo("Nobody is labelled; 'influence label FILE' reads labels.")
    if found.truncated:
        click.echo("There is more: raise --limit.", err=True)


@label.command("remove")
@data_option
@click.argument("people", nargs=-1, required=True, metavar="PERSON…")
@click.pass_obj
def remove_labels(settings: Settings, people: tuple[str, ...]) -> None:
    """Take the labels of people away. PERSON is an id."""
    with open_graph(settings) as graph:
        prepare(graph)
        gone = unlabel_people(graph, people)
    click.echo(f"Took the label of {gone:,} people away. Score again for that to count.")
