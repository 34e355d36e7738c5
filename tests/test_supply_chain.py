"""What the project is made of: bounded, listed, and asked about for known holes."""

from __future__ import annotations

import json
import sys
import tomllib
from collections import Counter
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
from packaging.requirements import Requirement

from loader.server.jars import locked

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
ASKED = [
    *PROJECT["build-system"]["requires"],
    *PROJECT["project"]["dependencies"],
    *(one for extra in PROJECT["project"]["optional-dependencies"].values() for one in extra),
]


def script(name: str) -> ModuleType:
    """A script of CI's as a module."""
    spec = spec_from_file_location(f"ci_{name}", ROOT / ".ci" / f"{name}.py")
    assert spec
    assert spec.loader
    module = sys.modules[spec.name] = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("line", ASKED)
def test_each_dependency_has_a_lower_and_an_upper_bound(line: str) -> None:
    operators = {one.operator for one in Requirement(line).specifier}

    assert operators & {">=", "==", "~="}
    assert operators & {"<", "<=", "==", "~="}


def test_the_bill_of_materials_lists_every_wheel_npm_package_and_jar() -> None:
    bill = script("sbom").bill()
    told = json.loads(bill)
    listed = {one["purl"] for one in told["components"]}
    kinds = Counter(one.partition("/")[0] for one in listed)
    lock = (ROOT / "explorer/frontend/package-lock.json").read_text(encoding="utf-8")
    pins = [
        line
        for name in ("requirements.lock", "requirements-spark.lock")
        for line in (ROOT / name).read_text(encoding="utf-8").splitlines()
        if "==" in line and not line.startswith((" ", "#"))
    ]

    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(bill) is None
    assert kinds == {
        "pkg:pypi": len(pins),
        "pkg:npm": len(json.loads(lock)["packages"]) - 1,
        "pkg:maven": len(locked()),
    }
    by_name = {one["name"]: one for one in told["components"]}
    assert by_name["flask"]["scope"] == by_name["sigma"]["scope"] == "required"
    assert by_name["werkzeug"]["scope"] == "required"
    assert by_name["pytest"]["scope"] == by_name["typescript"]["scope"] == "optional"
    assert by_name["pyspark"]["scope"] == "optional"
    jar = next(one for one in locked() if one.artifact == "neo4j")
    assert by_name[f"{jar.group}:neo4j"]["hashes"] == [{"alg": "SHA-256", "content": jar.sha256}]


HOLE = {"id": "PYSEC-1", "aliases": ["GHSA-x"], "fix_versions": ["2.0"], "description": ""}
WHEEL = {"name": "flask", "version": "1.0", "vulns": [HOLE]}
NPM_HOLE = {"source": 1, "url": "https://a.example/advisories/GHSA-y", "severity": "low"}


@pytest.mark.parametrize(
    ("told", "holes", "warnings"),
    [
        (None, 0, 1),
        ({"error": "no route"}, 0, 1),
        ({"dependencies": [{"name": "flask", "version": "1.0", "vulns": []}]}, 0, 0),
        ({"dependencies": [{"name": "flask", "skip_reason": "not found"}]}, 0, 1),
        ({"dependencies": [WHEEL]}, 1, 0),
        ({"dependencies": [WHEEL, {"name": "x", "skip_reason": "not found"}]}, 1, 1),
    ],
)
def test_a_known_hole_in_a_wheel_fails_and_silence_is_told(
    told: Any, holes: int, warnings: int
) -> None:
    found = list(script("audit").in_wheels(told))

    assert Counter(one.hole for one in found) == Counter({True: holes, False: warnings})


def test_the_wheels_of_both_locks_are_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    audit, asked = script("audit"), list[str]()
    monkeypatch.setattr(audit, "said", lambda command, _: asked.extend(command))

    list(audit.wheels())

    assert {f"--requirement={path}" for path in ROOT.glob("requirements*.lock")} <= set(asked)


@pytest.mark.parametrize(
    ("told", "holes", "warnings"),
    [
        (None, 0, 1),
        ({"message": "405 Method Not Allowed"}, 0, 1),
        ({"vulnerabilities": {}}, 0, 0),
        ({"vulnerabilities": {"a": {"via": [NPM_HOLE]}, "b": {"via": ["a"]}}}, 1, 0),
    ],
)
def test_a_known_hole_in_an_npm_package_fails_and_silence_is_told(
    told: Any, holes: int, warnings: int
) -> None:
    found = list(script("audit").in_npm(told))

    assert Counter(one.hole for one in found) == Counter({True: holes, False: warnings})


def test_a_hole_that_is_accepted_is_told_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    audit = script("audit")
    monkeypatch.setitem(audit.ACCEPTED, "GHSA-x", "never called")

    found = list(audit.in_wheels({"dependencies": [WHEEL]}))

    assert [(one.hole, "never called" in one.told) for one in found] == [(False, True)]


def test_a_service_that_hangs_or_answers_nonsense_is_waited_for_no_longer_than_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    audit = script("audit")
    monkeypatch.setattr(audit, "SECONDS", 0.5)

    assert audit.said([sys.executable, "-c", "import time; time.sleep(60)"], ROOT) is None
    assert audit.said([sys.executable, "-c", "print('<html>')"], ROOT) is None
    assert audit.said(["/nonexistent/command"], ROOT) is None
