"""A database that goes away and comes back."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import pytest

from explorer.app import create_app
from explorer.database import Database
from explorer.pulse import speaks
from queries.errors import DatabaseUnreachable
from queries.graph import Graph
from queries.settings import Settings, settings_from


@pytest.fixture
def deaf() -> str:
    """An address at which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    return f"bolt://127.0.0.1:{port}"


def test_without_a_database_every_page_says_so_at_once(deaf: str) -> None:
    client = create_app(settings_from({}).but(neo4j_uri=deaf)).test_client()
    started = time.monotonic()
    answer = client.get("/")
    assert answer.status_code == 503
    assert "influence up" in answer.text
    assert answer.headers["Retry-After"] == "5"
    assert time.monotonic() - started < 2


def test_without_a_managed_server_there_is_nothing_to_ask(tmp_path: Path) -> None:
    database = Database(settings_from({}).but(data=tmp_path))
    with pytest.raises(DatabaseUnreachable, match="influence up"):
        database.ask("site_state")


def test_pages_that_need_no_database_are_served_without_one(deaf: str) -> None:
    client = create_app(settings_from({}).but(neo4j_uri=deaf)).test_client()
    assert client.get("/static/favicon.svg", buffered=True).status_code == 200
    assert client.get("/queries.json").status_code == 200


def test_the_site_finds_the_database_once_it_answers(
    graph: Graph, server_settings: Settings, tmp_path: Path
) -> None:
    """Down first, then up, as its folder says: the same site goes on."""
    away = server_settings.but(data=tmp_path)
    database = Database(away)
    with pytest.raises(DatabaseUnreachable):
        database.ask("site_state")
    (tmp_path / "server.json").write_text((server_settings.data / "server.json").read_text())
    assert database.ask("site_state").rows[0]["people"] == 0
    (tmp_path / "server.json").unlink()
    with pytest.raises(DatabaseUnreachable):
        database.ask("site_state")
    database.close()


@pytest.mark.parametrize("uri", ["nonsense", "bolt://127.0.0.1:notaport", "bolt://[::1", ""])
def test_an_address_that_is_none_does_not_answer(uri: str) -> None:
    assert not speaks(uri)
