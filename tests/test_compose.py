"""docker-compose.yml, as far as it can be known without Docker.

Its shape is checked against the Compose specification, its settings against Neo4j's own,
and the script that makes the password is run.
"""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
import yaml

from loader.server.configuration import FIXED
from loader.server.versions import NEO4J_VERSION
from queries.graph import Graph
from queries.settings import Settings

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docker-compose.yml"

# What the image itself reads; every other NEO4J_ variable is a setting.
OF_THE_IMAGE = {"NEO4J_PLUGINS", "NEO4J_AUTH_PATH"}
# In a container Neo4j must answer the container beside it; what leaves the machine is `ports`.
LOOPBACK_ONLY = {"server.default_listen_address", "server.default_advertised_address"}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    """The services, by name."""
    document: dict[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return dict(document["services"])


@pytest.fixture(scope="module")
def neo4j_settings(services: dict[str, Any]) -> dict[str, str]:
    """What the image writes into neo4j.conf: `__` is an underscore, `_` a dot."""
    given = services["neo4j"]["environment"]
    names = {name: name.removeprefix("NEO4J_") for name in given if name not in OF_THE_IMAGE}
    return {
        short.replace("__", "\0").replace("_", ".").replace("\0", "_"): str(given[name])
        for name, short in names.items()
    }


def test_the_file_fits_the_compose_specification() -> None:
    checker = Path(sys.executable).with_name("check-jsonschema")
    checked = subprocess.run(
        [checker, "--builtin-schema", "vendor.compose-spec", FILE],
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stdout + checked.stderr


def test_the_images_are_of_the_pinned_version(services: dict[str, Any]) -> None:
    assert services["neo4j"]["image"] == f"neo4j:{NEO4J_VERSION}"
    assert services["password"]["image"] == f"neo4j:{NEO4J_VERSION}"


def test_each_setting_is_one_that_neo4j_has(
    neo4j_settings: dict[str, str], database: Graph
) -> None:
    with database.driver.session() as session:
        shown = {row["name"] for row in session.run("SHOW SETTINGS YIELD name")}

    # Internal settings are not shown; the managed server, which is strict, starts with these.
    accepted = shown | {name for name in FIXED if name.startswith("internal.")}
    assert set(neo4j_settings) <= accepted


def test_the_container_is_as_closed_as_the_managed_server(neo4j_settings: dict[str, str]) -> None:
    given = {name: value.replace(" ", "") for name, value in neo4j_settings.items()}
    wanted = {name: value.replace(" ", "") for name, value in FIXED.items()}

    assert {name: given.get(name) for name in wanted.keys() - LOOPBACK_ONLY} == {
        name: value for name, value in wanted.items() if name not in LOOPBACK_ONLY
    }


def test_each_variable_of_the_explorer_is_a_setting(services: dict[str, Any]) -> None:
    ours = {one.metadata["variable"] for one in fields(Settings)}

    assert set(services["explorer"]["environment"]) <= ours


def test_each_variable_that_the_file_asks_for_is_a_setting_or_the_input_folder() -> None:
    ours = {one.metadata["variable"] for one in fields(Settings)}
    # `$$` is a dollar for the shell; what is left is for Compose.
    text = FILE.read_text(encoding="utf-8").replace("$$", "")

    assert set(re.findall(r"\$\{(\w+)", text)) <= ours | {"INPUT"}


def test_every_published_port_is_bound_to_loopback(services: dict[str, Any]) -> None:
    published = [port for one in services.values() for port in one.get("ports", [])]

    assert len(published) == 2
    assert all(port.startswith("127.0.0.1:") for port in published)


def test_what_stays_up_has_a_health_check_and_waits_for_what_it_needs(
    services: dict[str, Any],
) -> None:
    lasting = {name: one for name, one in services.items() if one.get("restart")}

    assert set(lasting) == {"neo4j", "explorer"}
    assert all("healthcheck" in one for one in lasting.values())
    assert services["neo4j"]["depends_on"]["password"]["condition"] == (
        "service_completed_successfully"
    )
    assert services["explorer"]["depends_on"]["neo4j"]["condition"] == "service_healthy"


def test_what_must_last_is_in_named_volumes(services: dict[str, Any]) -> None:
    document = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    mounted = {
        volume.split(":")[0]
        for one in services.values()
        for volume in one.get("volumes", [])
        if not volume.startswith(("$", ".", "/"))
    }

    assert mounted == set(document["volumes"])


def test_no_password_is_in_an_environment_that_inspect_shows(services: dict[str, Any]) -> None:
    for name in ("neo4j", "explorer"):
        assert not {"NEO4J_AUTH", "NEO4J_PASSWORD"} & set(services[name]["environment"])


def test_the_image_copies_what_is_there_and_runs_as_nobody_special(
    services: dict[str, Any],
) -> None:
    lines = services["explorer"]["build"]["dockerfile_inline"].splitlines()

    copied = [word for line in lines if line.startswith("COPY ") for word in line.split()[1:-1]]
    assert copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    assert "USER explorer" in lines
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    least = project["requires-python"].removeprefix(">=").split(".")
    image = re.search(r"FROM python:(\d+)\.(\d+)-slim", lines[0])
    assert image
    assert [int(part) for part in image.groups()] >= [int(part) for part in least]


def test_the_explorer_runs_without_rights_on_a_file_system_that_it_cannot_write(
    services: dict[str, Any],
) -> None:
    explorer = services["explorer"]
    lines = explorer["build"]["dockerfile_inline"].splitlines()

    # Nothing after it makes somebody else of the user, whose number is not root's.
    assert [line for line in lines if line.startswith("USER ")] == ["USER explorer"]
    assert any(
        re.search(r"useradd --uid [1-9]\d+ .*\bexplorer$", line.strip(" \\")) for line in lines
    )
    assert "user" not in explorer
    assert explorer["read_only"] is True
    assert explorer["cap_drop"] == ["ALL"]
    assert explorer["security_opt"] == ["no-new-privileges:true"]
    assert "privileged" not in explorer
    # What is written goes to memory, or to the one volume that is its own.
    assert explorer["tmpfs"] == ["/tmp"]
    writable = [one for one in explorer["volumes"] if not one.endswith(":ro")]
    assert writable == ["explorer:/data"]
    assert explorer["environment"]["INFLUENCE_DATA"] == "/data"


def made(services: dict[str, Any], folder: Path, password: str = "") -> tuple[int, str]:
    """The exit code and words of the password service, its volume being `folder`."""
    script = services["password"]["command"][0].replace("$$", "$")
    tools = folder.parent / "tools"
    tools.mkdir(exist_ok=True)
    # In the image it is root who gives the files away.
    (tools / "chown").write_text("#!/bin/sh\n", encoding="utf-8")
    (tools / "chown").chmod(0o755)
    ran = subprocess.run(
        ["/bin/sh", "-euc", script.replace("/password", str(folder))],
        env={"PATH": f"{tools}:{os.environ['PATH']}", "PASSWORD": password},
        capture_output=True,
        text=True,
        check=False,
    )
    return ran.returncode, ran.stderr


@pytest.fixture
def volume(tmp_path: Path) -> Path:
    """An empty volume."""
    folder = tmp_path / "volume"
    folder.mkdir()
    return folder


def test_a_password_is_made_once_and_kept(services: dict[str, Any], volume: Path) -> None:
    assert made(services, volume) == (0, "")
    first = (volume / "password").read_text(encoding="ascii")

    assert made(services, volume) == (0, "")

    assert (volume / "password").read_text(encoding="ascii") == first
    assert (volume / "neo4j").read_text(encoding="ascii") == f"neo4j/{first}"
    assert len(first) >= 40
    assert re.fullmatch(r"[A-Za-z0-9]+", first)
    assert {stat.S_IMODE(path.stat().st_mode) for path in volume.iterdir()} == {0o600}


def test_two_installations_have_two_passwords(services: dict[str, Any], tmp_path: Path) -> None:
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
        made(services, folder)

    assert len({(folder / "password").read_text(encoding="ascii") for folder in folders}) == 2


def test_a_password_from_env_is_taken(services: dict[str, Any], volume: Path) -> None:
    assert made(services, volume, "one of my own $(id) \"'")[0] == 0

    assert (volume / "password").read_text(encoding="ascii") == "one of my own $(id) \"'"


def test_another_password_later_is_refused_with_words(
    services: dict[str, Any], volume: Path
) -> None:
    made(services, volume, "the first one")

    code, said = made(services, volume, "the second one")

    assert code == 1
    assert "not the one this database was made with" in said
    assert (volume / "password").read_text(encoding="ascii") == "the first one"


@pytest.mark.parametrize(("password", "words"), [("short", "8 characters"), ("with/slash", "'/'")])
def test_a_password_that_the_image_would_not_take_is_refused(
    password: str, words: str, services: dict[str, Any], volume: Path
) -> None:
    code, said = made(services, volume, password)

    assert code == 1
    assert words in said
    assert list(volume.iterdir()) == []
