"""`influence load`, `collect` and `demo`, with `match-topics` beside them."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import click

from loader.backtest_cli import backtest_command
from loader.bulk.choice import fits_bulk
from loader.collect import Ending, collect
from loader.demo import DEMOS, borrowed, demo_settings, demo_source, prepared
from loader.goals_cli import goals_command
from loader.input import sizes_of
from loader.label_cli import label
from loader.load import Limits, Load, load
from loader.matching.cli import match_topics
from loader.preview_cli import preview_command, show_preview
from loader.progress import counted, counted_as_json, steps
from loader.scores_cli import import_scores_command
from loader.server.process import Server
from loader.sources import SOURCES, STREAMS, Source, Stream
from loader.sources.source import Option
from loader.sources.watch import Watch
from loader.writer import Counts
from queries.cli_options import data_option, ended_by_signals, open_graph, progress_bar
from queries.settings import Settings


@click.group("load")
def load_group() -> None:
    """Load users and interactions into the graph, from one of the sources below."""


def load_command(source: Source) -> click.Command:
    """`influence load <source>`, with the source's options."""

    @click.pass_obj
    def command(
        settings: Settings,
        /,
        paths: tuple[Path, ...] = (),
        as_json: bool = False,
        max_rejects: int | None = None,
        bulk: bool | None = None,
        preview: bool = False,
        progress_json: bool = False,
        to_parquet: Path | None = None,
        **options: str,
    ) -> None:
        limits = replace(Limits.of(settings), max_rejects=max_rejects)
        announce = partial(click.echo, err=True)
        named = _as_named(options)
        if preview:
            show_preview(source, paths, named, settings=settings, as_json=as_json)
            return
        watch = Watch(sizes_of(paths))
        shown = counted_as_json(watch) if progress_json else counted(source.name, watch)
        with shown as progress:
            if to_parquet:
                # Imported here: pyarrow takes a while that no other load needs.
                from loader.parquet import load_to_parquet

                load_to_parquet(
                    watch.over(source),
                    paths,
                    named,
                    to_parquet,
                    settings=settings,
                    limits=limits,
                    progress=progress,
                    as_json=as_json,
                )
                return
            if fits_bulk(settings, source, paths) if bulk is None else bulk:
                # Imported here: what writes the importer's files takes a while, and few need it.
                from loader.bulk.load import load_in_bulk

                done = load_in_bulk(
                    settings,
                    watch.over(source),
                    paths,
                    named,
                    limits=limits,
                    announce=announce,
                    progress=progress,
                )
            else:
                with open_graph(settings) as graph:
                    done = load(
                        graph,
                        watch.over(source),
                        paths,
                        named,
                        folder=settings.data,
                        limits=limits,
                        announce=announce,
                        progress=progress,
                    )
        click.echo(json.dumps(done.told()) if as_json else told(done))
        done.ensure_some()

    parameters = _parameters(source.options)
    offline = "Through Neo4j's offline importer, or not; by itself for a large first load."
    parameters.append(click.Option(["--bulk/--no-bulk"], default=None, help=offline))
    look = "Show what would be loaded, and how it was understood; write nothing."
    parameters.append(click.Option(["--preview"], is_flag=True, help=look))
    lines = "Tell how far it is as lines of JSON on standard error, for a program."
    parameters.append(click.Option(["--progress-json"], is_flag=True, help=lines))
    lake = "Write what `influence score --interactions` reads into this folder, not the graph."
    folder = click.Path(path_type=Path, file_okay=False)
    parameters.append(click.Option(["--to-parquet"], type=folder, help=lake))
    if source.takes_paths:
        existing = click.Path(exists=True, path_type=Path)
        parameters.append(click.Argument(["paths"], nargs=-1, required=True, type=existing))
    made = click.Command(source.name, callback=command, params=parameters, help=source.reads)
    data_option(made)
    return made


