"""The server ends when it is told, after it has answered."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any
from urllib.request import Request, urlopen

import pytest
from flask import Flask, request

from explorer import serving
from explorer.app import create_app
from explorer.serving import Server, bound, port_of, run
from queries.console.bench import Answer, nobody_left
from queries.settings import settings_from
from tests.explorer.canned import ANSWER, ANSWERS
from tests.recording import RecordingBench, RecordingGraph


@contextmanager
def serving_in_thread(app: Flask, **changes: str) -> Iterator[tuple[Server, Event, Thread]]:
    server = bound(app, settings_from({}).but(port=0, **changes))
    ending = Event()
    thread = Thread(target=run, args=(server, ending))
    thread.start()
    try:
        yield server, ending, thread
    finally:
        ending.set()
        thread.join(20)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_what_was_asked_before_the_end_is_answered(host: str) -> None:
    app, begun = Flask("slow"), Event()

    @app.get("/slow")
    def slow() -> bytes:
        begun.set()
        time.sleep(1)
        return b"x" * 900_000

    answers: list[bytes] = []
    with serving_in_thread(app, host=host) as (server, ending, thread):
        address = f"http://127.0.0.1:{port_of(server)}/slow"
        client = Thread(target=lambda: answers.append(urlopen(address, timeout=20).read()))
        client.start()
        assert begun.wait(10)
        ending.set()
        time.sleep(0.6)
        with pytest.raises(OSError, match="refused"):
            socket.create_connection(("127.0.0.1", port_of(server)), timeout=2)
        client.join(20)
        thread.join(20)
        assert not thread.is_alive()
    assert [len(one) for one in answers] == [900_000]


def test_who_never_ends_does_not_keep_the_site_from_ending(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "GRACE_SECONDS", 0.3)
    app, begun, enough = Flask("endless"), Event(), Event()

    @app.get("/endless")
    def endless() -> str:
        begun.set()
        enough.wait(30)
        return ""

    with (
        serving_in_thread(app) as (server, ending, thread),
        socket.create_connection(("127.0.0.1", port_of(server))) as client,
    ):
        client.sendall(b"GET /endless HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert begun.wait(10)
        started = time.monotonic()
        ending.set()
        # Waitress itself waits five seconds for its threads.
        thread.join(15)
        assert not thread.is_alive()
        assert time.monotonic() - started < 9
        enough.set()


def test_who_is_connected_and_asks_nothing_does_not_hold_it_up() -> None:
    with (
        serving_in_thread(Flask("idle")) as (server, ending, thread),
        socket.create_connection(("127.0.0.1", port_of(server))) as client,
    ):
        client.sendall(b"GET / HTTP/1.1\r\nHost:")
        time.sleep(0.2)
        started = time.monotonic()
        ending.set()
        thread.join(15)
        assert time.monotonic() - started < 4


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
@pytest.mark.parametrize(
    ("path", "megabytes", "taken"),
    [
        ("/login", 9, False),
        ("/data/uploads", 9, False),
        ("/data/upload", 9, True),
        ("/data/upload", 202, False),
    ],
)
def test_more_than_the_server_takes_is_not_taken(
    host: str, path: str, megabytes: int, taken: bool
) -> None:
    """What is too long is refused by its head; what is not is waited for."""
    with (
        serving_in_thread(Flask("small"), host=host) as (server, _, _),
        socket.create_connection(("127.0.0.1", port_of(server)), timeout=20) as client,
    ):
        size = megabytes * serving.MB
        head = f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {size}\r\n\r\n"
        client.sendall(head.encode())
        if taken:
            client.settimeout(0.5)
            with pytest.raises(TimeoutError):
                client.recv(100)
        else:
            assert client.recv(100).split()[1] == b"413"


@pytest.mark.parametrize(
    ("proxy", "told"),
    [
        ("127.0.0.1", ["203.0.113.7", "https", "explorer.example"]),
        ("203.0.113.1", ["127.0.0.1", "http", "localhost"]),
        ("", ["127.0.0.1", "http", "localhost"]),
    ],
)
def test_who_asks_is_told_by_the_proxy_that_was_named_and_by_nobody_else(
    proxy: str, told: list[str]
) -> None:
    """The visitor may have written the beginning of X-Forwarded-For themself: the end counts."""
    app = Flask("told")

    @app.get("/")
    def tell() -> list[str | None]:
        return [request.remote_addr, request.scheme, request.host]

    forwarded = {
        "Host": "localhost",
        "X-Forwarded-For": "198.51.100.1, 203.0.113.7",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-Host": "explorer.example",
    }
    with serving_in_thread(app, proxy=proxy) as (server, _, _):
        asked = Request(f"http://127.0.0.1:{port_of(server)}/", headers=forwarded)
        with urlopen(asked, timeout=20) as answer:
            assert json.load(answer) == told


def test_who_goes_away_takes_the_query_along() -> None:
    """What the bench does then, on a real database, stands in `test_bench.py`."""
    begun, gone = Event(), Event()

    class Slow(RecordingBench):
        def run(
            self,
            cypher: str,
            parameters: Mapping[str, Any],
            *,
            left: Callable[[], bool] = nobody_left,
        ) -> Answer:
            begun.set()
            deadline = time.monotonic() + 20
            while not left() and time.monotonic() < deadline:
                time.sleep(0.02)
            if left():
                gone.set()
            return super().run(cypher, parameters)

    app = create_app(settings_from({}), RecordingGraph(ANSWERS), Slow(ANSWER))
    with serving_in_thread(app) as (server, _, _):
        with socket.create_connection(("127.0.0.1", port_of(server))) as client:
            client.sendall(b"GET /cypher.json?q=RETURN%201 HTTP/1.1\r\nHost: localhost\r\n\r\n")
            assert begun.wait(10)
            assert not gone.wait(0.3)
        assert gone.wait(10)
