"""`influence load … --preview`."""

from __future__ import annotations

import json
import shlex
from functools import partial
from itertools import chain
from pathlib import Path

import click

from loader.preview import looks, sentences
from loader.sources import Source
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
        click.echo(json.dumps({"parts": [look.told() for look in seen], "commands": commands}))
        return
    for look in seen:
        click.echo("\n".join(sentences(look)) + "\n")
    click.echo("Nothing was written. This loads it so:")
    for words in commands:
        click.echo(f"  {shlex.join(words)}")
