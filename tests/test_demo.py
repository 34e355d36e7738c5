"""`influence demo` as a newcomer runs it: a process of its own, ended by Ctrl-C."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from loader.demo import demo_settings
from loader.server.process import Server
from queries.settings import Settings, settings_from
from tests.terminal import as_from_a_terminal

INFLUENCE = Path(sys.executable).with_name("influence")


@contextmanager
def demo(data: Path, said: list[str]) -> Iterator[str]:
    """The site's address while the demo runs; then Ctrl-C, and what it said on the way."""
    words = [INFLUENCE, "demo", "lastfm", "--data", data, "--port", "0", "--no-open"]
    with as_from_a_terminal():
        started = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
    with started as process:
        assert process.stdout is not None
        address = None
        while address is None:
            line = process.stdout.readline()
            assert line, said
            said.append(line)
            address = re.search(r"http://127\.0\.0\.1:\d+", line)
        try:
            yield address[0]
        finally:
            process.send_signal(signal.SIGINT)
            said.extend(process.stdout)
    assert process.returncode == 0, said


def rows(address: str, path: str) -> list[dict]:
    with urlopen(f"{address}{path}", timeout=60) as answer:
        return json.load(answer)["rows"]


def test_the_demo_shows_scores_ends_cleanly_and_starts_again_as_it_was(tmp_path: Path) -> None:
    first: list[str] = []
    with demo(tmp_path, first) as address:
        topics = rows(address, "/topics.json")
        leaders = {one["id"]: rows(address, f"/topics/{one['id']}.json") for one in topics[:10]}
    assert len(topics) > 50
    for people in leaders.values():
        assert people[0]["rank"] == 1
        for part in ("score", "true_reach", "amplification", "network_impact"):
            assert all(one[part] > 0 for one in people)
    assert not Server(settings_from({}).but(data=tmp_path)).status().up

    second: list[str] = []
    with demo(tmp_path, second) as address:
        assert rows(address, "/topics.json") == topics

    assert any("Scored" in line for line in first)
    assert not any("Scored" in line for line in second)


@pytest.mark.parametrize("uri", ["", "bolt://mine:7687"])
def test_a_demo_never_touches_what_is_the_users(uri: str) -> None:
    settings = demo_settings(Settings().but(neo4j_uri=uri), "planted")
    assert settings.neo4j_uri == ""
    assert settings.data == Settings().data.with_name("demo-planted")
