"""The table of ASVS requirements tells of each of them, and names tests that exist."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "explorer/README.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([\d., *]+) \| (\w+) \| (.+) \|$", README, re.MULTILINE)
# How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has.
SECTIONS = (
    "1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 "
    "4.2:1 4.3:2 4.4:4 5.1:1 5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 "
    "7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2 10.2:2 10.3:4 "
    "10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 "
    "13.1:1 13.2:5 13.3:2 13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 "
    "16.4:3 16.5:3 17.1:1 17.2:4 17.3:2"
)
REQUIREMENTS = [
    f"{section}.{number}"
    for section, _, many in (one.partition(":") for one in SECTIONS.split())
    for number in range(1, int(many) + 1)
]


def meant(told: str) -> list[str]:
    """The requirements that a cell names; `9.*` is all that begin so."""
    named = [one.strip() for one in told.split(",")]
    return [
        requirement
        for one in named
        for requirement in REQUIREMENTS
        if requirement == one or (one.endswith("*") and requirement.startswith(one[:-1]))
    ]


def test_each_requirement_is_told_once() -> None:
    counted = Counter(requirement for told, _, _ in ROWS for requirement in meant(told))
    assert len(REQUIREMENTS) == 253
    assert {one: counted[one] for one in REQUIREMENTS if counted[one] != 1} == {}
    assert {state for _, state, _ in ROWS} == {"yes", "part", "open", "no"}


@pytest.mark.parametrize(
    "named", sorted(set(re.findall(r"`((?:\w+/)?test_\w+\.py)(?:::(\w+))?`", README)))
)
def test_each_test_that_is_named_exists(named: tuple[str, str]) -> None:
    file, test = named
    found = [
        path for path in (ROOT / "tests").rglob("test_*.py") if path.as_posix().endswith(f"/{file}")
    ]
    assert found, file
    assert not test or any(f"def {test}(" in path.read_text(encoding="utf-8") for path in found)


def test_what_is_met_names_its_test() -> None:
    """But for what consists in something not being there, or in a text."""
    texts = {"6.2.10", "6.4.2", "16.1.1, 16.2.3"}
    assert {told for told, state, how in ROWS if state == "yes" and "test_" not in how} == texts
