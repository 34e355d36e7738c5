"""README says what is so."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from loader.sources import SOURCES
from queries.cli import door
from queries.settings import settings_table

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_settings_are_those_that_exist() -> None:
    assert settings_table() in README


def test_every_source_is_told() -> None:
    assert set(re.findall(r"^\| `([a-z]+)` \|", README, re.MULTILINE)) == set(SOURCES)


def test_every_command_named_is_one() -> None:
    commands = {name for name, one in door().commands.items() if not one.hidden}
    named = set(re.findall(r"(?:`|^|/)influence ([a-z]+(?:-[a-z]+)*)", README, re.MULTILINE))
    assert named <= commands, named - commands
    assert commands <= set(re.findall(r"[a-z]+(?:-[a-z]+)*", README))


def test_every_file_linked_is_there() -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", README):
        if not target.startswith("http"):
            assert (ROOT / target).exists(), target


def test_nothing_built_or_secret_is_committed() -> None:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout")
    names = listed.stdout.splitlines()
    assert not [name for name in names if "/dist/" in name or name.endswith((".env", ".jar"))]
