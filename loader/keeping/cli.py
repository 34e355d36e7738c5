"""`influence backup`, `restore`, `purge`; and what `serve` asks for, the bench's copy."""

from __future__ import annotations

import json
from dataclasses import asdict
from functools import partial
from pathlib import Path

import click

from loader.keeping.backup import backed_up
from loader.keeping.bench_copy import copy_gone, copy_made, copy_server
from loader.keeping.purge import Purged, purged
from loader.keeping.restore import restored
from loader.server.machine import give_way
from queries.cli_options import data_option, ended_by_signals
from queries.settings import Settings

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.command("backup")
@data_option
@click.argument("file", type=_FILE)
@click.pass_obj
def backup_command(settings: Settings, file: Path) -> None:
    """Write the managed database to FILE; it is stopped meanwhile.

    FILE is Neo4j's own dump, which only you can read. The key and the list of who opted out are
    not in it: keep copies of suppression.key and opted-out.jsonl of the data folder, elsewhere.
    """
    with ended_by_signals():
        size = backed_up(settings, file.absolute(), partial(click.echo, err=True))
    click.echo(f"Wrote {size / 1e6:,.1f} MB to {file}.")


@click.command("restore")
@data_option
@click.argument("file", type=_FILE)
@click.option("--replace", is_flag=True, help="Also where there is a graph, which is lost.")
@click.pass_obj
def restore_command(settings: Settings, file: Path, replace: bool) -> None:
    """Put the backup FILE into the place of the managed database.

    Who opted out since it was made is taken out of it before anything is served.
    """
    with ended_by_signals():
        announce = partial(click.echo, err=True)
        gone = restored(settings, file.absolute(), replace=replace, announce=announce)
    told = f", without {gone:,} who opted out since; score again" if gone else ""
    click.echo(f"Restored {file}{told}.")


@click.command("purge")
@data_option
@click.option("--json", "as_json", is_flag=True, help="End with JSON.")
@click.pass_obj
def purge_command(settings: Settings, as_json: bool) -> None:
    """Make the managed database's files anew, so that nothing erased is left in them.

    The graph stays as it is; Neo4j is stopped meanwhile. Its logs are removed, all rejects, and
    interactions and scores that a computation left in the data folder. Backups and exports that
    were made before are yours to remove.
    """
    done = purge(settings, tell=not as_json)
    if as_json:
        click.echo(json.dumps(asdict(done)))


def purge(settings: Settings, *, tell: bool) -> Purged:
    """Purge, and say what came of it."""
    with ended_by_signals():
        done = purged(settings, partial(click.echo, err=True))
    if tell:
        click.echo(
            f"The database's files are made anew: {done.before / 1e6:,.1f} MB before, "
            f"{done.after / 1e6:,.1f} MB now; logs, rejects and files of scores are removed. "
            "Backups and exports made before still hold what was erased."
        )
    return done


@click.command("bench-copy", hidden=True)
@data_option
@click.argument("what", type=click.Choice(["make", "start", "remove"]))
@click.pass_obj
def bench_copy_command(settings: Settings, what: str) -> None:
    """Make the copy of the graph that the bench asks, start it again, or remove it."""
    # Pages go first: all that is started from here takes what they leave of the processors.
    give_way()
    with ended_by_signals():
        if what == "make":
            copy_made(settings, partial(click.echo, err=True))
        elif what == "start":
            copy_server(settings).up()
        else:
            copy_gone(settings)


COMMANDS: tuple[click.Command, ...] = (
    backup_command,
    restore_command,
    purge_command,
    bench_copy_command,
)
