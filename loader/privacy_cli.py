"""`influence forget`, `export-person`, `expire`: for the people in the graph."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from functools import partial

import click

from loader.forget import forget, held, remembered
from loader.keeping.backup import refuse_your_own
from loader.keeping.bench_copy import copy_gone
from loader.keeping.cli import purge
from loader.keeping.purge import remove_upload
from queries.cli_options import data_option, open_graph
from queries.engines.work import forget_work
from queries.errors import ParameterRefused
from queries.schema import prepare
from queries.settings import Settings

AGE = re.compile(r"(\d{1,6})d")


@click.command("forget")
@data_option
@click.argument("person")
@click.option("--undo", is_flag=True, help="Lift it: data comes back by loading it again.")
@click.option("--purge", "purging", is_flag=True, help="And out of the files: 'influence purge'.")
@click.option("--json", "as_json", is_flag=True, help="End with JSON.")
@click.pass_obj
def forget_command(
    settings: Settings, person: str, undo: bool, purging: bool, as_json: bool
) -> None:
    """Take a person out of the graph, and keep later loads from bringing them back.

    PERSON is an id, such as bluesky:did:plc:abc. Their posts, acts, scores and search entries
    go, and their handle in what others wrote; a keyed hash of the id stays.
    """
    _checked(person)
    if purging and undo:
        raise ParameterRefused("--undo brings nothing back that --purge could take away")
    if purging:
        refuse_your_own(settings, "--purge")
    with open_graph(settings) as graph:
        prepare(graph)
        if undo:
            lifted = remembered(graph, settings.data, person)
            click.echo(json.dumps({"lifted": lifted}) if as_json else _undone(lifted))
            return
        gone = forget(graph, settings.data, person)
        forget_work(settings.data)
    remove_upload(settings.data, partial(click.echo, err=True))
    copy_gone(settings)
    if not as_json:
        click.echo(
            f"Taken away: {gone.posts:,} posts, {gone.relationships:,} relationships, the handle "
            f"in {gone.texts:,} texts of others, {gone.rejects:,} rejected lines. "
            "Score again for ranks without a gap."
        )
    purged = purge(settings, tell=not as_json) if purging else None
    if as_json:
        click.echo(json.dumps(gone.told() | ({"purged": asdict(purged)} if purged else {})))


@click.command("export-person")
@data_option
@click.argument("person")
@click.pass_obj
def export_person(settings: Settings, person: str) -> None:
    """Print all that is held about a person, as JSON."""
    with open_graph(settings) as graph:
        click.echo(json.dumps(held(graph, person), ensure_ascii=False, indent=2))


@click.command()
@data_option
@click.option("--older-than", required=True, metavar="DAYSd", help="An age, such as 365d.")
@click.option("--json", "as_json", is_flag=True, help="End with JSON.")
@click.pass_obj
def expire(settings: Settings, older_than: str, as_json: bool) -> None:
    """Take away posts and acts over an age, and the people of whom nothing is left.

    What has no moment, such as a follow from a list, stays, and so does whoever is on a list,
    labelled, endorsed, or was brought in by import-scores. Loading the same files again brings
    back what they hold.
    """
    found = AGE.fullmatch(older_than)
    if not found:
        raise ParameterRefused(
            f"--older-than is a number of days, such as 365d; got {older_than!r}"
        )
    before = (datetime.now(UTC) - timedelta(days=int(found[1]))).isoformat()
    with open_graph(settings) as graph:
        gone = {
            "posts": graph.run("expire_posts", before=before).rows[0]["posts"],
            "acts": graph.run("expire_acts", before=before).rows[0]["acts"],
            "people": graph.run("expire_people").rows[0]["people"],
        }
    copy_gone(settings)
    told = ", ".join(f"{count:,} {what}" for what, count in gone.items())
    click.echo(json.dumps(gone) if as_json else f"Taken away: {told}. Score again.")


def _checked(person: str) -> None:
    network, _, native = person.partition(":")
    if not network or not native:
        raise ParameterRefused(f"a person is told as network:id, got {person!r}")


def _undone(lifted: bool) -> str:
    return "Lifted; load again to bring them back." if lifted else "Nobody by that id opted out."


COMMANDS: tuple[click.Command, ...] = (forget_command, export_person, expire)
