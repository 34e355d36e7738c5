"""A collection ends in time, on Ctrl-C, and writes what comes slowly."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest
from click.testing import CliRunner

from loader.batches import batches
from loader.cli import collect_group
from loader.collect import Ending, asked_by_signals
from loader.demo import DEMOS, demo_source
from loader.records import User
from loader.sources import STREAMS, Stream
from queries.errors import DatabaseUnreachable, SourceError
from queries.settings import settings_from


def test_a_collection_is_over_when_its_time_is_up() -> None:
    now = [100.0]
    ending = Ending(60, clock=lambda: now[0])

    now[0] = 159.9
    assert not ending()
    now[0] = 160.0
    assert ending()


def test_a_collection_is_over_when_somebody_asks() -> None:
    ending = Ending(60)

    ending.ask()

    assert ending()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_signal_asks_for_the_end_and_the_second_is_as_ever(number: int) -> None:
    ending = Ending(60)
    before = signal.getsignal(number)

    with asked_by_signals(ending):
        assert not ending()
        os.kill(os.getpid(), number)
        assert ending()
        assert signal.getsignal(number) == before

    assert signal.getsignal(number) == before


def test_what_comes_slowly_is_written_before_a_batch_is_full() -> None:
    def slow() -> Iterator[User]:
        for key in range(6):
            yield User(f"x:{key}")
            time.sleep(0.05)

    sizes = [batch.read for batch in batches(slow(), size=1_000, flush_seconds=0.08)]

    assert sum(sizes) == 6
    assert len(sizes) >= 2


def test_what_was_heard_is_written_though_nothing_more_comes() -> None:
    more = Event()

    def quiet() -> Iterator[User]:
        yield User("x:1")
        assert more.wait(10)
        yield User("x:2")

    found = batches(quiet(), size=1_000, flush_seconds=0.05)

    assert [list(batch.users) for batch in [next(found)]] == [["x:1"]]
    more.set()
    assert [list(batch.users) for batch in found] == [["x:2"]]


def test_what_a_stream_raises_is_raised_after_what_it_told() -> None:
    def broken() -> Iterator[User]:
        yield from (User(f"x:{n}") for n in range(3))
        raise SourceError("nothing is heard")

    found = batches(broken(), size=2, flush_seconds=5)

    assert next(found).read == 2
    with pytest.raises(SourceError, match="nothing is heard"):
        next(found)


def test_a_stream_that_nobody_listens_to_any_more_ends() -> None:
    ended = Event()

    def endless() -> Iterator[User]:
        try:
            while True:
                yield User("x:1")
        finally:
            ended.set()

    found = batches(endless(), size=10, flush_seconds=5)
    next(found)
    found.close()

    assert ended.wait(10)


def test_without_a_hurry_batches_are_full() -> None:
    people = (User(f"x:{key}") for key in range(5))

    assert [batch.read for batch in batches(people, size=2)] == [2, 2, 1]


@pytest.mark.parametrize("stream", STREAMS.values(), ids=list(STREAMS))
def test_a_stream_says_what_it_is_in_one_line(stream: Stream) -> None:
    assert STREAMS[stream.name] is stream
    for line in (stream.hears, *(option.explanation for option in stream.options)):
        assert line
        assert len(line) <= 100


@pytest.mark.parametrize("stream", STREAMS)
def test_a_collection_needs_a_database(stream: str, tmp_path: Path) -> None:
    settings = settings_from({}).but(data=tmp_path)

    result = CliRunner().invoke(collect_group, [stream, "--minutes", "1"], obj=settings)

    assert isinstance(result.exception, DatabaseUnreachable)
    assert str(result.exception).startswith("no database is up for")


@pytest.mark.parametrize("minutes", ["0", "-1", "ten"])
def test_a_collection_takes_some_time(minutes: str) -> None:
    result = CliRunner().invoke(collect_group, ["bluesky", "--minutes", minutes])

    assert result.exit_code == 2
    assert "--minutes" in result.stderr


@pytest.mark.parametrize("name", DEMOS)
def test_every_demo_has_something_to_load(name: str) -> None:
    assert demo_source(name).name == name
