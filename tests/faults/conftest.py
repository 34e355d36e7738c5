"""A server of their own for all tests here, which they may kill, on a disk they may fill."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from loader.server.ports import another_port
from loader.server.process import Server
from queries.settings import Settings
from tests.quick import QUICK

# More than the watch over the free disk wants; only what lies in it takes memory.
ROOMY = 4_000_000_000


@pytest.fixture(scope="package")
def fired_at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The server, with its store in memory where this user may mount that."""
    settings = Settings(
        data=tmp_path_factory.mktemp("fired-at"),
        heap_mb=512,
        page_cache_mb=64,
        java_options=QUICK,
        # Far from those that other tests' servers take, as soon as this one is killed.
        bolt_port=another_port(None),
    )
    server = Server(settings)
    store = server.folder.store
    store.mkdir(parents=True)
    mounted = mount(store, "-t", "tmpfs", "-o", f"size={ROOMY}", "influence")
    server.up()
    yield server
    server.down()
    if mounted:
        subprocess.run(["umount", store], check=True)


def mount(place: Path, *words: str) -> bool:
    """Whether `mount` did as it was told."""
    try:
        return not subprocess.run(
            ["mount", *words, place], capture_output=True, check=False
        ).returncode
    except OSError:
        return False
