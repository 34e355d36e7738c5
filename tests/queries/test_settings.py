"""The environment, read once."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from queries.connection import ServerAddress, address_in, connection_for, write_address
from queries.errors import DatabaseUnreachable, SettingRefused
from queries.settings import Settings, settings_from


def test_an_empty_environment_gives_the_defaults() -> None:
    assert settings_from({}) == Settings()


def test_a_variable_gets_its_settings_type() -> None:
    settings = settings_from(
        {"INFLUENCE_PORT": "8080", "INFLUENCE_QUERY_SECONDS": "1.5", "INFLUENCE_DATA": "~/x"}
    )
    assert settings.port == 8080
    assert settings.query_seconds == 1.5
    assert settings.data == Path.home() / "x"


def test_a_value_of_another_type_is_refused_by_its_variable() -> None:
    with pytest.raises(SettingRefused, match="INFLUENCE_PORT: must be a whole number, got 'http'"):
        settings_from({"INFLUENCE_PORT": "http"})


def test_every_setting_has_a_variable_of_its_own_and_an_explanation() -> None:
    rows = [field.metadata for field in dataclasses.fields(Settings)]
    assert len({row["variable"] for row in rows}) == len(rows)
    assert all(row["explanation"].endswith(".") for row in rows)


def test_the_password_is_never_shown() -> None:
    assert "tell-nobody" not in repr(settings_from({"NEO4J_PASSWORD": "tell-nobody"}))


def test_the_users_own_server_comes_before_the_managed_one(tmp_path: Path) -> None:
    managed = Settings().but(data=tmp_path)
    with pytest.raises(DatabaseUnreachable, match="influence up"):
        connection_for(managed)

    (tmp_path / "password").write_text("kept\n", encoding="utf-8")
    address = ServerAddress("bolt://127.0.0.1:7", "neo4j", str(tmp_path / "password"), 1, 2.0, "v")
    write_address(tmp_path, address)

    assert address_in(tmp_path) == address
    assert connection_for(managed).password == "kept"
    assert connection_for(managed.but(neo4j_uri="bolt://mine:7687")).uri == "bolt://mine:7687"
