"""Records as they come, and a word whenever none comes for a while."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import TypeVar

T = TypeVar("T")

# As many as may wait while a batch is written.
WAITING = 10_000
ASKED_EVERY_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class _End:
    error: BaseException | None = None


def awaited(records: Iterator[T], *, seconds: float) -> Iterator[T | None]:
    """Each of `records`, in order, and None whenever none came for `seconds`.

    They are made in a thread of their own, so that one who waits for the next is not held up.
    What they raise is raised here.
    """
    waiting: Queue[T | _End] = Queue(WAITING)
    left = Event()
    Thread(target=_hear, args=(records, waiting, left), daemon=True).start()
    try:
        while True:
            try:
                found = waiting.get(timeout=seconds)
            except Empty:
                yield None
                continue
            if isinstance(found, _End):
                if found.error:
                    raise found.error
                return
            yield found
    finally:
        left.set()


def _hear(records: Iterator[T], waiting: Queue[T | _End], left: Event) -> None:
    end = _End()
    try:
        for record in records:
            if not _put(record, waiting, left):
                break
    # Whatever it is: it is told to the one who waits.
    except BaseException as error:
        end = _End(error)
    if isinstance(records, Generator):
        with closing(records):
            _put(end, waiting, left)
    else:
        _put(end, waiting, left)


def _put(what: T | _End, waiting: Queue[T | _End], left: Event) -> bool:
    """Whether somebody still waits for it."""
    while not left.is_set():
        try:
            waiting.put(what, timeout=ASKED_EVERY_SECONDS)
        except Full:
            continue
        return True
    return False
