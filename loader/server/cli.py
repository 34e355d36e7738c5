"""influence up, down, status, doctor."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

import click

from loader.keeping.bench_copy import copy_gone
from loader.server.checks import Check, Verdict, checks
from loader.server.contents import Contents, contents
from loader.server.process import Server, Status
from queries.cli_options import data_option
from queries.settings import Settings

COLOURS = {Verdict.OK: "green", Verdict.WARN: "yellow", Verdict.BAD: "red"}

RECOVER = "Go without the end of its log that cannot be read, as a full disk may leave one."


@click.command()
@data_option
@click.option("--port", type=click.IntRange(1, 65535), help="Its Bolt port; else a free one.")
@click.option("--recover", is_flag=True, help=RECOVER)
@click.pass_context
def up(context: click.Context, port: int | None, recover: bool) -> None:
    """Start the managed Neo4j, and wait until it answers."""
    Server(context.obj.but(bolt_port=port)).up(_say, recover=recover)


@click.command()
@data_option
@click.pass_context
def down(context: click.Context) -> None:
    """Stop the managed Neo4j cleanly."""
    Server(context.obj).down(_say)
    # One that a site which was killed left behind.
    copy_gone(context.obj)


@click.command()
@data_option
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
@click.pass_context
def status(context: click.Context, as_json: bool) -> None:
    """Say where the database is, how large it is, and what is loaded."""
    settings: Settings = context.obj
    server = None if settings.neo4j_uri else Server(settings).status()
    found = contents(settings) if server is None or server.answers else None
    if as_json:
        click.echo(json.dumps(_object(settings, server, found), indent=2))
    else:
        _show(_lines(settings, server, found))


@click.command()
@data_option
@click.pass_context
def doctor(context: click.Context) -> None:
    """Check what the explorer needs, and say what to do where something is missing."""
    found = list(_shown(checks(context.obj)))
    if any(check.verdict is Verdict.BAD for check in found):
        sys.exit(1)


def _say(line: str) -> None:
    click.echo(line, err=True)


def _shown(found: Iterable[Check]) -> Iterable[Check]:
    """Each check, shown as soon as it is made: hashing the jars takes a while."""
    for check in found:
        sign = click.style(f"{check.verdict:<4}", fg=COLOURS[check.verdict])
        click.echo(f"{sign} {check.name:<8} {check.told}")
        yield check


def _object(settings: Settings, server: Status | None, found: Contents | None) -> dict[str, Any]:
    """What `--json` prints. `server` is null for the user's own, `contents` when it is down."""
    return {
        "uri": settings.neo4j_uri or (server.uri if server else None),
        "managed": asdict(server) | {"folder": str(server.folder)} if server else None,
        "contents": asdict(found) if found else None,
    }


def _lines(
    settings: Settings, server: Status | None, found: Contents | None
) -> Iterable[tuple[str, str]]:
    if server is None:
        yield "address", f"{settings.neo4j_uri} (yours, from NEO4J_URI)"
    else:
        yield from _server_lines(server)
    if found is not None:
        yield from _content_lines(found)


def _server_lines(server: Status) -> Iterable[tuple[str, str]]:
    if server.answers:
        yield "address", f"{server.uri} (process {server.pid}, up since {_moment(server.since)})"
    elif server.up:
        yield "address", f"process {server.pid} is up and does not answer yet"
    else:
        yield "address", "down; start it with 'influence up'"
    yield "folder", str(server.folder)
    yield "on disk", f"{server.bytes_on_disk / 1e6:.1f} MB"


def _content_lines(found: Contents) -> Iterable[tuple[str, str]]:
    yield "version", f"Neo4j {found.neo4j}, Graph Data Science {found.gds or 'absent'}"
    counts = [f"{count:,} {name}" for name, count in found.counts.items() if count]
    yield "in it", ", ".join(counts) or "nothing yet; 'influence load' fills it"
    for load in found.loads:
        state = "" if load["complete"] else ", interrupted"
        yield "loaded", f"{load['source']} at {load['at']}: {load['accepted']:,} accepted{state}"
    run = found.newest_run
    yield "scored", f"{run['people']:,} people at {run['at']}" if run else "not yet"


def _moment(seconds: float | None) -> str:
    return datetime.fromtimestamp(seconds or 0).astimezone().isoformat(" ", "seconds")


def _show(lines: Iterable[tuple[str, str]]) -> None:
    for name, told in lines:
        click.echo(f"{name:<8} {told}")


COMMANDS: tuple[click.Command, ...] = (up, down, status, doctor)
