"""The Python lock: every package that is asked for, pinned with its hashes, and no host."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
# What CI installs besides, where it is asked for.
SPARK_LOCK = (ROOT / "requirements-spark.lock").read_text(encoding="utf-8")


def pinned_in(lock: str) -> dict[str, str]:
    """The versions that a lock pins, by name."""
    found = re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", lock, re.MULTILINE)
    return {canonicalize_name(name): version for name, version in found}


def test_every_package_asked_for_is_pinned_within_its_bounds() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    test = project["dependencies"] + extras["test"]
    for lock, lines in ((LOCK, test), (SPARK_LOCK, extras["spark"])):
        for one in map(Requirement, lines):
            pinned = pinned_in(lock).get(canonicalize_name(one.name))
            assert pinned, f"{one.name} is not in the lock"
            assert one.specifier.contains(pinned, prereleases=True), f"{one} and not {pinned}"


@pytest.mark.parametrize("lock", [LOCK, SPARK_LOCK], ids=["all", "spark"])
def test_every_pin_has_a_hash_and_names_no_host(lock: str) -> None:
    assert "://" not in lock
    for block in re.split(r"\n(?=\S)", lock.strip()):
        assert re.match(r"\S+==\S+", block), block.splitlines()[0]
        assert "--hash=sha256:" in block, block.splitlines()[0]
