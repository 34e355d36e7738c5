"""`influence collect`: listens to a network for some minutes and loads what it hears."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import FrameType

from loader.load import Limits, Load, load
from loader.sources import Announce, Stream
from loader.writer import Counts
from queries.graph import Graph


class Ending:
    """Whether a collection is over: its time is up, or somebody has asked for its end."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock, self._seconds = clock, seconds
        self._began = clock()
        self._asked = False

    def __call__(self) -> bool:
        return self._asked or self.seconds_passed >= self._seconds

    @property
    def seconds_passed(self) -> float:
        """How long it has been going on."""
        return self._clock() - self._began

    def ask(self) -> None:
        """End as soon as what was heard is written."""
        self._asked = True


@contextmanager
def asked_by_signals(ending: Ending) -> Iterator[None]:
    """Inside, the first Ctrl-C or SIGTERM asks for the end; the second one is as ever."""

    def ask(_number: int, _frame: FrameType | None) -> None:
        ending.ask()
        restore()

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        restore()


def collect(
    graph: Graph,
    stream: Stream,
    options: Mapping[str, str],
    *,
    ending: Ending,
    folder: Path,
    limits: Limits,
    announce: Announce,
    progress: Callable[[Counts], None],
) -> Load:
    """Load what `stream` yields until the `ending`; what was heard by then is kept.

    Raises SourceError when nothing can be heard at all, and what `load` raises.
    """
    with asked_by_signals(ending):
        return load(
            graph,
            stream.until(ending),
            (),
            options,
            folder=folder,
            limits=limits,
            announce=announce,
            progress=progress,
        )
