"""`influence serve` as a person runs it."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from explorer.site import address_of, has_screen

SERVE = [sys.executable, "-c", "from queries.cli import main; main()", "serve", "--no-open"]


@contextmanager
def serving(data: Path, *options: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A site without a database, and its address as it printed it."""
    environment = os.environ | {"INFLUENCE_DATA": str(data), "PYTHONUNBUFFERED": "1"}
    process = subprocess.Popen(
        [*SERVE, *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
    )
    try:
        assert process.stdout
        line = process.stdout.readline()
        found = re.search(r"http://\S+/", line)
        assert found, line + (process.stderr.read() if process.stderr else "")
        yield process, found[0]
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("sent", [signal.SIGTERM, signal.SIGINT])
def test_the_site_answers_and_ends_cleanly(tmp_path: Path, sent: signal.Signals) -> None:
    with serving(tmp_path, "--port", "0") as (process, address):
        with urlopen(f"{address}queries.json", timeout=20) as answer:
            assert answer.status == 200
            assert answer.headers.get("Server") is None
        process.send_signal(sent)
        out, err = process.communicate(timeout=20)
    assert process.returncode == 0
    assert "ended" in out
    assert "Traceback" not in err


def test_a_port_that_is_taken_is_one_line(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = subprocess.run(
            [*SERVE, "--port", port],
            capture_output=True,
            text=True,
            timeout=60,
            env=os.environ | {"INFLUENCE_DATA": str(tmp_path)},
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert port in done.stderr
    assert "--port" in done.stderr


def test_a_host_that_is_none_is_one_line(tmp_path: Path) -> None:
    done = subprocess.run(
        [*SERVE, "--port", "0", "--host", "no.such.host.invalid"],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"INFLUENCE_DATA": str(tmp_path)},
        check=False,
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "no.such.host.invalid" in done.stderr


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", True),
        ({"DISPLAY": ":0", "SSH_CONNECTION": "1"}, "linux", False),
        ({"CI": "true"}, "darwin", False),
        ({}, "darwin", True),
    ],
)
def test_a_browser_is_opened_where_it_can_be_seen(
    environment: dict[str, str], platform: str, expected: bool
) -> None:
    assert has_screen(environment, platform) is expected


def test_the_address_is_one_that_a_browser_opens() -> None:
    assert address_of("0.0.0.0", 80) == "http://127.0.0.1:80/"
    assert address_of("::1", 80) == "http://[::1]:80/"
    assert address_of("explorer.example", 80) == "http://explorer.example:80/"