def _parameters(options: tuple[Option, ...]) -> list[click.Parameter]:
    """The options of a row, and those of every load."""
    told: list[click.Parameter] = [
        click.Option(
            [f"--{option.name}"],
            default=option.default,
            help=option.explanation,
            show_default=bool(option.default),
        )
        for option in options
    ]
    stop = "Stop when more than this many lines are rejected."
    told.append(click.Option(["--max-rejects"], type=click.IntRange(min=0), help=stop))
    told.append(click.Option(["--json", "as_json"], is_flag=True, help="End with JSON."))
    return told


def _as_named(options: dict[str, str]) -> dict[str, str]:
    """Options under the names that they have on the command line."""
    return {name.replace("_", "-"): value for name, value in options.items()}


def told(done: Load) -> str:
    """What a load did, for a person."""
    counts = done.counts
    parts = [f"{counts.accepted:,} accepted", f"{counts.duplicate:,} already there"]
    if counts.suppressed:
        parts.append(f"{counts.suppressed:,} suppressed")
    if counts.rejected:
        parts.append(f"{counts.rejected:,} rejected (see {done.rejects})")
    return f"Read {counts.read:,} in {done.seconds:.1f} s: {', '.join(parts)}."


for _source in SOURCES.values():
    load_group.add_command(load_command(_source))


@click.group("collect")
def collect_group() -> None:
    """Listen to a network as it goes on, for some minutes, and load what is heard."""


def collect_command(stream: Stream) -> click.Command:
    """`influence collect <stream>`, with the stream's options."""

    @click.pass_obj
    def command(
        settings: Settings,
        /,
        minutes: float,
        as_json: bool = False,
        max_rejects: int | None = None,
        **options: str,
    ) -> None:
        with open_graph(settings) as graph, progress_bar() as bar:
            ending = Ending(60 * minutes)
            task = bar.add_task(f"Hearing {stream.name}", total=60 * minutes, told="")

            def progress(counts: Counts) -> None:
                told = f"{counts.read:,} heard, {counts.rejected:,} rejected"
                bar.update(task, completed=ending.seconds_passed, told=told)

            done = collect(
                graph,
                stream,
                _as_named(options),
                ending=ending,
                folder=settings.data,
                limits=replace(Limits.of(settings), max_rejects=max_rejects),
                announce=partial(click.echo, err=True),
                progress=progress,
            )
        click.echo(json.dumps(done.told()) if as_json else told(done))
        done.ensure_some()

    asked = click.Option(
        ["--minutes"],
        type=click.FloatRange(min=0, min_open=True),
        default=10.0,
        show_default=True,
        help="How long to listen; Ctrl-C ends it earlier, and what was heard is kept.",
    )
    parameters = [asked, *_parameters(stream.options)]
    made = click.Command(stream.name, callback=command, params=parameters, help=stream.hears)
    data_option(made)
    return made


for _stream in STREAMS.values():
    collect_group.add_command(collect_command(_stream))


@click.command()
@data_option
@click.argument("name", type=click.Choice(DEMOS), default=DEMOS[0])
@click.option("--port", type=int, help="The site's port.")
@click.option("--no-open", is_flag=True, help="Do not open the browser.")
@click.pass_context
def demo(context: click.Context, name: str, port: int | None, no_open: bool) -> None:
    """Show everything on an invented town, on a real anonymous network (lastfm), or on what
    is said on Bluesky in the next minutes (bluesky).

    Starts a database of its own, loads and scores what is not there yet, and opens the site.
    """
    settings = demo_settings(context.obj, name)
    announce = partial(click.echo, err=True)
    with ended_by_signals(), borrowed(Server(settings), announce):
        with open_graph(settings) as graph:
            prepared(
                graph,
                demo_source(name),
                settings,
                announce=announce,
                loading=partial(counted, name),
                scoring=steps,
            )
        context.obj = settings
        serve: Any = _root(context).commands["serve"]
        context.invoke(serve, port=port, no_open=no_open)


def _root(context: click.Context) -> click.Group:
    root = context.find_root().command
    assert isinstance(root, click.Group)
    return root


COMMANDS: tuple[click.Command, ...] = (
    load_group,
    preview_command,
    collect_group,
    demo,
    match_topics,
    label,
    backtest_command,
    goals_command,
    import_scores_command,
)
