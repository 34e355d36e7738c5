"""Servers of the tests' own, in folders that go away with them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from loader.server.process import Server
from queries.settings import Settings, settings_from
from tests.quick import QUICK

Opened = Callable[[Path], Server]


@pytest.fixture(scope="module")
def settings() -> Settings:
    """Settings for small servers; the jars are the user's own, fetched if there are none."""
    return settings_from({}).but(
        cache=settings_from().cache, heap_mb=512, page_cache_mb=64, java_options=QUICK
    )


@pytest.fixture(scope="module")
def server(settings: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """One server that is up; the tests of a module share it."""
    one = Server(settings.but(data=tmp_path_factory.mktemp("shared")))
    one.up()
    yield one
    one.down()


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Iterator[Server]:
    """A server of this test's own, not up yet; down afterwards."""
    one = Server(settings.but(data=tmp_path / "own"))
    yield one
    one.down()
