"""Processes that Ctrl-C ends, whoever started the tests."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def as_from_a_terminal() -> Iterator[None]:
    """Whatever is started inside is ended by SIGINT.

    A job that a script started with `&` ignores it, and so would all that it starts; a handler,
    on the other hand, is not passed on.
    """
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
