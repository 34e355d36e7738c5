"""Whether a database speaks, and what is known of it in between."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread

import pytest

from explorer.pulse import GREETING, Pulse, speaks


@contextmanager
def listener(answer: bytes | None) -> Iterator[str]:
    """Something that listens; frozen when it answers None."""
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()

        def speak() -> None:
            connection, _ = door.accept()
            with connection:
                assert connection.recv(64) == GREETING
                connection.sendall(answer or b"")

        if answer is not None:
            Thread(target=speak, daemon=True).start()
        yield f"bolt://127.0.0.1:{door.getsockname()[1]}"


def test_what_answers_speaks() -> None:
    with listener(b"\x00\x00\x00\x05") as uri:
        assert speaks(uri)


def test_what_listens_and_is_silent_does_not_and_that_is_known_in_a_second() -> None:
    with listener(None) as uri:
        started = time.monotonic()
        assert not speaks(uri)
        assert 0.9 < time.monotonic() - started < 3


def test_what_hangs_up_does_not_speak() -> None:
    with listener(b"") as uri:
        assert not speaks(uri)


@pytest.mark.parametrize("scheme", ["bolt+s", "neo4j+ssc"])
def test_what_should_speak_tls_and_does_not(scheme: str) -> None:
    with listener(None) as uri:
        assert not speaks(uri.replace("bolt", scheme))


@dataclass
class Probe:
    """Says what it is told to, and counts how often."""

    beats: bool = True
    at: float = 0.0
    asked: list[str] = field(default_factory=list)

    def __call__(self, uri: str) -> bool:
        self.asked.append(uri)
        time.sleep(0.02)
        return self.beats

    def now(self) -> float:
        return self.at


def test_a_pulse_is_taken_once_a_second_and_changes_are_told() -> None:
    probe, told = Probe(), list[bool]()
    pulse = Pulse(told.append, probe, probe.now)
    assert all(pulse.beats("a") for _ in range(9))
    probe.beats = False
    assert pulse.beats("a")
    probe.at += 1
    assert not pulse.beats("a")
    probe.beats = True
    pulse.doubt()
    assert not pulse.beats("a")
    probe.at += 1
    assert pulse.beats("a")
    pulse.doubt()
    assert pulse.beats("a")
    assert pulse.beats("b")
    assert (probe.asked, told) == (["a", "a", "a", "a", "b"], [True, False, True])


def test_those_who_ask_together_wait_for_one_answer() -> None:
    probe = Probe()
    pulse = Pulse(probe=probe, now=probe.now)
    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(lambda _: pulse.beats("a"), range(8)))
    assert len(probe.asked) == 1
