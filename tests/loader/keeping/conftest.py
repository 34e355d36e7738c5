"""A server of their own for all tests here, which stop it, replace its store and start it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from loader.server.ports import another_port
from loader.server.process import Server
from queries.settings import Settings, settings_from
from tests.quick import QUICK


@pytest.fixture(scope="package")
def keeper(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of a managed server whose store may be replaced."""
    settings = settings_from({}).but(
        data=tmp_path_factory.mktemp("kept") / "data",
        cache=settings_from().cache,
        heap_mb=512,
        page_cache_mb=64,
        java_options=QUICK,
        # Far from the ports that other tests' servers take one after the other.
        bolt_port=another_port(None),
        start_seconds=settings_from().start_seconds,
    )
    yield settings
    Server(settings).down()
