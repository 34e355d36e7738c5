"""What commands of all packages share: `--data`, the open graph, the progress bar."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

import click
from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    Task,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from queries.connection import connection_for
from queries.graph import Graph
from queries.settings import Settings, settings_from

# So many with 100 points at once are a sign that the graph has outgrown its reference.
OUTGROWN = 10


def data_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """`--data DIR`: changes the settings that the command is passed as its object."""

    def change(context: click.Context, _: click.Parameter, value: Path | None) -> None:
        if value is not None:
            context.obj = (context.obj or settings_from()).but(data=value.expanduser().absolute())

    option = click.option(
        "--data",
        type=click.Path(path_type=Path, file_okay=False),
        expose_value=False,
        is_eager=True,
        callback=change,
        help="The managed database's folder, so that several can exist.",
    )
    return option(command)


@contextmanager
def open_graph(settings: Settings) -> Iterator[Graph]:
    """The graph that `settings` lead to, once it has answered.

    Raises DatabaseUnreachable.
    """
    connection = connection_for(settings)
    with Graph.open(connection, query_seconds=settings.query_seconds, rows=settings.rows) as graph:
        graph.verify()
        yield graph


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Inside, SIGTERM ends the program as Ctrl-C does: what was begun is put away.

    Ctrl-C itself works even where a shell started us with it switched off, as for a job in the
    background. What was set before is set again afterwards.
    """

    def stop(_number: int, _frame: FrameType | None) -> NoReturn:
        raise SystemExit(0)

    before = {
        signal.SIGTERM: signal.signal(signal.SIGTERM, stop),
        signal.SIGINT: signal.signal(signal.SIGINT, signal.default_int_handler),
    }
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def tell_if_outgrown(graph: Graph, run: str) -> None:
    """Say where a run's reference is so small by now that many are above it."""
    best = graph.ask("leaders", run=run, topic="*", limit=OUTGROWN).rows
    if len(best) == OUTGROWN and best[-1]["score"] >= 100:
        click.echo(
            f"The first {OUTGROWN} all have 100 points: more is known of them than of anybody when "
            "this series of runs began. 'influence score --recalibrate' begins a new one.",
            err=True,
        )


class _TimeLeft(TimeRemainingColumn):
    """How long it may still take; nothing where nobody knows."""

    def render(self, task: Task) -> Text:
        left = task.time_remaining
        if not left:
            return Text()
        return Text(f"{left / 60:.0f} min left" if left >= 90 else f"{left:.0f} s left")


def progress_bar() -> Progress:
    """A bar on standard error, gone when done and absent when that is not a terminal.

    A task that has a total shows how long it may still take.
    """
    console = Console(stderr=True)
    return Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[told]}"),
        TimeElapsedColumn(),
        _TimeLeft(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    )


def counted(number: int, one: str, many: str) -> str:
    """So many of something, in words: "1 act", "1,200 acts"."""
    return f"{number:,} {one if number == 1 else many}"


def scored_of(people: int, topics: int, acts: int) -> str:
    """What was scored, in words."""
    return (
        f"Scored {counted(people, 'person', 'people')} on {counted(topics, 'topic', 'topics')}"
        f" from {counted(acts, 'act', 'acts')}"
    )
