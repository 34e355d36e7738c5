"""`influence load … --preview`, and `influence preview`, which finds the source itself."""

from __future__ import annotations

import json
import shlex
from functools import partial
from itertools import chain
from pathlib import Path

import click

from loader.guess import guessed, readers
from loader.preview import looks, sentences
from loader.sources import SOURCES, Source
from queries.cli_options import data_option
from queries.errors import SourceError
from queries.settings import Settings, settings_from


def show_preview(
    source: Source,
    paths: tuple[Path, ...],
    options: dict[str, str],
    *,
    settings: Settings,
    as_json: bool,
) -> None:
    """Shows what a load would do, and the commands that load it so, guesses spelled out."""
    seen = list(looks(source, paths, options, partial(click.echo, err=True)))
    said = ((f"--{name}", value) for name, value in options.items() if value)
    asked = (*map(str, paths), *chain.from_iterable(said))
    elsewhere = settings.data != settings_from().data
    data = ("--data", str(settings.data)) if elsewhere else ()
    commands = [
        ["influence", "load", source.name, *words, *data]
        for words in [look.command for look in seen if look.command] or [asked]
    ]
    if as_json:
        told = {"parts": [look.told() for look in seen], "commands": commands}
        click.echo(json.dumps(told | {"source": source.name, "sources": _sources()}))
        return
    for look in seen:
        click.echo("\n".join(sentences(look)) + "\n")
    click.echo("Nothing was written. This loads it so:")
    for words in commands:
        click.echo(f"  {shlex.join(words)}")


def _sources() -> list[dict[str, str]]:
    return [{"name": source.name, "reads": source.reads} for source in readers()]


@click.command("preview")
@data_option
@click.option("--source", "name", type=click.Choice([source.name for source in readers()]))
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.pass_obj
def preview_command(
    settings: Settings, name: str | None, as_json: bool, paths: tuple[Path, ...]
) -> None:
    """Find out which source reads these files, and show what it would load; write nothing."""
    source = SOURCES[name] if name else guessed(paths)
    if source is None:
        raise SourceError(f"no source reads {paths[0].name}; 'influence load --help' lists them")
    if not name and not as_json:
        click.echo(f"Read as {source.name}: {source.reads}\n")
    options = {option.name: option.default for option in source.options}
    show_preview(source, paths, options, settings=settings, as_json=as_json)
