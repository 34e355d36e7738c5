"""A line that shows how far a load is, how fast it goes, and how long it may still take."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict

import click

from loader.sources.watch import Watch
from loader.writer import Counts
from queries.cli_options import progress_bar

TOLD_SECONDS = 0.5


class Pace:
    """How many records a second since the first counts; `clock` tells seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._began = clock, clock()
        self._first: int | None = None

    def of(self, read: int) -> float:
        """Records a second, of those that came after the first time this was asked.

        A load that goes on begins with what was read before, and that took no time.
        """
        now = self._clock()
        if self._first is None:
            self._first, self._began = read, now
        return (read - self._first) / max(now - self._began, 1e-3)


@contextmanager
def counted(name: str, watch: Watch | None = None) -> Iterator[Callable[[Counts], None]]:
    """A line that shows how far a load is; quiet when not a terminal."""
    with progress_bar() as bar:
        task = bar.add_task(f"Loading {name}", total=None, told="")
        pace = Pace()

        def progress(counts: Counts) -> None:
            speed = f"{pace.of(counts.read):,.0f}/s"
            told = f"{counts.read:,} read, {speed}, {counts.rejected:,} rejected"
            done = watch.read if watch else None
            # What comes after the last byte, such as indexes, has an end that nobody knows.
            total = watch.total if watch and done is not None and done < watch.total else None
            bar.update(task, completed=done or 0, total=total, told=told)

        try:
            yield progress
        finally:
            if watch:
                watch.close()


@contextmanager
def counted_as_json(watch: Watch) -> Iterator[Callable[[Counts], None]]:
    """A line of JSON on standard error now and then: counts, and bytes read `of` all.

    Null where nobody knows how many. For a program that shows it.
    """
    told_at = -math.inf

    def progress(counts: Counts) -> None:
        nonlocal told_at
        if time.monotonic() - told_at < TOLD_SECONDS:
            return
        told_at = time.monotonic()
        told = asdict(counts) | {"bytes": watch.read, "of": watch.total}
        click.echo(json.dumps(told), err=True)

    try:
        yield progress
    finally:
        watch.close()


@contextmanager
def steps() -> Iterator[Callable[[str], None]]:
    """A line that shows what a score run does; quiet when not a terminal."""
    with progress_bar() as bar:
        task = bar.add_task("Scoring", total=None, told="")
        yield lambda step: bar.update(task, told=step)
